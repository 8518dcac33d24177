#include "node/web/pages/view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/web/pages/template_escape.h"

namespace cledi {
namespace {

std::string Render(std::string text, const View& view) {
  kainjow::mustache::mustache compiled(text);
  compiled.set_custom_escape([](const std::string& value) { return EscapeText(value); });
  return compiled.render(view.data());
}

TEST(EscapeTest, MakesEveryTroublesomeCharacterInert) {
  EXPECT_EQ(EscapeText("<a b=\"c\" d='e'>`&"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&#96;&amp;");
  EXPECT_EQ(EscapeText("\xee\x81\x80 é"), "\xee\x81\x80 é");
}

TEST(EscapeTest, OnlyOurOwnWordsCanBeMarkedAsEnglish) {
  EXPECT_EQ(EscapeText(MarkEnglish({"a & b", true})), "<span lang=\"en\">a &amp; b</span>");
  EXPECT_EQ(EscapeText(MarkEnglish({"a", false})), "a");
  View view;
  view.Text("name", MarkEnglish({"forged", true}));
  EXPECT_EQ(Render("{{name}}", view), "forged");
}

// What a catalogue lacks is marked between tags, wherever a view says it.
TEST(ViewTest, WordsThatAreStillInEnglishAreMarked) {
  View view;
  view.Say("ours", {.text = "Nova beseda"}).Say("lacking", {.text = "New word", .english = true});
  EXPECT_EQ(Render("<p>{{ours}}</p><p>{{lacking}}</p>", view),
            "<p>Nova beseda</p><p><span lang=\"en\">New word</span></p>");
}

TEST(StripControlsTest, TakesOutWhatDisguisesText) {
  EXPECT_EQ(StripControls("a\x01\x1b\x7f\xc2\x80"
                          "b"),
            "ab");
  EXPECT_EQ(StripControls("\xe2\x80\xae"
                          "a\xe2\x81\xa9\xe2\x80\xaa"),
            "a");
  EXPECT_EQ(StripControls("a\nb\tc"), "a\nb\tc");
  EXPECT_EQ(StripControls("à — 日本 \xe2\x80\x8f"), "à — 日本 \xe2\x80\x8f");
  EXPECT_EQ(StripControls("\xe2\x80"), "\xe2\x80");
}

TEST(ViewTest, AnEmptyTextIsAbsent) {
  View view;
  view.Text("none", "").Text("some", "x").Say("said", {}).Insert("made_html", {});
  EXPECT_EQ(Render("{{#none}}a{{/none}}{{^none}}b{{/none}}{{#some}}{{some}}{{/some}}"
                   "{{#said}}c{{/said}}{{#made_html}}d{{/made_html}}",
                   view),
            "bx");
}

TEST(ViewTest, ListsKeepTheirOrder) {
  View view;
  view.Texts("names", {"a", "<b>"});
  EXPECT_EQ(Render("{{#names}}[{{text}}]{{/names}}", view), "[a][&lt;b&gt;]");
}

}  // namespace
}  // namespace cledi
