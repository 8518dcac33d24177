#ifndef CLEDI_TESTS_SUPPORT_HTTP_SERVE_H_
#define CLEDI_TESTS_SUPPORT_HTTP_SERVE_H_

#include "node/http/http_server.h"

namespace cledi {

// For programs that tests start: serves what `router` has on the loopback, prints the address
// in one line, and returns when the standard input ends. The exit status; 1, and why, where it
// cannot listen.
int ServeUntilInputEnds(HttpServerOptions options, const Router& router, Executor* executor);

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_HTTP_SERVE_H_
