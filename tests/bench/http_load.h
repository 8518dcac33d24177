#ifndef CLEDI_TESTS_BENCH_HTTP_LOAD_H_
#define CLEDI_TESTS_BENCH_HTTP_LOAD_H_

#include <string>
#include <vector>

namespace cledi {

// A web server on the loopback, and whom its pages are asked from.
struct WebTarget {
  int port = 0;
  std::string host;  // The Host header.
};

// What is asked for.
struct WebAsk {
  std::string path;
  // A call by the Connect protocol, in JSON; empty: a page, as a browser asks that can unpack.
  std::string call = {};
  // Each request differs in its query, so that no answer to another serves for it.
  bool anew = false;
};

// What so many requests for one thing came to.
struct HttpLoad {
  std::vector<double> latencies_ms;  // Of each request, from its first byte out to the last in.
  size_t page_bytes = 0;             // Of one answer's body, as it was sent.
};

// Asks `requests` times over `connections` connections that stay open, each with one request
// under way. Ends the process where an answer is not 200 OK. Starts threads.
HttpLoad RunHttpLoad(const WebTarget& target, const WebAsk& ask, int connections, int requests);

}  // namespace cledi

#endif  // CLEDI_TESTS_BENCH_HTTP_LOAD_H_
