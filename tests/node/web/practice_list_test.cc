// The lists and their filters, as a reader meets them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "tests/node/web/site_fixture.h"

namespace cledi {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class PracticeListTest : public SiteTest {
 protected:
  PracticeListTest() {
    AddInstitution("it-bicocca", "IT", "Milano-Bicocca");
    AddInstitution("tr-metu", "TR", "METU");
    Add("Frazioni", "it", "it-bicocca", event::v1::EDUCATION_LEVEL_PRIMARY);
    Add("Ombre", "it", "it-bicocca", event::v1::EDUCATION_LEVEL_LOWER_SECONDARY);
    Add("Gölgeler", "tr", "tr-metu", event::v1::EDUCATION_LEVEL_PRIMARY);
  }

  void AddInstitution(std::string_view id, std::string_view country, std::string_view name) {
    event::v1::InstitutionDescribed institution;
    institution.set_institution_id(std::string(id));
    institution.set_country(std::string(country));
    institution.set_name(std::string(name));
    source_->AddInstitution(institution, std::string(id));
  }

  void Add(std::string_view title, std::string_view language, std::string_view institution,
           event::v1::EducationLevel level) {
    event::v1::LessonPlan plan;
    auto& description = *plan.mutable_description();
    description.set_title(std::string(title));
    description.set_language(std::string(language));
    description.set_institution_id(std::string(institution));
    description.add_levels(level);
    source_->AddPlan(plan);
  }

  std::vector<std::string> Titles(std::string_view address) const {
    const HtmlPage page(Get(address).body);
    std::vector<std::string> titles;
    for (const HtmlTag* heading : page.All("h3")) {
      titles.push_back(heading->text);
    }
    return titles;
  }

  std::vector<std::string> Links(std::string_view address) const {
    const HtmlPage page(Get(address).body);
    std::vector<std::string> links;
    for (const HtmlTag* link : page.All("a")) {
      links.push_back(link->attributes.at("href"));
    }
    return links;
  }
};

TEST_F(PracticeListTest, FiltersByWhatTheAddressSays) {
  EXPECT_THAT(Titles("/plans"), ElementsAre("Frazioni", "Ombre", "Gölgeler"));
  EXPECT_THAT(Titles("/plans?language=tr"), ElementsAre("Gölgeler"));
  EXPECT_THAT(Titles("/plans?country=IT&level=primary"), ElementsAre("Frazioni"));
  EXPECT_THAT(Titles("/plans?institution=tr-metu&institution=it-bicocca&level=primary"),
              ElementsAre("Frazioni", "Gölgeler"));
  EXPECT_THAT(TextOf("/plans?language=it"), HasSubstr("2 lesson plans, newest first"));
}

TEST_F(PracticeListTest, IgnoresWhatCannotBeAValue) {
  for (const std::string_view address :
       {"/plans?level=LEVEL&level=PRIMARY&pillar=0", "/plans?country=it&country=ITA",
        "/plans?institution=%3Cb%3E&language=%22", "/plans?colour=red"}) {
    EXPECT_EQ(Titles(address).size(), 3u) << address;
  }
}

TEST_F(PracticeListTest, AnActiveFilterCanBeTakenAwayAlone) {
  EXPECT_THAT(Links("/plans?language=it&level=primary"),
              testing::AllOf(Contains("/plans?level=primary"), Contains("/plans?language=it"),
                             Contains("/plans")));
}

TEST_F(PracticeListTest, TheChosenValuesStayChosenInTheForm) {
  const HtmlPage page(Get("/plans?language=it&language=xx").body);
  std::vector<std::string> checked;
  for (const HtmlTag* input : page.All("input")) {
    if (input->attributes.contains("checked")) {
      checked.push_back(input->attributes.at("value"));
    }
  }
  EXPECT_THAT(checked, testing::UnorderedElementsAre("it", "xx"));
}

TEST_F(PracticeListTest, ALanguageFilterSaysWhatItHides) {
  EXPECT_THAT(TextOf("/plans?language=it"), HasSubstr("Türkçe: show 1 more"));
  EXPECT_THAT(Links("/plans?language=it"), Contains("/plans?language=it&language=tr"));
  EXPECT_THAT(TextOf("/plans"), Not(HasSubstr("hides more")));
}

TEST_F(PracticeListTest, AnEmptyListNamesTheFilterThatLeavesOutMost) {
  const std::string text = TextOf("/plans?language=tr&country=IT");
  EXPECT_THAT(text, HasSubstr("Nothing matches these filters"));
  EXPECT_THAT(text, HasSubstr("The filter “Language: Türkçe” leaves out most. Without it there "
                              "are 2 results."));
  EXPECT_THAT(Links("/plans?language=tr&country=IT"), Contains("/plans?country=IT"));
}

TEST_F(PracticeListTest, WhereNoSingleFilterIsToBlameItSaysSo) {
  EXPECT_THAT(TextOf("/plans?language=sl&country=SI"), HasSubstr("No single filter is to blame"));
}

TEST_F(PracticeListTest, LongListsHavePages) {
  for (int i = 0; i < 60; ++i) {
    Add(absl::StrCat("Plan ", i), "en", "it-bicocca", event::v1::EDUCATION_LEVEL_ADULT);
  }
  EXPECT_EQ(Titles("/plans").size(), 50u);
  EXPECT_THAT(Links("/plans?level=adult"), Contains("/plans?level=adult&page=50"));
  EXPECT_EQ(Titles("/plans?level=adult&page=50").size(), 10u);
  EXPECT_THAT(Links("/plans?level=adult&page=50"), Contains("/plans?level=adult"));
  EXPECT_THAT(TextOf("/plans?page=50"), HasSubstr("63 lesson plans"));
  const HtmlPage second(Get("/plans?page=50").body);
  EXPECT_THAT(second.All("input"), Not(IsEmpty())) << "filters are on every page";
}

TEST_F(PracticeListTest, AnOldPageTokenLeadsToTheFirstPage) {
  const HttpResponse response = Get("/plans?language=it&page=old");
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(response.Header("Location"), "/plans?language=it");
}

}  // namespace
}  // namespace cledi
