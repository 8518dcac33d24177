#include "node/plan/plan_rules.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/practice/samples.h"

namespace cledi {
namespace {

using event::v1::LessonPlan;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> ProblemsOf(const LessonPlan& plan) {
  FieldProblems problems("plan");
  CheckPlan(plan, problems);
  return problems.described();
}

// One change to a good plan, and the one problem that it makes.
struct Case {
  std::string problem;
  std::function<void(LessonPlan&)> change;
};

std::string Text(size_t bytes) { return std::string(bytes, 'x'); }

void ExpectProblems(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    LessonPlan plan = SamplePlan();
    one.change(plan);
    EXPECT_THAT(ProblemsOf(plan), ElementsAre(one.problem));
  }
}

TEST(PlanRulesTest, AGoodPlanHasNoProblems) { EXPECT_THAT(ProblemsOf(SamplePlan()), IsEmpty()); }

TEST(PlanRulesTest, ThePlansOwnLimitsAreNamedByTheirPath) {
  ExpectProblems({
      {"plan.description.title: needed", [](auto& p) { p.mutable_description()->clear_title(); }},
      {"plan.kind: needed: a lesson, a unit or an activity", [](auto& p) { p.clear_kind(); }},
      {"plan.minutes: at most 100,000 minutes; this says 100,001",
       [](auto& p) { p.set_minutes(100'001); }},
      {"plan.preparation_minutes: at most 100,000 minutes; this says 100,001",
       [](auto& p) { p.set_preparation_minutes(100'001); }},
      {"plan.outcomes[0].verb: at most 100 bytes; this has 101",
       [](auto& p) { p.mutable_outcomes(0)->set_verb(Text(101)); }},
      {"plan.outcomes[0].sentence: needed",
       [](auto& p) { p.mutable_outcomes(0)->clear_sentence(); }},
      {"plan.outcomes: at most 30 of these; there are 31",
       [](auto& p) {
         for (int i = 0; i < 30; ++i) {
           p.add_outcomes()->set_sentence("one more");
         }
       }},
      {"plan.prerequisites[0]: at most 1,000 bytes; this has 1,001",
       [](auto& p) { p.set_prerequisites(0, Text(1001)); }},
      {"plan.curriculum_links[0].framework: needed",
       [](auto& p) { p.mutable_curriculum_links(0)->clear_framework(); }},
      {"plan.curriculum_links[0].target: at most 200 bytes; this has 201",
       [](auto& p) { p.mutable_curriculum_links(0)->set_target(Text(201)); }},
      {"plan.curriculum_links[0].url: an address begins with http:// or https:// and has no spaces",
       [](auto& p) { p.mutable_curriculum_links(0)->set_url("boe.es"); }},
      {"plan.assessment: at most 8,000 bytes; this has 8,001",
       [](auto& p) { p.set_assessment(Text(8001)); }},
      {"plan.challenge: at most 300 bytes; this has 301",
       [](auto& p) { p.set_challenge(Text(301)); }},
      {"plan.committee: one line without control characters, please",
       [](auto& p) { p.set_committee("two\nlines"); }},
      {"plan.project: at most 300 bytes; this has 301", [](auto& p) { p.set_project(Text(301)); }},
      {"plan.scientists[0]: at most 200 bytes; this has 201",
       [](auto& p) { p.set_scientists(0, Text(201)); }},
  });
}

TEST(PlanRulesTest, TheStepsLimitsAreNamedByTheirPath) {
  ExpectProblems({
      {"plan.steps: needed: at least one", [](auto& p) { p.clear_steps(); }},
      {"plan.steps: at most 60 of these; there are 62",
       [](auto& p) {
         for (int i = 0; i < 60; ++i) {
           p.add_steps()->set_id(absl::StrCat("more-", i));
           p.mutable_steps(p.steps_size() - 1)->set_name("one more");
         }
       }},
      {"plan.steps[1].procedure: at most 8,000 bytes; this has 9,211",
       [](auto& p) { p.mutable_steps(1)->set_procedure(Text(9211)); }},
      {"plan.steps[0].procedure: a step has a name, a procedure or both",
       [](auto& p) {
         p.mutable_steps(0)->clear_name();
         p.mutable_steps(0)->clear_procedure();
       }},
      {"plan.steps[0].id: needed", [](auto& p) { p.mutable_steps(0)->clear_id(); }},
      {"plan.steps[0].id: at most 32 bytes; this has 33",
       [](auto& p) { p.mutable_steps(0)->set_id(Text(33)); }},
      {"plan.steps[1].id: another step has this id",
       [](auto& p) { p.mutable_steps(1)->set_id("s1"); }},
      {"plan.steps[0].name: at most 300 bytes; this has 301",
       [](auto& p) { p.mutable_steps(0)->set_name(Text(301)); }},
      {"plan.steps[0].minutes: at most 100,000 minutes; this says 100,001",
       [](auto& p) { p.mutable_steps(0)->set_minutes(100'001); }},
      {"plan.steps[0].materials[0]: at most 300 bytes; this has 301",
       [](auto& p) { p.mutable_steps(0)->set_materials(0, Text(301)); }},
      {"plan.steps[0].digital_tool: at most 300 bytes; this has 301",
       [](auto& p) { p.mutable_steps(0)->set_digital_tool(Text(301)); }},
      {"plan.steps[0].low_tech_alternative: at most 2,000 bytes; this has 2,001",
       [](auto& p) { p.mutable_steps(0)->set_low_tech_alternative(Text(2001)); }},
  });
}

TEST(PlanRulesTest, TheLimitsOfInclusionAndPracticalitiesAreNamedByTheirPath) {
  ExpectProblems({
      {"plan.inclusion.language_objective: at most 2,000 bytes; this has 2,001",
       [](auto& p) { p.mutable_inclusion()->set_language_objective(Text(2001)); }},
      {"plan.inclusion.newly_arrived_support: at most 4,000 bytes; this has 4,001",
       [](auto& p) { p.mutable_inclusion()->set_newly_arrived_support(Text(4001)); }},
      {"plan.inclusion.differentiation: at most 4,000 bytes; this has 4,001",
       [](auto& p) { p.mutable_inclusion()->set_differentiation(Text(4001)); }},
      {"plan.inclusion.home_language_use: at most 4,000 bytes; this has 4,001",
       [](auto& p) { p.mutable_inclusion()->set_home_language_use(Text(4001)); }},
      {"plan.inclusion.glossary[0].term: needed",
       [](auto& p) { p.mutable_inclusion()->mutable_glossary(0)->clear_term(); }},
      {"plan.inclusion.glossary[0].translations[0].language: needed",
       [](auto& p) {
         p.mutable_inclusion()->mutable_glossary(0)->mutable_translations(0)->clear_language();
       }},
      {"plan.inclusion.glossary[0].translations[0].text: at most 500 bytes; this has 501",
       [](auto& p) {
         p.mutable_inclusion()->mutable_glossary(0)->mutable_translations(0)->set_text(Text(501));
       }},
      {"plan.inclusion.family_involvement: at most 4,000 bytes; this has 4,001",
       [](auto& p) { p.mutable_inclusion()->set_family_involvement(Text(4001)); }},
      {"plan.inclusion.accessibility_features[0]: needed",
       [](auto& p) { p.mutable_inclusion()->set_accessibility_features(0, ""); }},
      {"plan.inclusion.sensitive_content_note: at most 2,000 bytes; this has 2,001",
       [](auto& p) { p.mutable_inclusion()->set_sensitive_content_note(Text(2001)); }},
      {"plan.practicalities.devices: at most 500 bytes; this has 501",
       [](auto& p) { p.mutable_practicalities()->set_devices(Text(501)); }},
      {"plan.practicalities.privacy_note: at most 2,000 bytes; this has 2,001",
       [](auto& p) { p.mutable_practicalities()->set_privacy_note(Text(2001)); }},
      {"plan.practicalities.copyright_note: at most 2,000 bytes; this has 2,001",
       [](auto& p) { p.mutable_practicalities()->set_copyright_note(Text(2001)); }},
      {"plan.practicalities.esafety_note: at most 2,000 bytes; this has 2,001",
       [](auto& p) { p.mutable_practicalities()->set_esafety_note(Text(2001)); }},
  });
}

TEST(PlanRulesTest, StepsWithoutIdsGetOnesThatAreFree) {
  LessonPlan plan = SamplePlan();
  plan.mutable_steps(0)->set_id("step-1");
  plan.mutable_steps(1)->clear_id();
  plan.add_steps()->set_name("third");

  FillStepIds(plan);

  EXPECT_EQ(plan.steps(0).id(), "step-1");
  EXPECT_EQ(plan.steps(1).id(), "step-2");
  EXPECT_EQ(plan.steps(2).id(), "step-3");
}

TEST(PlanRulesTest, MinutesAreTheSumOfTheStepsWhereNothingElseIsSaid) {
  LessonPlan plan = SamplePlan();
  plan.set_minutes(50);
  EXPECT_EQ(TotalMinutes(plan), 50u);
  plan.clear_minutes();
  EXPECT_EQ(TotalMinutes(plan), 45u);
}

TEST(PlanRulesTest, RecommendedFieldsThatAreEmptyAreNamed) {
  EXPECT_THAT(MissingFields(SamplePlan()), IsEmpty());

  LessonPlan plan = SamplePlan();
  plan.clear_minutes();  // The steps still say how long it takes.
  plan.mutable_description()->clear_levels();
  plan.mutable_inclusion()->clear_entry_level();

  EXPECT_THAT(MissingFields(plan), ElementsAre("description.levels", "inclusion.entry_level"));
}

}  // namespace
}  // namespace cledi
