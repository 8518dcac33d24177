#ifndef CLEDI_NODE_HTTP_HTTP_SERVER_H_
#define CLEDI_NODE_HTTP_HTTP_SERVER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/clock.h"
#include "federation/base/status.h"
#include "federation/rpc/executor.h"
#include "node/http/http_limits.h"
#include "node/http/http_message.h"
#include "node/http/router.h"

namespace cledi {

// Answers the errors that no handler gave a page to: 404, 405, 421, 500 and so on. Runs on a
// worker.
using ErrorPage =
    std::function<HttpResponse(const HttpRequest&, int status, std::string_view detail)>;

struct HttpServerOptions {
  // An IP address of this machine; "::" or "0.0.0.0" for all.
  std::string listen_address = "127.0.0.1";
  uint16_t port = 0;  // 0: any free one.
  // See HostPolicy.
  std::vector<std::string> public_addresses;
  bool loopback_names = true;
  // Reverse proxies that are believed when they name the client. See TrustedProxies.
  std::vector<std::string> trusted_proxies;
  HttpLimits limits;
  // Empty: PlainErrorPage.
  ErrorPage error_page;
};

// An HTTP/1.1 server.
//
// Bytes move on one network thread that never blocks; handlers run on the executor. When its
// queue is full, the client is told to try later. Each request gets exactly one answer: a
// handler that forgets its own answers 500.
//
// Safe from any thread, but Stop() and the destructor, which calls it, from one.
class HttpServer {
 public:
  using Handler = std::function<void(std::shared_ptr<const HttpRequest>, HttpAnswer)>;

  // `executor` and `clock` outlive the server. InvalidArgument: an address that is none.
  // Unavailable: it cannot be listened on, with what to do about it.
  static StatusOr<std::unique_ptr<HttpServer>> Start(HttpServerOptions options, Handler handler,
                                                     Executor* executor, const Clock* clock);
  ~HttpServer();

  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Takes no new connections, waits for the requests that are being answered (as long as the
  // limits say), hangs up and joins. An answer given later is dropped.
  void Stop();

  uint16_t port() const;
  // The first public address.
  const std::string& main_address() const;
  // Open ones.
  size_t connection_count() const;

 private:
  class Network;  // Keeps Boost out of every file but two.
  explicit HttpServer(std::unique_ptr<Network> network);

  std::unique_ptr<Network> network_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_HTTP_SERVER_H_
