// What pages can rely on when a form arrives: WebPages::AddForm.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "node/web/pages/form_guard.h"
#include "tests/node/web/site_fixture.h"

namespace cledi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

constexpr std::string_view kLongText =
    "Los pájaros que hablan tres lenguas: una primera versión, y no quiero perderla.";

// A page with a form for educators, as others make them.
class WebFormTest : public SiteTest {
 protected:
  WebFormTest() {
    people_.Add("marta", "a long password");
    pages_->AddForm(*router_, "/write",
                    [this](const PageContext& context, const PathParams&,
                           const Query& form) -> StatusOr<HttpResponse> {
                      if (!context.reader.signed_in()) {
                        return absl::UnauthenticatedError("sign in first");
                      }
                      RETURN_IF_ERROR(failure_);
                      taken_ = form;
                      return RedirectTo("/plans", 303);
                    });
  }

  // What the browser would send from a page with that form.
  std::string Body(TestBrowser& browser, std::string_view text) {
    const std::string token = browser.cookies().contains("__Host-session")
                                  ? MakeFormToken(browser.cookies()["__Host-session"], random_)
                                  : "";
    return absl::StrCat("form_token=", token,
                        "&title=Aves&password=secret&body=", PercentEncode(text));
  }

  HttpResponse Post(TestBrowser& browser, std::string body, HttpHeaders headers) {
    std::string cookies;
    for (const auto& [name, value] : browser.cookies()) {
      absl::StrAppend(&cookies, cookies.empty() ? "" : "; ", name, "=", value);
    }
    headers.emplace_back("Cookie", cookies);
    return Ask(HttpMethod::kPost, "/write", std::move(headers), std::move(body));
  }

  const HttpHeaders kFromHere = {{"Content-Type", "application/x-www-form-urlencoded"},
                                 {"Sec-Fetch-Site", "same-origin"}};
  Status failure_;
  std::optional<Query> taken_;
};

TEST_F(WebFormTest, AFormOfOurPageIsTaken) {
  TestBrowser browser = BrowserOf("marta");
  const HttpResponse answer = Post(browser, Body(browser, "one\r\ntwo\rthree"), kFromHere);
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(answer.Header("Location"), "/plans");
  ASSERT_TRUE(taken_.has_value());
  EXPECT_EQ(taken_->Get("body"), "one\ntwo\nthree");
}

TEST_F(WebFormTest, AFormFromAnotherSiteIsRefusedAndNotRepeated) {
  TestBrowser browser = BrowserOf("marta");
  for (const auto& [name, value] : HttpHeaders{{"Origin", "http://evil.example"},
                                               {"Origin", "null"},
                                               {"Sec-Fetch-Site", "cross-site"},
                                               {"Sec-Fetch-Site", "same-site"}}) {
    const HttpResponse answer =
        Post(browser, Body(browser, kLongText),
             {{"Content-Type", "application/x-www-form-urlencoded"}, {name, value}});
    EXPECT_EQ(answer.status, 403) << name << value;
    EXPECT_THAT(HtmlPage(answer.body).problems(), IsEmpty());
    EXPECT_THAT(answer.body, Not(HasSubstr("pájaros")));
  }
  EXPECT_FALSE(taken_.has_value());
}

TEST_F(WebFormTest, WithoutATokenNothingIsTaken) {
  TestBrowser browser = BrowserOf("marta");
  const HttpResponse answer =
      Post(browser, "body=a", {{"Content-Type", "application/x-www-form-urlencoded"}});
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(Post(browser, "body=a", kFromHere).status, 403);
  EXPECT_FALSE(taken_.has_value());
}

TEST_F(WebFormTest, AnotherSessionsTokenIsNotEnough) {
  people_.Add("luca", "another password");
  TestBrowser marta = BrowserOf("marta");
  TestBrowser luca = BrowserOf("luca");
  EXPECT_EQ(Post(marta, Body(luca, kLongText), kFromHere).status, 403);
  EXPECT_FALSE(taken_.has_value());
}

TEST_F(WebFormTest, WhatIsNoFormIsRefused) {
  TestBrowser browser = BrowserOf("marta");
  for (const std::string_view type : {"", "text/plain", "multipart/form-data; boundary=x",
                                      "application/json", "application/x-www-form-urlencodedx"}) {
    EXPECT_EQ(Post(browser, Body(browser, "a"),
                   {{"Content-Type", std::string(type)}, {"Sec-Fetch-Site", "same-origin"}})
                  .status,
              415)
        << type;
  }
  for (const std::string_view body : {"body=%", "body=%ff", "a=%00"}) {
    EXPECT_EQ(Post(browser, std::string(body), kFromHere).status, 400) << body;
  }
  std::string many;
  for (size_t i = 0; i <= Query::kFormPairsMax; ++i) {
    many += "a=b&";
  }
  EXPECT_EQ(Post(browser, many, kFromHere).status, 400);
  EXPECT_EQ(Post(browser, Body(browser, "a"),
                 {{"Content-Type", "Application/X-WWW-Form-URLEncoded ; charset=UTF-8"},
                  {"Origin", "http://granada.localhost:8441"}})
                .status,
            303);
}

// Goal: whoever signed in again in another tab loses nothing that the first one holds.
TEST_F(WebFormTest, TextFromAPageOfAnEarlierSessionIsKeptToBeSentAgain) {
  TestBrowser browser = BrowserOf("marta");
  const std::string old_body = Body(browser, kLongText);
  browser.cookies()["__Host-session"] = people_.OpenSession("marta");
  browser.headers() = {};

  const HttpResponse kept = Post(browser, old_body, kFromHere);

  EXPECT_EQ(kept.status, 403);
  EXPECT_THAT(HtmlPage(kept.body).problems(), IsEmpty());
  EXPECT_THAT(HtmlPage(kept.body).text(), HasSubstr(kLongText));
  EXPECT_THAT(kept.body, Not(HasSubstr("secret")));
  EXPECT_FALSE(taken_.has_value());
}

TEST_F(WebFormTest, TextOutlivesTheEndOfASession) {
  TestBrowser browser = BrowserOf("marta");
  const std::string body = Body(browser, kLongText);
  people_.EndSessions();
  // The page with the kept text, as the browser shows it.
  TestBrowser shows(
      [&](HttpMethod method, std::string_view target, HttpHeaders headers, std::string sent) {
        return target == "/first" ? Post(browser, body, kFromHere)
                                  : Ask(method, target, std::move(headers), std::move(sent));
      });
  shows.cookies() = browser.cookies();
  shows.Get("/first");
  EXPECT_EQ(shows.shown().status, 403);
  EXPECT_THAT(HtmlPage(shows.shown().body).problems(), IsEmpty());
  EXPECT_THAT(HtmlPage(shows.shown().body).text(), HasSubstr("You are not signed in"));

  shows.Send("/sign-in", {{"user_name", "marta"}, {"password", "wrong"}});
  EXPECT_EQ(shows.shown().status, 422);
  EXPECT_THAT(HtmlPage(shows.shown().body).problems(), IsEmpty());
  shows.Send("/sign-in", {{"user_name", "marta"}, {"password", "a long password"}});
  EXPECT_EQ(shows.shown().status, 200);
  EXPECT_THAT(HtmlPage(shows.shown().body).text(), HasSubstr(kLongText));
  EXPECT_FALSE(taken_.has_value()) << "only the person sends it";

  shows.Send("/write");
  EXPECT_EQ(shows.shown().status, 303);
  ASSERT_TRUE(taken_.has_value());
  EXPECT_EQ(taken_->Get("title"), "Aves");
  EXPECT_EQ(taken_->Get("body"), kLongText);
  EXPECT_EQ(taken_->Get("password"), std::nullopt);
}

TEST_F(WebFormTest, AFailureKeepsWhatWasTyped) {
  TestBrowser browser = BrowserOf("marta");
  const std::vector<std::pair<Status, int>> failures = {
      {absl::UnavailableError("disk"), 503}, {absl::InternalError("broken pipe"), 500},
      {Denied("only its author may"), 403},  {NotFound("gone"), 404},
      {Invalid("title: too long"), 422},     {absl::AbortedError("saved meanwhile"), 409}};
  for (const auto& [failure, status] : failures) {
    failure_ = failure;
    const HttpResponse answer = Post(browser, Body(browser, kLongText), kFromHere);
    EXPECT_EQ(answer.status, status) << failure;
    EXPECT_THAT(HtmlPage(answer.body).problems(), IsEmpty());
    EXPECT_THAT(HtmlPage(answer.body).text(), HasSubstr(kLongText));
    EXPECT_THAT(answer.body, Not(HasSubstr("broken pipe")));
  }
}

TEST_F(WebFormTest, HostileTextStaysText) {
  TestBrowser browser = BrowserOf("marta");
  failure_ = absl::UnavailableError("busy");
  constexpr std::string_view kHostile =
      "</pre><script>alert(1)</script> \" onfocus=\"alert(1) 'x' and a few more words";
  const HttpResponse answer = Post(browser, Body(browser, kHostile), kFromHere);
  const HtmlPage page(answer.body);
  EXPECT_THAT(page.problems(), IsEmpty());
  EXPECT_THAT(page.All("script"), IsEmpty());
  EXPECT_THAT(page.text(), HasSubstr(kHostile));
}

}  // namespace
}  // namespace cledi
