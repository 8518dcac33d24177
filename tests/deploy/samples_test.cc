// The sample practices that deploy/quickstart loads.

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "admin/cli/input_file.h"
#include "cledi/community/v1/practice_document.pb.h"
#include "cledi/event/v1/institution.pb.h"

namespace cledi {
namespace {

using community::v1::PracticeDocument;

const std::filesystem::path kSamples = std::filesystem::path(CLEDI_SOURCE_DIR) / "deploy/samples";

std::vector<std::string> LinesOf(const std::filesystem::path& file) {
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

// Every sample practice, by the file that it is in.
std::multimap<std::string, PracticeDocument> AllPractices() {
  std::multimap<std::string, PracticeDocument> practices;
  for (const auto& entry : std::filesystem::directory_iterator(kSamples)) {
    const std::string name = entry.path().stem().string();
    if (name == "institutions") {
      continue;
    }
    for (const std::string& line : LinesOf(entry.path())) {
      PracticeDocument document;
      const Status status = ParseJson(line, document);
      EXPECT_TRUE(status.ok()) << name << ": " << status;
      practices.emplace(name, std::move(document));
    }
  }
  return practices;
}

const event::v1::Description& DescriptionOf(const PracticeDocument& document) {
  return document.has_plan() ? document.plan().description() : document.resource().description();
}

TEST(SamplesTest, AtLeastThreePracticesAreThereInEachLanguage) {
  std::map<std::string, int> count_by_language;
  for (const auto& [file, document] : AllPractices()) {
    ++count_by_language[DescriptionOf(document).language()];
  }

  for (const char* language : {"ca", "en", "es", "it", "sl", "tr"}) {
    EXPECT_GE(count_by_language[language], 3) << language;
  }
}

TEST(SamplesTest, EachHasAKeyOfItsOwn) {
  std::set<std::string> keys;
  for (const auto& [file, document] : AllPractices()) {
    EXPECT_TRUE(keys.insert(document.key()).second) << document.key();
    EXPECT_FALSE(document.key().empty()) << file;
    EXPECT_LE(document.key().size(), 64u) << document.key();
  }
}

// Goal: the quickstart finds a practice's home by the name of its file.
TEST(SamplesTest, EachIsInTheFileOfItsInstitution) {
  for (const auto& [file, document] : AllPractices()) {
    const std::string institution = file.ends_with("-en") ? file.substr(0, file.size() - 3) : file;
    EXPECT_EQ(DescriptionOf(document).institution_id(), institution) << document.key();
  }
}

TEST(SamplesTest, StepsTakeTheTimeThatThePlanSays) {
  for (const auto& [file, document] : AllPractices()) {
    if (!document.has_plan()) {
      continue;
    }
    uint32_t minutes = 0;
    for (const event::v1::Step& step : document.plan().steps()) {
      minutes += step.minutes();
    }
    EXPECT_EQ(minutes, document.plan().minutes()) << document.key();
    EXPECT_TRUE(document.plan().has_inclusion()) << document.key();
  }
}

TEST(SamplesTest, EveryInstitutionThatIsNamedIsDescribed) {
  std::set<std::string> described;
  for (const std::string& line : LinesOf(kSamples / "institutions.jsonl")) {
    event::v1::InstitutionDescribed institution;
    ASSERT_TRUE(ParseJson(line, institution).ok()) << line;
    described.insert(institution.institution_id());
  }

  EXPECT_EQ(described.size(), 9u);
  for (const auto& [file, document] : AllPractices()) {
    EXPECT_TRUE(described.contains(DescriptionOf(document).institution_id())) << document.key();
  }
}

}  // namespace
}  // namespace cledi
