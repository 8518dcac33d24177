#include "node/web/forms/step_groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace cledi {
namespace {

using community::v1::FieldProblem;
using event::v1::LessonPlan;
using testing::ElementsAre;
using testing::IsEmpty;

Form ThreeSteps() {
  Form form;
  form.Add("title", "Shares");
  for (int group = 1; group <= 3; ++group) {
    form.Add(StepPrefix(group) + "id", absl::StrCat("s", group));
    form.Add(StepPrefix(group) + "name", absl::StrCat("Step ", group));
    form.Add(StepPrefix(group) + "procedure", absl::StrCat("Do ", group, "\n\ntwice"));
    form.Add(StepPrefix(group) + "duration", "ten");
  }
  return form;
}

std::vector<std::string> NamesIn(const Form& form) {
  std::vector<std::string> names;
  for (int group = 1; group <= StepGroupCount(form); ++group) {
    names.emplace_back(form.Get(StepPrefix(group) + "name").value_or("(none)"));
  }
  return names;
}

TEST(StepButtonsTest, MovingAStepKeepsAllThatWasTypedRightOrWrong) {
  Form form = ThreeSteps();
  ASSERT_TRUE(PressStepButton("step-up-3", form));
  EXPECT_THAT(NamesIn(form), ElementsAre("Step 1", "Step 3", "Step 2"));
  EXPECT_EQ(form.Get("step-2-procedure"), "Do 3\n\ntwice");
  EXPECT_EQ(form.Get("step-2-duration"), "ten");
  EXPECT_EQ(form.Get("step-2-id"), "s3");
  EXPECT_EQ(form.Get("title"), "Shares");
  EXPECT_EQ(form.pairs().size(), ThreeSteps().pairs().size());

  ASSERT_TRUE(PressStepButton("step-down-1", form));
  EXPECT_THAT(NamesIn(form), ElementsAre("Step 3", "Step 1", "Step 2"));
}

TEST(StepButtonsTest, TheFirstCannotGoUpNorTheLastDown) {
  Form form = ThreeSteps();
  for (const char* button : {"step-up-1", "step-down-3", "step-up-0", "step-up-9", "step-remove-4",
                             "step-remove-", "step-up--1", "step-restore", "step-juggle-2"}) {
    ASSERT_TRUE(PressStepButton(button, form));
    EXPECT_EQ(form.Encode(), ThreeSteps().Encode()) << button;
  }
}

TEST(StepButtonsTest, ARemovedStepCanBeBroughtBack) {
  Form form = ThreeSteps();
  PressStepButton("step-remove-2", form);
  EXPECT_THAT(NamesIn(form), ElementsAre("Step 1", "Step 3"));
  EXPECT_TRUE(HasRemovedStep(form));
  EXPECT_EQ(RemovedStepControls(form).size(), 4u);

  PressStepButton("step-restore", form);
  EXPECT_THAT(NamesIn(form), ElementsAre("Step 1", "Step 3", "Step 2"));
  EXPECT_EQ(form.Get("step-3-procedure"), "Do 2\n\ntwice");
  EXPECT_FALSE(HasRemovedStep(form));
}

TEST(StepButtonsTest, AddingOpensAnEmptyGroupAtTheEnd) {
  Form form = ThreeSteps();
  PressStepButton("step-add", form);
  EXPECT_EQ(StepGroupCount(form), 4);
  EXPECT_EQ(form.Get("step-4-procedure"), "");
}

TEST(StepButtonsTest, OtherButtonsAreNotTheirs) {
  Form form = ThreeSteps();
  EXPECT_FALSE(PressStepButton("publish", form));
  EXPECT_FALSE(PressStepButton("", form));
}

TEST(StepGroupsTest, HostileNamesAreNoGroups) {
  Form form;
  for (const char* name : {"step-99999999999-name", "step-0-name", "step--name", "step-1",
                           "step-1-", "step-x-name", "step--1-name", "step-+1-name"}) {
    form.Add(name, "x");
  }
  EXPECT_EQ(StepGroupCount(form), 0);
  LessonPlan plan;
  FieldProblemList problems;
  ReadSteps(form, plan, problems);
  EXPECT_THAT(plan.steps(), IsEmpty());
}

TEST(StepGroupsTest, ThereIsABoundToTheGroups) {
  Form form;
  for (int i = 1; i <= 300; ++i) {
    form.Add(absl::StrCat("step-", i, "-name"), "x");
  }
  RenumberSteps(form);
  EXPECT_EQ(StepGroupCount(form), kStepGroupsMax);
}

TEST(StepGroupsTest, GapsInTheNumbersAreClosed) {
  Form form;
  form.Add("step-7-name", "later");
  form.Add("step-3-name", "sooner");
  RenumberSteps(form);
  EXPECT_THAT(NamesIn(form), ElementsAre("sooner", "later"));
}

TEST(StepGroupsTest, EmptyGroupsAreNoSteps) {
  Form form;
  form.Add("step-1-id", "old");
  form.Add("step-1-name", "  ");
  form.Add("step-2-name", "Talk");
  form.Add("step-2-duration", "5");
  form.Add("step-2-grouping", "GROUPING_PAIR");
  form.Add("step-2-materials", "paper\n\nscissors");
  LessonPlan plan;
  FieldProblemList problems;
  ReadSteps(form, plan, problems);

  EXPECT_THAT(problems, IsEmpty());
  ASSERT_EQ(plan.steps_size(), 1);
  EXPECT_EQ(plan.steps(0).name(), "Talk");
  EXPECT_EQ(plan.steps(0).minutes(), 5u);
  EXPECT_EQ(plan.steps(0).grouping(), event::v1::GROUPING_PAIR);
  EXPECT_THAT(plan.steps(0).materials(), ElementsAre("paper", "scissors"));
  EXPECT_EQ(GroupOfStep(form, 0), 2);
  EXPECT_EQ(GroupOfStep(form, 1), 0);
}

TEST(StepGroupsTest, AStepIsKnownByItsIdWhereverItGoes) {
  LessonPlan plan;
  for (const char* id : {"a", "b"}) {
    event::v1::Step& step = *plan.add_steps();
    step.set_id(id);
    step.set_name(id);
    step.set_grouping(static_cast<event::v1::Grouping>(99));
  }
  Form form;
  FillSteps(plan, form);
  PressStepButton("step-up-2", form);
  form.Add("step-3-id", "b");
  form.Add("step-3-name", "a copy with an id that is taken");
  FieldProblemList problems;
  ReadSteps(form, plan, problems);

  ASSERT_EQ(plan.steps_size(), 3);
  EXPECT_EQ(plan.steps(0).id(), "b");
  EXPECT_EQ(plan.steps(0).grouping(), 99);
  EXPECT_EQ(plan.steps(1).id(), "a");
  EXPECT_EQ(plan.steps(2).id(), "") << "the node gives it one";
}

TEST(StepGroupsTest, AProblemNamesTheStepAndTheField) {
  Form form;
  form.Add("step-1-name", "");
  form.Add("step-2-duration", "ten");
  LessonPlan plan;
  FieldProblemList problems;
  ReadSteps(form, plan, problems);

  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].field(), "steps[0].minutes");
  EXPECT_EQ(problems[0].kind(), FieldProblem::KIND_MALFORMED);
}

}  // namespace
}  // namespace cledi
