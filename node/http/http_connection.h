#ifndef CLEDI_NODE_HTTP_HTTP_CONNECTION_H_
#define CLEDI_NODE_HTTP_HTTP_CONNECTION_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "node/http/http_limits.h"
#include "node/http/http_message.h"

namespace boost::asio {
class io_context;
}

namespace cledi {

// One connection of a client: reads a request, hands it to its owner, writes the answer, and
// begins again. What the client sends meanwhile waits, but for the first few bytes: they are
// read to notice when it hangs up.
//
// Lives on the network thread: all calls come from there, and go out there. Kept alive by its
// own pending reads and writes.
class HttpConnection {
 public:
  // Outlives the connection.
  class Owner {
   public:
    virtual ~Owner() = default;
    // A whole request has come; Send() answers it.
    virtual void OnRequest(uint64_t connection, HttpRequest request) = 0;
    // What came is no request that can be served; Send() tells why, with keep_alive false.
    // `request`: what is known of it; without a body, and nothing if its head was the trouble.
    // `detail` may be empty.
    virtual void OnBroken(uint64_t connection, std::optional<HttpRequest> request, int status,
                          std::string_view detail) = 0;
    // The client does not wait for the answer that is under way, which may be sent all the same.
    virtual void OnLeft(uint64_t connection) = 0;
    // The last call. Never from within Create().
    virtual void OnClosed(uint64_t connection) = 0;
  };

  // A connected socket and who is at its other end.
  struct Peer {
    int socket = -1;  // The connection closes it.
    bool ipv6 = false;
    std::string address;
  };

  static std::shared_ptr<HttpConnection> Create(boost::asio::io_context& io, Peer peer, uint64_t id,
                                                const HttpLimits& limits, Owner& owner);
  virtual ~HttpConnection() = default;

  virtual void Start() = 0;
  // `bytes`: a whole response. Otherwise than keep_alive, the connection ends after it.
  virtual void Send(std::string bytes, bool keep_alive) = 0;
  // `head`: that of a response which ends with the connection; `events` follow until they end,
  // or the client does.
  virtual void SendEvents(std::string head, std::shared_ptr<HttpEventStream> events) = 0;
  // There is something in the stream.
  virtual void Wake() = 0;
  // OnLeft() after that time, unless Send() comes first. While a request is being answered.
  virtual void LeaveAfter(std::chrono::milliseconds time) = 0;
  // Closes at once, or after its answer if a request is being answered.
  virtual void CloseWhenDone() = 0;
  virtual void Close() = 0;

  // Nothing of a request has come, or all that is left is to hang up.
  virtual bool idle() const = 0;
};

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_HTTP_CONNECTION_H_
