#ifndef CLEDI_FEDERATION_BASE_PEER_ADDRESS_H_
#define CLEDI_FEDERATION_BASE_PEER_ADDRESS_H_

#include <string>

#include <sys/socket.h>

namespace cledi {

// The other end of a connection.
struct PeerAddress {
  // "192.0.2.7:4711" or "[2001:db8::7]:4711": names one connection while it is open. Empty for
  // a Unix socket.
  std::string endpoint;
  // What counts as one host: an IPv4 address, or the first 64 bits of an IPv6 address, which
  // is what one subscriber has. Empty for a Unix socket.
  std::string host;
};

// Of what accept() filled in. An IPv4 address inside IPv6 is IPv4.
PeerAddress PeerAddressOf(const sockaddr_storage& address);

// The host (PeerAddress::host) of an IP address as text; the text itself where it is none.
std::string HostOfAddress(const std::string& address);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_BASE_PEER_ADDRESS_H_
