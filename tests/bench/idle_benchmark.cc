#include <thread>

#include <unistd.h>

#include "tests/bench/benchmarks.h"
#include "tests/bench/measurement.h"
#include "tests/bench/node_programs.h"
#include "tests/bench/raw_rocks.h"
#include "tests/bench/raw_stream.h"
#include "tests/bench/worker_process.h"
#include "tests/support/process/partner_network.h"
#include "tests/support/temp_folder.h"

namespace cledi {
namespace {

constexpr double kMiB = 1024 * 1024;

// A gRPC server and a RocksDB, both idle: what cannot be saved.
double BareMiB() {
  WorkerProcess bare("gRPC and RocksDB alone", [](Conversation& parent) {
    TempFolder folder;
    const RawStreamServer server(1, 1);
    RawRocks rocks(folder.path());
    ReadRawStream(server.port());
    rocks.Write(1000, 400, 100);
    parent.Send(MemoryOf(::getpid()).now);
  });
  return bare.Receive().get<double>() / kMiB;
}

}  // namespace

void RunIdleBenchmark(const BenchScale& scale, Report& report) {
  if (!HaveNodePrograms("idle", report)) {
    return;
  }
  const std::vector<std::string> ids = {"it-bicocca", "es-granada", "tr-metu"};
  PartnerNetwork network(ids);
  for (const std::string& id : ids) {
    for (int i = 0; i < scale.Of(20, 2); ++i) {
      network.PublishPlan(id, "Shadows", std::to_string(i));
    }
    network.Get(id, "/plans");
  }
  network.WaitUntilEqual(ids);
  std::this_thread::sleep_for(std::chrono::seconds(scale.Of(5, 1)));

  Figure& resident = report.Add("idle.resident", "MiB");
  resident.note = "a node with two peers, after it wrote, read and served a little; three of them";
  resident.at_most = 64;
  resident.reference = "a process with a gRPC server and a RocksDB that did as little";
  resident.reference_samples.push_back(BareMiB());
  Figure& cpu = report.Add("idle.cpu", "ms/s");
  cpu.note = "CPU time that the node takes while nobody asks for anything";
  std::vector<Microseconds> before;
  const Stopwatch watch;
  for (const std::string& id : ids) {
    before.push_back(CpuTimeOf(network.process(id).pid()));
  }
  std::this_thread::sleep_for(std::chrono::seconds(scale.Of(20, 1)));
  for (size_t i = 0; i < ids.size(); ++i) {
    const int pid = network.process(ids[i]).pid();
    resident.samples.push_back(static_cast<double>(MemoryOf(pid).now) / kMiB);
    cpu.samples.push_back((CpuTimeOf(pid) - before[i]) / watch.wall() * 1000);
  }
}

}  // namespace cledi
