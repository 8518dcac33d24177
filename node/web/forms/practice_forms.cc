#include "node/web/forms/practice_forms.h"

#include <optional>

#include "absl/strings/str_cat.h"

#include "federation/base/status.h"
#include "federation/base/text.h"
#include "node/web/forms/step_groups.h"

namespace cledi {
namespace {

using event::v1::LessonPlan;
using event::v1::TrainingResource;

// The number in brackets that a path goes on with after `list`, taken off with all before it.
std::optional<int> TakeIndex(std::string_view& path, std::string_view list) {
  std::string_view rest = path;
  if (!rest.starts_with(list) || !rest.substr(list.size()).starts_with('[')) {
    return std::nullopt;
  }
  rest.remove_prefix(list.size() + 1);
  const std::optional<uint64_t> index = ParseDecimal(TakeUntil(rest, ']'));
  if (!index.has_value() || *index > 9999) {
    return std::nullopt;
  }
  path = rest;
  return static_cast<int>(*index);
}

ProblemPlace PlaceIn(const FormField* field, std::string_view prefix, std::string_view path) {
  if (field == nullptr) {
    return {};
  }
  ProblemPlace place{.control = absl::StrCat(ToAbsl(prefix), ToAbsl(field->name)), .field = field};
  if (field->kind == FieldKind::kLines) {
    place.line = TakeIndex(path, field->path).value_or(-1) + 1;
  }
  return place;
}

// What both kinds end with.

FormSection CreditsSection() {
  using enum FieldKind;
  return {"credits",
          {{"authors", "description.authors", kLines},
           {"contributors", "description.contributors", kLines},
           {"translators", "description.translators", kLines}}};
}

FormSection LicenceSection() {
  return {"", {{"licence", "description.licence", FieldKind::kLicence, true}}};
}

}  // namespace

const std::vector<FormSection>& ResourceSections() {
  using enum FieldKind;
  static const auto& sections = *new std::vector<FormSection>{
      {"",
       {{"title", "description.title", kLine, true},
        {"type", "type", kChoice, true},
        {"summary", "description.summary", kText, true},
        {"links", "links", kLines},
        {"body", "body", kText},
        {"language", "description.language", kLanguage, true}}},
      {"audience",
       {{"audience_roles", "audience_roles", kChoices},
        {"levels", "description.levels", kChoices},
        {"ages_from", "description.ages.from_years", kNumber},
        {"ages_to", "description.ages.to_years", kNumber},
        {"minutes", "minutes", kNumber},
        {"mode", "mode", kChoice},
        {"uses", "uses", kLines}}},
      {"topic",
       {{"pillars", "description.pillars", kChoices},
        {"subjects", "description.subjects", kTags},
        {"topics", "description.subjects", kOtherTags},
        {"competences", "competences", kLines},
        {"keywords", "description.keywords", kLines}}},
      {"access",
       {{"accessibility", "accessibility_features", kTags},
        {"captions", "caption_languages", kTags},
        {"low_connectivity", "low_connectivity_link", kLine},
        {"review_due", "review_due_unix_ms", kDate}}},
      CreditsSection(),
      LicenceSection(),
  };
  return sections;
}

const std::vector<FormSection>& PlanSections() {
  using enum FieldKind;
  static const auto& sections = *new std::vector<FormSection>{
      {"",
       {{"title", "description.title", kLine, true},
        {"kind", "kind", kChoice, true},
        {"summary", "description.summary", kText, true},
        {"language", "description.language", kLanguage, true}}},
      {"class",
       {{"levels", "description.levels", kChoices},
        {"ages_from", "description.ages.from_years", kNumber},
        {"ages_to", "description.ages.to_years", kNumber},
        {"minutes", "minutes", kNumber},
        {"preparation", "preparation_minutes", kNumber},
        {"subjects", "description.subjects", kTags},
        {"topics", "description.subjects", kOtherTags},
        {"pillars", "description.pillars", kChoices},
        {"keywords", "description.keywords", kLines}}},
      {"learning",
       {{"outcomes", "outcomes", kLines},
        {"prerequisites", "prerequisites", kLines},
        {"assessment", "assessment", kText},
        {"curriculum", "curriculum_links", kLines}}},
      {"inclusion",
       {{"language_objective", "inclusion.language_objective", kText},
        {"entry_level", "inclusion.entry_level", kChoice},
        {"newly_arrived", "inclusion.newly_arrived_support", kText},
        {"differentiation", "inclusion.differentiation", kText},
        {"home_languages", "inclusion.home_language_use", kText},
        {"family", "inclusion.family_involvement", kText},
        {"glossary", "inclusion.glossary", kLines},
        {"accessibility", "inclusion.accessibility_features", kTags},
        {"sensitive", "inclusion.sensitive_content_note", kText}}},
      {"practical",
       {{"connectivity", "practicalities.connectivity", kChoice},
        {"devices", "practicalities.devices", kText},
        {"privacy", "practicalities.privacy_note", kText},
        {"copyright", "practicalities.copyright_note", kText},
        {"esafety", "practicalities.esafety_note", kText}}},
      {"context",
       {{"challenge", "challenge", kLine},
        {"committee", "committee", kLine},
        {"project", "project", kLine},
        {"scientists", "scientists", kLines}}},
      CreditsSection(),
      LicenceSection(),
  };
  return sections;
}

Form FormOf(const TrainingResource& resource) {
  Form form;
  FillFields(ResourceSections(), resource, form);
  return form;
}

Form FormOf(const LessonPlan& plan) {
  Form form;
  FillFields(PlanSections(), plan, form);
  FillSteps(plan, form);
  return form;
}

void ReadForm(const Form& form, TrainingResource& practice, FieldProblemList& problems) {
  ReadFields(ResourceSections(), form, practice, problems);
}

void ReadForm(const Form& form, LessonPlan& practice, FieldProblemList& problems) {
  Form numbered = form;
  RenumberSteps(numbered);
  ReadFields(PlanSections(), numbered, practice, problems);
  ReadSteps(numbered, practice, problems);
  if (practice.steps().empty()) {
    AddProblem("steps", community::v1::FieldProblem::KIND_NEEDED, problems);
  }
}

ProblemPlace PlaceOfProblem(const Form& form, const std::vector<FormSection>& sections,
                            std::string_view path) {
  if (path == "steps") {
    path = "steps[0].procedure";
  }
  const std::optional<int> step = TakeIndex(path, "steps");
  if (!step.has_value()) {
    return PlaceIn(FindField(sections, path), "", path);
  }
  const int group = std::max(GroupOfStep(form, *step), 1);
  path.remove_prefix(std::min<size_t>(path.size(), 1));  // The dot.
  ProblemPlace place = PlaceIn(FindField(StepFields(), path), StepPrefix(group), path);
  place.step = group;
  return place;
}

}  // namespace cledi
