#include "node/web/pages/markdown.h"

#include <ctime>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cledi {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

std::string Outside(std::string_view markdown) { return RenderMarkdown(markdown, 3).html; }

TEST(MarkdownTest, PrintsWhatTeachersWrite) {
  EXPECT_EQ(Outside("a *b* **c** ~~d~~"), "<p>a <em>b</em> <strong>c</strong> <del>d</del></p>\n");
  EXPECT_THAT(Outside("- a\n- b"), HasSubstr("<li>a</li>"));
  EXPECT_THAT(Outside("|a|b|\n|-|-|\n|c|d|"), HasSubstr("<td>c</td>"));
  EXPECT_EQ(Outside(""), "");
}

TEST(MarkdownTest, LinksLeadToTheWebAndToMailOnly) {
  EXPECT_EQ(Outside("[a](https://b.example/?c=d&e=f)"),
            "<p><a href=\"https://b.example/?c=d&amp;e=f\" rel=\"nofollow noopener\">a</a></p>\n");
  EXPECT_THAT(Outside("[a](MAILTO:b@c.example)"), HasSubstr("href=\"MAILTO:b@c.example\""));
  EXPECT_THAT(Outside("see https://a.example now"), HasSubstr("href=\"https://a.example\""));
  for (const std::string_view target :
       {"javascript:x", "JaVaScRiPt:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
        "//evil.example", "/plans", "#top", "java&#10;script:x", "&#106;avascript:x", " "}) {
    const std::string html = Outside("[word](<" + std::string(target) + ">)");
    EXPECT_THAT(html, Not(HasSubstr("<a"))) << target;
    EXPECT_THAT(html, HasSubstr("word")) << target;
  }
}

TEST(MarkdownTest, OurOwnTextsMayLinkToOurPages) {
  EXPECT_EQ(RenderMarkdown("[a](/network)", 2, MarkdownTrust::kOurs).html,
            "<p><a href=\"/network\">a</a></p>\n");
  EXPECT_EQ(RenderMarkdown("[a](//evil.example)", 2, MarkdownTrust::kOurs).html, "<p>a</p>\n");
}

TEST(MarkdownTest, APictureBecomesALink) {
  EXPECT_EQ(Outside("![the yard](https://a.example/b.png)"),
            "<p><a href=\"https://a.example/b.png\" rel=\"nofollow noopener\">the yard</a></p>\n");
  EXPECT_THAT(Outside("![](https://a.example/b.png)"), HasSubstr(">https://a.example/b.png</a>"));
  const std::string nested = Outside("[![x](https://a.example/b.png)](https://c.example)");
  EXPECT_EQ(nested.find("<a "), nested.rfind("<a ")) << "a link within a link: " << nested;
}

TEST(MarkdownTest, HtmlIsShownAsText) {
  EXPECT_EQ(Outside("a <b onclick=x>b</b>"), "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n");
  EXPECT_THAT(Outside("<script>alert(1)</script>\n"), HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(Outside("<!-- a -->"), HasSubstr("&lt;!-- a --&gt;"));
}

TEST(MarkdownTest, HeadingsContinueThoseOfThePage) {
  const std::string html = Outside("# a\n\n#### b\n\n##### c\n\n## d\n\n# e");
  EXPECT_EQ(html, "<h3>a</h3>\n<h4>b</h4>\n<h5>c</h5>\n<h4>d</h4>\n<h3>e</h3>\n");
  EXPECT_THAT(RenderMarkdown("# a\n\n## b\n\n### c", 5).html, HasSubstr("<h6>b</h6>\n<h6>c</h6>"));
}

TEST(MarkdownTest, AsTextItIsOneLineCutAtAWord) {
  EXPECT_EQ(MarkdownAsText("# A\n\n*b*\nc [d](https://e.example)\n\n- f\n- g", 100), "A b c d f g");
  EXPECT_EQ(MarkdownAsText("one two three four", 9), "one two…");
  EXPECT_EQ(MarkdownAsText("šššššššš", 5), "šš…") << "not within a letter";
  EXPECT_EQ(MarkdownAsText("", 10), "");
}

// What is known to cost careless parsers quadratic time or deep recursion.
TEST(MarkdownTest, HardInputOfTheLargestSizeIsNoBurden) {
  constexpr size_t kBytes = 48 * 1024;
  for (const std::string_view piece : {"[", "![", "*a_", "<", "`", "> ", "- ", "[a](", "|x", "~",
                                       "&", "a@b.", "www.a.", "<!--", "\\", "![l"}) {
    std::string text;
    while (text.size() < kBytes) {
      text.append(piece);
    }
    timespec begin{};
    timespec end{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    RenderMarkdown(text, 3);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    EXPECT_LT(end.tv_sec - begin.tv_sec, 2) << piece;
  }
}

}  // namespace
}  // namespace cledi
