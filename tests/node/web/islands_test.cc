#include "node/web/pages/islands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/web/pages/layout.h"
#include "node/web/pages/templates.h"
#include "node/web/words/word_book.h"
#include "tests/node/web/html_checker.h"

namespace cledi {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class IslandsTest : public testing::Test {
 protected:
  HttpResponse PageWith(std::vector<Island> islands) const {
    Frame frame;
    frame.title = "A page";
    frame.islands = std::move(islands);
    View view;
    view.Text("title", "A page").Insert("body_html", {"<p>text</p>"});
    return layout_.Print("text", frame, std::move(view), words_.In("en"), HttpRequest(), Reader());
  }

  const WordBook words_ = *WordBook::Load("UTC");
  const Templates templates_ =
      *Templates::Load(words_.In("en"), [](std::string_view, std::string_view) {});
  Router router_;
  const Layout layout_{Site{.address = "http://school.example"}, &templates_, router_};
};

TEST_F(IslandsTest, APageWithoutIslandsRunsNoScriptAtAll) {
  const HttpResponse page = PageWith({});
  EXPECT_THAT(page.body, Not(HasSubstr("<script")));
  EXPECT_THAT(std::string(*page.Header("Content-Security-Policy")),
              AllOf(StartsWith("default-src 'none';"), Not(HasSubstr("script-src")),
                    Not(HasSubstr("connect-src")), EndsWith("trusted-types 'none'")));
}

TEST_F(IslandsTest, APageLoadsItsIslandsFromFilesOfThisNode) {
  const HttpResponse page = PageWith({Island::kDraft, Island::kLive});
  const std::string policy(*page.Header("Content-Security-Policy"));
  EXPECT_THAT(policy, AllOf(HasSubstr("script-src 'self';"), HasSubstr("connect-src 'self';"),
                            HasSubstr("require-trusted-types-for 'script';"),
                            EndsWith("trusted-types node-html")));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  const HtmlPage html(page.body);
  const auto scripts = html.All("script");
  ASSERT_EQ(scripts.size(), 2U);
}

TEST_F(IslandsTest, IslandsAreSmallAndKeptForAYear) {
  Router router;
  const IslandFiles files(router);
  size_t bytes = 0;
  for (const Island island : {Island::kDraft, Island::kLive}) {
    const auto request = std::make_shared<HttpRequest>();
    request->path = files.PathOf(island);
    request->segments = {"static", files.PathOf(island).substr(8)};
    router.Route(request, [&bytes](const HttpResponse& file) {
      EXPECT_EQ(file.status, 200);
      EXPECT_THAT(file.content_type, StartsWith("text/javascript"));
      EXPECT_THAT(std::string(*file.Header("Cache-Control")), HasSubstr("immutable"));
      bytes += file.prepared->brotli.size();
    });
  }
  EXPECT_GT(bytes, 500U);
  EXPECT_LE(bytes, 30U * 1024U);
}

TEST_F(IslandsTest, NewsAreCountedInTheReadersLanguage) {
  EXPECT_THAT(NewsWords(words_.In("en")), AllOf(StartsWith("1 new reply|2 new replies|"),
                                                EndsWith("|More than nine new replies")));
  EXPECT_THAT(NewsWords(words_.In("it")), StartsWith("1 nuova risposta|2 nuove risposte|"));
  EXPECT_EQ(std::ranges::count(NewsWords(words_.In("it")), '|'), 9);
}

}  // namespace
}  // namespace cledi
