#include "node/institution/institution_rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "node/fields/field_checks.h"

namespace cledi {
namespace {

bool IsCountryCode(std::string_view s) {
  return s.size() == 2 && std::ranges::all_of(s, [](char c) { return c >= 'A' && c <= 'Z'; });
}

void CheckAbout(const event::v1::LocalText& about, FieldProblems& problems) {
  CheckLanguage("language", about.language(), true, problems);
  CheckText("text", about.text(), {.bytes_max = 2000, .required = true, .lines = true}, problems);
}

}  // namespace

void CheckInstitution(const event::v1::InstitutionDescribed& description, FieldProblems& problems) {
  if (description.institution_id().empty()) {
    problems.AddNeeded("institution_id");
  }
  CheckInstitutionId("institution_id", description.institution_id(), problems);
  CheckText("name", description.name(), {.bytes_max = 200, .required = true}, problems);
  CheckText("short_name", description.short_name(), {.bytes_max = 40}, problems);
  if (!IsCountryCode(description.country())) {
    problems.Add("country", FieldProblem::KIND_MALFORMED,
                 "two capital letters (ISO 3166-1), such as \"SI\"");
  }
  CheckText("city", description.city(), {.bytes_max = 100}, problems);
  CheckEach("about", description.about(), kListMax, CheckAbout, problems);
  std::set<std::string> languages;
  for (int i = 0; i < std::min(description.about_size(), kListMax); ++i) {
    if (!languages.insert(description.about(i).language()).second) {
      problems.AddAt("about", static_cast<size_t>(i), FieldProblem::KIND_REPEATED,
                     "this language is there already");
    }
  }
  CheckUrl("website", description.website(), problems);
  CheckLanguage("language", description.language(), false, problems);
}

}  // namespace cledi
