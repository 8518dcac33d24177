#include "node/plan/plan_rules.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "node/fields/field_checks.h"
#include "node/practice/description_rules.h"

namespace cledi {
namespace {

using event::v1::LessonPlan;
using event::v1::Step;

constexpr int kStepsMax = 60;
constexpr TextRule kNote{.bytes_max = 2000, .lines = true};
constexpr TextRule kSection{.bytes_max = 4000, .lines = true};
constexpr TextRule kProcedure{.bytes_max = 8000, .lines = true};
constexpr TextRule kLabel{.bytes_max = 300};

void CheckStep(const Step& step, FieldProblems& problems) {
  CheckText("id", step.id(), {.bytes_max = 32, .required = true}, problems);
  CheckText("name", step.name(), kLabel, problems);
  CheckText("procedure", step.procedure(), kProcedure, problems);
  if (step.name().empty() && step.procedure().empty()) {
    problems.Add("procedure", FieldProblem::KIND_ONE_OF_NEEDED,
                 "a step has a name, a procedure or both");
  }
  CheckMinutes("minutes", step.minutes(), problems);
  CheckTexts("materials", step.materials(), kListMax, {.bytes_max = 300, .required = true},
             problems);
  CheckText("digital_tool", step.digital_tool(), kLabel, problems);
  CheckText("low_tech_alternative", step.low_tech_alternative(), kNote, problems);
}

void CheckSteps(const LessonPlan& plan, FieldProblems& problems) {
  if (plan.steps().empty()) {
    problems.Add("steps", FieldProblem::KIND_NEEDED, "needed: at least one");
  }
  CheckEach("steps", plan.steps(), kStepsMax, CheckStep, problems);
  std::set<std::string_view> ids;
  for (int i = 0; i < std::min(plan.steps_size(), kStepsMax); ++i) {
    if (!plan.steps(i).id().empty() && !ids.insert(plan.steps(i).id()).second) {
      const FieldProblems::Scope scope(problems, "steps", i);
      problems.Add("id", FieldProblem::KIND_REPEATED, "another step has this id");
    }
  }
}

void CheckOutcome(const event::v1::Outcome& outcome, FieldProblems& problems) {
  CheckText("verb", outcome.verb(), {.bytes_max = 100}, problems);
  CheckText("sentence", outcome.sentence(), {.bytes_max = 1000, .required = true}, problems);
}

void CheckCurriculumLink(const event::v1::CurriculumLink& link, FieldProblems& problems) {
  CheckText("framework", link.framework(), {.bytes_max = 200, .required = true}, problems);
  CheckText("target", link.target(), {.bytes_max = 200}, problems);
  CheckUrl("url", link.url(), problems);
}

void CheckInclusion(const event::v1::Inclusion& inclusion, FieldProblems& problems) {
  const FieldProblems::Scope scope(problems, "inclusion");
  CheckText("language_objective", inclusion.language_objective(), kNote, problems);
  CheckText("newly_arrived_support", inclusion.newly_arrived_support(), kSection, problems);
  CheckText("differentiation", inclusion.differentiation(), kSection, problems);
  CheckText("home_language_use", inclusion.home_language_use(), kSection, problems);
  CheckGlossary("glossary", inclusion.glossary(), problems);
  CheckText("family_involvement", inclusion.family_involvement(), kSection, problems);
  CheckTexts("accessibility_features", inclusion.accessibility_features(), kListMax,
             {.bytes_max = 100, .required = true}, problems);
  CheckText("sensitive_content_note", inclusion.sensitive_content_note(), kNote, problems);
}

void CheckPracticalities(const event::v1::Practicalities& practicalities, FieldProblems& problems) {
  const FieldProblems::Scope scope(problems, "practicalities");
  CheckText("devices", practicalities.devices(), {.bytes_max = 500, .lines = true}, problems);
  CheckText("privacy_note", practicalities.privacy_note(), kNote, problems);
  CheckText("copyright_note", practicalities.copyright_note(), kNote, problems);
  CheckText("esafety_note", practicalities.esafety_note(), kNote, problems);
}

}  // namespace

void CheckPlan(const LessonPlan& plan, FieldProblems& problems) {
  CheckDescription(plan.description(), problems);
  if (plan.kind() <= 0) {
    problems.Add("kind", FieldProblem::KIND_NEEDED, "needed: a lesson, a unit or an activity");
  }
  CheckMinutes("minutes", plan.minutes(), problems);
  CheckMinutes("preparation_minutes", plan.preparation_minutes(), problems);
  CheckEach("outcomes", plan.outcomes(), kListMax, CheckOutcome, problems);
  CheckTexts("prerequisites", plan.prerequisites(), kListMax, {.bytes_max = 1000, .required = true},
             problems);
  CheckEach("curriculum_links", plan.curriculum_links(), kListMax, CheckCurriculumLink, problems);
  CheckSteps(plan, problems);
  CheckText("assessment", plan.assessment(), kProcedure, problems);
  CheckInclusion(plan.inclusion(), problems);
  CheckPracticalities(plan.practicalities(), problems);
  CheckText("challenge", plan.challenge(), kLabel, problems);
  CheckText("committee", plan.committee(), kLabel, problems);
  CheckText("project", plan.project(), kLabel, problems);
  CheckTexts("scientists", plan.scientists(), kListMax, {.bytes_max = 200, .required = true},
             problems);
}

void FillStepIds(LessonPlan& plan) {
  std::set<std::string> taken;
  for (const Step& step : plan.steps()) {
    taken.insert(step.id());
  }
  size_t number = 0;
  for (Step& step : *plan.mutable_steps()) {
    while (step.id().empty()) {
      std::string id = absl::StrCat("step-", ++number);
      if (taken.insert(id).second) {
        step.set_id(std::move(id));
      }
    }
  }
}

uint32_t TotalMinutes(const LessonPlan& plan) {
  if (plan.minutes() != 0) {
    return plan.minutes();
  }
  uint32_t minutes = 0;
  for (const Step& step : plan.steps()) {
    minutes += step.minutes();
  }
  return minutes;
}

std::vector<std::string> MissingFields(const LessonPlan& plan) {
  std::vector<std::string> missing;
  AddMissing(plan.description(), missing);
  const auto want = [&missing](bool there, std::string_view field) {
    if (!there) {
      missing.emplace_back(field);
    }
  };
  want(!plan.outcomes().empty(), "outcomes");
  want(TotalMinutes(plan) != 0, "minutes");
  want(!plan.assessment().empty(), "assessment");
  want(!plan.inclusion().language_objective().empty(), "inclusion.language_objective");
  want(plan.inclusion().entry_level() != event::v1::CEFR_LEVEL_UNSPECIFIED,
       "inclusion.entry_level");
  want(!plan.inclusion().newly_arrived_support().empty(), "inclusion.newly_arrived_support");
  want(!plan.inclusion().differentiation().empty(), "inclusion.differentiation");
  want(plan.practicalities().connectivity() != event::v1::CONNECTIVITY_UNSPECIFIED,
       "practicalities.connectivity");
  return missing;
}

}  // namespace cledi
