#include "tests/bench/web_round.h"

#include "tests/bench/measurement.h"
#include "tests/bench/worker_process.h"

namespace cledi {

WebRound MeasureWeb(const WebTarget& target, int node_pid, const WebAsk& ask, int connections,
                    int requests) {
  WorkerProcess client("web client", [&](Conversation& parent) {
    const HttpLoad load = RunHttpLoad(target, ask, connections, requests);
    parent.Send({{"p50", Percentile(load.latencies_ms, 0.5)},
                 {"p99", Percentile(load.latencies_ms, 0.99)},
                 {"requests", load.latencies_ms.size()},
                 {"page_bytes", load.page_bytes}});
  });
  const Microseconds before = CpuTimeOf(node_pid);
  const nlohmann::json result = client.Receive();
  return {.p50_ms = result["p50"],
          .p99_ms = result["p99"],
          .cpu_us = (CpuTimeOf(node_pid) - before).count() / result["requests"].get<double>(),
          .page_bytes = result["page_bytes"]};
}

}  // namespace cledi
