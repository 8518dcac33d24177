#include "node/http/host_policy.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace cledi {
namespace {

// "name", "name:port", "[address]:port", split; the port is empty where none is named.
struct HostAndPort {
  std::string_view name;
  std::string_view port;
};

HostAndPort SplitPort(std::string_view host) {
  const size_t colon = host.rfind(':');
  const size_t bracket = host.rfind(']');
  if (colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket)) {
    return {host, {}};
  }
  return {host.substr(0, colon), host.substr(colon + 1)};
}

bool IsName(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '[' ||
           c == ']' || c == ':';
  });
}

bool IsPort(std::string_view port) {
  return port.size() <= 5 && std::ranges::all_of(port, [](char c) {
           return absl::ascii_isdigit(static_cast<unsigned char>(c));
         });
}

}  // namespace

StatusOr<HostPolicy> HostPolicy::Create(const std::vector<std::string>& public_addresses,
                                        bool loopback, uint16_t port) {
  HostPolicy policy;
  for (const std::string& address : public_addresses) {
    const std::string lower = absl::AsciiStrToLower(address);
    std::string_view rest = lower;
    const bool secure = rest.starts_with("https://");
    if (!secure && !rest.starts_with("http://")) {
      return Invalid(absl::StrFormat(
          "the public address \"%s\" must begin with http:// or https://", address));
    }
    rest.remove_prefix(secure ? 8 : 7);
    if (rest.ends_with('/')) {
      rest.remove_suffix(1);
    }
    const HostAndPort host = SplitPort(rest);
    if (!IsName(host.name) || !IsPort(host.port)) {
      return Invalid(absl::StrFormat(
          "the public address \"%s\" must be a scheme, a name and perhaps a port, such as "
          "\"https://school.example\"",
          address));
    }
    policy.AllowName(host.name, host.port, secure ? "443" : "80");
    if (policy.main_address_.empty()) {
      policy.main_address_.assign(secure ? "https://" : "http://").append(rest);
    }
  }
  if (loopback) {
    const std::string own_port = absl::StrCat(port);
    for (const std::string_view name : {"localhost", "127.0.0.1", "[::1]"}) {
      policy.AllowName(name, own_port, "80");
    }
    if (policy.main_address_.empty()) {
      policy.main_address_ = "http://localhost:" + own_port;
    }
  }
  if (policy.hosts_.empty()) {
    return Invalid("the web server has no public address; without one it would refuse everybody");
  }
  return policy;
}

void HostPolicy::AllowName(std::string_view name, std::string_view port,
                           std::string_view default_port) {
  const std::string_view effective = port.empty() ? default_port : port;
  hosts_.insert(std::string(name).append(":").append(effective));
  if (effective == default_port) {
    hosts_.emplace(name);
  }
}

HostPolicy::Verdict HostPolicy::Judge(std::string_view host) const {
  if (host.empty()) {
    return Verdict::kMissing;
  }
  if (hosts_.contains(host)) {
    return Verdict::kOurs;
  }
  // A name may be written with its root's dot: "localhost.:8431".
  const HostAndPort parts = SplitPort(host);
  if (parts.name.ends_with('.')) {
    std::string without_dot(parts.name.substr(0, parts.name.size() - 1));
    without_dot.append(host.substr(parts.name.size()));
    return hosts_.contains(without_dot) ? Verdict::kOurs : Verdict::kForeign;
  }
  return Verdict::kForeign;
}

}  // namespace cledi
