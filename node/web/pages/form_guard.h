// Whether a form that arrives was sent from one of our own pages, in the browser that the page
// was printed for. Nothing of it is kept by the node, so a page that was printed before a
// restart can be sent after it.

#ifndef CLEDI_NODE_WEB_PAGES_FORM_GUARD_H_
#define CLEDI_NODE_WEB_PAGES_FORM_GUARD_H_

#include <optional>
#include <string>
#include <string_view>

#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "node/http/http_message.h"

namespace cledi {

// The cookie that keeps a person's session: its token.
inline constexpr std::string_view kSessionCookie = "__Host-session";
// A random value, for visitors: set when a page with a form is printed.
inline constexpr std::string_view kVisitCookie = "__Host-visit";
// The field in which a form carries its token.
inline constexpr std::string_view kFormTokenField = "form_token";

// What only one browser and we know: it sends it with each request, and no other page can
// read it.
struct BrowserSecret {
  std::string value;
  // Drawn for this answer, which has to set the cookie. For a form that arrives: the browser
  // kept none.
  bool fresh = false;

  // The session's token, even of one that ended; else the visitor's value.
  static BrowserSecret Of(const HttpRequest& request, Random& random);
};

// A token for the forms of one page: an HMAC keyed with the secret, under a mask that is drawn
// for each page, so that how well a page compresses tells nothing of it (BREACH).
std::string MakeFormToken(std::string_view secret, Random& random);
// In a time that tells nothing of what the token should be.
bool IsFormToken(std::string_view token, std::string_view secret);

// The value of a Set-Cookie header that keeps a secret: sent to this site alone, and never shown
// to script. Until `ends`; nothing: until the browser is closed. In the past: forgets it.
std::string SecretCookie(std::string_view name, std::string_view value,
                         std::optional<UnixMillis> ends = std::nullopt);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_FORM_GUARD_H_
