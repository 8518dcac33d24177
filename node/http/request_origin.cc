#include "node/http/request_origin.h"

namespace cledi {
namespace {

// "http://name:port" or "https://name:port": our own scheme is not known here, where a proxy may
// stand in front.
bool NamesHost(std::string_view origin, std::string_view host) {
  const size_t name = origin.find("://");
  const std::string_view scheme = origin.substr(0, name);
  return name != std::string_view::npos && (scheme == "http" || scheme == "https") &&
         origin.substr(name + 3) == host;
}

}  // namespace

RequestOrigin OriginOf(const HttpRequest& request) {
  const auto site = request.Header("sec-fetch-site");
  const auto origin = request.Header("origin");
  if (site && *site != "same-origin") {
    return *site == "none" && !origin ? RequestOrigin::kPerson : RequestOrigin::kForeign;
  }
  if (origin && !NamesHost(*origin, request.host)) {
    return RequestOrigin::kForeign;
  }
  return site || origin ? RequestOrigin::kOurs : RequestOrigin::kUnsaid;
}

}  // namespace cledi
