#include "node/person/account_rules.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "node/fields/field_checks.h"

namespace cledi {
namespace {

constexpr std::array<std::string_view, 6> kInterfaceLanguages{"ca", "en", "es", "it", "sl", "tr"};
constexpr int kReadingLanguagesMax = 20;

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
