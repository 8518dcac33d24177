#include "federation/base/peer_address.h"

#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "absl/strings/str_format.h"

namespace cledi {
namespace {

std::string TextOf(int family, const void* address) {
  char text[INET6_ADDRSTRLEN] = {};
  return inet_ntop(family, address, text, sizeof(text)) == nullptr ? "" : text;
}

PeerAddress FromIpv4(const in_addr& address, in_port_t port) {
  const std::string host = TextOf(AF_INET, &address);
  return {.endpoint = absl::StrFormat("%s:%d", host, ntohs(port)), .host = host};
}

PeerAddress FromIpv6(const sockaddr_in6& address) {
  if (IN6_IS_ADDR_V4MAPPED(&address.sin6_addr)) {
    in_addr inner = {};
    std::memcpy(&inner, &address.sin6_addr.s6_addr[12], sizeof(inner));
    return FromIpv4(inner, address.sin6_port);
  }
  std::string text = TextOf(AF_INET6, &address.sin6_addr);
  if (address.sin6_scope_id != 0) {
    absl::StrAppendFormat(&text, "%%%d", address.sin6_scope_id);
  }
  in6_addr network = address.sin6_addr;
  std::memset(&network.s6_addr[8], 0, 8);
  return {.endpoint = absl::StrFormat("[%s]:%d", text, ntohs(address.sin6_port)),
          .host = TextOf(AF_INET6, &network)};
}

}  // namespace

PeerAddress PeerAddressOf(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) {
    sockaddr_in ipv4 = {};
    std::memcpy(&ipv4, &address, sizeof(ipv4));
    return FromIpv4(ipv4.sin_addr, ipv4.sin_port);
  }
  if (address.ss_family == AF_INET6) {
    sockaddr_in6 ipv6 = {};
    std::memcpy(&ipv6, &address, sizeof(ipv6));
    return FromIpv6(ipv6);
  }
  return {};
}

std::string HostOfAddress(const std::string& address) {
  sockaddr_storage storage = {};
  sockaddr_in6 ipv6 = {};
  if (inet_pton(AF_INET6, address.c_str(), &ipv6.sin6_addr) != 1) {
    return address;
  }
  ipv6.sin6_family = AF_INET6;
  std::memcpy(&storage, &ipv6, sizeof(ipv6));
  return PeerAddressOf(storage).host;
}

}  // namespace cledi
