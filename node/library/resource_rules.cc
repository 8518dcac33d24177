#include "node/library/resource_rules.h"

#include <algorithm>
#include <array>

#include "federation/base/bytes.h"
#include "node/fields/field_checks.h"
#include "node/practice/description_rules.h"

namespace cledi {
namespace {

constexpr int kAttachmentsMax = 20;

// Competences in each area of DigCompEdu 2017, areas 1 to 6.
constexpr std::array kCompetencesOfArea = {4, 3, 4, 3, 3, 5};

bool IsCompetence(std::string_view s) {
  if (s.size() != 3 || s[1] != '.' || s[0] < '1' || s[0] > '6' || s[2] < '1') {
    return false;
  }
  return s[2] - '0' <= kCompetencesOfArea[static_cast<size_t>(s[0] - '1')];
}

void CheckFile(const event::v1::FileReference& file, FieldProblems& problems) {
  CheckText("name", file.name(), {.bytes_max = 255, .required = true}, problems);
  if (file.name().find_first_of("/\\") != std::string::npos) {
    problems.Add("name", FieldProblem::KIND_MALFORMED, "a name without a path");
  }
  CheckText("media_type", file.media_type(), {.bytes_max = 100, .required = true}, problems);
  if (file.sha256().size() != Hash::kSize) {
    problems.Add("sha256", FieldProblem::KIND_MALFORMED, "32 bytes");
  }
}

void CheckLink(std::string_view field, int index, std::string_view link, FieldProblems& problems) {
  const FieldProblems::Scope scope(problems, field, index);
  if (link.empty()) {
    problems.AddNeeded("");
  }
  CheckUrl("", link, problems);
}

}  // namespace

void CheckResource(const event::v1::TrainingResource& resource, FieldProblems& problems) {
  CheckDescription(resource.description(), problems);
  if (resource.type() <= 0) {
    problems.AddNeeded("type");
  }
  CheckText("body", resource.body(), {.bytes_max = size_t{48} * 1024, .lines = true}, problems);
  CheckCount("links", resource.links_size(), kAttachmentsMax, problems);
  for (int i = 0; i < std::min(resource.links_size(), kAttachmentsMax); ++i) {
    CheckLink("links", i, resource.links(i), problems);
  }
  CheckEach("files", resource.files(), kAttachmentsMax, CheckFile, problems);
  if (resource.body().empty() && resource.links().empty() && resource.files().empty()) {
    problems.Add("body", FieldProblem::KIND_ONE_OF_NEEDED,
                 "a resource has a body, a link or a file");
  }
  CheckDistinct("audience_roles", resource.audience_roles(), problems);
  CheckTexts("uses", resource.uses(), kListMax, {.bytes_max = 100, .required = true}, problems);
  CheckMinutes("minutes", resource.minutes(), problems);
  CheckEach(
      "competences", resource.competences(), kListMax,
      [](const event::v1::DigCompEduCompetence& competence, FieldProblems& found) {
        if (!IsCompetence(competence.competence())) {
          found.Add("competence", FieldProblem::KIND_NOT_A_VALUE,
                    "one of DigCompEdu's 22, such as \"2.1\"");
        }
      },
      problems);
  CheckEach(
      "caption_languages", resource.caption_languages(), kListMax,
      [](const std::string& language, FieldProblems& found) {
        CheckLanguage("", language, true, found);
      },
      problems);
  CheckUrl("low_connectivity_link", resource.low_connectivity_link(), problems);
  CheckTime("review_due_unix_ms", resource.review_due_unix_ms(), problems);
  CheckTexts("accessibility_features", resource.accessibility_features(), kListMax,
             {.bytes_max = 100, .required = true}, problems);
}

std::vector<std::string> MissingFields(const event::v1::TrainingResource& resource) {
  std::vector<std::string> missing;
  AddMissing(resource.description(), missing);
  if (resource.audience_roles().empty()) {
    missing.emplace_back("audience_roles");
  }
  if (resource.minutes() == 0) {
    missing.emplace_back("minutes");
  }
  if (resource.competences().empty()) {
    missing.emplace_back("competences");
  }
  return missing;
}

}  // namespace cledi
