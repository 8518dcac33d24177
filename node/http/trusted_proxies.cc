#include "node/http/trusted_proxies.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "boost/asio/ip/network_v4.hpp"
#include "boost/asio/ip/network_v6.hpp"

#include "federation/base/text.h"

namespace cledi {
namespace {

namespace ip = boost::asio::ip;

constexpr std::string_view kForwardedFor = "X-Forwarded-For";

// Takes the last part of a list with commas off its end.
std::string_view TakeLast(std::string_view& list) {
  const size_t comma = list.rfind(',');
  const std::string_view last = comma == std::string_view::npos ? list : list.substr(comma + 1);
  list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
  const absl::string_view part = absl::StripAsciiWhitespace(ToAbsl(last));
  return {part.data(), part.size()};
}

std::optional<ip::address> ReadAddress(std::string_view text) {
  // Of zones ("fe80::1%eth0") other machines know nothing, and behind a NUL nobody looks.
  if (text.find('%') != std::string_view::npos || text.find('\0') != std::string_view::npos) {
    return std::nullopt;
  }
  boost::system::error_code error;
  const ip::address address = ip::make_address(std::string(text), error);
  if (error) {
    return std::nullopt;
  }
  return address.is_v6() && address.to_v6().is_v4_mapped()
             ? ip::make_address_v4(ip::v4_mapped, address.to_v6())
             : address;
}

// The first address of the network of so many bits that `address` is in.
ip::address FirstOf(const ip::address& address, uint16_t prefix_bits) {
  return address.is_v4() ? ip::address(ip::network_v4(address.to_v4(), prefix_bits).network())
                         : ip::address(ip::network_v6(address.to_v6(), prefix_bits).network());
}

}  // namespace

StatusOr<TrustedProxies::Network> TrustedProxies::ReadNetwork(std::string_view text) {
  const size_t slash = text.find('/');
  const std::optional<ip::address> address = ReadAddress(text.substr(0, slash));
  if (!address) {
    return Invalid(absl::StrFormat(
        "the trusted proxy \"%s\" must be an IP address or a network, such as \"192.0.2.7\" or "
        "\"10.1.0.0/16\"",
        text));
  }
  const uint16_t bits = address->is_v4() ? 32 : 128;
  if (slash == std::string_view::npos) {
    return Network{.first = *address, .prefix_bits = bits};
  }
  const std::optional<uint64_t> prefix = ParseDecimal(text.substr(slash + 1));
  // "::ffff:10.0.0.0/104" counts its bits otherwise than it is read.
  const bool mapped = address->is_v4() && absl::StrContains(ToAbsl(text), ':');
  if (!prefix || *prefix == 0 || *prefix > bits || mapped) {
    return Invalid(absl::StrFormat(
        "the trusted proxies \"%s\" must be a network of 1 to %d bits, such as \"%s\"; to believe "
        "everybody is to believe nobody",
        text, bits, address->is_v4() ? "10.1.0.0/16" : "fd00::/8"));
  }
  const auto prefix_bits = static_cast<uint16_t>(*prefix);
  if (FirstOf(*address, prefix_bits) != *address) {
    return Invalid(absl::StrFormat(
        "the trusted proxies \"%s\" have bits behind their first %d; which network is meant?", text,
        prefix_bits));
  }
  return Network{.first = *address, .prefix_bits = prefix_bits};
}

StatusOr<TrustedProxies> TrustedProxies::Parse(const std::vector<std::string>& proxies) {
  TrustedProxies parsed;
  for (const std::string& text : proxies) {
    ASSIGN_OR_RETURN(const Network network, ReadNetwork(text));
    parsed.networks_.push_back(network);
  }
  return parsed;
}

bool TrustedProxies::Trusts(const ip::address& address) const {
  return std::ranges::any_of(networks_, [&address](const Network& network) {
    return network.first.is_v4() == address.is_v4() &&
           FirstOf(address, network.prefix_bits) == network.first;
  });
}

bool TrustedProxies::Trusts(std::string_view address) const {
  const std::optional<ip::address> read = ReadAddress(address);
  return read && Trusts(*read);
}

std::string TrustedProxies::ClientOf(std::string_view connected, const HttpHeaders& headers) const {
  if (!Trusts(connected)) {
    return std::string(connected);
  }
  std::string client(connected);
  // What is added later stands in a later line, or later in the same.
  for (auto header = headers.rbegin(); header != headers.rend(); ++header) {
    if (!absl::EqualsIgnoreCase(header->first, ToAbsl(kForwardedFor))) {
      continue;
    }
    std::string_view list = header->second;
    while (!list.empty()) {
      const std::optional<ip::address> address = ReadAddress(TakeLast(list));
      if (!address) {
        return client;
      }
      client = address->to_string();
      if (!Trusts(*address)) {
        return client;
      }
    }
  }
  return client;
}

}  // namespace cledi
