// The practices of the sample world.

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cledi/event/v1/institution.pb.h"
#include "node/library/resource_rules.h"
#include "node/plan/plan_rules.h"
#include "tests/deploy/sample_world.h"

namespace cledi {
namespace {

using community::v1::PracticeDocument;
using event::v1::Derivation;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::set<std::string> DescribedInstitutions() {
  std::set<std::string> described;
  for (const auto& institution :
       DocumentsIn<event::v1::InstitutionDescribed>(SampleFolder() / "institutions.jsonl")) {
    described.insert(institution.institution_id());
  }
  return described;
}

const event::v1::Description& DescriptionOf(const PracticeDocument& document) {
  return document.has_plan() ? document.plan().description() : document.resource().description();
}

TEST(SamplesTest, EachPracticeKeepsTheRulesOfTheNetwork) {
  for (const auto& [file, document] : AllPractices()) {
    FieldProblems problems(document.key());
    if (document.has_plan()) {
      CheckPlan(document.plan(), problems);
      EXPECT_THAT(MissingFields(document.plan()), IsEmpty()) << document.key();
    } else {
      CheckResource(document.resource(), problems);
      EXPECT_THAT(MissingFields(document.resource()), IsEmpty()) << document.key();
    }
    EXPECT_THAT(problems.described(), IsEmpty());
  }
}

TEST(SamplesTest, EnoughPracticesAreThereInEachLanguage) {
  std::map<std::string, int> count_by_language;
  int count = 0;
  for (const auto& [file, document] : AllPractices()) {
    ++count_by_language[DescriptionOf(document).language()];
    ++count;
  }

  EXPECT_GE(count, 52);
  EXPECT_THAT(count_by_language, SizeIs(6));
  for (const char* language : {"ca", "en", "es", "it", "sl", "tr"}) {
    EXPECT_GE(count_by_language[language], 7) << language;
  }
}

TEST(SamplesTest, AdaptationsAndTranslationsCrossFromOneInstitutionToAnother) {
  std::map<Derivation::Kind, int> crossings;
  for (const auto& [file, document] : PracticesIn("adaptations")) {
    const std::string& institution = DescriptionOf(document).institution_id();
    for (const community::v1::SourceByKey& source : document.sources()) {
      crossings[source.kind()] += !source.key().starts_with("sample/" + institution + "/");
    }
  }

  EXPECT_GE(crossings[Derivation::KIND_ADAPTATION], 6);
  EXPECT_GE(crossings[Derivation::KIND_TRANSLATION], 4);
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

TEST(SamplesTest, EachIsPublishedByAPersonOfItsInstitutionWhoIsNamedInIt) {
  auto people = PeopleByUserName();

  for (const auto& [file, document] : AllPractices()) {
    ASSERT_TRUE(people.contains(document.person())) << document.key() << document.person();
    const event::v1::Profile& profile = people[document.person()].profile();
    const event::v1::Description& description = DescriptionOf(document);
    EXPECT_EQ(profile.institution_id(), description.institution_id()) << document.key();
    std::vector<std::string> names;
    for (const event::v1::Credit& credit : description.authors()) {
      names.push_back(credit.name());
    }
    for (const event::v1::Credit& credit : description.translators()) {
      names.push_back(credit.name());
    }
    EXPECT_THAT(names, Contains(profile.name())) << document.key();
  }
}

TEST(SamplesTest, StepsTakeTheTimeThatThePlanSays) {
  for (const auto& [file, document] : AllPractices()) {
    if (!document.has_plan()) {
      continue;
    }
    uint32_t minutes = 0;
    std::set<std::string> ids;
    for (const event::v1::Step& step : document.plan().steps()) {
      minutes += step.minutes();
      EXPECT_TRUE(ids.insert(step.id()).second) << document.key() << ' ' << step.id();
    }
    EXPECT_EQ(minutes, document.plan().minutes()) << document.key();
    EXPECT_TRUE(document.plan().has_inclusion()) << document.key();
  }
}

TEST(SamplesTest, EveryInstitutionThatIsNamedIsDescribed) {
  const std::set<std::string> described = DescribedInstitutions();

  EXPECT_THAT(described, SizeIs(9));
  for (const auto& [file, document] : AllPractices()) {
    EXPECT_TRUE(described.contains(DescriptionOf(document).institution_id())) << document.key();
  }
  for (const auto& person : AllPeople()) {
    EXPECT_TRUE(described.contains(person.profile().institution_id())) << person.user_name();
  }
}

// Goal: an adaptation can be loaded once all nodes hold what stands alone.
TEST(SamplesTest, OnlyAdaptationsNameSourcesAndTheseStandAlone) {
  std::map<std::string, PracticeDocument> sources;
  for (const auto& [file, document] : PracticesIn("practices")) {
    EXPECT_THAT(document.sources(), IsEmpty()) << document.key();
    sources.emplace(document.key(), document);
  }

  for (const auto& [file, document] : PracticesIn("adaptations")) {
    EXPECT_FALSE(document.sources().empty()) << document.key();
    for (const community::v1::SourceByKey& source : document.sources()) {
      ASSERT_TRUE(sources.contains(source.key())) << document.key() << " from " << source.key();
      EXPECT_EQ(sources[source.key()].has_plan(), document.has_plan()) << document.key();
      if (source.kind() == Derivation::KIND_TRANSLATION) {
        EXPECT_NE(DescriptionOf(sources[source.key()]).language(),
                  DescriptionOf(document).language())
            << document.key();
      }
    }
  }
}

}  // namespace
}  // namespace cledi
