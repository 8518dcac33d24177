#include <array>
#include <thread>

#include "federation/base/check.h"
#include "tests/bench/bench_federation.h"
#include "tests/bench/bench_node.h"
#include "tests/bench/benchmarks.h"
#include "tests/bench/measurement.h"
#include "tests/bench/payloads.h"
#include "tests/bench/raw_rocks.h"
#include "tests/bench/worker_process.h"
#include "tests/support/temp_folder.h"

namespace cledi {
namespace {

constexpr int kWriters = 20;
constexpr size_t kBatch = kWriters;
// An event as it is in a batch: header, marker, salt and payload.
constexpr size_t kRecordBytes = kHeaderBytes + 1 + Salt::kSize + kPayloadBytes;

struct Rates {
  double per_cpu_second = 0;
  double per_second = 0;
};

Rates RatesOf(uint64_t events, const Stopwatch& watch) {
  const auto count = static_cast<double>(events);
  return {.per_cpu_second = count / std::chrono::duration<double>(watch.cpu()).count(),
          .per_second = count / std::chrono::duration<double>(watch.wall()).count()};
}

std::vector<NewEvent> MakeEvents(int count) {
  SeededRandom random(7);
  std::vector<NewEvent> events;
  for (int i = 0; i < count; ++i) {
    events.push_back(MakeEvent(PayloadKind::kPractices, random));
  }
  return events;
}

// Each writer states its share of the facts, one after another.
void WriteAtOnce(EventWriter& writer, std::span<const NewEvent> events) {
  std::vector<std::jthread> writers;
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([&writer, events, i] {
      for (size_t at = static_cast<size_t>(i); at < events.size(); at += kWriters) {
        const NewEvent& event = events[at];
        CHECK(writer.Append({event.space, event.type, event.payload}).ok());
      }
    });
  }
}

class AppendRound {
 public:
  AppendRound() : node_(federation_, "it-bicocca", folder_.path(), /*folds=*/false) {}

  // Through the one writer that a node has. Returns the mean number of events in a batch.
  double Written(std::span<const NewEvent> events, Rates& rates, double& events_per_sync) {
    const uint64_t syncs_before = node_.store().SyncCount();
    const Stopwatch watch;
    WriteAtOnce(node_.writer(), events);
    rates = RatesOf(events.size(), watch);
    const auto syncs = static_cast<double>(node_.store().SyncCount() - syncs_before);
    events_per_sync = static_cast<double>(events.size()) / syncs;
    return 2 * events_per_sync;  // A batch is two syncs: its salts, then its events.
  }

  // The same events in batches of exactly kBatch, by one thread: without the hand-over
  // between the writers.
  Rates Appended(std::span<const NewEvent> events) {
    const Stopwatch watch;
    for (size_t at = 0; at < events.size(); at += kBatch) {
      const size_t count = std::min(kBatch, events.size() - at);
      CHECK(node_.logs().Append(events.subspan(at, count)).ok());
    }
    return RatesOf(events.size(), watch);
  }

  Rates Raw(uint64_t rows, uint64_t batch) {
    TempFolder folder;
    RawRocks rocks(folder.path());
    const Stopwatch watch;
    rocks.Write(rows, kRecordBytes, batch);
    return RatesOf(rows, watch);
  }

 private:
  TempFolder folder_;
  BenchFederation federation_{{"it-bicocca"}};
  BenchNode node_;
};

void MeasureRound(int events_count, Conversation& parent) {
  const std::vector<NewEvent> events = MakeEvents(events_count);
  AppendRound round;
  Rates written;
  double events_per_sync = 0;
  const double batch = round.Written(events, written, events_per_sync);
  const Rates raw_written = round.Raw(events.size(), static_cast<uint64_t>(batch + 0.5));
  const Rates appended = round.Appended(MakeEvents(events_count));
  const Rates raw_appended = round.Raw(events.size(), kBatch);
  parent.Send({{"written", {written.per_cpu_second, written.per_second}},
               {"raw_written", {raw_written.per_cpu_second, raw_written.per_second}},
               {"appended", {appended.per_cpu_second, appended.per_second}},
               {"raw_appended", {raw_appended.per_cpu_second, raw_appended.per_second}},
               {"events_per_sync", events_per_sync},
               {"batch", batch}});
}

// Two figures: by the core's time and by the clock on the wall.
void AddRates(Report& report, const std::string& name, const std::string& note,
              const std::vector<nlohmann::json>& rounds, const std::string& ours,
              const std::string& raw) {
  for (const size_t by : {size_t{0}, size_t{1}}) {
    Figure& rate = report.Add(name + (by == 0 ? ".per_cpu_second" : ".per_second"), "events/s");
    Figure& share = report.Add(rate.name + ".share_of_raw", "ratio");
    rate.note = note;
    rate.reference = "raw RocksDB, the same bytes in batches as large, one sync each";
    share.note = by == 0 ? "of what raw RocksDB writes in the same CPU time"
                         : "of what raw RocksDB writes in the same time; noisy on a shared machine";
    share.at_least = 0.4;
    for (const nlohmann::json& round : rounds) {
      rate.samples.push_back(round[ours][by]);
      rate.reference_samples.push_back(round[raw][by]);
      share.samples.push_back(round[ours][by].get<double>() / round[raw][by].get<double>());
    }
  }
}

}  // namespace

void RunAppendBenchmark(const BenchScale& scale, Report& report) {
  std::vector<nlohmann::json> rounds;
  for (int i = 0; i < scale.Rounds(); ++i) {
    WorkerProcess worker("append",
                         [&](Conversation& parent) { MeasureRound(scale.Of(8'000, 400), parent); });
    rounds.push_back(worker.Receive());
  }
  AddRates(report, "append.writers", "20 writers, each waits until its event is durable", rounds,
           "written", "raw_written");
  AddRates(report, "append.batches", "one thread, batches of 20", rounds, "appended",
           "raw_appended");
  Figure& per_sync = report.Add("append.writers.events_per_sync", "events");
  per_sync.note = "a batch is two syncs: salts, then events";
  Figure& batch = report.Add("append.writers.events_per_batch", "events");
  for (const nlohmann::json& round : rounds) {
    per_sync.samples.push_back(round["events_per_sync"]);
    batch.samples.push_back(round["batch"]);
  }
}

}  // namespace cledi
