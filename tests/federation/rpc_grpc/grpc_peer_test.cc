#include "federation/rpc_grpc/grpc_peer.h"

#include "gtest/gtest.h"

namespace cledi {
namespace {

TEST(GrpcPeerTest, GrpcsNameOfAPeerIsTheEndpointOfItsAddress) {
  EXPECT_EQ(EndpointFromGrpcPeer("ipv4:192.0.2.7:4711"), "192.0.2.7:4711");
  EXPECT_EQ(EndpointFromGrpcPeer("ipv6:%5B2001:db8:0:7::1%5D:80"), "[2001:db8:0:7::1]:80");
  EXPECT_EQ(EndpointFromGrpcPeer("ipv6:%5Bfe80::1%252%5D:80"), "[fe80::1%2]:80");
}

TEST(GrpcPeerTest, AUnixSocketIsNoEndpoint) { EXPECT_EQ(EndpointFromGrpcPeer("unix:"), ""); }

TEST(GrpcPeerTest, ABrokenEscapeIsNobody) {
  EXPECT_EQ(EndpointFromGrpcPeer("ipv6:%5"), "");
  EXPECT_EQ(EndpointFromGrpcPeer("ipv6:%zz"), "");
}

}  // namespace
}  // namespace cledi
