#include "node/web/pages/page_memo.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "tests/node/web/site_fixture.h"

namespace cledi {
namespace {

HttpResponse PageOf(std::string body) {
  HttpResponse page;
  page.prepared = std::make_shared<const PreparedBody>(PreparedBody{.identity = std::move(body)});
  return page;
}

std::string BodyOf(const std::optional<HttpResponse>& page) {
  return page.has_value() ? page->prepared->identity : "(none)";
}

class PageMemoTest : public testing::Test {
 protected:
  ManualClock clock_;
  PageMemo memo_{&clock_, {.pages_max = 3, .bytes_max = 100}};
};

TEST_F(PageMemoTest, KeepsAPageWhileItsStateLasts) {
  memo_.Keep("plans", 7, PageOf("two plans"));
  EXPECT_EQ(BodyOf(memo_.Find("plans", 7)), "two plans");
  EXPECT_EQ(BodyOf(memo_.Find("plans?language=it", 7)), "(none)");
  EXPECT_EQ(BodyOf(memo_.Find("plans", 8)), "(none)");

  memo_.Keep("plans", 8, PageOf("three plans"));
  EXPECT_EQ(BodyOf(memo_.Find("plans", 8)), "three plans");
}

// It was printed by somebody slow, from what was true before the last change.
TEST_F(PageMemoTest, AnOlderPageDoesNotReplaceANewerOne) {
  memo_.Keep("plans", 8, PageOf("three plans"));
  memo_.Keep("plans", 7, PageOf("two plans"));
  EXPECT_EQ(BodyOf(memo_.Find("plans", 8)), "three plans");
  EXPECT_EQ(BodyOf(memo_.Find("plans", 7)), "(none)");
}

TEST_F(PageMemoTest, PagesAreKeptForSecondsOnly) {
  memo_.Keep("plans", 7, PageOf("a plan of just now"));
  clock_.Advance(std::chrono::seconds(5));
  EXPECT_TRUE(memo_.Find("plans", 7).has_value());
  clock_.Advance(std::chrono::milliseconds(1));
  EXPECT_FALSE(memo_.Find("plans", 7).has_value());
  memo_.Keep("plans", 7, PageOf("a plan of a while ago"));
  EXPECT_EQ(BodyOf(memo_.Find("plans", 7)), "a plan of a while ago");
}

TEST_F(PageMemoTest, TheOldestMakesRoom) {
  for (int i = 0; i < 4; ++i) {
    memo_.Keep(absl::StrCat(i), 7, PageOf("x"));
  }
  EXPECT_FALSE(memo_.Find("0", 7).has_value());
  EXPECT_TRUE(memo_.Find("1", 7).has_value());

  memo_.Keep("large", 7, PageOf(std::string(99, 'x')));
  EXPECT_FALSE(memo_.Find("2", 7).has_value());
  EXPECT_TRUE(memo_.Find("3", 7).has_value());
  EXPECT_TRUE(memo_.Find("large", 7).has_value());

  memo_.Keep("too large", 7, PageOf(std::string(101, 'x')));
  EXPECT_FALSE(memo_.Find("too large", 7).has_value());
  EXPECT_TRUE(memo_.Find("large", 7).has_value());
}

// The lists of the site, of which the node says when they may have changed.
class KeptListTest : public SiteTest {
 protected:
  KeptListTest() {
    people_.Add("nadia", "a long password");
    router_ = std::make_unique<Router>();
    state_ = [this] { return changes_; };
    OpenPages();
    Publish("Frazioni");
  }

  void Publish(std::string_view title) {
    event::v1::LessonPlan plan;
    plan.mutable_description()->set_title(std::string(title));
    source_->AddPlan(plan);
  }

  static bool Shows(const HttpResponse& response, std::string_view text) {
    const std::string& body =
        response.prepared == nullptr ? response.body : response.prepared->identity;
    return body.find(text) != std::string::npos;
  }

  uint64_t changes_ = 1;
};

TEST_F(KeptListTest, VisitorsSeeEachChangeAtOnce) {
  EXPECT_TRUE(Shows(Get("/plans"), "Frazioni"));
  Publish("Ombre");
  EXPECT_FALSE(Shows(Get("/plans"), "Ombre"));  // Nobody has said so: it is the kept one.
  ++changes_;
  EXPECT_TRUE(Shows(Get("/plans"), "Ombre"));
}

TEST_F(KeptListTest, EachLanguageQueryHostAndCodingHasAPageOfItsOwn) {
  const HttpResponse english = Get("/plans", {{"Accept-Language", "en"}});
  const HttpResponse italian = Get("/plans", {{"Accept-Language", "it"}});
  EXPECT_TRUE(Shows(english, "lang=\"en\""));
  EXPECT_TRUE(Shows(italian, "lang=\"it\""));
  EXPECT_FALSE(Shows(Get("/plans?language=tr"), "Frazioni"));
  EXPECT_TRUE(Shows(Get("/plans"), "Frazioni"));
  EXPECT_FALSE(Get("/plans", {{"Accept-Encoding", "br"}}).prepared->brotli.empty());
  EXPECT_FALSE(Get("/plans", {{"Accept-Encoding", "gzip"}}).prepared->gzip.empty());
  EXPECT_TRUE(Get("/plans").prepared->brotli.empty());
}

TEST_F(KeptListTest, WhoIsSignedInIsNeverShownWhatWasPrintedForOthers) {
  const HttpResponse visitors = Get("/plans");
  Publish("Ombre");
  const HttpResponse own = BrowserOf("nadia").Get("/plans");
  EXPECT_TRUE(Shows(own, "Ombre"));
  EXPECT_EQ(own.prepared, nullptr);
  EXPECT_FALSE(Shows(Get("/plans"), "sign-out"));
}

}  // namespace
}  // namespace cledi
