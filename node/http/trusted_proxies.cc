#include "node/http/trusted_proxies.h"

#include <algorithm>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"

#include "federation/base/text.h"

namespace cledi {
namespace {

constexpr std::string_view kForwardedFor = "X-Forwarded-For";

// Takes the last part of a list with commas off its end.
std::string_view TakeLast(std::string_view& list) {
  const size_t comma = list.rfind(',');
  const std::string_view last = comma == std::string_view::npos ? list : list.substr(comma + 1);
  list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
  const absl::string_view part = absl::StripAsciiWhitespace(ToAbsl(last));
  return {part.data(), part.size()};
}

}  // namespace

std::optional<TrustedProxies::Address> TrustedProxies::ReadAddress(std::string_view text) {
  const std::string ended(text);
  if (ended.find('\0') != std::string::npos) {
    return std::nullopt;
  }
  Address address;
  if (inet_pton(AF_INET, ended.c_str(), address.bytes.data()) == 1) {
    address.ipv4 = true;
    return address;
  }
  in6_addr ipv6 = {};
  if (inet_pton(AF_INET6, ended.c_str(), &ipv6) != 1) {
    return std::nullopt;
  }
  address.ipv4 = IN6_IS_ADDR_V4MAPPED(&ipv6);
  if (address.ipv4) {
    std::memcpy(address.bytes.data(), &ipv6.s6_addr[12], 4);
  } else {
    std::memcpy(address.bytes.data(), ipv6.s6_addr, 16);
  }
  return address;
}

StatusOr<TrustedProxies::Network> TrustedProxies::ReadNetwork(std::string_view text) {
  const size_t slash = text.find('/');
  const std::optional<Address> address = ReadAddress(text.substr(0, slash));
  if (!address) {
    return Invalid(absl::StrFormat(
        "the trusted proxy \"%s\" must be an IP address or a network, such as \"192.0.2.7\" or "
        "\"10.1.0.0/16\"",
        text));
  }
  const size_t bits = address->ipv4 ? 32 : 128;
  Network network{.address = *address, .prefix_bits = bits};
  if (slash == std::string_view::npos) {
    return network;
  }
  const std::optional<uint64_t> prefix = ParseDecimal(text.substr(slash + 1));
  // "::ffff:10.0.0.0/104" counts its bits otherwise than it is read.
  const bool mapped = address->ipv4 && absl::StrContains(ToAbsl(text), ':');
  if (!prefix || *prefix == 0 || *prefix > bits || mapped) {
    return Invalid(absl::StrFormat(
        "the trusted proxies \"%s\" must be a network of 1 to %d bits, such as \"%s\"; to believe "
        "everybody is to believe nobody",
        text, bits, address->ipv4 ? "10.1.0.0/16" : "fd00::/8"));
  }
  network.prefix_bits = static_cast<size_t>(*prefix);
  for (size_t bit = network.prefix_bits; bit < bits; ++bit) {
    if (((address->bytes[bit / 8] >> (7 - bit % 8)) & 1) != 0) {
      return Invalid(absl::StrFormat(
          "the trusted proxies \"%s\" have bits behind their first %d; which network is meant?",
          text, network.prefix_bits));
    }
  }
  return network;
}

std::string TrustedProxies::TextOf(const Address& address) {
  char text[INET6_ADDRSTRLEN] = {};
  inet_ntop(address.ipv4 ? AF_INET : AF_INET6, address.bytes.data(), text, sizeof(text));
  return text;
}

bool TrustedProxies::Contains(const Network& network, const Address& address) {
  if (network.address.ipv4 != address.ipv4) {
    return false;
  }
  const auto& ours = network.address.bytes;
  const size_t whole = network.prefix_bits / 8;
  const size_t rest = network.prefix_bits % 8;
  return std::equal(ours.begin(), ours.begin() + static_cast<ptrdiff_t>(whole),
                    address.bytes.begin()) &&
         (rest == 0 || (ours[whole] ^ address.bytes[whole]) >> (8 - rest) == 0);
}

StatusOr<TrustedProxies> TrustedProxies::Parse(const std::vector<std::string>& proxies) {
  TrustedProxies parsed;
  for (const std::string& text : proxies) {
    ASSIGN_OR_RETURN(const Network network, ReadNetwork(text));
    parsed.networks_.push_back(network);
  }
  return parsed;
}

bool TrustedProxies::Trusts(const Address& address) const {
  return std::ranges::any_of(
      networks_, [&address](const Network& network) { return Contains(network, address); });
}

bool TrustedProxies::Trusts(std::string_view address) const {
  const std::optional<Address> read = ReadAddress(address);
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
      const std::optional<Address> address = ReadAddress(TakeLast(list));
      if (!address) {
        return client;
      }
      client = TextOf(*address);
      if (!Trusts(*address)) {
        return client;
      }
    }
  }
  return client;
}

}  // namespace cledi
