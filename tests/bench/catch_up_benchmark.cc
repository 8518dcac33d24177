#include <thread>

#include <unistd.h>

#include "absl/strings/str_format.h"

#include "federation/base/check.h"
#include "tests/bench/bench_federation.h"
#include "tests/bench/bench_node.h"
#include "tests/bench/benchmarks.h"
#include "tests/bench/measurement.h"
#include "tests/bench/payloads.h"
#include "tests/bench/raw_rocks.h"
#include "tests/bench/raw_stream.h"
#include "tests/bench/worker_process.h"
#include "tests/support/temp_folder.h"

namespace cledi {
namespace {

using nlohmann::json;

constexpr const char* kHolder = "it-bicocca";
constexpr const char* kReceiver = "es-granada";
constexpr uint64_t kEventsPerAppend = 512;
// An event as it is in a batch: header, marker, salt and payload.
constexpr size_t kRecordBytes = kHeaderBytes + 1 + Salt::kSize + kPayloadBytes;
// About what one range of the exchange holds.
constexpr uint64_t kRowsPerSync = 2048;
// How long the two are watched after they connected again.
constexpr std::chrono::milliseconds kWatchAfterReconnect{1500};

struct Setting {
  PayloadKind payloads;
  bool folds;
  uint64_t events;
};

// The node that holds the events and gives them away until its parent hangs up.
void Hold(BenchFederation& federation, const std::string& folder, const Setting& setting,
          Conversation& parent) {
  BenchNode node(federation, kHolder, folder, /*folds=*/false);
  SeededRandom random(11);
  for (uint64_t left = setting.events; left > 0;) {
    std::vector<NewEvent> events;
    for (uint64_t i = std::min(left, kEventsPerAppend); i > 0; --i, --left) {
      events.push_back(MakeEvent(setting.payloads, random));
    }
    CHECK(node.logs().Append(events).ok());
  }
  federation.SetPort(kHolder, node.port());
  node.LearnRoster();
  node.Start();
  parent.Send(node.port());
  while (parent.Receive().has_value()) {
    parent.Send({{"calls", node.calls_taken()}, {"cpu_us", CpuTime().count()}});
  }
}

// What a node that holds nothing spends until it has everything.
json CatchUp(BenchFederation& federation, const std::string& folder, const Setting& setting) {
  BenchNode node(federation, kReceiver, folder, setting.folds);
  const LogId log =
      LogIdOf(federation.root().federation, kHolder, /*incarnation=*/0, CommonsSpace());
  const uint64_t syncs_before = node.store().SyncCount();
  const Stopwatch watch;
  node.Start();
  node.WaitUntilStored(log, setting.events);
  if (setting.folds) {
    node.WaitUntilFolded();
  }
  const TcpBytes bytes = OpenTcpBytes();
  return {{"cpu_us", watch.cpu().count()},
          {"wall_us", watch.wall().count()},
          {"received", bytes.received},
          {"sent", bytes.sent},
          {"syncs", node.store().SyncCount() - syncs_before},
          {"resident", MemoryOf(::getpid()).peak}};
}

// What it spends when it comes back and nothing is new.
json Reconnect(BenchFederation& federation, const std::string& folder) {
  BenchNode node(federation, kReceiver, folder, /*folds=*/false);
  const Stopwatch watch;
  node.Start();
  std::this_thread::sleep_for(kWatchAfterReconnect);
  const TcpBytes bytes = OpenTcpBytes();
  return {{"cpu_us", watch.cpu().count()}, {"received", bytes.received}, {"sent", bytes.sent}};
}

// The least that receiving and keeping so many bytes could cost.
json Raw(const BenchScale& scale, const Setting& setting) {
  const uint64_t messages = setting.events / kRowsPerSync + 1;
  const uint64_t rows = messages * kRowsPerSync;
  WorkerProcess server("plain gRPC stream, server", [&](Conversation& parent) {
    const RawStreamServer stream(messages, kRowsPerSync * kRecordBytes);
    parent.Send(stream.port());
    parent.Receive();
  });
  const int port = server.Receive();
  WorkerProcess receiver("plain gRPC stream, receiver", [&](Conversation& parent) {
    const Stopwatch watch;
    CHECK(ReadRawStream(port) == rows * kRecordBytes);
    parent.Send(watch.cpu().count() / static_cast<double>(rows));
  });
  WorkerProcess writer("raw RocksDB", [&](Conversation& parent) {
    TempFolder folder;
    RawRocks rocks(folder.path());
    const Stopwatch watch;
    rocks.Write(rows, kRecordBytes, scale.quick ? 128 : kRowsPerSync);
    parent.Send(watch.cpu().count() / static_cast<double>(rows));
  });
  const double receiving_us = receiver.Receive();
  const double writing_us = writer.Receive();
  return {{"receiving_us", receiving_us}, {"writing_us", writing_us}};
}

struct Round {
  json caught_up;
  json reconnected;
  json raw;
  double holder_us_per_event = 0;
  int calls_to_reconnect = 0;
};

Round MeasureRound(const BenchScale& scale, const Setting& setting, BenchFederation& federation,
                   WorkerProcess& holder) {
  Round round;
  round.raw = Raw(scale, setting);
  TempFolder folder;
  const auto in_worker = [&](const std::function<json()>& work) {
    return WorkerProcess(kReceiver, [&](Conversation& parent) { parent.Send(work()); }).Receive();
  };
  const auto ask_holder = [&] {
    holder.Send("figures");
    return holder.Receive();
  };
  const json before = ask_holder();
  round.caught_up = in_worker([&] { return CatchUp(federation, folder.path(), setting); });
  const json after = ask_holder();
  round.holder_us_per_event = (after["cpu_us"].get<double>() - before["cpu_us"].get<double>()) /
                              static_cast<double>(setting.events);
  if (!setting.folds) {
    round.reconnected = in_worker([&] { return Reconnect(federation, folder.path()); });
    round.calls_to_reconnect = ask_holder()["calls"].get<int>() - after["calls"].get<int>();
  }
  return round;
}

void AddRound(const Setting& setting, const Round& round, const std::vector<Figure*>& figures) {
  const auto events = static_cast<double>(setting.events);
  const double cpu_us = round.caught_up["cpu_us"];
  const double raw_us =
      round.raw["receiving_us"].get<double>() + round.raw["writing_us"].get<double>();
  const std::vector<double> samples = {
      events / cpu_us * 1e6,
      events / round.caught_up["wall_us"].get<double>() * 1e6,
      round.caught_up["received"].get<double>() / events - kPayloadBytes,
      round.caught_up["syncs"].get<double>() / events * 1000,
      round.caught_up["resident"].get<double>() / (1024 * 1024),
      1e6 / round.holder_us_per_event};
  for (size_t i = 0; i < samples.size(); ++i) {
    figures[i]->samples.push_back(samples[i]);
  }
  figures[0]->reference_samples.push_back(1e6 / raw_us);
}

void RunWith(const BenchScale& scale, const Setting& setting, const std::string& name,
             Report& report) {
  const auto add = [&](const char* what, const char* unit, std::string note) {
    Figure& figure = report.Add(absl::StrFormat("catch_up.%s.%s", name, what), unit);
    figure.note = std::move(note);
    return &figure;
  };
  const std::string of = absl::StrFormat("%d events of %d bytes: %s", setting.events, kPayloadBytes,
                                         NameOf(setting.payloads));
  const std::vector<Figure*> figures = {
      add("per_cpu_second", "events/s",
          absl::StrFormat("%s; by the receiver's CPU time, %s", of,
                          setting.folds ? "folded into views" : "verified and durable")),
      add("per_second", "events/s", "by the clock on the wall; noisy on a shared machine"),
      add("wire_overhead", "bytes/event", "TCP bytes received, less the payload; TLS included"),
      add("syncs_per_1000_events", "syncs", ""),
      add("resident_peak", "MiB", "the receiver's process"),
      add("holder.per_cpu_second", "events/s", "by the giving node's CPU time")};
  figures[0]->reference =
      "a plain gRPC stream of the same bytes, and raw RocksDB writes of them, together";
  if (!setting.folds) {
    figures[0]->at_least = 60'000;
    figures[2]->at_most = 40;
  }
  Figure* const calls = add("reconnect.calls", "calls", "with nothing new on either side");
  Figure* const bytes = add("reconnect.bytes", "bytes", "both ways, the TLS handshake included");

  TempFolder folder;
  BenchFederation federation({kHolder, kReceiver});
  WorkerProcess holder(
      kHolder, [&](Conversation& parent) { Hold(federation, folder.path(), setting, parent); });
  federation.SetPort(kHolder, holder.Receive());
  for (int i = 0; i < scale.Rounds(); ++i) {
    const Round round = MeasureRound(scale, setting, federation, holder);
    AddRound(setting, round, figures);
    if (!round.reconnected.is_null()) {
      calls->samples.push_back(round.calls_to_reconnect);
      bytes->samples.push_back(round.reconnected["received"].get<double>() +
                               round.reconnected["sent"].get<double>());
    }
  }
}

}  // namespace

void RunCatchUpBenchmark(const BenchScale& scale, Report& report) {
  const uint64_t events = static_cast<uint64_t>(scale.Of(102'400, 2'048));
  RunWith(scale, {PayloadKind::kRandom, false, events}, "random", report);
  RunWith(scale, {PayloadKind::kPractices, false, events}, "practices", report);
  RunWith(scale, {PayloadKind::kPractices, true, static_cast<uint64_t>(scale.Of(51'200, 512))},
          "folded", report);
}

}  // namespace cledi
