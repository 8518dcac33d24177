#ifndef CLEDI_FEDERATION_RPC_GRPC_GRPC_PEER_H_
#define CLEDI_FEDERATION_RPC_GRPC_GRPC_PEER_H_

#include <string>
#include <string_view>

namespace cledi {

// PeerAddress::endpoint in what gRPC calls a peer, such as "ipv6:%5B::1%5D:4711" (RFC 3986
// escapes). Empty for a Unix socket and for what cannot be read.
std::string EndpointFromGrpcPeer(std::string_view peer);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_GRPC_GRPC_PEER_H_
