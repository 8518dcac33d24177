#ifndef CLEDI_NODE_CONNECT_CONNECT_REQUEST_H_
#define CLEDI_NODE_CONNECT_CONNECT_REQUEST_H_

#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "node/connect/connect_codec.h"
#include "node/http/http_message.h"

namespace cledi {

// A call as it came, unpacked but not yet decoded.
struct ConnectRequest {
  ConnectCodec codec = ConnectCodec::kJson;
  std::string message;
  // How long the caller waits.
  std::optional<std::chrono::milliseconds> timeout;
};

// Reads the call in `request`, or says why it is none. `may_get`: the method has no side effects,
// so GET may call it. `message_bytes_max`: what it may unpack to.
std::variant<ConnectRequest, HttpResponse> ReadConnectRequest(const HttpRequest& request,
                                                              bool may_get,
                                                              size_t message_bytes_max);

// Whether a program sent it, which has no use for a page: it names the protocol, or a type that
// forms and links do not have.
bool IsFromProgram(const HttpRequest& request);

}  // namespace cledi

#endif  // CLEDI_NODE_CONNECT_CONNECT_REQUEST_H_
