#include "federation/rpc_grpc/grpc_peer.h"

#include <optional>

#include "federation/base/bytes.h"

namespace cledi {

std::string EndpointFromGrpcPeer(std::string_view peer) {
  if (!peer.starts_with("ipv4:") && !peer.starts_with("ipv6:")) {
    return {};
  }
  peer.remove_prefix(5);
  std::string endpoint;
  while (!peer.empty()) {
    if (peer.front() != '%') {
      endpoint.push_back(peer.front());
      peer.remove_prefix(1);
      continue;
    }
    const std::optional<std::string> escaped = HexDecode(peer.substr(1, 2));
    if (!escaped || escaped->size() != 1) {
      return {};
    }
    endpoint += *escaped;
    peer.remove_prefix(3);
  }
  return endpoint;
}

}  // namespace cledi
