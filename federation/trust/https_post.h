#ifndef CLEDI_FEDERATION_TRUST_HTTPS_POST_H_
#define CLEDI_FEDERATION_TRUST_HTTPS_POST_H_

#include <chrono>
#include <functional>
#include <span>
#include <string>

#include "federation/base/status.h"

namespace cledi {

// Judges whom a TLS connection was made to by the certificates (DER) that it showed, its own
// first. At least one.
using ServerCheck = std::function<Status(std::span<const std::string> chain)>;

struct HttpsRequest {
  std::string url;
  std::string body;  // Protobuf.
  ServerCheck check;
  size_t response_bytes_max = 0;
  std::chrono::milliseconds connect_timeout;
  std::chrono::milliseconds timeout;
};

struct HttpsReply {
  long status = 0;
  std::string body;
};

// One POST over TLS 1.3, to a server that `check` alone judges: no host name and no list of
// authorities of the system counts. Nothing is sent before it has passed. Follows no
// redirection. Blocks; safe from any thread.
// Unauthenticated: what `check` said, whatever its code. Unavailable: no answer came; says why.
StatusOr<HttpsReply> HttpsPost(const HttpsRequest& request);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_HTTPS_POST_H_
