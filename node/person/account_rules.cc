#include "node/person/account_rules.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "node/fields/field_checks.h"

namespace cledi {
namespace {

constexpr std::array<std::string_view, 6> kInterfaceLanguages{"ca", "en", "es", "it", "sl", "tr"};
constexpr int kReadingLanguagesMax = 20;

// Roles of a newer release are an operator's.
Role NeededFor(int role) {
  switch (role) {
    case community::v1::USER_ROLE_EDUCATOR:
      return Role::kEducator;
    case community::v1::USER_ROLE_MODERATOR:
      return Role::kModerator;
    case community::v1::USER_ROLE_ADMINISTRATOR:
      return Role::kAdministrator;
    case community::v1::USER_ROLE_COORDINATOR:
      return Role::kCoordinator;
    default:
      return Role::kOperator;
  }
}

}  // namespace

void CheckRoles(std::string_view field, const UserRoles& roles, FieldProblems& problems) {
  if (roles.empty()) {
    problems.AddNeeded(field);
  }
  CheckDistinct(field, roles, problems);
  for (int i = 0; i < std::min(roles.size(), kListMax); ++i) {
    if (roles.Get(i) > 0 && !community::v1::UserRole_IsValid(roles.Get(i))) {
      problems.AddAt(field, static_cast<size_t>(i), FieldProblem::KIND_NOT_A_VALUE,
                     "not a role that this release knows");
    }
  }
}

bool MayHandOut(const Caller& by, const UserRoles& roles) {
  return std::ranges::all_of(roles, [&](int role) { return by.Has(NeededFor(role)); });
}

void CheckSettings(const community::v1::Settings& settings, FieldProblems& problems) {
  const std::string_view language = settings.interface_language();
  if (!language.empty() && std::ranges::count(kInterfaceLanguages, language) == 0) {
    problems.Add("interface_language", FieldProblem::KIND_NOT_A_VALUE,
                 "one of ca, en, es, it, sl, tr");
  }
  CheckCount("reading_languages", settings.reading_languages_size(), kReadingLanguagesMax,
             problems);
  for (int i = 0; i < std::min(settings.reading_languages_size(), kReadingLanguagesMax); ++i) {
    const FieldProblems::Scope scope(problems, "reading_languages", i);
    CheckLanguage("", settings.reading_languages(i), true, problems);
  }
}

}  // namespace cledi
