#include "node/web/compare/outline_comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "federation/base/random.h"

namespace cledi {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

OutlineStep Step(std::string id, std::string name, std::string text) {
  return {
      .id = std::move(id),
      .name = name,
      .fields = {{.heading = "name", .text = name}, {.heading = "text", .text = std::move(text)}}};
}
Outline WithSteps(std::vector<OutlineStep> steps) { return {.steps = std::move(steps)}; }

OutlineComparison Compare(const Outline& before, const Outline& after) {
  return CompareOutlines(before, after, true);
}

// "Share", "+Eat" for added, "-Cut" for removed, "~Share" for changed, ">Share" for moved.
std::vector<std::string> Fates(const OutlineComparison& comparison) {
  std::vector<std::string> fates;
  for (const ComparedStep& step : comparison.steps) {
    fates.push_back(absl::StrCat(step.added()     ? "+"
                                 : step.removed() ? "-"
                                                  : "",
                                 step.changed ? "~" : "", step.moved ? ">" : "", step.name));
  }
  return fates;
}

const OutlineStep kShare = Step("s1", "Share", "Each group cuts a paper pizza.");
const OutlineStep kCompare = Step("s2", "Compare", "Who has more? Lay the pieces side by side.");
const OutlineStep kWrite = Step("s3", "Write", "Everybody writes down two equal fractions.");

TEST(OutlineComparisonTest, EqualPracticesHaveNoChange) {
  const Outline outline = WithSteps({kShare, kCompare});
  const OutlineComparison comparison = Compare(outline, outline);

  EXPECT_FALSE(comparison.changed());
  EXPECT_THAT(Fates(comparison), ElementsAre("Share", "Compare"));
}

TEST(OutlineComparisonTest, StepsAreKnownAgainByTheirNameAndTheirWordsAreCompared) {
  const OutlineStep other = Step("x", "Compare", "Who has less? Lay the pieces side by side.");
  const OutlineComparison comparison =
      Compare(WithSteps({kShare, kCompare}), WithSteps({kShare, other}));

  EXPECT_THAT(Fates(comparison), ElementsAre("Share", "~Compare"));
  EXPECT_EQ(comparison.steps[1].fields[1].parts[1], (TextPart{TextPart::Kind::kRemoved, "more"}));
  EXPECT_TRUE(comparison.changed());
}

TEST(OutlineComparisonTest, ARenamedStepIsKnownByItsIdOrItsWords) {
  const OutlineStep renamed = Step("s1", "Hand out", "Each group cuts a paper pizza.");
  const OutlineStep renumbered =
      Step("new", "Who wins", "Who has more? Lay the pieces side by side!");
  const OutlineComparison comparison =
      Compare(WithSteps({kShare, kCompare}), WithSteps({renamed, renumbered}));

  EXPECT_THAT(Fates(comparison), ElementsAre("~Hand out", "~Who wins"));
}

TEST(OutlineComparisonTest, AddedAndRemovedStepsStandInTheirPlace) {
  const OutlineStep eat = Step("s9", "Eat", "Now real pizza is brought in and shared.");

  EXPECT_THAT(Fates(Compare(WithSteps({kShare, kCompare, kWrite}), WithSteps({kShare, kWrite}))),
              ElementsAre("Share", "-Compare", "Write"));
  EXPECT_THAT(Fates(Compare(WithSteps({kShare, kWrite}), WithSteps({eat, kShare, kWrite}))),
              ElementsAre("+Eat", "Share", "Write"));
  EXPECT_THAT(Fates(Compare(WithSteps({kShare, kCompare}), WithSteps({kCompare, eat, kWrite}))),
              ElementsAre("-Share", "Compare", "+Eat", "+Write"));
}

TEST(OutlineComparisonTest, AMovedStepIsNoNewOne) {
  EXPECT_THAT(
      Fates(Compare(WithSteps({kShare, kCompare, kWrite}), WithSteps({kWrite, kShare, kCompare}))),
      ElementsAre(">Write", "Share", "Compare"));
}

TEST(OutlineComparisonTest, ATranslationsStepsArePairedByIdThenByPlace) {
  const Outline translation = WithSteps({Step("s1", "Paylaş", "Her grup kâğıttan bir pizza keser."),
                                         Step("a", "Karşılaştır", "Kimde daha çok var?"),
                                         Step("b", "Yaz", "Herkes iki kesir yazar.")});

  const OutlineComparison comparison =
      CompareOutlines(WithSteps({kShare, kCompare, kWrite}), translation, false);

  EXPECT_THAT(Fates(comparison), ElementsAre("~Paylaş", "~Karşılaştır", "~Yaz"));
  EXPECT_EQ(comparison.steps[1].before, 1u);
  EXPECT_EQ(comparison.steps[1].fields[0].before, "Compare");
  EXPECT_EQ(comparison.steps[1].fields[0].after, "Karşılaştır");
  EXPECT_THAT(comparison.steps[1].fields[0].parts, IsEmpty());
}

TEST(OutlineComparisonTest, SectionsThatNeitherHasAreLeftOut) {
  const auto outline = [](std::string aims, std::string notes) {
    return Outline{.before_steps = {{.heading = "aims", .fields = {{.text = std::move(aims)}}},
                                    {.heading = "none", .fields = {{.text = ""}}}},
                   .after_steps = {{.heading = "notes", .fields = {{.text = std::move(notes)}}}}};
  };

  const OutlineComparison comparison =
      Compare(outline("Share fairly.", ""), outline("Share fairly.", "Bring a knife."));

  ASSERT_EQ(comparison.before_steps.size(), 1u);
  EXPECT_FALSE(comparison.before_steps[0].changed);
  ASSERT_EQ(comparison.after_steps.size(), 1u);
  EXPECT_TRUE(comparison.after_steps[0].changed);
}

// Goal: whatever steps two practices have, each is there once, and the later one's keep their
// order.
TEST(OutlineComparisonTest, EveryStepIsThereOnce) {
  SeededRandom random(3);
  for (int round = 0; round < 300; ++round) {
    Outline outlines[2];
    for (Outline& outline : outlines) {
      for (uint64_t i = random.Below(8); i > 0; --i) {
        outline.steps.push_back(Step(absl::StrCat("s", random.Below(6)),
                                     absl::StrCat(random.Below(3) == 0 ? "" : "n", random.Below(5)),
                                     absl::StrCat("a b c ", random.Below(4))));
      }
    }

    const OutlineComparison comparison =
        CompareOutlines(outlines[0], outlines[1], random.Below(2) == 0);

    std::vector<size_t> before;
    std::vector<size_t> after;
    for (const ComparedStep& step : comparison.steps) {
      if (step.before) {
        before.push_back(*step.before);
      }
      if (step.after) {
        after.push_back(*step.after);
      }
    }
    EXPECT_TRUE(std::ranges::is_sorted(after));
    std::ranges::sort(before);
    ASSERT_EQ(before.size(), outlines[0].steps.size());
    ASSERT_EQ(after.size(), outlines[1].steps.size());
    EXPECT_EQ(std::ranges::adjacent_find(before), before.end());
    EXPECT_EQ(std::ranges::adjacent_find(after), after.end());
  }
}

}  // namespace
}  // namespace cledi
