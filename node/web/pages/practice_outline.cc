#include "node/web/pages/practice_outline.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "node/web/pages/practice_words.h"
#include "node/web/words/language_names.h"

namespace cledi {
namespace {

using event::v1::Description;
using event::v1::LessonPlan;
using event::v1::Step;
using event::v1::TrainingResource;

template <class Texts>
std::string Lines(const Texts& texts) {
  return absl::StrJoin(texts, "\n");
}

// Each value as `say` says it; what has no words is left out.
template <class Values, class Say>
std::string LinesOf(const Values& values, Say say) {
  std::vector<std::string> lines;
  for (const auto& value : values) {
    if (std::string line = say(value); !line.empty()) {
      lines.push_back(std::move(line));
    }
  }
  return Lines(lines);
}

template <class Enum, class Values>
std::string EnumLines(const Words& words, const Values& values) {
  return LinesOf(values, [&](int value) { return SayEnum(words, static_cast<Enum>(value)).text; });
}

std::string NamesOf(const google::protobuf::RepeatedPtrField<event::v1::Credit>& credits) {
  return LinesOf(credits, [](const event::v1::Credit& credit) { return credit.name(); });
}

std::string AccessibilityLines(const google::protobuf::RepeatedPtrField<std::string>& features,
                               const Words& words) {
  return LinesOf(features,
                 [&](const std::string& feature) { return SayAccessibility(words, feature).text; });
}

void AddForWhom(const Description& description, const Words& words, OutlineSection& about) {
  about.fields.push_back(
      {"fact_level", EnumLines<event::v1::EducationLevel>(words, description.levels())});
  about.fields.push_back({"fact_ages", SayAges(words, description.ages()).text});
  about.fields.push_back(
      {"fact_pillars", EnumLines<event::v1::Pillar>(words, description.pillars())});
  about.fields.push_back(
      {"fact_subjects", LinesOf(description.subjects(), [&](const std::string& subject) {
         return SaySubject(words, subject).text;
       })});
  about.fields.push_back({"fact_keywords", Lines(description.keywords())});
}

OutlineSection CreditsOf(const Description& description, const Words& words) {
  return {.heading = "compare_credits",
          .fields = {{"fact_licence", SayLicence(words, description.licence()).name},
                     {"fact_authors", NamesOf(description.authors())},
                     {"fact_contributors", NamesOf(description.contributors())},
                     {"fact_translators", NamesOf(description.translators())}}};
}

OutlineSection AboutPlan(const LessonPlan& plan, const Words& words) {
  OutlineSection about{
      .heading = "compare_about",
      .fields = {{"compare_title_field", plan.description().title()},
                 {"compare_summary_field", plan.description().summary()},
                 {"fact_kind", SayEnum(words, plan.kind()).text},
                 {"fact_time", SayDuration(words, plan.minutes()).text},
                 {"fact_preparation", SayDuration(words, plan.preparation_minutes()).text}}};
  AddForWhom(plan.description(), words, about);
  return about;
}

OutlineSection PracticalitiesOf(const LessonPlan& plan, const Words& words) {
  const auto& practical = plan.practicalities();
  return {.heading = "section_practicalities",
          .fields = {{"fact_connectivity", SayEnum(words, practical.connectivity()).text},
                     {"fact_devices", practical.devices()},
                     {"practical_privacy", practical.privacy_note()},
                     {"practical_copyright", practical.copyright_note()},
                     {"practical_esafety", practical.esafety_note()}}};
}

OutlineStep StepOf(const Step& step, const Words& words) {
  return {.id = step.id(),
          .name = step.name(),
          .fields = {{"compare_step_name", step.name()},
                     {"compare_step_time", SayDuration(words, step.minutes()).text},
                     {"compare_step_grouping", SayEnum(words, step.grouping()).text},
                     {"compare_step_procedure", step.procedure()},
                     {"step_materials", Lines(step.materials())},
                     {"step_tool", step.digital_tool()},
                     {"step_low_tech", step.low_tech_alternative()}}};
}

OutlineSection InclusionOf(const LessonPlan& plan, const Words& words) {
  const auto& inclusion = plan.inclusion();
  return {.heading = "section_inclusion",
          .fields = {{"inclusion_entry_level", SayEnum(words, inclusion.entry_level()).text},
                     {"inclusion_language_objective", inclusion.language_objective()},
                     {"inclusion_newly_arrived", inclusion.newly_arrived_support()},
                     {"inclusion_differentiation", inclusion.differentiation()},
                     {"inclusion_home_languages", inclusion.home_language_use()},
                     {"inclusion_family", inclusion.family_involvement()},
                     {"inclusion_accessibility",
                      AccessibilityLines(inclusion.accessibility_features(), words)},
                     {"inclusion_sensitive", inclusion.sensitive_content_note()}}};
}

std::string GlossaryLine(const event::v1::GlossaryEntry& entry) {
  std::string line = entry.term();
  for (const auto& translation : entry.translations()) {
    absl::StrAppend(&line, " · ", OwnLanguageName(translation.language()), ": ",
                    translation.text());
  }
  return line;
}

std::string CurriculumLine(const event::v1::CurriculumLink& link) {
  return link.target().empty() ? link.framework()
                               : absl::StrCat(link.framework(), ": ", link.target());
}

std::string OutcomeLine(const event::v1::Outcome& outcome) {
  return outcome.sentence().empty() ? outcome.verb() : outcome.sentence();
}

}  // namespace

Outline OutlineOf(const LessonPlan& plan, const Words& words) {
  Outline outline;
  outline.before_steps = {
      AboutPlan(plan, words),
      {"section_outcomes", {{"", LinesOf(plan.outcomes(), OutcomeLine)}}},
      {"section_prerequisites", {{"", Lines(plan.prerequisites())}}},
      PracticalitiesOf(plan, words),
  };
  for (const Step& step : plan.steps()) {
    outline.steps.push_back(StepOf(step, words));
  }
  outline.after_steps = {
      {"section_assessment", {{"", plan.assessment()}}},
      InclusionOf(plan, words),
      {"section_glossary", {{"", LinesOf(plan.inclusion().glossary(), GlossaryLine)}}},
      {"section_curriculum", {{"", LinesOf(plan.curriculum_links(), CurriculumLine)}}},
      {"section_context",
       {{"context_challenge", plan.challenge()},
        {"context_committee", plan.committee()},
        {"context_project", plan.project()},
        {"context_scientists", Lines(plan.scientists())}}},
      CreditsOf(plan.description(), words),
  };
  return outline;
}

Outline OutlineOf(const TrainingResource& resource, const Words& words) {
  OutlineSection about{
      .heading = "compare_about",
      .fields = {
          {"compare_title_field", resource.description().title()},
          {"compare_summary_field", resource.description().summary()},
          {"fact_kind", SayEnum(words, resource.type()).text},
          {"fact_resource_time", SayDuration(words, resource.minutes()).text},
          {"fact_mode", SayEnum(words, resource.mode()).text},
          {"fact_audience", EnumLines<event::v1::AudienceRole>(words, resource.audience_roles())},
          {"fact_uses", Lines(resource.uses())},
          {"fact_accessibility", AccessibilityLines(resource.accessibility_features(), words)}}};
  AddForWhom(resource.description(), words, about);
  Outline outline;
  outline.before_steps = {
      std::move(about),
      {"section_links",
       {{"", Lines(resource.links())},
        {"link_low_connectivity", resource.low_connectivity_link()}}},
      {"section_text", {{"", resource.body()}}},
      {"section_files",
       {{"", LinesOf(resource.files(),
                     [](const event::v1::FileReference& file) { return file.name(); })}}},
      CreditsOf(resource.description(), words),
  };
  return outline;
}

}  // namespace cledi
