// The way of a request from the network thread to its handler, and of the answer back.

#ifndef CLEDI_NODE_HTTP_PENDING_ANSWER_H_
#define CLEDI_NODE_HTTP_PENDING_ANSWER_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "federation/base/clock.h"
#include "node/http/host_policy.h"
#include "node/http/http_message.h"
#include "node/http/http_server.h"
#include "node/http/trusted_proxies.h"

namespace cledi {

// What a worker needs to answer any request; immutable.
struct HttpService {
  HostPolicy hosts;
  TrustedProxies proxies;
  HttpServer::Handler handler;
  ErrorPage error_page;
  const Clock* clock;
};

// An answer as it is sent.
struct Outgoing {
  std::string bytes;
  bool keep_alive = false;
  std::shared_ptr<HttpEventStream> events;  // Null: the bytes are all.
};

// One answer to one request; if it is dropped, it answers 500. Thread-safe.
class PendingAnswer {
 public:
  using Deliver = std::function<void(Outgoing)>;

  PendingAnswer(std::shared_ptr<const HttpRequest> request,
                std::shared_ptr<const HttpService> service, Deliver deliver)
      : request_(std::move(request)), service_(std::move(service)), deliver_(std::move(deliver)) {}
  ~PendingAnswer() { Give(ErrorResponse(500)); }

  PendingAnswer(const PendingAnswer&) = delete;
  PendingAnswer& operator=(const PendingAnswer&) = delete;

  // Only the first answer is delivered.
  void Give(HttpResponse response);

 private:
  std::atomic<bool> given_ = false;
  const std::shared_ptr<const HttpRequest> request_;
  const std::shared_ptr<const HttpService> service_;
  const Deliver deliver_;
};

// Hands a request for one of our names to the service's handler. Runs on a worker.
void ServeRequest(const HttpService& service, std::shared_ptr<const HttpRequest> request,
                  HttpAnswer answer);

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_PENDING_ANSWER_H_
