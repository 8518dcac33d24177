#include "federation/base/peer_address.h"

#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include "gtest/gtest.h"

namespace cledi {
namespace {

sockaddr_storage Ipv4(const char* text, uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  EXPECT_EQ(inet_pton(AF_INET, text, &address.sin_addr), 1);
  sockaddr_storage storage = {};
  std::memcpy(&storage, &address, sizeof(address));
  return storage;
}

sockaddr_storage Ipv6(const char* text, uint16_t port, uint32_t scope = 0) {
  sockaddr_in6 address = {};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(port);
  address.sin6_scope_id = scope;
  EXPECT_EQ(inet_pton(AF_INET6, text, &address.sin6_addr), 1);
  sockaddr_storage storage = {};
  std::memcpy(&storage, &address, sizeof(address));
  return storage;
}

TEST(PeerAddressTest, AConnectionIsNamedByAddressAndPortAndItsHostByAddress) {
  const PeerAddress address = PeerAddressOf(Ipv4("192.0.2.7", 4711));
  EXPECT_EQ(address.endpoint, "192.0.2.7:4711");
  EXPECT_EQ(address.host, "192.0.2.7");
}

// Goal: one subscriber, who may choose among 2^64 addresses, is one host.
TEST(PeerAddressTest, AnIpv6HostIsItsNetwork) {
  const PeerAddress one = PeerAddressOf(Ipv6("2001:db8:0:7::1", 80));
  const PeerAddress two = PeerAddressOf(Ipv6("2001:db8:0:7:ffff::2", 80));
  EXPECT_EQ(one.endpoint, "[2001:db8:0:7::1]:80");
  EXPECT_EQ(one.host, two.host);
  EXPECT_NE(one.host, PeerAddressOf(Ipv6("2001:db8:0:8::1", 80)).host);
}

TEST(PeerAddressTest, Ipv4InsideIpv6IsIpv4) {
  EXPECT_EQ(PeerAddressOf(Ipv6("::ffff:192.0.2.7", 4711)).endpoint, "192.0.2.7:4711");
  EXPECT_EQ(PeerAddressOf(Ipv6("::ffff:192.0.2.7", 4711)).host, "192.0.2.7");
}

TEST(PeerAddressTest, ALinkLocalAddressHasItsScope) {
  EXPECT_EQ(PeerAddressOf(Ipv6("fe80::1", 80, 2)).endpoint, "[fe80::1%2]:80");
}

TEST(PeerAddressTest, AUnixSocketHasNoAddress) {
  sockaddr_storage storage = {};
  storage.ss_family = AF_UNIX;
  EXPECT_EQ(PeerAddressOf(storage).endpoint, "");
}

}  // namespace
}  // namespace cledi
