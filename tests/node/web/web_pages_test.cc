#include "node/web/pages/web_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "federation/base/bytes.h"
#include "federation/base/sha256.h"
#include "node/web/words/word_book.h"
#include "tests/node/web/site_fixture.h"

namespace cledi {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class WebPagesTest : public SiteTest {
 protected:
  WebPagesTest() { Open(SampleSource::FromSamples()); }

  // Every address that the start page leads to, in one or two steps, and that visitors may see.
  std::vector<std::string> Addresses() const {
    std::vector<std::string> found = {"/"};
    for (size_t i = 0; i < found.size() && i < 8; ++i) {
      const HtmlPage page(Get(found[i]).body);
      for (const HtmlTag* link : page.All("a")) {
        const std::string& href = link->attributes.at("href");
        const bool language = href.find("lang=") != std::string::npos;
        const bool writes = href == "/plans/new" || href == "/suggest" ||
                            href.ends_with("/adapt") || href.ends_with("/translate");
        if (href.starts_with('/') && !language && !writes &&
            std::ranges::find(found, href) == found.end()) {
          found.push_back(href);
        }
      }
    }
    return found;
  }
};

TEST_F(WebPagesTest, EveryPageIsWholeInEveryLanguage) {
  const std::vector<std::string> addresses = Addresses();
  ASSERT_GT(addresses.size(), 40u);
  for (const std::string& language : WordBook::Languages()) {
    for (const std::string& address : addresses) {
      const HttpResponse response = Get(address, {{"accept-language", language}});
      if (response.status == 303) {  // For people who are signed in.
        EXPECT_THAT(std::string(response.Header("Location").value_or("")),
                    StartsWith("/sign-in?next="));
        continue;
      }
      EXPECT_EQ(response.status, 200) << address;
      const HtmlPage page(response.body);
      EXPECT_THAT(page.problems(), IsEmpty()) << address << " in " << language;
      EXPECT_EQ(page.tags().front().attributes.at("lang"), language);
      if (address != "/api") {  // Its examples are JSON.
        EXPECT_THAT(page.text(), Not(HasSubstr("{"))) << address;
      }
    }
  }
}

TEST_F(WebPagesTest, OnlyTheStyleInThePageIsAllowedAndNoScript) {
  const HttpResponse response = Get("/");
  const std::string policy(response.Header("Content-Security-Policy").value_or(""));
  EXPECT_THAT(policy, StartsWith("default-src 'none'; "));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
  const HtmlPage page(response.body);
  ASSERT_EQ(page.All("style").size(), 1u);
  EXPECT_THAT(policy, HasSubstr("'sha256-" +
                                Base64Encode(Sha256(page.All("style")[0]->text).view()) + "'"));
}

TEST_F(WebPagesTest, NothingIsFetchedFromElsewhere) {
  for (const std::string& address : Addresses()) {
    const HtmlPage page(Get(address).body);
    for (const HtmlTag& tag : page.tags()) {
      EXPECT_FALSE(tag.attributes.contains("src")) << address;
      if (tag.name == "link" && tag.attributes.at("rel") != "canonical" &&
          tag.attributes.at("rel") != "alternate") {
        EXPECT_THAT(tag.attributes.at("href"), StartsWith("/static/")) << address;
      }
    }
  }
}

TEST_F(WebPagesTest, TheFilesThatPagesLinkToAreThere) {
  const HtmlPage page(Get("/").body);
  for (const HtmlTag* link : page.All("link")) {
    const std::string& href = link->attributes.at("href");
    if (href.starts_with("/static/")) {
      const HttpResponse file = Get(href);
      EXPECT_EQ(file.status, 200) << href;
      EXPECT_THAT(std::string(file.Header("Cache-Control").value_or("")), HasSubstr("immutable"));
    }
  }
  EXPECT_THAT(page.All("style")[0]->text, Not(HasSubstr("FONT_")));
}

TEST_F(WebPagesTest, TheLanguageIsWhatWasAskedThenKeptThenPreferred) {
  const auto language = [&](std::string_view target, HttpHeaders headers) {
    return HtmlPage(Get(target, std::move(headers)).body).tags().front().attributes.at("lang");
  };
  EXPECT_EQ(language("/", {}), "en");
  EXPECT_EQ(language("/", {{"accept-language", "sl-SI,sl;q=0.9,en;q=0.8"}}), "sl");
  EXPECT_EQ(language("/", {{"accept-language", "de, en;q=0.5, it;q=0.7"}}), "it");
  EXPECT_EQ(language("/", {{"accept-language", "tr;q=0, fr"}}), "en");
  EXPECT_EQ(language("/", {{"cookie", "a=b; lang=ca"}, {"accept-language", "it"}}), "ca");
  EXPECT_EQ(language("/?lang=tr", {{"cookie", "lang=ca"}, {"accept-language", "it"}}), "tr");
  EXPECT_EQ(language("/?lang=xx", {{"cookie", "lang=<script>"}, {"accept-language", "it"}}), "it");
}

TEST_F(WebPagesTest, AChosenLanguageIsKeptInACookie) {
  EXPECT_EQ(Get("/?lang=it").Header("Set-Cookie"),
            "lang=it; Path=/; Max-Age=31536000; SameSite=Lax");
  EXPECT_EQ(Get("/").Header("Set-Cookie"), std::nullopt);
  EXPECT_EQ(Get("/?lang=xx").Header("Set-Cookie"), std::nullopt);
  EXPECT_EQ(Get("/").Header("Vary"), "Accept-Language, Cookie");
}

TEST_F(WebPagesTest, ChoosingALanguageKeepsTheFilter) {
  const HtmlPage page(Get("/plans?language=tr&lang=it").body);
  std::vector<std::string> links;
  for (const HtmlTag* link : page.All("a")) {
    links.push_back(link->attributes.at("href"));
  }
  EXPECT_THAT(links, Contains("/plans?language=tr&lang=es"));
}

TEST_F(WebPagesTest, AnUnknownPageHelpsOn) {
  const HttpResponse page = Get("/nowhere/<b>");
  EXPECT_EQ(page.status, 404);
  EXPECT_THAT(HtmlPage(page.body).problems(), IsEmpty());
  EXPECT_THAT(HtmlPage(page.body).text(), HasSubstr("You asked for /nowhere/<b>"));
  EXPECT_THAT(page.body, HasSubstr("href=\"/plans\""));
}

TEST_F(WebPagesTest, AnUnknownPracticeIsNotFound) {
  for (const std::string_view address :
       {"/plans/aaaaaaaaaaaaaaaaaaaaaaaaaa", "/resources/x", "/plans/..", "/institutions/none"}) {
    EXPECT_EQ(Get(address).status, 404) << address;
  }
  EXPECT_THAT(TextOf("/plans/x"), HasSubstr("It may not have arrived here"));
}

TEST_F(WebPagesTest, FailuresOfTheNodeHaveTheirPages) {
  source_->FailWith(absl::UnavailableError("busy"));
  EXPECT_EQ(Get("/plans").status, 503);
  source_->FailWith(Invalid("the filter is broken"));
  const HttpResponse bad = Get("/plans");
  EXPECT_EQ(bad.status, 400);
  EXPECT_THAT(bad.body, HasSubstr("the filter is broken"));
  source_->FailWith(absl::InternalError("secret details"));
  const HttpResponse broken = Get("/plans");
  EXPECT_EQ(broken.status, 500);
  EXPECT_THAT(broken.body, Not(HasSubstr("secret")));
  for (const std::string& language : WordBook::Languages()) {
    EXPECT_THAT(broken.body, HasSubstr("lang=\"" + language + "\""));
  }
  EXPECT_THAT(HtmlPage(broken.body).problems(), IsEmpty());
}

TEST_F(WebPagesTest, AnEmptyNodeStillHasAllItsPages) {
  Open(SampleSource());
  for (const std::string_view address : {"/", "/plans", "/resources", "/institutions", "/people",
                                         "/network", "/about", "/privacy"}) {
    const HttpResponse response = Get(address);
    EXPECT_EQ(response.status, 200) << address;
    EXPECT_THAT(HtmlPage(response.body).problems(), IsEmpty()) << address;
  }
  EXPECT_THAT(TextOf("/network"), HasSubstr("on its own for now"));
  EXPECT_THAT(TextOf("/plans"), HasSubstr("Nothing has been published yet"));
}

TEST(WebPagesOptionsTest, AnUnknownTimeZoneIsRefused) {
  Router router;
  EXPECT_EQ(WebPages::Create({.time_zone = "Europe/Atlantis"}, {}, router).status().code(),
            StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace cledi
