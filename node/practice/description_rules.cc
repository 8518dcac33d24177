#include "node/practice/description_rules.h"

#include "federation/event/ids.h"
#include "node/fields/field_checks.h"

namespace cledi {
namespace {

constexpr int kCreditsMax = 50;
constexpr int kSourcesMax = 16;
constexpr int kGlossaryMax = 100;
constexpr uint32_t kYearsMax = 120;
constexpr TextRule kTitle{.bytes_max = 300, .required = true};
constexpr TextRule kSummary{.bytes_max = 4000, .required = true, .lines = true};
constexpr TextRule kName{.bytes_max = 200, .required = true};
constexpr TextRule kNote{.bytes_max = 1000, .lines = true};
constexpr TextRule kWord{.bytes_max = 100, .required = true};

void CheckCredit(const event::v1::Credit& credit, FieldProblems& problems) {
  CheckText("name", credit.name(), kName, problems);
  CheckInstitutionId("institution_id", credit.institution_id(), problems);
}

void CheckSource(const event::v1::Derivation& source, FieldProblems& problems) {
  CheckBytes("object", source.object(), EventId::kSize, problems);
  CheckBytes("revision", source.revision(), EventId::kSize, problems);
  if (source.kind() <= 0) {
    problems.Add("kind", FieldProblem::KIND_NEEDED,
                 "needed: an adaptation, a translation or a merge");
  }
  CheckLicence("licence", source.licence(), false, problems);
  CheckText("title", source.title(), {.bytes_max = 300}, problems);
  CheckUrl("url", source.url(), problems);
  CheckText("note", source.note(), kNote, problems);
  if (source.object().empty() && source.title().empty() && source.url().empty()) {
    problems.Add("object", FieldProblem::KIND_ONE_OF_NEEDED,
                 "a source has an object, a title or an address");
  }
}

void CheckAges(const event::v1::AgeRange& ages, FieldProblems& problems) {
  if (ages.from_years() > kYearsMax || ages.to_years() > kYearsMax) {
    problems.Add("ages", FieldProblem::KIND_TOO_LARGE, "years from 0 to 120",
                 {kYearsMax, std::max(ages.from_years(), ages.to_years())});
  } else if (ages.to_years() != 0 && ages.to_years() < ages.from_years()) {
    problems.Add("ages", FieldProblem::KIND_REVERSED, "to_years is below from_years");
  }
}

void CheckGlossaryEntry(const event::v1::GlossaryEntry& entry, FieldProblems& problems) {
  CheckText("term", entry.term(), kName, problems);
  CheckEach(
      "translations", entry.translations(), kListMax,
      [](const event::v1::GlossaryTranslation& translation, FieldProblems& found) {
        CheckLanguage("language", translation.language(), true, found);
        CheckText("text", translation.text(), {.bytes_max = 500, .required = true}, found);
      },
      problems);
}

}  // namespace

void CheckDescription(const event::v1::Description& description, FieldProblems& problems) {
  const FieldProblems::Scope scope(problems, "description");
  CheckText("title", description.title(), kTitle, problems);
  CheckText("summary", description.summary(), kSummary, problems);
  CheckLanguage("language", description.language(), true, problems);
  CheckLicence("licence", description.licence(), true, problems);
  CheckInstitutionId("institution_id", description.institution_id(), problems);
  CheckEach("authors", description.authors(), kCreditsMax, CheckCredit, problems);
  CheckEach("contributors", description.contributors(), kCreditsMax, CheckCredit, problems);
  CheckEach("translators", description.translators(), kCreditsMax, CheckCredit, problems);
  CheckTexts("subjects", description.subjects(), kListMax, kWord, problems);
  CheckDistinct("levels", description.levels(), problems);
  CheckAges(description.ages(), problems);
  CheckDistinct("pillars", description.pillars(), problems);
  CheckTexts("keywords", description.keywords(), kListMax, kWord, problems);
  CheckEach("derived_from", description.derived_from(), kSourcesMax, CheckSource, problems);
  CheckTime("first_published_unix_ms", description.first_published_unix_ms(), problems);
  CheckText("work_id", description.work_id(), {.bytes_max = 100}, problems);
}

void CheckGlossary(std::string_view field,
                   const google::protobuf::RepeatedPtrField<event::v1::GlossaryEntry>& glossary,
                   FieldProblems& problems) {
  CheckEach(field, glossary, kGlossaryMax, CheckGlossaryEntry, problems);
}

void CheckChangeNote(std::string_view note, FieldProblems& problems) {
  CheckText("change_note", note, kNote, problems);
}

void CheckWithdrawalReason(std::string_view reason, FieldProblems& problems) {
  CheckText("reason", reason, kNote, problems);
}

void AddMissing(const event::v1::Description& description, std::vector<std::string>& missing) {
  const auto want = [&missing](bool there, std::string_view field) {
    if (!there) {
      missing.push_back(absl::StrCat("description.", ToAbsl(field)));
    }
  };
  want(!description.authors().empty(), "authors");
  want(!description.subjects().empty(), "subjects");
  want(!description.levels().empty(), "levels");
  want(description.has_ages(), "ages");
  want(!description.pillars().empty(), "pillars");
}

}  // namespace cledi
