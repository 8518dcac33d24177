#ifndef CLEDI_NODE_CONFIG_ENDPOINT_H_
#define CLEDI_NODE_CONFIG_ENDPOINT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cledi {

// Where a server listens: a name or an IP address of this machine, and a port.
struct Endpoint {
  std::string host;   // IPv6 without its brackets.
  uint16_t port = 0;  // 0: any free one.

  // host:port, IPv6 in brackets.
  std::string ToString() const;

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// Reads host:port. Nothing for what is no such text.
std::optional<Endpoint> ParseEndpoint(std::string_view text);

}  // namespace cledi

#endif  // CLEDI_NODE_CONFIG_ENDPOINT_H_
