#include "node/web/pages/session_cookie.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace cledi {
namespace {

// "school.example:8443" of "https://School.example:8443/"; empty for an address over http.
std::string SecureHost(std::string address) {
  absl::AsciiStrToLower(&address);
  std::string_view host = address;
  if (!host.starts_with("https://")) {
    return "";
  }
  host.remove_prefix(8);
  if (host.ends_with('/')) {
    host.remove_suffix(1);
  }
  if (host.ends_with(":443")) {
    host.remove_suffix(4);
  }
  return std::string(host);
}

}  // namespace

bool CookiesAreKept(const Site& site, std::string_view host) {
  if (host.ends_with(":443")) {
    host.remove_suffix(4);
  }
  const std::string_view name =
      host.starts_with('[') ? host.substr(0, host.find(']') + 1) : host.substr(0, host.find(':'));
  if (name == "localhost" || name.ends_with(".localhost") || name == "127.0.0.1" ||
      name == "[::1]") {
    return true;
  }
  return !host.empty() && std::ranges::any_of(site.addresses, [&](const std::string& address) {
    return SecureHost(address) == host;
  });
}

Phrase InsecureNotice(const PageContext& context) {
  const Site& site = context.layout.site();
  return CookiesAreKept(site, context.request.host)
             ? Phrase{}
             : context.words.Format("sign_in_insecure", {{"address", site.address}});
}

Phrase StaleNotice(const PageContext& context) {
  return context.words.Get(BrowserSecret::Of(context.request, context.random).fresh
                               ? "sign_in_no_cookie"
                               : "sign_in_stale");
}

}  // namespace cledi
