#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/forms/derived_plan.h"
#include "node/web/pages/practice_address.h"
#include "node/web/pages/practice_fetch.h"
#include "node/web/pages/practice_words.h"
#include "node/web/pages/private_page.h"
#include "node/web/pages/sheet_desk.h"
#include "node/web/pages/writing_pages.h"

namespace cledi {
namespace {

using community::v1::FieldProblem;
using event::v1::Derivation;
using event::v1::LessonPlan;

struct PlanForms {
  using Practice = LessonPlan;
  static constexpr std::string_view kName = "plan";
  static constexpr std::string_view kFolder = "plans";

  static const std::vector<FormSection>& Sections() { return PlanSections(); }

  static StatusOr<ReadPractice<LessonPlan>> Read(const Community& community, std::string_view id,
                                                 std::string_view revision) {
    ASSIGN_OR_RETURN(community::v1::PlanView view, FetchPlan(community, id, revision));
    return ReadPractice<LessonPlan>{.practice = std::move(*view.mutable_plan()),
                                    .id = view.id(),
                                    .revision = view.revision(),
                                    .may_revise = view.may_revise(),
                                    .withdrawn = view.withdrawn()};
  }

  // What a derived plan says of its source, and what it must not have in common with it.
  static void FinishReading(PracticeSheet& sheet, const LessonPlan& before, LessonPlan& plan) {
    if (sheet.purpose == SheetPurpose::kTranslate && !plan.description().language().empty() &&
        plan.description().language() == before.description().language()) {
      AddProblem("description.language", FieldProblem::KIND_NOT_ALLOWED, sheet.problems);
    }
    if (sheet.purpose != SheetPurpose::kAdapt) {
      return;
    }
    const std::string why(sheet.form.Get(kWhyControl).value_or(""));
    if (LinesOf(why).empty()) {
      AddProblem(std::string(kWhyControl), FieldProblem::KIND_NEEDED, sheet.problems);
    }
    plan.mutable_description()->mutable_derived_from(0)->set_note(why);
  }

  static StatusOr<std::string> Publish(const Community& community, const PracticeSheet& sheet,
                                       const std::string& revises, const std::string& key,
                                       const LessonPlan& plan) {
    community::v1::PublishPlanRequest request;
    request.set_key(key);
    *request.mutable_plan() = plan;
    if (!revises.empty()) {
      request.set_revises(revises);
      request.set_change_note(std::string(sheet.form.Get(kChangeNoteControl).value_or("")));
      for (const std::string_view parent : {kBasedOnControl, kSeenControl}) {
        if (const auto revision = sheet.form.Get(parent); revision.has_value()) {
          request.add_parents(std::string(*revision));
        }
      }
    }
    ASSIGN_OR_RETURN(const auto response, community.PublishPlan(request));
    return response.id();
  }
};

using PlanDesk = SheetDesk<PlanForms>;

// The plan that is adapted or translated, at the revision that its form was begun from.
StatusOr<PlanDesk> OpenDerived(const PageContext& context, SheetPurpose purpose,
                               const community::v1::PlanView& source) {
  if (source.withdrawn()) {
    return NotFound("it was taken back");
  }
  const bool translates = purpose == SheetPurpose::kTranslate;
  PlanDesk desk;
  desk.practice =
      DerivedPlan(source, translates ? Derivation::KIND_TRANSLATION : Derivation::KIND_ADAPTATION,
                  CreditOf(context.reader));
  const event::v1::Description& description = source.plan().description();
  desk.sheet.newest = source.revision();
  desk.sheet.source = {.title = description.title(),
                       .language = description.language(),
                       .href = PracticeHref("plans", source.id())};
  PlaceSheet(PlanForms::kName, PlanForms::kFolder, purpose, source.id(), desk.sheet);
  return desk;
}

// The page where a licence allows no changed versions.
HttpResponse RefusedPage(const PageContext& context, const community::v1::PlanView& source) {
  const event::v1::Description& description = source.plan().description();
  const Licence licence = SayLicence(context.words, description.licence());
  View view;
  SetLanguage(view, description.language());
  view.Text("title", description.title())
      .Text("href", PracticeHref("plans", source.id()))
      .Text("licence", licence.name)
      .Say("meaning", licence.meaning);
  return PrintPrivate(context, "derive_refused",
                      {.title = "refused_title", .status = 403, .place = "plans"}, std::move(view));
}

// A translation is most probably into the reader's own language; none where that is the source's.
void SuggestLanguage(const PageContext& context, LessonPlan& plan) {
  const std::string own = LanguageOf(context);
  event::v1::Description& description = *plan.mutable_description();
  description.set_language(own == description.language() ? "" : own);
}

bool Derives(SheetPurpose purpose) {
  return purpose == SheetPurpose::kAdapt || purpose == SheetPurpose::kTranslate;
}

StatusOr<PlanDesk> OpenOwn(const PageContext& context, SheetPurpose purpose, std::string_view id) {
  if (purpose == SheetPurpose::kRevise) {
    return OpenRevision<PlanForms>(context, id);
  }
  PlanDesk desk = OpenNew<PlanForms>(context);
  desk.practice.set_kind(event::v1::PLAN_KIND_LESSON);
  return desk;
}

// Opens the desk for `purpose` and goes on with `use`; `revision`: of the source of a derived
// plan, empty for the one that is shown.
template <class Use>
StatusOr<HttpResponse> AtDesk(const PageContext& context, SheetPurpose purpose, std::string_view id,
                              std::string_view revision, Use use) {
  RETURN_IF_ERROR(CheckMayWrite(context.reader));
  if (!Derives(purpose)) {
    ASSIGN_OR_RETURN(PlanDesk desk, OpenOwn(context, purpose, id));
    return use(std::move(desk));
  }
  ASSIGN_OR_RETURN(const community::v1::PlanView source,
                   FetchPlan(context.community, id, revision));
  if (LicencesFor(source.plan().description().licence()).refused) {
    return RefusedPage(context, source);
  }
  ASSIGN_OR_RETURN(PlanDesk desk, OpenDerived(context, purpose, source));
  return use(std::move(desk));
}

}  // namespace

StatusOr<HttpResponse> PlanFormPage(const PageContext& context, SheetPurpose purpose,
                                    std::string_view id) {
  return AtDesk(context, purpose, id, context.request.query.Get("revision").value_or(""),
                [&](PlanDesk desk) -> StatusOr<HttpResponse> {
                  if (purpose == SheetPurpose::kTranslate) {
                    SuggestLanguage(context, desk.practice);
                  }
                  return PrintOpened(context, std::move(desk));
                });
}

StatusOr<HttpResponse> TakePlanForm(const PageContext& context, SheetPurpose purpose,
                                    std::string_view id, const Query& form) {
  return AtDesk(context, purpose, id, form.Get(kBasedOnControl).value_or(""),
                [&](PlanDesk desk) { return TakeSheet(context, std::move(desk), form); });
}

}  // namespace cledi
