#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/pages/card_view.h"
#include "node/web/pages/json_ld.h"
#include "node/web/pages/markdown.h"
#include "node/web/pages/pages.h"
#include "node/web/pages/practice_actions.h"
#include "node/web/pages/practice_fetch.h"
#include "node/web/pages/practice_lineage.h"
#include "node/web/pages/practice_parts.h"
#include "node/web/pages/practice_words.h"
#include "node/web/pages/talk_pages.h"
#include "node/web/words/language_names.h"

namespace cledi {
namespace {

using community::v1::PlanView;
using event::v1::LessonPlan;

uint32_t StepMinutes(const LessonPlan& plan) {
  return std::accumulate(
      plan.steps().begin(), plan.steps().end(), uint32_t{0},
      [](uint32_t sum, const event::v1::Step& step) { return sum + step.minutes(); });
}

std::vector<View> PlanFacts(const PlanView& plan, const Words& words, const Directory& directory,
                            PersonNames& names) {
  const LessonPlan& lesson = plan.plan();
  const PracticeRecord record = RecordOf(plan);
  FactViews facts(words);
  facts.Add("fact_kind", SayEnum(words, lesson.kind()));
  facts.Add("fact_time",
            SayDuration(words, lesson.minutes() > 0 ? lesson.minutes() : StepMinutes(lesson)));
  facts.Add("fact_preparation", SayDuration(words, lesson.preparation_minutes()));
  AddDescriptionFacts(facts, record, words, directory);
  facts.Add("fact_connectivity", SayEnum(words, lesson.practicalities().connectivity()));
  facts.AddText("fact_devices", lesson.practicalities().devices());
  AddRecordFacts(facts, record, words, names);
  return facts.Take();
}

View StepView(const event::v1::Step& step, int64_t number, std::string_view plan,
              const Words& words) {
  View view;
  view.Text("name", step.name())
      .Say("number", words.Format("step_number", {{"step", number}}))
      .Text("anchor", absl::StrCat("step-", number))
      .Text("ask_step_href",
            absl::StrCat("/talk/new?practice=", PercentEncode(plan), "&step=", number))
      .Say("time", SayDuration(words, step.minutes()))
      .Say("grouping", SayEnum(words, step.grouping()))
      .Insert("procedure_html", RenderMarkdown(step.procedure(), 4))
      .Flag("has_materials", !step.materials().empty())
      .Texts("materials", {step.materials().begin(), step.materials().end()})
      .Text("tool", step.digital_tool())
      .Text("low_tech", step.low_tech_alternative());
  return view;
}

// The glossary as a table: a column for each language that any entry has.
void SetGlossary(View& view, const event::v1::Inclusion& inclusion, std::string_view language) {
  std::vector<std::string> languages;
  for (const auto& entry : inclusion.glossary()) {
    for (const auto& translation : entry.translations()) {
      if (std::ranges::find(languages, translation.language()) == languages.end()) {
        languages.push_back(translation.language());
      }
    }
  }
  std::vector<View> columns;
  for (const std::string& column : languages) {
    View& column_view = columns.emplace_back();
    SetLanguage(column_view, column);
    column_view.Text("name", OwnLanguageName(column));
  }
  std::vector<View> rows;
  for (const auto& entry : inclusion.glossary()) {
    std::vector<View> cells;
    for (const std::string& column : languages) {
      const auto translation = std::ranges::find(entry.translations(), column,
                                                 &event::v1::GlossaryTranslation::language);
      View& cell = cells.emplace_back();
      SetLanguage(cell, column);
      cell.Text("text", translation == entry.translations().end() ? "" : translation->text());
    }
    View& row = rows.emplace_back();
    SetLanguage(row, language);
    row.Text("term", entry.term()).List("cells", std::move(cells));
  }
  view.Flag("has_glossary", !rows.empty())
      .List("glossary_languages", std::move(columns))
      .List("glossary", std::move(rows));
}

std::vector<View> InclusionParts(const event::v1::Inclusion& inclusion, const Words& words) {
  std::vector<View> parts;
  AddProse(parts, words, "inclusion_language_objective", inclusion.language_objective());
  AddProse(parts, words, "inclusion_newly_arrived", inclusion.newly_arrived_support());
  AddProse(parts, words, "inclusion_differentiation", inclusion.differentiation());
  AddProse(parts, words, "inclusion_home_languages", inclusion.home_language_use());
  AddProse(parts, words, "inclusion_family", inclusion.family_involvement());
  AddProse(parts, words, "inclusion_sensitive", inclusion.sensitive_content_note());
  return parts;
}

std::vector<View> PracticalParts(const event::v1::Practicalities& practicalities,
                                 const Words& words) {
  std::vector<View> parts;
  AddProse(parts, words, "practical_privacy", practicalities.privacy_note());
  AddProse(parts, words, "practical_copyright", practicalities.copyright_note());
  AddProse(parts, words, "practical_esafety", practicalities.esafety_note());
  return parts;
}

std::vector<View> ContextFacts(const LessonPlan& plan, const Words& words) {
  FactViews facts(words);
  facts.AddText("context_challenge", plan.challenge());
  facts.AddText("context_committee", plan.committee());
  facts.AddText("context_project", plan.project());
  facts.AddText("context_scientists",
                words.Join({plan.scientists().begin(), plan.scientists().end()}));
  return facts.Take();
}

std::vector<View> CurriculumViews(const LessonPlan& plan) {
  std::vector<View> links;
  for (const auto& link : plan.curriculum_links()) {
    links.emplace_back()
        .Text("framework", link.framework())
        .Text("target", link.target())
        .Text("href", WebAddress(link.url()));
  }
  return links;
}

// The parts of a plan beside those that every practice has.
void SetPlanParts(View& view, const LessonPlan& plan, std::string_view id, const Words& words) {
  std::vector<std::string> outcomes;
  for (const auto& outcome : plan.outcomes()) {
    outcomes.push_back(outcome.sentence().empty() ? outcome.verb() : outcome.sentence());
  }
  std::vector<View> steps;
  for (const auto& step : plan.steps()) {
    steps.push_back(StepView(step, static_cast<int64_t>(steps.size()) + 1, id, words));
  }
  std::vector<View> accessibility;
  for (const std::string& feature : plan.inclusion().accessibility_features()) {
    accessibility.emplace_back().Say("text", SayAccessibility(words, feature));
  }
  std::vector<View> inclusion = InclusionParts(plan.inclusion(), words);
  std::vector<View> practical = PracticalParts(plan.practicalities(), words);
  std::vector<View> context = ContextFacts(plan, words);
  std::vector<View> curriculum = CurriculumViews(plan);
  const Phrase entry_level = SayEnum(words, plan.inclusion().entry_level());
  const Phrase total = SayDuration(words, StepMinutes(plan));
  view.Flag("has_outcomes", !outcomes.empty())
      .Texts("outcomes", outcomes)
      .Flag("has_prerequisites", !plan.prerequisites().empty())
      .Texts("prerequisites", {plan.prerequisites().begin(), plan.prerequisites().end()})
      .Flag("has_steps", !steps.empty())
      .List("steps", std::move(steps))
      .Say("steps_total",
           total.text.empty() ? Phrase{} : words.Format("steps_total", {{"duration", total.text}}))
      .Insert("assessment_html", RenderMarkdown(plan.assessment(), 3))
      .Flag("has_inclusion",
            !inclusion.empty() || !entry_level.text.empty() || !accessibility.empty())
      .Say("entry_level", entry_level)
      .List("inclusion", std::move(inclusion))
      .Flag("has_accessibility", !accessibility.empty())
      .List("accessibility", std::move(accessibility))
      .Flag("has_practical", !practical.empty())
      .List("practical", std::move(practical))
      .Flag("has_curriculum", !curriculum.empty())
      .List("curriculum", std::move(curriculum))
      .Flag("has_context", !context.empty())
      .List("context", std::move(context));
  SetGlossary(view, plan.inclusion(), plan.description().language());
}

// Says whether this is the newest version, and whether others wait to be brought together.
void SetVersionNotes(View& view, const PlanView& plan, bool older, const Words& words) {
  const int64_t parallel = std::max(plan.heads_size() - 1, 0);
  SetOlderNote(view, RecordOf(plan), older, words);
  view.Say("parallel_note",
           parallel > 0 ? words.Format("history_parallel", {{"count", parallel}}) : Phrase{});
}

}  // namespace

StatusOr<HttpResponse> PlanPage(const PageContext& context, std::string_view id) {
  const Words& words = context.words;
  const std::string revision(context.request.query.Get("revision").value_or(""));
  ASSIGN_OR_RETURN(const PlanView plan, FetchPlan(context.community, id, revision));
  const PracticeRecord record = RecordOf(plan);
  if (std::string better = BetterAddress("plans", id, plan.id()); !better.empty()) {
    return RedirectTo(std::move(better), 308);
  }
  if (plan.withdrawn()) {
    return WithdrawnPage(context, record);
  }
  ASSIGN_OR_RETURN(const Directory directory, Directory::Read(context.community));
  ASSIGN_OR_RETURN(const admin::v1::GetNetworkResponse network, context.node.GetNetwork());

  const event::v1::Description& description = plan.plan().description();
  const bool older = !revision.empty() && !plan.heads().empty() &&
                     std::ranges::find(plan.heads(), revision) == plan.heads().end();
  View view;
  PersonNames names(context.community);
  view.List("facts", PlanFacts(plan, words, directory, names));
  SetCommonParts(view, record, words, directory);
  SetLineage(view, record, NetworkSummary(network), words, directory);
  SetPlanParts(view, plan.plan(), plan.id(), words);
  SetVersionNotes(view, plan, older, words);
  SetPracticeActions(view, context, plan);
  RETURN_IF_ERROR(SetTalk(view, context, plan.id(), directory));
  const Frame frame{.title = description.title(),
                    .title_language = description.language(),
                    .description = MarkdownAsText(description.summary(), kMetaDescriptionBytes),
                    .place = "plans",
                    .json_ld = PlanJsonLd(plan, directory, context.layout.site().address),
                    .listed = revision.empty()};
  return context.layout.Print("plan", frame, std::move(view), words, context.request,
                              context.reader);
}

}  // namespace cledi
