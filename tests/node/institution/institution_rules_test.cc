#include "node/institution/institution_rules.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/practice/samples.h"

namespace cledi {
namespace {

using event::v1::InstitutionDescribed;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> ProblemsOf(const InstitutionDescribed& description) {
  FieldProblems problems("description");
  CheckInstitution(description, problems);
  return problems.described();
}

InstitutionDescribed Good() { return SampleInstitution("es-granada", "Universidad", "ES"); }

struct Case {
  std::string problem;
  std::function<void(InstitutionDescribed&)> change;
};

TEST(InstitutionRulesTest, AGoodDescriptionHasNoProblems) {
  EXPECT_THAT(ProblemsOf(Good()), IsEmpty());
}

TEST(InstitutionRulesTest, EveryLimitIsNamedByItsFieldsPath) {
  const auto text = [](size_t bytes) { return std::string(bytes, 'x'); };
  const std::vector<Case> cases = {
      {"description.institution_id: needed", [](auto& d) { d.clear_institution_id(); }},
      {"description.institution_id: an institution id has 3 to 40 of \"a-z 0-9 -\"",
       [](auto& d) { d.set_institution_id("Granada"); }},
      {"description.name: needed", [](auto& d) { d.clear_name(); }},
      {"description.name: at most 200 bytes; this has 201",
       [&](auto& d) { d.set_name(text(201)); }},
      {"description.short_name: at most 40 bytes; this has 41",
       [&](auto& d) { d.set_short_name(text(41)); }},
      {"description.country: two capital letters (ISO 3166-1), such as \"SI\"",
       [](auto& d) { d.set_country("es"); }},
      {"description.city: at most 100 bytes; this has 101",
       [&](auto& d) { d.set_city(text(101)); }},
      {"description.about[0].language: needed",
       [](auto& d) { d.mutable_about(0)->clear_language(); }},
      {"description.about[0].text: at most 2,000 bytes; this has 2,001",
       [&](auto& d) { d.mutable_about(0)->set_text(text(2001)); }},
      {"description.about[1]: this language is there already",
       [](auto& d) { *d.add_about() = d.about(0); }},
      {"description.website: an address begins with http:// or https:// and has no spaces",
       [](auto& d) { d.set_website("www.ugr.es"); }},
      {"description.language: a language is written as its tag, such as \"it\" or \"sl\"",
       [](auto& d) { d.set_language("e"); }},
  };
  for (const Case& one : cases) {
    InstitutionDescribed description = Good();
    one.change(description);
    EXPECT_THAT(ProblemsOf(description), ElementsAre(one.problem));
  }
}

}  // namespace
}  // namespace cledi
