#include "node/config/endpoint.h"

#include "absl/strings/str_cat.h"

#include "federation/base/text.h"

namespace cledi {

std::string Endpoint::ToString() const {
  const bool bracketed = host.find(':') != std::string::npos;
  return bracketed ? absl::StrCat("[", host, "]:", port) : absl::StrCat(host, ":", port);
}

std::optional<Endpoint> ParseEndpoint(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view host = text.substr(0, colon);
  const std::optional<uint64_t> port = ParseDecimal(text.substr(colon + 1));
  if (!port.has_value() || *port > 65535) {
    return std::nullopt;
  }
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
    if (host.find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos) {
      return std::nullopt;
    }
  } else if (host.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz"
                                    "ABCDEFGHIJKLMNOPQRSTUVWXYZ-.") != std::string_view::npos) {
    return std::nullopt;
  }
  if (host.empty()) {
    return std::nullopt;
  }
  return Endpoint{.host = std::string(host), .port = static_cast<uint16_t>(*port)};
}

}  // namespace cledi
