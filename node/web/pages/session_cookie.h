#ifndef CLEDI_NODE_WEB_PAGES_SESSION_COOKIE_H_
#define CLEDI_NODE_WEB_PAGES_SESSION_COOKIE_H_

#include <string_view>

#include "cledi/community/v1/person_service.pb.h"
#include "federation/base/status.h"
#include "node/http/http_message.h"
#include "node/web/pages/form_guard.h"
#include "node/web/pages/layout.h"
#include "node/web/pages/page_context.h"

namespace cledi {

// Whether a browser that asked for `host` keeps our cookies, which are for safe connections
// only: over https, or at a name of the machine itself.
bool CookiesAreKept(const Site& site, std::string_view host);
// What to say where they are not; empty where they are.
Phrase InsecureNotice(const PageContext& context);
// Why a form for a password has to be filled in once more: its page is too old, or the browser
// kept no cookie at all.
Phrase StaleNotice(const PageContext& context);

// The answer with the cookies of a session that has just been opened: its token until it ends,
// and the account's language for this device.
template <class Opened>
HttpResponse SignedIn(HttpResponse answer, const Opened& opened) {
  answer.headers.emplace_back("Set-Cookie", SecretCookie(kSessionCookie, opened.session_token(),
                                                         FromUnixMs(opened.ends_unix_ms())));
  if (const auto& language = opened.account().settings().interface_language(); !language.empty()) {
    answer.headers.emplace_back("Set-Cookie", LanguageCookie(language));
  }
  return answer;
}

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_SESSION_COOKIE_H_
