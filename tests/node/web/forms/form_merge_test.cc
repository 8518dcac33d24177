#include "node/web/forms/form_merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/web/forms/practice_forms.h"

namespace cledi {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Form PlanForm(std::string title, std::string summary, std::string step) {
  Form form;
  form.Add("title", std::move(title));
  form.Add("summary", std::move(summary));
  form.Add("step-1-id", "a");
  form.Add("step-1-name", std::move(step));
  form.Add("key", "mine alone");
  return form;
}

MergedForm Merge(const Form& base, const Form& theirs, const Form& mine) {
  return MergeForms(PlanSections(), base, theirs, mine);
}

TEST(FormMergeTest, WhatOnlyTheyChangedIsTakenOver) {
  const MergedForm merged = Merge(PlanForm("T", "S", "A"), PlanForm("T", "S, better", "A"),
                                  PlanForm("T, mine", "S", "A"));
  EXPECT_THAT(merged.taken_over, ElementsAre("summary"));
  EXPECT_THAT(merged.contested, IsEmpty());
  EXPECT_EQ(merged.form.Get("title"), "T, mine");
  EXPECT_EQ(merged.form.Get("summary"), "S, better");
  EXPECT_EQ(merged.form.Get("key"), "mine alone");
}

TEST(FormMergeTest, WhatBothChangedIsAskedForAndMineIsKept) {
  const MergedForm merged = Merge(PlanForm("T", "S", "A"), PlanForm("T, theirs", "S", "A"),
                                  PlanForm("T, mine", "S", "A"));
  EXPECT_THAT(merged.contested, ElementsAre("title"));
  EXPECT_EQ(merged.form.Get("title"), "T, mine");
}

TEST(FormMergeTest, TheSameChangeIsNone) {
  const MergedForm merged =
      Merge(PlanForm("T", "S", "A"), PlanForm("T2", "S", "A"), PlanForm("T2 ", "S\n", "A"));
  EXPECT_THAT(merged.contested, IsEmpty());
  EXPECT_THAT(merged.taken_over, IsEmpty());
}

TEST(FormMergeTest, StepsAreOneThing) {
  Form theirs = PlanForm("T", "S", "A");
  theirs.Add("step-2-name", "B");
  const MergedForm merged = Merge(PlanForm("T", "S", "A"), theirs, PlanForm("T2", "S", "A"));
  EXPECT_THAT(merged.taken_over, ElementsAre("steps"));
  EXPECT_EQ(merged.form.Get("step-2-name"), "B");
  EXPECT_EQ(merged.form.GetAll("step-1-name").size(), 1u);

  const MergedForm asked = Merge(PlanForm("T", "S", "A"), theirs, PlanForm("T", "S", "A, mine"));
  EXPECT_THAT(asked.contested, ElementsAre("steps"));
  EXPECT_EQ(asked.form.Get("step-1-name"), "A, mine");
  EXPECT_EQ(asked.form.Get("step-2-name"), std::nullopt);
}

}  // namespace
}  // namespace cledi
