#include "gtest/gtest.h"

#include "federation/base/text.h"
#include "node/practice/practice_kind.h"

namespace cledi {
namespace {

TEST(ShortenedTest, AShortTextStaysAsItIs) {
  EXPECT_EQ(Shortened("", 10), "");
  EXPECT_EQ(Shortened("ten bytes.", 10), "ten bytes.");
}

TEST(ShortenedTest, ALongTextEndsBehindAWord) {
  EXPECT_EQ(Shortened("Pupils share real food fairly.", 20), "Pupils share real…");
  EXPECT_EQ(Shortened("Pupils share, then compare.", 15), "Pupils share…");
}

// Some scripts write no spaces; no character may be cut in two.
TEST(ShortenedTest, ATextWithoutSpacesIsCutBetweenCharacters) {
  const std::string text = "日本語の文章には空白がない";
  for (size_t bytes_max = 1; bytes_max < text.size(); ++bytes_max) {
    const std::string shortened = Shortened(text, bytes_max);
    EXPECT_TRUE(IsUtf8(shortened));
    EXPECT_LE(shortened.size(), bytes_max + std::string_view("…").size());
  }
}

TEST(ShortenedTest, OfSpacesAloneNothingIsLeft) {
  EXPECT_EQ(Shortened(std::string(50, ' '), 10), "…");
}

}  // namespace
}  // namespace cledi
