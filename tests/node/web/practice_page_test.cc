// The pages of single practices.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/ascii.h"

#include "nlohmann/json.hpp"
#include "tests/node/web/site_fixture.h"

namespace cledi {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kOldRevision =
    "00000000000000000000000000000000000000000000000000000000000000aa";

class PracticePageTest : public SiteTest {
 protected:
  PracticePageTest() {
    plan_.mutable_description()->set_title("Fractions with paper");
    plan_.mutable_description()->set_language("en");
    plan_.mutable_description()->set_licence("https://creativecommons.org/licenses/by-sa/4.0/");
    plan_.mutable_description()->add_authors()->set_name("Ada Example");
    plan_.set_kind(event::v1::PLAN_KIND_LESSON);
  }

  std::string AddPlan() { return source_->AddPlan(plan_); }

  event::v1::LessonPlan plan_;
};

TEST_F(PracticePageTest, ShowsStepsWithTheirTimesAndTheirSum) {
  for (const uint32_t minutes : {20u, 35u}) {
    auto* step = plan_.add_steps();
    step->set_name("Fold");
    step->set_minutes(minutes);
    step->set_grouping(event::v1::GROUPING_PAIR);
    step->add_materials("paper");
    step->set_low_tech_alternative("a napkin");
  }
  const std::string text = TextOf("/plans/" + AddPlan());
  EXPECT_THAT(text, HasSubstr("20 min"));
  EXPECT_THAT(text, HasSubstr("In pairs"));
  EXPECT_THAT(text, HasSubstr("paper"));
  EXPECT_THAT(text, HasSubstr("a napkin"));
  EXPECT_THAT(text, HasSubstr("All steps together: 55 min"));
}

TEST_F(PracticePageTest, SaysTheLicenceInWords) {
  const HttpResponse page = Get("/plans/" + AddPlan());
  EXPECT_THAT(HtmlPage(page.body).text(), HasSubstr("CC BY-SA 4.0"));
  EXPECT_THAT(page.body, HasSubstr("share your version under the same licence"));
  EXPECT_THAT(page.body, HasSubstr("href=\"https://creativecommons.org/licenses/by-sa/4.0/\""));
  plan_.mutable_description()->set_licence("EUPL-1.2");
  EXPECT_THAT(TextOf("/plans/" + AddPlan()), HasSubstr("EUPL-1.2"));
}

TEST_F(PracticePageTest, TheGlossaryHasAColumnForEachLanguage) {
  auto* half = plan_.mutable_inclusion()->add_glossary();
  half->set_term("half");
  auto* arabic = half->add_translations();
  arabic->set_language("ar");
  arabic->set_text("نصف");
  plan_.mutable_inclusion()->add_glossary()->set_term("quarter");
  const HttpResponse page = Get("/plans/" + AddPlan());
  EXPECT_THAT(page.body, HasSubstr("<th scope=\"col\" lang=\"ar\" dir=\"rtl\">العربية</th>"));
  EXPECT_THAT(page.body, HasSubstr("<td lang=\"ar\" dir=\"rtl\">نصف</td>"));
  EXPECT_THAT(page.body, HasSubstr("<td lang=\"ar\" dir=\"rtl\"></td>"));
}

TEST_F(PracticePageTest, TellsWhoHoldsIt) {
  auto& network = *source_->network();
  for (const std::string node : {"it-bicocca", "tr-metu", "si-late"}) {
    auto* peer = network.add_peers();
    peer->set_node_id(node);
    peer->set_institution(absl::AsciiStrToUpper(node));
    peer->set_state(admin::v1::PeerStatus::STATE_LIVE);
    auto* holding = network.add_holdings();
    holding->set_space("commons");
    holding->set_owner("es-granada");
    holding->set_holder(node);
    holding->set_events(node == "tr-metu" ? 7 : 9);
    holding->set_events_known(9);
    holding->set_as_of_unix_ms(node == "si-late" ? 0 : kSampleNowUnixMs);
  }
  const std::string text = TextOf("/plans/" + AddPlan());
  EXPECT_THAT(text, HasSubstr("Its home is Universidad de Granada. Complete copies: IT-BICOCCA."));
  EXPECT_THAT(text, HasSubstr("TR-METU lacks the newest 2 entries from there"));
  EXPECT_THAT(text, HasSubstr("Not known yet: SI-LATE."));
}

TEST_F(PracticePageTest, NamesItsSourceAndWhatGrewOutOfIt) {
  const std::string id = AddPlan();
  auto* outside = source_->plan(id)->add_derived_from();
  outside->set_kind(event::v1::Derivation::KIND_ADAPTATION);
  outside->set_title("A book");
  outside->set_url("https://a.example/book");
  auto* hostile = source_->plan(id)->add_derived_from();
  hostile->set_title("A trap");
  hostile->set_url("javascript:alert(1)");
  auto* course = source_->plan(id)->add_derived_from();
  course->set_id("bbbbbbbbbbbbbbbbbbbbbbbbbb");
  course->set_title("A course");
  course->set_resource_type(event::v1::RESOURCE_TYPE_COURSE);
  auto* child = source_->plan(id)->add_derivatives();
  child->set_id("aaaaaaaaaaaaaaaaaaaaaaaaaa");
  child->set_title("Frazioni");
  child->set_language("it");
  child->set_kind(event::v1::Derivation::KIND_TRANSLATION);
  const HttpResponse page = Get("/plans/" + id);
  const std::string text = HtmlPage(page.body).text();
  EXPECT_THAT(text, HasSubstr("Adapted from: A book (outside the network)"));
  EXPECT_THAT(page.body, HasSubstr("href=\"https://a.example/book\""));
  EXPECT_THAT(page.body, HasSubstr("href=\"/resources/bbbbbbbbbbbbbbbbbbbbbbbbbb\""));
  EXPECT_THAT(text, HasSubstr("A trap"));
  EXPECT_THAT(text, HasSubstr("Translation: Frazioni"));
  EXPECT_THAT(page.body, HasSubstr("href=\"/plans/aaaaaaaaaaaaaaaaaaaaaaaaaa\" lang=\"it\""));
  EXPECT_THAT(page.body, Not(HasSubstr("href=\"javascript:")));
  EXPECT_THAT(page.body, Not(HasSubstr("\"url\":\"javascript:")));
}

TEST_F(PracticePageTest, ListsItsVersionsAndReadsAnOlderOne) {
  const std::string id = AddPlan();
  const std::string first = source_->plan(id)->revision();
  source_->Revise(id, plan_, "Shorter second step.");
  const HttpResponse page = Get("/plans/" + id);
  EXPECT_THAT(page.body, HasSubstr("?revision=" + first));
  EXPECT_THAT(HtmlPage(page.body).text(), HasSubstr("Shorter second step."));
  EXPECT_THAT(page.body, HasSubstr("href=\"/plans/" + id + "/history\""));
  const std::string older = TextOf("/plans/" + id + "?revision=" + first);
  EXPECT_THAT(older, HasSubstr("You are reading an older version"));
  EXPECT_THAT(older, HasSubstr("See what has changed since"));
  EXPECT_THAT(HtmlPage(page.body).text(), Not(HasSubstr("You are reading an older version")));
}

TEST_F(PracticePageTest, SaysThatVersionsWaitToBeBroughtTogether) {
  const std::string id = AddPlan();
  source_->plan(id)->add_heads(std::string(kOldRevision));
  EXPECT_THAT(TextOf("/plans/" + id), HasSubstr("One version was written at the same time"));
}

TEST_F(PracticePageTest, AWholeEventIdLeadsToTheShortAddress) {
  const std::string id = AddPlan();
  const HttpResponse response = Get("/plans/" + source_->plan(id)->object_id());
  EXPECT_EQ(response.status, 308);
  EXPECT_EQ(response.Header("Location"), "/plans/" + id);
}

TEST_F(PracticePageTest, WhatWasTakenBackShowsItsTitleAndReasonOnly) {
  plan_.mutable_description()->set_summary("A secret summary.");
  const std::string id = AddPlan();
  source_->plan(id)->set_withdrawn(true);
  source_->plan(id)->set_withdrawn_reason("A picture was not ours.");
  const HttpResponse page = Get("/plans/" + id);
  EXPECT_EQ(page.status, 410);
  const std::string text = HtmlPage(page.body).text();
  EXPECT_THAT(text, HasSubstr("Fractions with paper"));
  EXPECT_THAT(text, HasSubstr("A picture was not ours."));
  EXPECT_THAT(page.body, Not(HasSubstr("secret")));
}

TEST_F(PracticePageTest, DescribesItselfToProgramsInSchemaOrgTerms) {
  plan_.mutable_description()->add_levels(event::v1::EDUCATION_LEVEL_LOWER_SECONDARY);
  plan_.mutable_description()->mutable_ages()->set_from_years(11);
  plan_.set_minutes(50);
  plan_.add_outcomes()->set_sentence("Compare </script> fractions.");
  const std::string id = AddPlan();
  const HtmlPage page(Get("/plans/" + id).body);
  ASSERT_EQ(page.All("script").size(), 1u);
  const auto json = nlohmann::json::parse(page.All("script")[0]->text);
  EXPECT_EQ(json["@type"], "LearningResource");
  EXPECT_EQ(json["url"], "http://granada.localhost:8441/plans/" + id);
  EXPECT_EQ(json["inLanguage"], "en");
  EXPECT_EQ(json["timeRequired"], "PT50M");
  EXPECT_EQ(json["typicalAgeRange"], "11-");
  EXPECT_EQ(json["educationalLevel"][0], "lower secondary");
  EXPECT_EQ(json["creator"][0]["name"], "Ada Example");
  EXPECT_EQ(json["teaches"][0], "Compare </script> fractions.");
  EXPECT_EQ(json["learningResourceType"], "lesson plan");
}

TEST_F(PracticePageTest, AResourceShowsItsLinksFilesAndText) {
  event::v1::TrainingResource resource;
  resource.mutable_description()->set_title("Reading aloud");
  resource.set_type(event::v1::RESOURCE_TYPE_COURSE);
  resource.add_links("https://a.example/course");
  resource.add_links("javascript:alert(1)");
  resource.set_body("# Sitting 1\n\nRead *slowly*.");
  auto* file = resource.add_files();
  file->set_name("slides.pdf");
  file->set_media_type("application/pdf");
  file->set_size_bytes(1400000);
  resource.add_audience_roles(event::v1::AUDIENCE_ROLE_TEACHER);
  auto* competence = resource.add_competences();
  competence->set_competence("2.1");
  competence->set_level(event::v1::DIG_COMP_EDU_LEVEL_B1);
  const HttpResponse page = Get("/resources/" + source_->AddResource(resource));
  const std::string text = HtmlPage(page.body).text();
  EXPECT_THAT(page.body, HasSubstr("href=\"https://a.example/course\""));
  EXPECT_THAT(page.body, Not(HasSubstr("javascript")));
  EXPECT_THAT(page.body, HasSubstr("<h3>Sitting 1</h3>"));
  EXPECT_THAT(text, HasSubstr("slides.pdf application/pdf, 1.4 MB"));
  EXPECT_THAT(text, HasSubstr("teachers and educators"));
  EXPECT_THAT(text, HasSubstr("DigCompEdu 2.1 (B1)"));
}

}  // namespace
}  // namespace cledi
