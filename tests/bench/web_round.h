#ifndef CLEDI_TESTS_BENCH_WEB_ROUND_H_
#define CLEDI_TESTS_BENCH_WEB_ROUND_H_

#include <cstddef>

#include "tests/bench/http_load.h"

namespace cledi {

// What requests for one thing, over a number of connections, came to.
struct WebRound {
  double p50_ms = 0;
  double p99_ms = 0;
  double cpu_us = 0;  // Of the node, for each request.
  size_t page_bytes = 0;
};

// Asks a real node from a process of its own. `node_pid`: the node's. Ends this process where
// an answer is not 200 OK.
WebRound MeasureWeb(const WebTarget& target, int node_pid, const WebAsk& ask, int connections,
                    int requests);

}  // namespace cledi

#endif  // CLEDI_TESTS_BENCH_WEB_ROUND_H_
