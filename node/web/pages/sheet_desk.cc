#include "node/web/pages/sheet_desk.h"

#include "federation/base/random.h"

namespace cledi {
namespace {

using community::v1::FieldProblem;
using SheetKey = FixedBytes<struct SheetKeyKind, 8>;

// The licence of what a practice came from; empty: it came from nothing, or nobody said.
const std::string& LicenceOfSource(const event::v1::Description& description) {
  static const auto& none = *new std::string;
  for (const event::v1::Derivation& derivation : description.derived_from()) {
    if (!derivation.licence().empty()) {
      return derivation.licence();
    }
  }
  return none;
}

std::string_view PurposePath(SheetPurpose purpose) {
  switch (purpose) {
    case SheetPurpose::kNew:
      return "new";
    case SheetPurpose::kRevise:
      return "edit";
    case SheetPurpose::kAdapt:
      return "adapt";
    case SheetPurpose::kTranslate:
      return "translate";
  }
  return "new";
}

}  // namespace

Status CheckMayWrite(const Reader& reader) {
  if (!reader.signed_in()) {
    return absl::UnauthenticatedError("sign in to publish");
  }
  if (!reader.caller.Has(Role::kEducator)) {
    return Denied("this account may read; ask your institution to let it publish");
  }
  return absl::OkStatus();
}

event::v1::Credit CreditOf(const Reader& reader) {
  event::v1::Credit credit;
  const event::v1::Profile& profile = reader.account->profile();
  credit.set_name(profile.name());
  credit.set_institution_id(profile.institution_id());
  return credit;
}

std::string LanguageOf(const PageContext& context) {
  const event::v1::Profile& profile = context.reader.account->profile();
  return profile.languages().empty() ? context.words.language() : profile.languages(0);
}

std::vector<std::string> LicencesOffered(const event::v1::Description& description) {
  const std::string& source = LicenceOfSource(description);
  std::vector<std::string> offered = LicencesFor(source).allowed;
  const std::string& own = description.licence();
  if (!own.empty() && std::ranges::find(offered, own) == offered.end()) {
    offered.push_back(own);
  }
  return offered;
}

void CheckLicenceOfSource(const event::v1::Description& description, std::string_view had,
                          FieldProblemList& problems) {
  const std::string& source = LicenceOfSource(description);
  const std::string& chosen = description.licence();
  if (!source.empty() && !chosen.empty() && chosen != had && !LicencesFor(source).Allows(chosen)) {
    AddProblem("description.licence", FieldProblem::KIND_NOT_ALLOWED, problems);
  }
}

bool ReadServiceProblems(const Status& status, std::string_view practice,
                         FieldProblemList& problems) {
  const auto details = DetailOf<community::v1::InvalidFields>(status);
  if (!absl::IsInvalidArgument(status) || !details.has_value()) {
    return false;
  }
  const std::string prefix = absl::StrCat(ToAbsl(practice), ".");
  for (FieldProblem problem : details->problems()) {
    if (problem.field().starts_with(prefix)) {
      problem.set_field(problem.field().substr(prefix.size()));
    }
    if (problem.field() == "description.derived_from[0].note") {
      problem.set_field(std::string(kWhyControl));
    }
    problems.push_back(std::move(problem));
  }
  return !problems.empty();
}

void PlaceSheet(std::string_view kind, std::string_view folder, SheetPurpose purpose,
                std::string_view id, PracticeSheet& sheet) {
  const std::string_view name = PurposePath(purpose);
  sheet.purpose = purpose;
  sheet.draft_kind = kind;
  sheet.draft_key = absl::StrCat(ToAbsl(kind), ".", ToAbsl(name), ".", ToAbsl(id));
  if (!id.empty()) {
    sheet.path = absl::StrCat("/", ToAbsl(folder), "/", PercentEncode(id), "/", ToAbsl(name));
  } else {
    sheet.path = sheet.is_plan() ? "/plans/new" : "/suggest";
  }
}

void KeySheet(PracticeSheet& sheet, Random& random) {
  std::string key(sheet.form.Get(kKeyControl).value_or(""));
  if (!HexDecode(key).has_value() || key.size() != 2 * SheetKey::kSize) {
    key = HexEncode(random.Draw<SheetKey>().view());
    sheet.form.Remove(kKeyControl);
    sheet.form.Add(std::string(kKeyControl), key);
  }
  if (sheet.purpose == SheetPurpose::kNew) {
    absl::StrAppend(&sheet.draft_key, key);
  }
}

}  // namespace cledi
