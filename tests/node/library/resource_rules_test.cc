#include "node/library/resource_rules.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/practice/samples.h"

namespace cledi {
namespace {

using event::v1::TrainingResource;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> ProblemsOf(const TrainingResource& resource) {
  FieldProblems problems("resource");
  CheckResource(resource, problems);
  return problems.described();
}

// One change to a good resource, and the one problem that it makes.
struct Case {
  std::string problem;
  std::function<void(TrainingResource&)> change;
};

TEST(ResourceRulesTest, AGoodResourceHasNoProblems) {
  EXPECT_THAT(ProblemsOf(SampleResource()), IsEmpty());
}

TEST(ResourceRulesTest, EveryLimitIsNamedByItsFieldsPath) {
  const auto text = [](size_t bytes) { return std::string(bytes, 'x'); };
  const std::vector<Case> cases = {
      {"resource.description.title: needed",
       [](auto& r) { r.mutable_description()->set_title(" "); }},
      {"resource.description.title: at most 300 bytes; this has 301",
       [&](auto& r) { r.mutable_description()->set_title(text(301)); }},
      {"resource.description.title: one line without control characters, please",
       [](auto& r) { r.mutable_description()->set_title("two\nlines"); }},
      {"resource.description.title: not UTF-8",
       [](auto& r) { r.mutable_description()->set_title("caf\xe9"); }},
      {"resource.description.summary: needed",
       [](auto& r) { r.mutable_description()->clear_summary(); }},
      {"resource.description.summary: at most 4,000 bytes; this has 4,001",
       [&](auto& r) { r.mutable_description()->set_summary(text(4001)); }},
      {"resource.description.summary: holds control characters",
       [](auto& r) {
         r.mutable_description()->set_summary(
             "a\x07"
             "b");
       }},
      {"resource.description.language: needed",
       [](auto& r) { r.mutable_description()->clear_language(); }},
      {"resource.description.language: a language is written as its tag, such as \"it\" or \"sl\"",
       [](auto& r) { r.mutable_description()->set_language("Italian!"); }},
      {"resource.description.licence: needed",
       [](auto& r) { r.mutable_description()->clear_licence(); }},
      {"resource.description.institution_id: an institution id has 3 to 40 of \"a-z 0-9 -\"",
       [](auto& r) { r.mutable_description()->set_institution_id("ES Granada"); }},
      {"resource.description.authors[0].name: needed",
       [](auto& r) { r.mutable_description()->mutable_authors(0)->clear_name(); }},
      {"resource.description.authors: at most 50 of these; there are 51",
       [](auto& r) {
         for (int i = 0; i < 50; ++i) {
           r.mutable_description()->add_authors()->set_name("one more");
         }
       }},
      {"resource.description.translators[0].institution_id: an institution id has 3 to 40 of "
       "\"a-z 0-9 -\"",
       [](auto& r) { r.mutable_description()->mutable_translators(0)->set_institution_id("?"); }},
      {"resource.description.subjects[1]: at most 100 bytes; this has 101",
       [&](auto& r) { r.mutable_description()->set_subjects(1, text(101)); }},
      {"resource.description.keywords: at most 30 of these; there are 31",
       [](auto& r) {
         for (int i = 0; i < 30; ++i) {
           r.mutable_description()->add_keywords("word");
         }
       }},
      {"resource.description.levels[2]: named twice",
       [](auto& r) { r.mutable_description()->add_levels(event::v1::EDUCATION_LEVEL_PRIMARY); }},
      {"resource.description.pillars[1]: not a value of this list",
       [](auto& r) { r.mutable_description()->add_pillars(event::v1::PILLAR_UNSPECIFIED); }},
      {"resource.description.ages: years from 0 to 120",
       [](auto& r) { r.mutable_description()->mutable_ages()->set_to_years(121); }},
      {"resource.description.ages: to_years is below from_years",
       [](auto& r) { r.mutable_description()->mutable_ages()->set_to_years(8); }},
      {"resource.description.derived_from[0].object: 32 bytes; this has 5",
       [](auto& r) { r.mutable_description()->mutable_derived_from(0)->set_object("short"); }},
      {"resource.description.derived_from[0].note: at most 1,000 bytes; this has 1,001",
       [](auto& r) {
         r.mutable_description()->mutable_derived_from(0)->set_note(std::string(1001, 'x'));
       }},
      {"resource.description.derived_from[0].kind: needed: an adaptation, a translation or a merge",
       [](auto& r) { r.mutable_description()->mutable_derived_from(0)->clear_kind(); }},
      {"resource.description.derived_from[0].object: a source has an object, a title or an address",
       [](auto& r) {
         r.mutable_description()->mutable_derived_from(0)->clear_title();
         r.mutable_description()->mutable_derived_from(0)->clear_url();
       }},
      {"resource.description.first_published_unix_ms: milliseconds since 1970, up to the year 9999",
       [](auto& r) { r.mutable_description()->set_first_published_unix_ms(-1); }},
      {"resource.description.work_id: at most 100 bytes; this has 101",
       [&](auto& r) { r.mutable_description()->set_work_id(text(101)); }},
      {"resource.type: needed", [](auto& r) { r.clear_type(); }},
      {"resource.body: at most 49,152 bytes; this has 49,153",
       [&](auto& r) { r.set_body(text(48 * 1024 + 1)); }},
      {"resource.body: a resource has a body, a link or a file",
       [](auto& r) {
         r.clear_body();
         r.clear_links();
         r.clear_files();
       }},
      {"resource.links[0]: an address begins with http:// or https:// and has no spaces",
       [](auto& r) { r.set_links(0, "javascript:alert(1)"); }},
      {"resource.links[1]: needed", [](auto& r) { r.add_links(""); }},
      {"resource.links[0]: at most 2,000 bytes; this has 2,008",
       [&](auto& r) { r.set_links(0, "https://" + text(2000)); }},
      {"resource.files[0].name: a name without a path",
       [](auto& r) { r.mutable_files(0)->set_name("../slides.pdf"); }},
      {"resource.files[0].media_type: needed",
       [](auto& r) { r.mutable_files(0)->clear_media_type(); }},
      {"resource.files[0].sha256: 32 bytes", [](auto& r) { r.mutable_files(0)->clear_sha256(); }},
      {"resource.audience_roles[1]: named twice",
       [](auto& r) { r.add_audience_roles(event::v1::AUDIENCE_ROLE_TEACHER); }},
      {"resource.uses[0]: needed", [](auto& r) { r.set_uses(0, ""); }},
      {"resource.minutes: at most 100,000 minutes; this says 4,294,967,295",
       [](auto& r) { r.set_minutes(UINT32_MAX); }},
      {"resource.competences[0].competence: one of DigCompEdu's 22, such as \"2.1\"",
       [](auto& r) { r.mutable_competences(0)->set_competence("2.4"); }},
      {"resource.caption_languages[0]: needed", [](auto& r) { r.set_caption_languages(0, ""); }},
      {"resource.low_connectivity_link: an address begins with http:// or https:// and has no "
       "spaces",
       [](auto& r) { r.set_low_connectivity_link("ftp://example.org/"); }},
      {"resource.review_due_unix_ms: milliseconds since 1970, up to the year 9999",
       [](auto& r) { r.set_review_due_unix_ms(INT64_MAX); }},
      {"resource.accessibility_features[0]: at most 100 bytes; this has 101",
       [&](auto& r) { r.set_accessibility_features(0, text(101)); }},
  };
  for (const Case& one : cases) {
    TrainingResource resource = SampleResource();
    one.change(resource);
    EXPECT_THAT(ProblemsOf(resource), ElementsAre(one.problem));
  }
}

TEST(ResourceRulesTest, AtTheLimitIsWithinIt) {
  TrainingResource resource = SampleResource(std::string(300, 'x'));
  resource.mutable_description()->set_summary(std::string(4000, 'x'));
  resource.set_body(std::string(48 * 1024, 'x'));
  resource.set_minutes(100'000);

  EXPECT_THAT(ProblemsOf(resource), IsEmpty());
}

TEST(ResourceRulesTest, ValuesOfNewerVersionsAreAllowed) {
  TrainingResource resource = SampleResource();
  resource.set_type(static_cast<event::v1::ResourceType>(1000));
  resource.mutable_description()->add_levels(static_cast<event::v1::EducationLevel>(1000));

  EXPECT_THAT(ProblemsOf(resource), IsEmpty());
}

TEST(ResourceRulesTest, AFloodOfProblemsIsCountedNotDescribed) {
  TrainingResource resource = SampleResource();
  for (int i = 0; i < 29; ++i) {
    resource.add_uses("");
  }
  FieldProblems problems;
  CheckResource(resource, problems);

  EXPECT_THAT(std::string(Message(problems.ToStatus())), HasSubstr("; and 19 more"));
}

TEST(ResourceRulesTest, RecommendedFieldsThatAreEmptyAreNamed) {
  EXPECT_THAT(MissingFields(SampleResource()), IsEmpty());

  TrainingResource resource = SampleResource();
  resource.clear_minutes();
  resource.mutable_description()->clear_levels();

  EXPECT_THAT(MissingFields(resource), ElementsAre("description.levels", "minutes"));
}

}  // namespace
}  // namespace cledi
