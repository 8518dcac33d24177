#include "node/web/forms/form_field.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/util/message_differencer.h"

#include "cledi/event/v1/plan.pb.h"
#include "cledi/event/v1/resource.pb.h"
#include "node/web/forms/list_lines.h"

namespace cledi {
namespace {

using community::v1::FieldProblem;
using event::v1::LessonPlan;
using event::v1::TrainingResource;
using google::protobuf::util::MessageDifferencer;
using testing::ElementsAre;
using testing::IsEmpty;

Form Typed(std::string name, std::string value) {
  Form form;
  form.Add(std::move(name), std::move(value));
  return form;
}

TEST(FormFieldTest, ANumberThatCannotBeReadIsAProblemAndChangesNothing) {
  const FormField minutes{"minutes", "minutes", FieldKind::kNumber};
  for (const char* wrong : {"an hour", "4.5", "-3", "99999999999", "45 min"}) {
    LessonPlan plan;
    plan.set_minutes(50);
    FieldProblemList problems;
    ReadField(Typed("minutes", wrong), minutes, "", "", plan, problems);

    ASSERT_EQ(problems.size(), 1u) << wrong;
    EXPECT_EQ(problems[0].field(), "minutes");
    EXPECT_EQ(problems[0].kind(), FieldProblem::KIND_MALFORMED);
    EXPECT_EQ(plan.minutes(), 50u);
  }
}

TEST(FormFieldTest, SpaceAroundANumberDoesNotMatter) {
  LessonPlan plan;
  FieldProblemList problems;
  ReadField(Typed("minutes", " 45 "), {"minutes", "minutes", FieldKind::kNumber}, "", "", plan,
            problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(plan.minutes(), 45u);
}

TEST(FormFieldTest, ADayIsADayOfTheCalendar) {
  const FormField due{"due", "review_due_unix_ms", FieldKind::kDate};
  TrainingResource resource;
  FieldProblemList problems;
  ReadField(Typed("due", "2027-05-31"), due, "", "", resource, problems);
  EXPECT_EQ(resource.review_due_unix_ms(), 1811721600000);
  Form form;
  FillField(resource, due, "", form);
  EXPECT_EQ(form.Get("due"), "2027-05-31");

  ReadField(Typed("due", "2027-02-30"), due, "", "", resource, problems);
  ReadField(Typed("due", "next year"), due, "", "", resource, problems);
  EXPECT_EQ(problems.size(), 2u);
  EXPECT_EQ(resource.review_due_unix_ms(), 1811721600000);
}

// A form shows a day; the hour that somebody said over another way is not lost by it.
TEST(FormFieldTest, WhatATextCannotShowStaysWhereItWasNotChanged) {
  const FormField due{"due", "review_due_unix_ms", FieldKind::kDate};
  TrainingResource resource;
  resource.set_review_due_unix_ms(1811721600000 + 12345678);
  Form form;
  FillField(resource, due, "", form);
  FieldProblemList problems;
  ReadField(form, due, "", "", resource, problems);
  EXPECT_EQ(resource.review_due_unix_ms(), 1811721600000 + 12345678);
}

TEST(FormFieldTest, AValueOfANewerVersionSurvives) {
  const FormField kind{"kind", "kind", FieldKind::kChoice};
  const FormField levels{"levels", "description.levels", FieldKind::kChoices};
  LessonPlan plan;
  plan.set_kind(static_cast<event::v1::PlanKind>(77));
  plan.mutable_description()->add_levels(event::v1::EDUCATION_LEVEL_PRIMARY);
  plan.mutable_description()->add_levels(static_cast<event::v1::EducationLevel>(78));
  Form form;
  FillField(plan, kind, "", form);
  FillField(plan, levels, "", form);
  form.Add("levels", "EDUCATION_LEVEL_ADULT");
  FieldProblemList problems;
  ReadField(form, kind, "", "", plan, problems);
  ReadField(form, levels, "", "", plan, problems);

  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(plan.kind(), 77);
  EXPECT_THAT(plan.description().levels(), ElementsAre(2, 78, 7));
}

TEST(FormFieldTest, WhatIsTickedComesInTheOrderOfThePageAndKeepsItsOwn) {
  LessonPlan plan;
  plan.mutable_description()->add_levels(event::v1::EDUCATION_LEVEL_ADULT);
  plan.mutable_description()->add_levels(event::v1::EDUCATION_LEVEL_PRIMARY);
  Form form;
  form.Add("levels", "EDUCATION_LEVEL_PRIMARY");
  form.Add("levels", "EDUCATION_LEVEL_ADULT");
  FieldProblemList problems;
  ReadField(form, {"levels", "description.levels", FieldKind::kChoices}, "", "", plan, problems);
  EXPECT_THAT(plan.description().levels(), ElementsAre(7, 2));
}

TEST(FormFieldTest, AValueThatNobodyOfferedIsAProblem) {
  const FormField kind{"kind", "kind", FieldKind::kChoice};
  for (const char* wrong : {"9", "PLAN_KIND_UNSPECIFIED", "plan", "<script>", "-1"}) {
    LessonPlan plan;
    FieldProblemList problems;
    ReadField(Typed("kind", wrong), kind, "", "", plan, problems);
    ASSERT_EQ(problems.size(), 1u) << wrong;
    EXPECT_EQ(problems[0].kind(), FieldProblem::KIND_NOT_A_VALUE);
    EXPECT_EQ(plan.kind(), 0);
  }
}

TEST(FormFieldTest, TickingAndTypingShareOneListAndLeaveTheRest) {
  const FormField ticked{"subjects", "description.subjects", FieldKind::kTags};
  const FormField typed{"topics", "description.subjects", FieldKind::kOtherTags};
  LessonPlan plan;
  for (const char* subject : {"isced-f:0530", "inclusion-03", "fair shares", "isced-f:0231"}) {
    plan.mutable_description()->add_subjects(subject);
  }
  Form shown;
  FillField(plan, ticked, "", shown);
  FillField(plan, typed, "", shown);
  EXPECT_THAT(shown.GetAll("subjects"), ElementsAre("isced-f:02", "isced-f:05"));
  EXPECT_EQ(shown.Get("topics"), "fair shares");

  Form form;
  form.Add("subjects", "isced-f:05");
  form.Add("subjects", "isced-f:06");
  form.Add("topics", "fair shares\n\n  percentages ");
  FieldProblemList problems;
  ReadField(form, ticked, "", "", plan, problems);
  ReadField(form, typed, "", "", plan, problems);

  EXPECT_THAT(problems, IsEmpty());
  EXPECT_THAT(
      plan.description().subjects(),
      ElementsAre("isced-f:0530", "inclusion-03", "fair shares", "isced-f:06", "percentages"));
}

TEST(FormFieldTest, ALineThatDidNotChangeKeepsWhatItDoesNotShow) {
  const FormField outcomes{"outcomes", "outcomes", FieldKind::kLines};
  LessonPlan plan;
  event::v1::Outcome& first = *plan.add_outcomes();
  first.set_verb("compare");
  first.set_sentence("Pupils compare two shares.");
  FieldProblemList problems;
  ReadField(Typed("outcomes", "Pupils name a share.\nPupils compare two shares."), outcomes, "", "",
            plan, problems);

  ASSERT_EQ(plan.outcomes_size(), 2);
  EXPECT_EQ(plan.outcomes(0).sentence(), "Pupils name a share.");
  EXPECT_EQ(plan.outcomes(0).verb(), "");
  EXPECT_EQ(plan.outcomes(1).verb(), "compare");
}

TEST(FormFieldTest, AControlThatIsNotThereChangesNothing) {
  TrainingResource resource;
  resource.set_body("# Read me");
  resource.set_minutes(20);
  FieldProblemList problems;
  ReadField(Form(), {"body", "body", FieldKind::kText}, "", "", resource, problems);
  ReadField(Form(), {"minutes", "minutes", FieldKind::kNumber}, "", "", resource, problems);
  EXPECT_EQ(resource.body(), "# Read me");
  EXPECT_EQ(resource.minutes(), 20u);
}

TEST(FormFieldTest, WhatIsNeededAndEmptyIsNamed) {
  const std::vector<FormSection> sections = {
      {"",
       {{"title", "description.title", FieldKind::kLine, true},
        {"type", "type", FieldKind::kChoice, true}}}};
  Form form;
  form.Add("title", " \t ");
  form.Add("type", "");
  TrainingResource resource;
  FieldProblemList problems;
  ReadFields(sections, form, resource, problems);

  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].field(), "description.title");
  EXPECT_EQ(problems[0].kind(), FieldProblem::KIND_NEEDED);
  EXPECT_EQ(problems[1].field(), "type");
}

TEST(ListLinesTest, AGlossaryIsWrittenInLines) {
  event::v1::GlossaryEntry entry;
  ASSERT_TRUE(ReadLine(" share |it: quota |  ar: حصة ", entry));
  EXPECT_EQ(entry.term(), "share");
  ASSERT_EQ(entry.translations_size(), 2);
  EXPECT_EQ(entry.translations(0).language(), "it");
  EXPECT_EQ(entry.translations(0).text(), "quota");
  EXPECT_EQ(LineOf(entry), "share | it: quota | ar: حصة");
  EXPECT_FALSE(ReadLine("share | quota", entry));
  EXPECT_FALSE(ReadLine("share | in Italian: quota", entry));
}

TEST(ListLinesTest, ACurriculumLinkMayHaveAPlaceAndAnAddress) {
  event::v1::CurriculumLink link;
  ASSERT_TRUE(ReadLine("Indicazioni nazionali 2012 | https://example.org/a", link));
  EXPECT_EQ(link.framework(), "Indicazioni nazionali 2012");
  EXPECT_EQ(link.target(), "");
  EXPECT_EQ(link.url(), "https://example.org/a");
  ASSERT_TRUE(ReadLine("LOMLOE | CE2 | https://example.org/b", link));
  EXPECT_EQ(LineOf(link), "LOMLOE | CE2 | https://example.org/b");
  EXPECT_FALSE(ReadLine("a | b | c | d", link));
}

TEST(ListLinesTest, ACompetenceMayHaveALevel) {
  event::v1::DigCompEduCompetence competence;
  ASSERT_TRUE(ReadLine("2.1 b1", competence));
  EXPECT_EQ(competence.level(), event::v1::DIG_COMP_EDU_LEVEL_B1);
  EXPECT_EQ(LineOf(competence), "2.1 B1");
  ASSERT_TRUE(ReadLine("5.3", competence));
  EXPECT_EQ(LineOf(competence), "5.3");
  EXPECT_FALSE(ReadLine("2.1 expert", competence));
  EXPECT_FALSE(ReadLine("2.1 B1 or so", competence));
}

}  // namespace
}  // namespace cledi
