#include "node/web/pages/form_guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/web/pages/own_path.h"
#include "node/web/pages/session_cookie.h"

namespace cledi {
namespace {

constexpr std::string_view kSecret = "0123456789abcdef0123456789abcdef";

HttpRequest From(HttpHeaders headers) {
  HttpRequest request;
  request.method = HttpMethod::kPost;
  request.host = "granada.localhost:8441";
  request.headers = std::move(headers);
  return request;
}

TEST(FormGuardTest, ATokenIsForOneSecretOnly) {
  SeededRandom random(1);
  const std::string token = MakeFormToken(kSecret, random);

  EXPECT_TRUE(IsFormToken(token, kSecret));
  EXPECT_FALSE(IsFormToken(token, "0123456789abcdef0123456789abcdee"));
  for (size_t i = 0; i < token.size(); ++i) {
    std::string altered = token;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(IsFormToken(altered, kSecret)) << i;
  }
  for (const std::string_view other : {"", "A", "=", "AAAA"}) {
    EXPECT_FALSE(IsFormToken(other, kSecret));
  }
  EXPECT_FALSE(IsFormToken(token + token, kSecret));
}

// Goal: a page that is compressed together with somebody else's text tells nothing of the
// token (BREACH): its characters differ each time.
TEST(FormGuardTest, ATokenLooksDifferentOnEveryPage) {
  SeededRandom random(1);
  const std::string first = MakeFormToken(kSecret, random);
  const std::string second = MakeFormToken(kSecret, random);
  int same = 0;
  for (size_t i = 0; i < first.size(); ++i) {
    same += first[i] == second[i] ? 1 : 0;
  }
  EXPECT_LT(same, 8) << first << " " << second;
  EXPECT_TRUE(IsFormToken(second, kSecret));
}

TEST(FormGuardTest, ABrowserIsKnownByItsSessionElseByItsVisit) {
  SeededRandom random(1);
  const std::string session(64, 'a');
  const std::string visit(64, 'b');
  const auto both = From({{"Cookie", "__Host-visit=" + visit + "; __Host-session=" + session}});
  EXPECT_EQ(BrowserSecret::Of(both, random).value, session);
  EXPECT_FALSE(BrowserSecret::Of(both, random).fresh);
  EXPECT_EQ(BrowserSecret::Of(From({{"Cookie", "__Host-visit=" + visit}}), random).value, visit);
  // Too short to be one of ours: anybody could guess it.
  for (const std::string_view cookie : {"", "__Host-visit=", "__Host-visit=b", "visit=bbb"}) {
    const auto drawn = BrowserSecret::Of(From({{"Cookie", std::string(cookie)}}), random);
    EXPECT_TRUE(drawn.fresh) << cookie;
    EXPECT_EQ(drawn.value.size(), 64u);
  }
}

TEST(FormGuardTest, SecretsAreKeptFromScriptAndFromOtherSites) {
  EXPECT_EQ(SecretCookie("__Host-session", "abc", FromUnixMs(1795550400000)),
            "__Host-session=abc; Path=/; Expires=Tue, 24 Nov 2026 20:00:00 GMT; Secure; HttpOnly; "
            "SameSite=Lax");
  EXPECT_EQ(SecretCookie("__Host-visit", "abc"),
            "__Host-visit=abc; Path=/; Secure; HttpOnly; SameSite=Lax");
}

TEST(OwnPathTest, LeadsNowhereButToOurPages) {
  for (const std::string_view own : {"/", "/plans", "/plans?language=it&page=x", "/a//b", "/%2F"}) {
    EXPECT_TRUE(IsOwnPath(own)) << own;
  }
  for (const std::string_view other :
       {"", "plans", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "https://evil.example", "/\t/evil.example", "/\n/evil.example", " /plans",
        "/plans\r\nSet-Cookie: a=b", "/\x7f", "/caf\xc3\xa9", "javascript:alert(1)", "/a\\b"}) {
    EXPECT_FALSE(IsOwnPath(other)) << other;
  }
  EXPECT_FALSE(IsOwnPath("/" + std::string(2000, 'a')));
}

TEST(OwnPathTest, SigningInDoesNotLeadToSigningIn) {
  EXPECT_EQ(PathAfterSignIn("/plans?a=b"), "/plans?a=b");
  EXPECT_EQ(PathAfterSignIn("/sign-in?next=/plans"), "/");
  EXPECT_EQ(PathAfterSignIn("/sign-out"), "/");
  EXPECT_EQ(PathAfterSignIn("//evil.example"), "/");
}

TEST(SessionCookieTest, IsKeptOverSafeConnectionsAndOnTheMachineItself) {
  const Site site{.addresses = {"http://granada.localhost:8441", "https://Escuela.example/",
                                "https://escuela.example:8443", "http://192.168.0.7:8441"}};
  for (const std::string_view host :
       {"granada.localhost:8441", "localhost:1", "127.0.0.1:8441", "[::1]:8441", "escuela.example",
        "escuela.example:443", "escuela.example:8443"}) {
    EXPECT_TRUE(CookiesAreKept(site, host)) << host;
  }
  for (const std::string_view host :
       {"192.168.0.7:8441", "escuela.example:80", "notlocalhost", "127.0.0.1.example", ""}) {
    EXPECT_FALSE(CookiesAreKept(site, host)) << host;
  }
}

}  // namespace
}  // namespace cledi
