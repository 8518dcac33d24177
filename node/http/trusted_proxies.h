#ifndef CLEDI_NODE_HTTP_TRUSTED_PROXIES_H_
#define CLEDI_NODE_HTTP_TRUSTED_PROXIES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "boost/asio/ip/address.hpp"

#include "federation/base/status.h"
#include "node/http/http_message.h"

namespace cledi {

// Which reverse proxies are believed when they say for whom they ask. Everybody can send the
// header X-Forwarded-For; only what these proxies added to it counts. An IPv4 address inside IPv6
// is IPv4. Immutable.
class TrustedProxies {
 public:
  // Nobody is believed.
  TrustedProxies() = default;

  // `proxies`: IP addresses and networks, "192.0.2.7", "10.1.0.0/16", "fd00::/8".
  // InvalidArgument: one is neither, has bits behind its prefix, or is everybody.
  static StatusOr<TrustedProxies> Parse(const std::vector<std::string>& proxies);

  // Whether the IP address `address` is one of them; false for any other text.
  bool Trusts(std::string_view address) const;

  // The IP address of the client behind a request that came from `connected`: `connected`
  // itself, unless that is a trusted proxy. Then X-Forwarded-For is read from its end, where
  // the nearest proxy wrote: the first address there that is no trusted proxy's. Where it is
  // not an address, or nothing is left, the last proxy that was believed is the client.
  std::string ClientOf(std::string_view connected, const HttpHeaders& headers) const;

 private:
  struct Network {
    boost::asio::ip::address first;  // The first address in it.
    uint16_t prefix_bits = 0;
  };

  static StatusOr<Network> ReadNetwork(std::string_view text);
  bool Trusts(const boost::asio::ip::address& address) const;

  std::vector<Network> networks_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_TRUSTED_PROXIES_H_
