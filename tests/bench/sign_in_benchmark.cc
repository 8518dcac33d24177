#include "absl/strings/str_format.h"

#include "federation/base/check.h"
#include "federation/base/random.h"
#include "node/person/argon2_hasher.h"
#include "tests/bench/benchmarks.h"
#include "tests/bench/measurement.h"
#include "tests/bench/node_programs.h"
#include "tests/bench/web_round.h"
#include "tests/bench/worker_process.h"
#include "tests/support/process/partner_network.h"

namespace cledi {
namespace {

constexpr const char* kNode = "it-bicocca";
constexpr const char* kPassword = "a long walk by the sea";

// What one hash costs alone, in a process of its own.
double HashAlone(int count) {
  return WorkerProcess("hasher",
                       [count](Conversation& parent) {
                         SystemRandom random;
                         Argon2Hasher hasher(&random);
                         const Stopwatch watch;
                         for (int i = 0; i < count; ++i) {
                           CHECK(hasher.Hash(kPassword).ok());
                         }
                         parent.Send(watch.cpu().count() / 1000 / count);
                       })
      .Receive();
}

}  // namespace

void RunSignInBenchmark(const BenchScale& scale, Report& report) {
  if (!HaveNodePrograms("sign_in", report)) {
    return;
  }
  PartnerNetwork network({kNode});
  const CommandResult added = network.Cledi(
      kNode, {"user", "add", "nadia", "--role", "educator", "--name", "Nadia"}, kPassword);
  if (added.exit_status != 0) {
    GiveUp("sign_in", added.err);
  }
  const int port = network.ports(kNode).web;
  const WebTarget target{.port = port, .host = absl::StrFormat("127.0.0.1:%d", port)};
  const WebAsk ask{"/cledi.community.v1.PersonService/SignIn",
                   absl::StrFormat(R"({"userName":"nadia","password":"%s"})", kPassword)};

  Figure& cpu = report.Add("sign_in.cpu", "ms/sign-in");
  cpu.note = "CPU time of the node, over Connect";
  cpu.reference = "one Argon2id hash at the same cost, alone";
  for (int i = 0; i < scale.Rounds(); ++i) {
    const int count = scale.Of(50, 10);
    cpu.samples.push_back(MeasureWeb(target, network.process(kNode).pid(), ask, 1, count).cpu_us /
                          1000);
    cpu.reference_samples.push_back(HashAlone(count));
  }
}

}  // namespace cledi
