#include "tests/support/http/serve.h"

#include <cstdio>
#include <iostream>
#include <memory>
#include <utility>

namespace cledi {

int ServeUntilInputEnds(HttpServerOptions options, const Router& router, Executor* executor) {
  const SystemClock clock;
  const auto server = HttpServer::Start(
      std::move(options),
      [&router](std::shared_ptr<const HttpRequest> request, HttpAnswer answer) {
        router.Route(std::move(request), std::move(answer));
      },
      executor, &clock);
  if (!server.ok()) {
    std::cerr << server.status() << "\n";
    return 1;
  }
  std::cout << "http://127.0.0.1:" << (*server)->port() << std::endl;
  while (std::getchar() != EOF) {
  }
  return 0;
}

}  // namespace cledi
