#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/node/web/site_fixture.h"

namespace cledi {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class SignInTest : public SiteTest {
 protected:
  SignInTest() { people_.Add("marta", "a long password"); }

  static std::vector<std::string> CookiesOf(const HttpResponse& response) {
    std::vector<std::string> cookies;
    for (const auto& [name, value] : response.headers) {
      if (name == "Set-Cookie") {
        cookies.push_back(value);
      }
    }
    return cookies;
  }
  static const TestBrowser::Typed& Marta() {
    static const auto& typed =
        *new TestBrowser::Typed{{"user_name", "marta"}, {"password", "a long password"}};
    return typed;
  }
};

TEST_F(SignInTest, LeadsBackToWhereOneWas) {
  TestBrowser browser = NewBrowser();
  browser.Get("/plans?language=it");
  const HtmlPage page(browser.shown().body);
  std::string sign_in;
  for (const HtmlTag* link : page.All("a")) {
    if (link->text == "Sign in") {
      sign_in = link->attributes.at("href");
    }
  }
  EXPECT_EQ(sign_in, "/sign-in?next=%2Fplans%3Flanguage%3Dit");
  browser.Get(sign_in);
  EXPECT_THAT(HtmlPage(browser.shown().body).problems(), IsEmpty());

  browser.Send("/sign-in", Marta());

  EXPECT_EQ(browser.shown().status, 303);
  EXPECT_EQ(browser.shown().Header("Location"), "/plans?language=it");
  browser.Follow();
  EXPECT_THAT(HtmlPage(browser.shown().body).text(),
              AllOf(HasSubstr("Marta Ruiz"), HasSubstr("Sign out"), Not(HasSubstr("Sign in"))));
  EXPECT_EQ(browser.shown().Header("Cache-Control"), "private, no-cache");
}

TEST_F(SignInTest, TheSessionsCookieIsForThisSiteAndNoScript) {
  TestBrowser browser = NewBrowser();
  browser.Get("/sign-in");
  EXPECT_THAT(CookiesOf(browser.shown()),
              testing::ElementsAre(AllOf(StartsWith("__Host-visit="),
                                         HasSubstr("; Path=/; Secure; HttpOnly; SameSite=Lax"))));
  browser.Send("/sign-in", Marta());
  EXPECT_THAT(CookiesOf(browser.shown()),
              testing::ElementsAre(
                  AllOf(StartsWith("__Host-session="), HasSubstr("; Path=/; Expires="),
                        HasSubstr("; Secure; HttpOnly; SameSite=Lax"), Not(HasSubstr("Domain")))));
}

// Goal: a session that somebody else planted in the browser is not the one that is signed in.
TEST_F(SignInTest, ASessionIsAlwaysANewOne) {
  TestBrowser browser = NewBrowser();
  const std::string planted(64, 'e');
  browser.cookies()["__Host-session"] = planted;
  browser.Get("/sign-in");
  browser.Send("/sign-in", Marta());
  EXPECT_EQ(browser.shown().status, 303);
  EXPECT_NE(browser.cookies()["__Host-session"], planted);
  browser.cookies()["__Host-session"] = planted;
  browser.Get("/");
  EXPECT_THAT(HtmlPage(browser.shown().body).text(), Not(HasSubstr("Marta")));
}

TEST_F(SignInTest, NobodyLearnsWhoHasAnAccount) {
  TestBrowser browser = NewBrowser();
  const auto answer = [&](const TestBrowser::Typed& typed) {
    browser.Get("/sign-in");
    browser.Send("/sign-in", typed);
    EXPECT_EQ(browser.shown().status, 422);
    EXPECT_THAT(HtmlPage(browser.shown().body).problems(), IsEmpty());
    EXPECT_FALSE(browser.cookies().contains("__Host-session"));
    return HtmlPage(browser.shown().body).text();
  };
  const std::string wrong = answer({{"user_name", "marta"}, {"password", "wrong"}});
  EXPECT_THAT(wrong, HasSubstr("The user name or the password is not right"));
  EXPECT_EQ(answer({{"user_name", "nobody"}, {"password", "wrong"}}), wrong);
  EXPECT_EQ(answer({{"user_name", ""}, {"password", ""}}), wrong);
  people_.FailSignInWith(Denied("marta is shut out"));
  EXPECT_EQ(answer({{"user_name", "marta"}, {"password", "a long password"}}), wrong);
}

TEST_F(SignInTest, KeepsTheNameAndNotThePassword) {
  TestBrowser browser = NewBrowser();
  browser.Get("/sign-in?next=/plans");
  browser.Send("/sign-in", {{"user_name", "mar\"ta<b>"}, {"password", "do not print me"}});
  EXPECT_EQ(browser.FormOf("/sign-in").Get("user_name"), "mar\"ta<b>");
  EXPECT_EQ(browser.FormOf("/sign-in").Get("next"), "/plans");
  EXPECT_THAT(browser.shown().body, Not(HasSubstr("do not print me")));
  EXPECT_THAT(browser.shown().body, HasSubstr("role=\"alert\""));
}

TEST_F(SignInTest, SaysWhenItIsTheNodeThatCannot) {
  TestBrowser browser = NewBrowser();
  browser.Get("/sign-in");
  people_.FailSignInWith(absl::ResourceExhaustedError("marta was tried 12 times"));
  browser.Send("/sign-in", Marta());
  EXPECT_EQ(browser.shown().status, 429);
  EXPECT_THAT(HtmlPage(browser.shown().body).text(), HasSubstr("too many attempts"));
  people_.FailSignInWith(absl::UnavailableError("no disk"));
  browser.Send("/sign-in", Marta());
  EXPECT_EQ(browser.shown().status, 503);
  EXPECT_THAT(browser.shown().body, Not(HasSubstr("no disk")));
}

TEST_F(SignInTest, LeadsToNoOtherSite) {
  for (const std::string_view next :
       {"//evil.example", "https://evil.example/", "/\\evil.example", "/%09/evil.example"}) {
    TestBrowser browser = NewBrowser();
    browser.Get("/sign-in?next=" + PercentEncode(next));
    browser.Send("/sign-in", Marta());
    EXPECT_EQ(browser.shown().status, 303);
    EXPECT_THAT(std::string(browser.shown().Header("Location").value_or("")),
                testing::AnyOf("/", "/%09/evil.example"))
        << next;
    // Nor does a field that somebody changed on the way.
    browser = NewBrowser();
    browser.Get("/sign-in?next=/plans");
    TestBrowser::Typed typed = Marta();
    typed.emplace_back("next", "//evil.example");
    browser.Send("/sign-in", typed);
    EXPECT_EQ(browser.shown().Header("Location"), "/");
  }
}

TEST_F(SignInTest, ACarriedFormLeadsToNoOtherSite) {
  TestBrowser browser = NewBrowser();
  browser.Get("/sign-in");
  TestBrowser::Typed typed = Marta();
  typed.emplace_back("kept_path", "https://evil.example/");
  typed.emplace_back("kept_form", "YT1i");
  browser.Send("/sign-in", typed);
  EXPECT_EQ(browser.shown().status, 303);
  EXPECT_THAT(browser.shown().body, Not(HasSubstr("evil")));
}

TEST_F(SignInTest, AnOldPageAsksOnceMore) {
  TestBrowser browser = NewBrowser();
  browser.Get("/sign-in?next=/plans");
  browser.cookies()["__Host-visit"] = std::string(64, '0');
  browser.Send("/sign-in", Marta());
  EXPECT_EQ(browser.shown().status, 403);
  EXPECT_THAT(HtmlPage(browser.shown().body).problems(), IsEmpty());
  EXPECT_EQ(browser.FormOf("/sign-in").Get("user_name"), "marta");
  EXPECT_THAT(browser.shown().body, Not(HasSubstr("a long password")));
  browser.Send("/sign-in", Marta());
  EXPECT_EQ(browser.shown().Header("Location"), "/plans");
}

TEST_F(SignInTest, ABrowserWithoutCookiesIsToldSo) {
  TestBrowser browser = NewBrowser();
  browser.Get("/sign-in");
  browser.cookies().clear();
  browser.Send("/sign-in", Marta());
  EXPECT_EQ(browser.shown().status, 403);
  EXPECT_THAT(HtmlPage(browser.shown().body).text(), HasSubstr("did not keep our cookie"));
}

TEST_F(SignInTest, TheEndOfASessionShowsTheVisitorsPages) {
  TestBrowser browser = BrowserOf("marta");
  people_.EndSessions();
  browser.Get("/");
  EXPECT_EQ(browser.shown().status, 200);
  EXPECT_THAT(HtmlPage(browser.shown().body).text(), HasSubstr("Sign in"));
}

TEST_F(SignInTest, SigningOutEndsTheSessionAndForgetsIt) {
  TestBrowser browser = BrowserOf("marta");
  const std::string session = browser.cookies()["__Host-session"];
  browser.Get("/");
  browser.Send("/sign-out");
  EXPECT_EQ(browser.shown().status, 303);
  EXPECT_EQ(browser.shown().Header("Clear-Site-Data"), "\"cache\"");
  EXPECT_FALSE(browser.cookies().contains("__Host-session"));
  EXPECT_FALSE(people_.resolver()(session).has_value());
}

TEST_F(SignInTest, AnotherSiteCannotSignAnybodyOutOrIn) {
  TestBrowser browser = BrowserOf("marta");
  const std::string session = browser.cookies()["__Host-session"];
  for (const std::string_view path : {"/sign-out", "/sign-in"}) {
    const HttpResponse answer = Ask(HttpMethod::kPost, path,
                                    {{"Content-Type", "application/x-www-form-urlencoded"},
                                     {"Origin", "http://evil.example"},
                                     {"Cookie", "__Host-session=" + session}},
                                    "user_name=marta&password=a+long+password");
    EXPECT_EQ(answer.status, 403) << path;
  }
  EXPECT_TRUE(people_.resolver()(session).has_value());
}

TEST_F(SignInTest, SaysWhenTheBrowserCannotKeepASession) {
  const auto text = [&](std::string_view host) {
    return HtmlPage(Get("/sign-in", {{"host", std::string(host)}}).body).text();
  };
  EXPECT_THAT(text("192.168.0.7:8441"), HasSubstr("your browser cannot keep you signed in"));
  EXPECT_THAT(text("granada.localhost:8441"), Not(HasSubstr("cannot keep")));
  EXPECT_THAT(text("escuela.example"), Not(HasSubstr("cannot keep")));
}

TEST_F(SignInTest, TheAccountsLanguageComesAlongToANewDevice) {
  people_.Find("marta")->mutable_settings()->set_interface_language("it");
  TestBrowser browser = NewBrowser();
  browser.cookies()["lang"] = "tr";  // Of whoever sat here before.
  browser.Get("/sign-in");
  browser.Send("/sign-in", Marta());
  browser.Follow();
  EXPECT_EQ(HtmlPage(browser.shown().body).tags().front().attributes.at("lang"), "it");
  browser.cookies().erase("lang");
  browser.Get("/");
  EXPECT_EQ(HtmlPage(browser.shown().body).tags().front().attributes.at("lang"), "it");
}

TEST_F(SignInTest, AHostileNameStaysText) {
  people_.Find("marta")->mutable_profile()->set_name("</bdi><script>alert(1)</script>\xE2\x80\xAE");
  TestBrowser browser = BrowserOf("marta");
  browser.Get("/");
  const HtmlPage page(browser.shown().body);
  EXPECT_THAT(page.problems(), IsEmpty());
  EXPECT_THAT(page.All("script"), IsEmpty());
  EXPECT_THAT(page.text(), HasSubstr("</bdi><script>alert(1)</script>"));
  EXPECT_THAT(page.text(), Not(HasSubstr("\xE2\x80\xAE")));
}

}  // namespace
}  // namespace cledi
