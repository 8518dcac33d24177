#include "node/person/person_rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/ascii.h"

#include "federation/base/text.h"
#include "node/fields/field_checks.h"
#include "node/fields/visible_text.h"

namespace cledi {
namespace {

using Texts = google::protobuf::RepeatedPtrField<std::string>;

constexpr int kLanguagesMax = 20;

// One line, in which everything can be seen.
void CheckLine(std::string_view field, std::string_view text, const TextRule& rule,
               FieldProblems& problems) {
  if (HasHiddenCharacter(text)) {
    problems.Add(field, FieldProblem::KIND_CONTROL_CHARACTERS,
                 "holds characters that cannot be seen");
  } else if (rule.required && IsUtf8(text) && !HasVisibleCharacter(text)) {
    problems.AddNeeded(field);
  } else {
    CheckText(field, text, rule, problems);
  }
}

void CheckWords(std::string_view field, const Texts& words, FieldProblems& problems) {
  CheckCount(field, words.size(), kListMax, problems);
  for (int i = 0; i < std::min(words.size(), kListMax); ++i) {
    const FieldProblems::Scope scope(problems, field, i);
    CheckLine("", words.Get(i), {.bytes_max = 100, .required = true}, problems);
  }
}

void CheckLanguages(const Texts& languages, FieldProblems& problems) {
  CheckCount("languages", languages.size(), kLanguagesMax, problems);
  std::set<std::string> seen;
  for (int i = 0; i < std::min(languages.size(), kLanguagesMax); ++i) {
    {
      const FieldProblems::Scope scope(problems, "languages", i);
      CheckLanguage("", languages.Get(i), true, problems);
    }
    if (!seen.insert(absl::AsciiStrToLower(languages.Get(i))).second) {
      problems.AddAt("languages", static_cast<size_t>(i), FieldProblem::KIND_REPEATED,
                     "named twice");
    }
  }
}

}  // namespace

void CheckProfile(const event::v1::Profile& profile, FieldProblems& problems) {
  CheckLine("name", profile.name(), {.bytes_max = 120, .required = true}, problems);
  CheckInstitutionId("institution_id", profile.institution_id(), problems);
  CheckLine("occupation", profile.occupation(), {.bytes_max = 200}, problems);
  const bool has_text = !profile.occupation().empty() || !profile.about().empty();
  CheckLanguage("language", profile.language(), has_text, problems);
  CheckLanguages(profile.languages(), problems);
  CheckWords("subjects", profile.subjects(), problems);
  CheckWords("interests", profile.interests(), problems);
  CheckText("about", profile.about(), {.bytes_max = 4000, .lines = true}, problems);
}

}  // namespace cledi
