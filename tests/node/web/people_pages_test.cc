// The people of the network, and whose each practice is.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "tests/node/web/site_fixture.h"

namespace cledi {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class PeoplePagesTest : public SiteTest {
 protected:
  static event::v1::Profile Profile(const std::string& name) {
    event::v1::Profile profile;
    profile.set_name(name);
    profile.set_occupation("profesora de física");
    profile.set_language("es");
    profile.add_languages("es");
    profile.add_languages("tr");
    profile.add_subjects("óptica");
    profile.set_about("I *like* light.");
    return profile;
  }
  void AddGranada() {
    event::v1::InstitutionDescribed institution;
    institution.set_institution_id("es-granada");
    institution.set_name("Universidad de Granada");
    institution.set_country("ES");
    source_->AddInstitution(institution, "es-granada");
  }
};

TEST_F(PeoplePagesTest, APersonsPageShowsTheProfileAndThePractices) {
  AddGranada();
  const std::string ada = source_->AddPerson(Profile("Ada Example"), "es-granada");
  event::v1::LessonPlan plan;
  plan.mutable_description()->set_title("Light and shadow");
  const std::string id = source_->AddPlan(plan);
  source_->plan(id)->set_person_id(ada);

  const HttpResponse response = Get("/people/" + ada);

  ASSERT_EQ(response.status, 200);
  const HtmlPage page(response.body);
  EXPECT_THAT(page.problems(), IsEmpty());
  EXPECT_EQ(page.All("h1").front()->text, "Ada Example");
  for (const char* text : {"Universidad de Granada", "Türkçe", "óptica", "I like light.",
                           "Light and shadow", "One practice, published under this name."}) {
    EXPECT_THAT(page.text(), HasSubstr(text));
  }
  EXPECT_THAT(response.body, HasSubstr("lang=\"es\">profesora de física"));
  EXPECT_THAT(response.body, HasSubstr("href=\"/plans/" + id + "\""));
  EXPECT_THAT(response.body, HasSubstr("href=\"/institutions/es-granada\""));
}

TEST_F(PeoplePagesTest, APracticeNamesThePersonWhoPublishedIt) {
  const std::string ada = source_->AddPerson(Profile("Ada Example"), "es-granada");
  event::v1::LessonPlan plan;
  plan.mutable_description()->set_title("Light and shadow");
  const std::string id = source_->AddPlan(plan);
  EXPECT_THAT(TextOf("/plans/" + id), Not(HasSubstr("Published by")));

  source_->plan(id)->set_person_id(ada);
  EXPECT_THAT(TextOf("/plans/" + id), HasSubstr("Published by"));
  EXPECT_THAT(Get("/plans/" + id).body, HasSubstr("<a href=\"/people/" + ada + "\">Ada Example"));

  // Whose profile has not arrived has no name yet, and the page is there all the same.
  source_->plan(id)->set_person_id("aaaaaaaaaaaaaaaaaaaaaaaaaa");
  EXPECT_EQ(Get("/plans/" + id).status, 200);
  EXPECT_THAT(TextOf("/plans/" + id), Not(HasSubstr("Published by")));
}

TEST_F(PeoplePagesTest, AllPeopleAreListedInPages) {
  EXPECT_THAT(TextOf("/people"), HasSubstr("Nobody has introduced themselves here yet."));
  for (int i = 0; i < 60; ++i) {
    source_->AddPerson(Profile(absl::StrCat("Person ", i)), "es-granada");
  }

  const HttpResponse first = Get("/people?language=tr");
  EXPECT_THAT(HtmlPage(first.body).problems(), IsEmpty());
  EXPECT_THAT(HtmlPage(first.body).text(), HasSubstr("60 people share their practices"));
  EXPECT_THAT(first.body, HasSubstr("href=\"/people?language=tr&amp;page=48\""));
  const std::string second = TextOf("/people?language=tr&page=48");
  EXPECT_THAT(second, HasSubstr("Person 59"));
  EXPECT_THAT(second, Not(HasSubstr("Person 12")));
  EXPECT_THAT(TextOf("/people?language=sl"), Not(HasSubstr("Person 1")));
}

TEST_F(PeoplePagesTest, APageThatIsGoneLeadsBackToTheBeginning) {
  const HttpResponse response = Get("/people?language=tr&page=gone");

  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(response.Header("Location"), "/people?language=tr");
}

TEST_F(PeoplePagesTest, AnInstitutionNamesItsPeople) {
  AddGranada();
  EXPECT_THAT(TextOf("/institutions/es-granada"), Not(HasSubstr("Who works here")));
  const std::string ada = source_->AddPerson(Profile("Ada Example"), "es-granada");
  source_->AddPerson(Profile("Cem Example"), "tr-metu");

  const HttpResponse response = Get("/institutions/es-granada");

  EXPECT_THAT(HtmlPage(response.body).problems(), IsEmpty());
  EXPECT_THAT(HtmlPage(response.body).text(),
              AllOf(HasSubstr("Who works here"), HasSubstr("Ada Example")));
  EXPECT_THAT(response.body, HasSubstr("href=\"/people/" + ada + "\""));
  EXPECT_THAT(response.body, Not(HasSubstr("Cem Example")));
}

TEST_F(PeoplePagesTest, AnUnknownPersonIsNotFound) {
  EXPECT_EQ(Get("/people/aaaaaaaaaaaaaaaaaaaaaaaaaa").status, 404);
  EXPECT_EQ(Get("/people/x").status, 404);
}

TEST_F(PeoplePagesTest, HostileProfilesStayText) {
  event::v1::Profile profile = Profile("<img src=x onerror=alert(1)>");
  profile.set_occupation("\"><script>alert(1)</script>");
  profile.set_about("[x](javascript:alert(1)) <script>alert(1)</script>");
  profile.add_subjects("<b>\u202E");
  profile.add_interests("'\"><svg onload=x>");
  profile.add_languages("\"><b>");
  const std::string id = source_->AddPerson(profile, "es-granada");
  AddGranada();

  for (const std::string& address :
       {"/people/" + id, std::string("/people"), std::string("/institutions/es-granada")}) {
    const HttpResponse response = Get(address);
    EXPECT_EQ(response.status, 200) << address;
    EXPECT_THAT(HtmlPage(response.body).problems(), IsEmpty()) << address;
    for (const char* attack : {"<script", "<img", "<svg onload", "href=\"javascript:", "\u202E"}) {
      EXPECT_THAT(response.body, Not(HasSubstr(attack))) << address;
    }
  }
}

}  // namespace
}  // namespace cledi
