#include "node/web/compare/word_comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "federation/base/random.h"

namespace cledi {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TextPart Same(std::string text) { return {TextPart::Kind::kSame, std::move(text)}; }
TextPart Removed(std::string text) { return {TextPart::Kind::kRemoved, std::move(text)}; }
TextPart Added(std::string text) { return {TextPart::Kind::kAdded, std::move(text)}; }

std::vector<TextPart> Compare(std::string_view before, std::string_view after) {
  return WordComparer().Compare(before, after);
}

// The later text, put together from what it kept and what was added; likewise the earlier one.
std::string TextWithout(TextPart::Kind kind, const std::vector<TextPart>& parts) {
  std::string text;
  for (const TextPart& part : parts) {
    text += part.kind == kind ? "" : part.text;
  }
  return text;
}

TEST(WordComparisonTest, ChangedWordsAreShownInTheirPlace) {
  EXPECT_THAT(Compare("Each group cuts a paper pizza.", "Each pair cuts a paper pizza in six."),
              ElementsAre(Same("Each "), Removed("group "), Added("pair "),
                          Same("cuts a paper pizza "), Added("in six"), Same(".")))
      << "white space belongs to the word before it";
}

TEST(WordComparisonTest, EqualTextsAreOnePart) {
  EXPECT_THAT(Compare("Same words.", "Same words."), ElementsAre(Same("Same words.")));
  EXPECT_THAT(Compare("", ""), IsEmpty());
}

TEST(WordComparisonTest, ATextThatIsNewOrGoneIsOnePart) {
  EXPECT_THAT(Compare("", "All new."), ElementsAre(Added("All new.")));
  EXPECT_THAT(Compare("All gone.", ""), ElementsAre(Removed("All gone.")));
}

TEST(WordComparisonTest, OtherLineBreaksAreNoChange) {
  EXPECT_THAT(Compare("one two\nthree", "one  two three\n"), ElementsAre(Same("one  two three\n")));
}

TEST(WordComparisonTest, WordsAreCutInEveryScript) {
  WordComparer comparer;
  EXPECT_THAT(comparer.Cut("l’école, çok güzel"), ElementsAre("l’école", ", ", "çok ", "güzel"));
  EXPECT_THAT(comparer.Cut("  indented"), ElementsAre("  ", "indented"));
  EXPECT_THAT(comparer.Cut("العدد نصف"), ElementsAre("العدد ", "نصف"));
  EXPECT_GT(comparer.Cut("分数的比较").size(), 1u);
  EXPECT_THAT(comparer.Cut(""), IsEmpty());
}

// A single shared word between two long changes only interrupts.
TEST(WordComparisonTest, ALonelySharedWordJoinsTheChangeAroundIt) {
  EXPECT_THAT(Compare("red green blue the yellow white black", "one two three the four five six"),
              ElementsAre(Removed("red green blue the yellow white black"),
                          Added("one two three the four five six")));
  EXPECT_THAT(Compare("Draw the circle now", "Cut the square now"),
              ElementsAre(Removed("Draw "), Added("Cut "), Same("the "), Removed("circle "),
                          Added("square "), Same("now")));
}

TEST(WordComparisonTest, TextsThatDifferInTooMuchCountAsReplaced) {
  std::string before = "Title. ";
  std::string after = "Title. ";
  for (int i = 0; i < 1000; ++i) {
    absl::StrAppend(&before, "a", i, " ");
    absl::StrAppend(&after, "b", i, " ");
  }

  const std::vector<TextPart> parts = Compare(before + "End", after + "End");

  ASSERT_THAT(parts, SizeIs(4));
  EXPECT_EQ(parts[0], Same("Title. "));
  EXPECT_EQ(parts[1].kind, TextPart::Kind::kRemoved);
  EXPECT_EQ(parts[2].kind, TextPart::Kind::kAdded);
  EXPECT_EQ(parts[3], Same("End"));
}

TEST(WordComparisonTest, OfALongTextTheChangedLinesAreComparedByWords) {
  std::string before;
  for (int i = 0; i < 300; ++i) {
    absl::StrAppend(&before, "Line ", i, " has some words of its own.\n");
  }
  std::string after = before;
  after.replace(after.find("Line 3 has"), 10, "Line 3 had");
  after.replace(after.find("Line 290 has"), 12, "Line 290 had");

  const std::vector<TextPart> parts = Compare(before, after);

  ASSERT_THAT(parts, SizeIs(7));
  for (const size_t change : {size_t{1}, size_t{4}}) {
    EXPECT_EQ(parts[change], Removed("has "));
    EXPECT_EQ(parts[change + 1], Added("had "));
  }
  EXPECT_EQ(TextWithout(TextPart::Kind::kRemoved, parts), after);
}

TEST(WordComparisonTest, AllTextsOfOnePageShareOneBudget) {
  std::string before;
  std::string after;
  for (int i = 0; i < 120; ++i) {  // Half of the words are shared.
    absl::StrAppend(&before, i % 4 == 0 ? "same one two three four " : "left ", i, " ");
    absl::StrAppend(&after, i % 4 == 0 ? "same one two three four " : "right ", i, " ");
  }
  WordComparer comparer;
  const size_t fine = comparer.Compare(before, after).size();
  ASSERT_GT(fine, 10u);

  std::vector<TextPart> last;
  for (size_t i = 0; i < WordComparer::kPairsInAllMax / 10'000; ++i) {
    last = comparer.Compare(before, after);
  }

  EXPECT_LT(last.size(), fine);
  EXPECT_EQ(TextWithout(TextPart::Kind::kRemoved, last), after);
}

TEST(WordComparisonTest, BothTextsCanBeReadFromTheParts) {
  SeededRandom random(5);
  const std::vector<std::string> words = {"a", "b", "c", "ç", "é", ",", ".", "\xff", "½"};
  for (int round = 0; round < 500; ++round) {
    std::string texts[2];
    for (std::string& text : texts) {
      for (uint64_t i = random.Below(40); i > 0; --i) {
        absl::StrAppend(&text, words[random.Below(words.size())], " ");
      }
    }

    const std::vector<TextPart> parts = Compare(texts[0], texts[1]);

    EXPECT_EQ(TextWithout(TextPart::Kind::kAdded, parts), texts[0]);
    EXPECT_EQ(TextWithout(TextPart::Kind::kRemoved, parts), texts[1]);
    for (size_t i = 1; i < parts.size(); ++i) {
      EXPECT_NE(parts[i].kind, parts[i - 1].kind);
    }
  }
}

}  // namespace
}  // namespace cledi
