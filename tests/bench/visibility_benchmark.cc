#include <thread>

#include "federation/base/check.h"
#include "tests/bench/bench_federation.h"
#include "tests/bench/bench_node.h"
#include "tests/bench/benchmarks.h"
#include "tests/bench/measurement.h"
#include "tests/bench/payloads.h"
#include "tests/bench/worker_process.h"
#include "tests/support/temp_folder.h"

namespace cledi {
namespace {

using std::chrono::milliseconds;

constexpr const char* kWriter = "it-bicocca";
constexpr const char* kReader = "es-granada";
// Long enough for both to have come to rest; some timers of servers only show after a second.
constexpr milliseconds kPause{40};
constexpr milliseconds kLongPause{1500};
constexpr int kEveryLong = 20;

struct Timings {
  std::vector<double> durable_ms;  // From the call to its return: durable and in the views here.
  std::vector<double> visible_ms;  // From the call until it is in the views there.
  double syncs_written = 0;        // For each event.
  double syncs_received = 0;
};

Timings Measure(BenchNode& writer, BenchNode& reader, int commits, bool pauses) {
  SeededRandom random(3);
  Timings timings;
  const uint64_t syncs_before = writer.store().SyncCount();
  const uint64_t syncs_before_there = reader.store().SyncCount();
  for (int i = 1; i <= commits; ++i) {
    const NewEvent event = MakeEvent(PayloadKind::kPractices, random);
    const Stopwatch watch;
    CHECK(writer.writer().Append({event.space, event.type, event.payload}).ok());
    timings.durable_ms.push_back(watch.wall().count() / 1000);
    reader.WaitUntilVisible(static_cast<size_t>(i));
    timings.visible_ms.push_back(watch.wall().count() / 1000);
    std::this_thread::sleep_for(pauses && i % kEveryLong == 0 ? kLongPause : kPause);
  }
  timings.syncs_written = static_cast<double>(writer.store().SyncCount() - syncs_before) / commits;
  timings.syncs_received =
      static_cast<double>(reader.store().SyncCount() - syncs_before_there) / commits;
  return timings;
}

// Two nodes that know each other and are in step.
class Pair {
 public:
  Pair() {
    federation_.SetPort(kWriter, writer_.port());
    federation_.SetPort(kReader, reader_.port());
    for (BenchNode* node : {&writer_, &reader_}) {
      node->LearnRoster();
      node->Start();
    }
    std::this_thread::sleep_for(kLongPause);
  }

  BenchNode& writer() { return writer_; }
  BenchNode& reader() { return reader_; }

 private:
  TempFolder writer_folder_;
  TempFolder reader_folder_;
  BenchFederation federation_{{kWriter, kReader}};
  BenchNode writer_{federation_, kWriter, writer_folder_.path(), /*folds=*/true};
  BenchNode reader_{federation_, kReader, reader_folder_.path(), /*folds=*/true};
};

}  // namespace

void RunVisibilityBenchmark(const BenchScale& scale, Report& report) {
  WorkerProcess worker("visibility", [&](Conversation& parent) {
    Pair pair;
    const Timings timings = Measure(pair.writer(), pair.reader(), scale.Of(300, 10), !scale.quick);
    parent.Send({{"durable_ms", timings.durable_ms},
                 {"visible_ms", timings.visible_ms},
                 {"syncs_written", timings.syncs_written},
                 {"syncs_received", timings.syncs_received}});
  });
  const nlohmann::json timings = worker.Receive();
  const std::vector<double> durable = timings["durable_ms"];
  const std::vector<double> visible = timings["visible_ms"];
  for (const double share : {0.5, 0.99}) {
    const std::string name = share == 0.5 ? "p50" : "p99";
    Figure& figure = report.Add("visible_at_next." + name, "ms");
    figure.note = "from the call that writes a fact until it is in the other node's views";
    figure.samples.push_back(Percentile(visible, share));
    figure.reference = "until it is durable and in the views where it was written";
    figure.reference_samples.push_back(Percentile(durable, share));
    if (share == 0.99) {
      figure.at_most = 100;
    }
  }
  report.Add("visible_at_next.syncs_written", "syncs/event")
      .samples.push_back(timings["syncs_written"]);
  report.Add("visible_at_next.syncs_received", "syncs/event")
      .samples.push_back(timings["syncs_received"]);
}

}  // namespace cledi
