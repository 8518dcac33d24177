#include <functional>

#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"

#include "cledi/community/v1/institution_service.pb.h"
#include "cledi/community/v1/plan_service.pb.h"
#include "federation/rpc_grpc/rpc_channel.h"
#include "tests/bench/benchmarks.h"
#include "tests/bench/measurement.h"
#include "tests/bench/node_programs.h"
#include "tests/bench/web_round.h"
#include "tests/bench/worker_process.h"
#include "tests/support/practice/samples.h"
#include "tests/support/process/partner_network.h"

namespace cledi {
namespace {

using community::v1::DescribeInstitutionRequest;
using community::v1::DescribeInstitutionResponse;
using community::v1::PublishPlanRequest;
using community::v1::PublishPlanResponse;

constexpr const char* kNode = "it-bicocca";
constexpr int kPublishedAtOnce = 20;
constexpr std::chrono::seconds kPatience{60};

// What is asked for, which differs in what it makes the server do.
struct Page {
  const char* name;
  WebAsk ask;
  double cpu_us_at_most = 0;  // 0: nothing is promised.
};
const Page kListPage{"list_page", {"/plans"}};
// The same where it cannot be what another visitor was sent.
const Page kPrintedPage{"list_page.printed", {.path = "/plans", .anew = true}, 2000};
const Page kFilteredPage{"list_page.filtered", {"/plans?language=en&level=primary"}};
// Programs get no page around it. What a call costs beside its method, a small one shows.
const Page kSmallCall{"connect.institution",
                      {"/cledi.community.v1.InstitutionService/GetInstitution",
                       absl::StrFormat(R"({"id":"%s"})", kNode)},
                      100};
const Page kListCall{"connect.list_of_20",
                     {"/cledi.community.v1.PlanService/ListPlans", R"({"page":{"size":20}})"}};

// The style for printers, about 1 kB; its address holds its hash, so a page must tell it.
Page StaticPage(const std::string& html) {
  const size_t begin = html.find("/static/print.");
  if (begin == std::string::npos) {
    GiveUp("list_page", "the page names no style for printers");
  }
  return {"static", {html.substr(begin, html.find('"', begin) - begin)}};
}

// One of the plans that a page lists, as a program asks for it.
Page PlanCall(const std::string& html) {
  constexpr std::string_view kLink = "href=\"/plans/";
  constexpr size_t kIdBytes = 26;
  size_t begin = html.find(kLink);
  while (begin != std::string::npos &&
         html.find('"', begin + kLink.size()) != begin + kLink.size() + kIdBytes) {
    begin = html.find(kLink, begin + 1);
  }
  if (begin == std::string::npos) {
    GiveUp("list_page", "the page lists no plan");
  }
  return {"connect.plan",
          {"/cledi.community.v1.PlanService/GetPlan",
           absl::StrFormat(R"({"id":"%s"})", html.substr(begin + kLink.size(), kIdBytes))}};
}

// Publishes through the node's socket, as its operators' programs do.
class Publisher {
 public:
  explicit Publisher(const std::string& socket)
      : channel_({.name = "the node", .address = "unix:" + socket}, nullptr, &thread_) {}

  void Publish(int count) {
    for (int i = 0; i < count; ++i) {
      PublishPlanRequest request;
      request.set_key(std::to_string(i));
      *request.mutable_plan() = SamplePlan(absl::StrFormat("Half a pizza each, part %d", i));
      request.mutable_plan()->mutable_description()->set_institution_id(kNode);
      Send<PublishPlanResponse>("cledi.community.v1.PlanService/PublishPlan", request);
    }
    DescribeInstitutionRequest request;
    *request.mutable_description() = SampleInstitution(kNode, "University of Milano-Bicocca", "IT");
    Send<DescribeInstitutionResponse>("cledi.community.v1.InstitutionService/DescribeInstitution",
                                      request);
    absl::MutexLock lock(&mutex_, absl::Condition(this, &Publisher::Done));
  }

 private:
  template <class Response, class Request>
  void Send(const char* method, const Request& request) {
    absl::MutexLock lock(&mutex_, absl::Condition(this, &Publisher::HasRoom));
    ++under_way_;
    channel_.CallAsync<Response>(method, request, kPatience,
                                 [this](const StatusOr<Response>& response) {
                                   if (!response.ok()) {
                                     GiveUp("publishing", Message(response.status()));
                                   }
                                   absl::MutexLock answered(&mutex_);
                                   --under_way_;
                                 });
  }

  bool HasRoom() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return under_way_ < kPublishedAtOnce; }
  bool Done() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return under_way_ == 0; }

  CompletionThread thread_;
  absl::Mutex mutex_;
  int under_way_ ABSL_GUARDED_BY(mutex_) = 0;
  RpcChannel channel_;
};

// Adds the figures of `page`, each beside the same of `small`.
void RunPage(const BenchScale& scale, const Page& page, const Page& small, int connections,
             const WebTarget& target, int node_pid, int practices, Report& report) {
  const auto add = [&](const char* what, const char* unit) {
    Figure& figure =
        report.Add(absl::StrFormat("%s.%d_connections.%s", page.name, connections, what), unit);
    figure.reference = "a static file of 1 kB of the same server";
    return &figure;
  };
  Figure* const p50 = add("p50", "ms");
  Figure* const p99 = add("p99", "ms");
  Figure* const cpu = add("cpu", "us/request");
  p99->at_most = 20;
  if (page.cpu_us_at_most > 0) {
    cpu->at_most = page.cpu_us_at_most;
  }
  p99->note =
      absl::StrFormat("%s of %d practices, as seen from the loopback", page.ask.path, practices);
  for (int i = 0; i < scale.Rounds(); ++i) {
    const int requests = scale.Of(2000, 80);
    const WebRound round = MeasureWeb(target, node_pid, page.ask, connections, requests);
    const WebRound reference = MeasureWeb(target, node_pid, small.ask, connections, requests);
    p50->samples.push_back(round.p50_ms);
    p50->reference_samples.push_back(reference.p50_ms);
    p99->samples.push_back(round.p99_ms);
    p99->reference_samples.push_back(reference.p99_ms);
    cpu->samples.push_back(round.cpu_us);
    cpu->reference_samples.push_back(reference.cpu_us);
    cpu->note = absl::StrFormat("CPU time of the node; %d bytes sent", round.page_bytes);
  }
}

}  // namespace

void RunListPageBenchmark(const BenchScale& scale, Report& report) {
  if (!HaveNodePrograms("list_page", report)) {
    return;
  }
  const int practices = scale.Of(10'000, 200);
  PartnerNetwork network({kNode});
  const int node_pid = network.process(kNode).pid();
  const Microseconds started = WallTime();
  WorkerProcess("publisher", [&](Conversation& parent) {
    Publisher(network.DataFolder(kNode) + "/run/node.sock").Publish(practices);
    parent.Send("done");
  }).Receive();
  report.Add("publish.per_second", "practices/s")
      .samples.push_back(practices / std::chrono::duration<double>(WallTime() - started).count());
  const WebTarget target{.port = network.ports(kNode).web,
                         .host = absl::StrFormat("127.0.0.1:%d", network.ports(kNode).web)};
  const std::string html = network.Get(kNode, "/plans").body;
  const Page small = StaticPage(html);
  for (const Page& page :
       {kListPage, kPrintedPage, kFilteredPage, kSmallCall, kListCall, PlanCall(html)}) {
    for (const int connections : {1, 8, 50}) {
      RunPage(scale, page, small, connections, target, node_pid, practices, report);
    }
  }
  Figure& resident = report.Add("list_page.resident", "MiB");
  resident.note =
      absl::StrFormat("the node with %d practices, after all these requests", practices);
  resident.samples.push_back(static_cast<double>(MemoryOf(node_pid).now) / (1024 * 1024));
}

}  // namespace cledi
