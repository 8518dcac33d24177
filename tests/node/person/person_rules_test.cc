#include "node/person/person_rules.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace cledi {
namespace {

using event::v1::Profile;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Profile GoodProfile() {
  Profile profile;
  profile.set_name("Ayşe Örnek");
  profile.set_institution_id("tr-metu");
  profile.set_occupation("teacher of physics");
  profile.set_language("en");
  profile.add_languages("tr");
  profile.add_languages("en-GB");
  profile.add_subjects("optics");
  profile.add_interests("outdoor labs");
  profile.set_about("I teach *outside*.\n\nMostly.");
  return profile;
}

std::vector<std::string> ProblemsOf(const Profile& profile) {
  FieldProblems problems("profile");
  CheckProfile(profile, problems);
  return problems.described();
}

TEST(PersonRulesTest, AGoodProfileHasNoProblems) {
  EXPECT_THAT(ProblemsOf(GoodProfile()), IsEmpty());
}

TEST(PersonRulesTest, TheNameAloneIsEnough) {
  Profile profile;
  profile.set_name("Ada");
  EXPECT_THAT(ProblemsOf(profile), IsEmpty());
}

TEST(PersonRulesTest, EachLimitIsNamedByItsField) {
  struct Case {
    std::function<void(Profile&)> breaks;
    std::string problem;
  };
  const auto many = [](int count) {
    return [count](auto* list, const std::string& stem) {
      for (int i = 0; i < count; ++i) {
        list->Add(stem + std::to_string(i));
      }
    };
  };
  const std::vector<Case> cases = {
      {[](Profile& p) { p.clear_name(); }, "profile.name: needed"},
      {[](Profile& p) { p.set_name("\u00a0\u3000"); }, "profile.name: needed"},
      {[](Profile& p) { p.set_name(std::string(121, 'a')); }, "profile.name: at most 120 bytes"},
      {[](Profile& p) { p.set_name("Ada\nExample"); }, "profile.name: one line"},
      {[](Profile& p) { p.set_name("Ada \u202eelpmaxE"); }, "profile.name: holds characters"},
      {[](Profile& p) { p.set_name("Ada\xff"); }, "profile.name: not UTF-8"},
      {[](Profile& p) { p.set_institution_id("METU!"); }, "profile.institution_id: an inst"},
      {[](Profile& p) { p.set_occupation(std::string(201, 'a')); }, "profile.occupation: at most"},
      {[](Profile& p) { p.set_occupation("a\u200bb"); }, "profile.occupation: holds char"},
      {[](Profile& p) { p.clear_language(); }, "profile.language: needed"},
      {[](Profile& p) { p.set_language("english language"); }, "profile.language: a language"},
      {[&](Profile& p) { many(21)(p.mutable_languages(), "aa-x"); }, "profile.languages: at most"},
      {[](Profile& p) { p.set_languages(1, ""); }, "profile.languages[1]: needed"},
      {[](Profile& p) { p.set_languages(1, "TR"); }, "profile.languages[1]: named twice"},
      {[&](Profile& p) { many(31)(p.mutable_subjects(), "s"); }, "profile.subjects: at most 30"},
      {[](Profile& p) { p.add_subjects(std::string(101, 'a')); }, "profile.subjects[1]: at most"},
      {[](Profile& p) { p.add_subjects(""); }, "profile.subjects[1]: needed"},
      {[&](Profile& p) { many(31)(p.mutable_interests(), "s"); }, "profile.interests: at most 30"},
      {[](Profile& p) { p.set_about(std::string(4001, 'a')); }, "profile.about: at most 4,000"},
      {[](Profile& p) { p.set_about(std::string("a\0b", 3)); }, "profile.about: holds control"},
  };
  for (const Case& one : cases) {
    Profile profile = GoodProfile();
    one.breaks(profile);
    EXPECT_THAT(ProblemsOf(profile), ElementsAre(HasSubstr(one.problem)));
  }
}

}  // namespace
}  // namespace cledi
