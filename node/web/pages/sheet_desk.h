// What the forms of plans and of resources do alike, from opening one to publishing what is in
// it. `Kind` says how its practices are read and published:
//
//   using Practice = …;                  the message
//   kName, kFolder                       "plan", "plans"
//   Sections()                           of its form
//   Read(community, id, revision)        -> StatusOr<ReadPractice<Practice>>
//   Publish(community, …)                -> StatusOr<std::string>, the id

#ifndef CLEDI_NODE_WEB_PAGES_SHEET_DESK_H_
#define CLEDI_NODE_WEB_PAGES_SHEET_DESK_H_

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "federation/base/bytes.h"
#include "federation/rpc/status_detail.h"
#include "node/web/forms/licence_choice.h"
#include "node/web/forms/step_groups.h"
#include "node/web/pages/form_drafts.h"
#include "node/web/pages/form_guard.h"
#include "node/web/pages/practice_sheet.h"
#include "node/web/pages/problem_words.h"

namespace cledi {

// Unauthenticated: nobody is signed in. PermissionDenied: who is may not publish.
Status CheckMayWrite(const Reader& reader);

// The reader as an author is named.
event::v1::Credit CreditOf(const Reader& reader);

// The language that a new practice is most probably written in.
std::string LanguageOf(const PageContext& context);

// The licences that a form offers for a practice: all, or those that the licence of what it came
// from allows; and the one that it has.
std::vector<std::string> LicencesOffered(const event::v1::Description& description);
// A problem where a practice says another licence than what it came from allows.
void CheckLicenceOfSource(const event::v1::Description& description, std::string_view had,
                          FieldProblemList& problems);

// What is wrong by the services' rules, as paths below the practice. False: `status` tells of
// something else.
bool ReadServiceProblems(const Status& status, std::string_view practice,
                         FieldProblemList& problems);

// A practice as it is shown now, or was at a revision.
template <class Practice>
struct ReadPractice {
  Practice practice;
  std::string id;
  std::string revision;
  bool may_revise = false;
  bool withdrawn = false;
};

// A form and the practice that it changes.
template <class Kind>
struct SheetDesk {
  PracticeSheet sheet;
  // What the form starts from: it keeps what the form does not show.
  typename Kind::Practice practice;
  // The id of what is revised; empty: it will be a new practice.
  std::string revises;
};

// The address and the draft of a form.
void PlaceSheet(std::string_view kind, std::string_view folder, SheetPurpose purpose,
                std::string_view id, PracticeSheet& sheet);

// A form's key, drawn where it has none yet; and the draft of a new practice, named after it.
void KeySheet(PracticeSheet& sheet, Random& random);

// A new practice of the reader's.
template <class Kind>
SheetDesk<Kind> OpenNew(const PageContext& context) {
  SheetDesk<Kind> desk;
  event::v1::Description& description = *desk.practice.mutable_description();
  description.set_language(LanguageOf(context));
  description.set_licence(std::string(OfferedLicences().front()));
  *description.add_authors() = CreditOf(context.reader);
  PlaceSheet(Kind::kName, Kind::kFolder, SheetPurpose::kNew, "", desk.sheet);
  return desk;
}

// The shown revision of the practice `id`, to be revised. A "revision" in the query is an older
// one that is taken up again: its text, as what follows the shown one.
template <class Kind>
StatusOr<SheetDesk<Kind>> OpenRevision(const PageContext& context, std::string_view id) {
  ASSIGN_OR_RETURN(auto read, Kind::Read(context.community, id, ""));
  if (read.withdrawn) {
    return NotFound("it was taken back");
  }
  if (!read.may_revise) {
    return Denied("only its author and its institution can change this");
  }
  SheetDesk<Kind> desk;
  desk.revises = read.id;
  desk.sheet.newest = read.revision;
  if (const std::string_view older = context.request.query.Get("revision").value_or("");
      !older.empty()) {
    ASSIGN_OR_RETURN(auto taken_up, Kind::Read(context.community, id, older));
    read.practice = std::move(taken_up.practice);
  }
  desk.practice = std::move(read.practice);
  PlaceSheet(Kind::kName, Kind::kFolder, SheetPurpose::kRevise, read.id, desk.sheet);
  return desk;
}

// The page, with the form as it is first printed or as its draft has it.
template <class Kind>
HttpResponse PrintOpened(const PageContext& context, SheetDesk<Kind> desk) {
  PracticeSheet& sheet = desk.sheet;
  sheet.sections = &Kind::Sections();
  sheet.licences = LicencesOffered(desk.practice.description());
  sheet.form = FormOf(desk.practice);
  if (!sheet.newest.empty()) {
    sheet.form.Add(std::string(kBasedOnControl), sheet.newest);
  }
  const std::string_view wanted = context.request.query.Get("draft").value_or("");
  if (wanted.starts_with(sheet.draft_key)) {
    if (std::optional<Query> draft = OpenDraft(context.community, wanted)) {
      sheet.form = *std::move(draft);
      sheet.opened = true;
      sheet.kept = context.request.query.Get("kept").has_value();
    }
  }
  if (!sheet.opened) {
    sheet.drafts = DraftsOf(context.community, sheet.draft_key);
  }
  RenumberSteps(sheet.form);
  KeySheet(sheet, context.random);
  return PrintSheet(context, sheet, 200);
}

// The form once more, with what is wrong; kept as a draft meanwhile.
template <class Kind>
HttpResponse PrintAgain(const PageContext& context, const SheetDesk<Kind>& desk, int status) {
  KeepDraftQuietly(context.community, desk.sheet.draft_key, Kind::kName, desk.sheet.form);
  return PrintSheet(context, desk.sheet, status);
}

// Whether somebody published another revision since the form was begun and its writer has not
// seen it: then both are brought together in the form.
template <class Kind>
StatusOr<bool> MergeNewest(const PageContext& context, SheetDesk<Kind>& desk) {
  PracticeSheet& sheet = desk.sheet;
  const std::string based_on(sheet.form.Get(kBasedOnControl).value_or(""));
  if (based_on == sheet.newest || sheet.form.Get(kSeenControl) == sheet.newest) {
    return false;
  }
  ASSIGN_OR_RETURN(const auto base, Kind::Read(context.community, desk.revises, based_on));
  sheet.theirs = FormOf(desk.practice);
  sheet.merged = MergeForms(Kind::Sections(), FormOf(base.practice), sheet.theirs, sheet.form);
  sheet.form = sheet.merged->form;
  sheet.form.Remove(kSeenControl);
  sheet.form.Add(std::string(kSeenControl), sheet.newest);
  return true;
}

template <class Kind>
StatusOr<HttpResponse> PublishSheet(const PageContext& context, SheetDesk<Kind> desk) {
  PracticeSheet& sheet = desk.sheet;
  const std::string key = PublishKey(sheet.form);
  if (!desk.revises.empty()) {
    ASSIGN_OR_RETURN(const bool merged, MergeNewest(context, desk));
    if (merged && (!sheet.merged->taken_over.empty() || !sheet.merged->contested.empty())) {
      return PrintAgain(context, desk, 409);
    }
    sheet.merged.reset();  // Somebody published the very same: this form, pressed twice.
  }
  const std::string licence = desk.practice.description().licence();
  typename Kind::Practice practice = desk.practice;
  ReadForm(sheet.form, practice, sheet.problems);
  Kind::FinishReading(sheet, desk.practice, practice);
  CheckLicenceOfSource(practice.description(), licence, sheet.problems);
  if (!sheet.problems.empty()) {
    return PrintAgain(context, desk, 422);
  }
  const StatusOr<std::string> id =
      Kind::Publish(context.community, sheet, desk.revises, key, practice);
  if (!id.ok()) {
    if (ReadServiceProblems(id.status(), Kind::kName, sheet.problems)) {
      return PrintAgain(context, desk, 422);
    }
    KeepDraftQuietly(context.community, sheet.draft_key, Kind::kName, sheet.form);
    return id.status();
  }
  DropDraftQuietly(context.community, sheet.draft_key);
  return RedirectTo(
      absl::StrCat("/", ToAbsl(Kind::kFolder), "/", PercentEncode(*id), "?published=1"), 303);
}

// What the pressed button asks for.
template <class Kind>
StatusOr<HttpResponse> TakeSheet(const PageContext& context, SheetDesk<Kind> desk,
                                 const Query& sent) {
  PracticeSheet& sheet = desk.sheet;
  sheet.sections = &Kind::Sections();
  sheet.licences = LicencesOffered(desk.practice.description());
  sheet.form = sent;
  sheet.form.Remove(kFormTokenField);
  const std::string button(sent.Get(kButtonControl).value_or(""));
  sheet.form.Remove(kButtonControl);
  RenumberSteps(sheet.form);
  KeySheet(sheet, context.random);
  if (sheet.is_plan() && PressStepButton(button, sheet.form)) {
    return PrintSheet(context, sheet, 200);
  }
  if (button == "draft") {
    RETURN_IF_ERROR(KeepDraft(context.community, sheet.draft_key, Kind::kName, sheet.form));
    return RedirectTo(
        absl::StrCat(sheet.path, "?draft=", PercentEncode(sheet.draft_key), "&kept=1"), 303);
  }
  if (button == "discard") {
    DropDraftQuietly(context.community, sheet.draft_key);
    return RedirectTo(absl::StrCat("/", ToAbsl(Kind::kFolder)), 303);
  }
  return PublishSheet(context, std::move(desk));
}

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_SHEET_DESK_H_
