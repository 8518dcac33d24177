// What an adaptation changed of its source, and a version of the version before.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "federation/base/bytes.h"
#include "tests/node/web/site_fixture.h"

namespace cledi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ComparePageTest : public SiteTest {
 protected:
  ComparePageTest() {
    event::v1::Description& description = *plan_.mutable_description();
    description.set_title("Half a pizza");
    description.set_language("en");
    description.set_licence("https://creativecommons.org/licenses/by-sa/4.0/");
    plan_.set_kind(event::v1::PLAN_KIND_LESSON);
    plan_.add_outcomes()->set_sentence("Compare two fractions.");
    AddStep("Share", "Each group cuts a paper pizza.");
    AddStep("Compare", "Who has more?");
    plan_.set_assessment("Each pupil shows two equal shares.");
  }

  event::v1::Step& AddStep(const std::string& name, const std::string& procedure) {
    event::v1::Step& step = *plan_.add_steps();
    step.set_id(name);
    step.set_name(name);
    step.set_procedure(procedure);
    return step;
  }
  // Publishes the plan as made from `source`, as that is now.
  std::string AddAdaptation(const std::string& source, const std::string& note = "") {
    event::v1::Derivation& from = *plan_.mutable_description()->add_derived_from();
    from.set_object(*HexDecode(source_->plan(source)->object_id()));
    from.set_revision(*HexDecode(source_->plan(source)->revision()));
    from.set_kind(event::v1::Derivation::KIND_ADAPTATION);
    from.set_note(note);
    return source_->AddPlan(plan_);
  }
  static std::string CompareAddress(const std::string& later, const std::string& earlier) {
    return "/plans/" + later + "/compare/" + earlier;
  }
  // The texts of all elements of this name.
  static std::vector<std::string> TextsIn(const HtmlPage& page, std::string_view name) {
    std::vector<std::string> texts;
    for (const HtmlTag* tag : page.All(name)) {
      texts.push_back(tag->text);
    }
    return texts;
  }

  event::v1::LessonPlan plan_;
};

TEST_F(ComparePageTest, SaysInOneSentenceWhatAnAdaptationChanged) {
  const std::string source = source_->AddPlan(plan_);
  plan_.mutable_steps(1)->set_procedure("Who has less?");
  AddStep("Eat", "Now real pizza is brought in.");
  const std::string adaptation = AddAdaptation(source, "My pupils like to eat.");

  const HttpResponse response = Get(CompareAddress(adaptation, source));

  ASSERT_EQ(response.status, 200);
  const HtmlPage page(response.body);
  EXPECT_THAT(page.problems(), IsEmpty());
  EXPECT_THAT(page.text(),
              HasSubstr("1 step changed and 1 step added; everything else is unchanged."));
  EXPECT_THAT(page.text(), HasSubstr("My pupils like to eat."));
}

// Goal: the change can be read without colour, and heard.
TEST_F(ComparePageTest, WordsAreMarkedAsAddedAndRemoved) {
  const std::string source = source_->AddPlan(plan_);
  plan_.mutable_steps(1)->set_procedure("Who has less?");
  const HtmlPage page(Get(CompareAddress(AddAdaptation(source), source)).body);

  EXPECT_THAT(TextsIn(page, "del"), ElementsAre("removed: more"));
  EXPECT_THAT(TextsIn(page, "ins"), ElementsAre("added: less"));
  std::vector<std::string> summaries = TextsIn(page, "summary");
  EXPECT_THAT(summaries, testing::Contains("1. Share unchanged"));
  EXPECT_THAT(summaries, testing::Contains("What pupils can do afterwards unchanged"));
}

TEST_F(ComparePageTest, ChangedPartsBesideTheStepsAreNamed) {
  const std::string source = source_->AddPlan(plan_);
  plan_.mutable_description()->set_title("Half a pita");
  plan_.set_assessment("Each pupil draws two equal shares.");

  EXPECT_THAT(TextOf(CompareAddress(AddAdaptation(source), source)),
              HasSubstr("All steps are unchanged; changed: In general and How you see that it "
                        "worked."));
}

TEST_F(ComparePageTest, NoChangeIsSaid) {
  const std::string source = source_->AddPlan(plan_);

  EXPECT_THAT(TextOf(CompareAddress(AddAdaptation(source), source)),
              HasSubstr("Nothing was changed: both say the same."));
}

TEST_F(ComparePageTest, ATranslationStandsBesideItsSource) {
  const std::string source = source_->AddPlan(plan_);
  plan_.mutable_description()->set_language("tr");
  plan_.mutable_steps(0)->set_name("Paylaş");
  plan_.mutable_steps(0)->set_procedure("Her grup kâğıttan bir pizza keser.");
  const HttpResponse response = Get(CompareAddress(AddAdaptation(source), source));

  const HtmlPage page(response.body);
  EXPECT_THAT(page.problems(), IsEmpty());
  EXPECT_THAT(page.text(), HasSubstr("One is in English, the other in Türkçe"));
  EXPECT_THAT(page.All("ins"), IsEmpty());
  EXPECT_THAT(response.body, HasSubstr("<dd class=\"diff\" lang=\"tr\">Her grup"));
  EXPECT_THAT(response.body, HasSubstr("<dd class=\"diff\" lang=\"en\">Each group"));
}

// The source may have gone on; what matters is what the adaptation was made from.
TEST_F(ComparePageTest, ASourceIsComparedAsItWasWhenItWasTaken) {
  const std::string source = source_->AddPlan(plan_);
  const event::v1::LessonPlan first = plan_;
  const std::string adaptation = AddAdaptation(source);
  plan_ = first;
  plan_.mutable_steps(0)->set_procedure("Each group bakes.");
  const std::string newest = source_->Revise(source, plan_, "baking");

  const HttpResponse page = Get(CompareAddress(adaptation, source));
  EXPECT_THAT(HtmlPage(page.body).text(), HasSubstr("Nothing was changed"));
  EXPECT_THAT(page.body, HasSubstr("&amp;with=" + newest));

  EXPECT_THAT(TextOf(CompareAddress(adaptation, source) + "?with=" + newest),
              HasSubstr("1 step changed; everything else is unchanged."));
}

TEST_F(ComparePageTest, ASourceWhoseTakenVersionIsGoneIsComparedAsItIs) {
  const std::string source = source_->AddPlan(plan_);
  event::v1::Derivation& from = *plan_.mutable_description()->add_derived_from();
  from.set_object(*HexDecode(source_->plan(source)->object_id()));
  from.set_revision(std::string(32, 'x'));

  EXPECT_EQ(Get(CompareAddress(source_->AddPlan(plan_), source)).status, 200);
}

TEST_F(ComparePageTest, TwoVersionsOfOnePlanAreCompared) {
  const std::string id = source_->AddPlan(plan_);
  const std::string first = source_->plan(id)->revision();
  plan_.mutable_steps()->DeleteSubrange(0, 1);
  source_->Revise(id, plan_, "Less time.");

  const std::string text = TextOf(CompareAddress(id, id) + "?with=" + first);

  EXPECT_THAT(text, HasSubstr("1 step left out; everything else is unchanged."));
  EXPECT_THAT(text, HasSubstr("Less time."));
}

TEST_F(ComparePageTest, BothPagesLinkToTheComparison) {
  const std::string source = source_->AddPlan(plan_);
  const std::string adaptation = AddAdaptation(source);
  auto* up = source_->plan(adaptation)->add_derived_from();
  up->set_id(source);
  up->set_title("Half a pizza");
  auto* down = source_->plan(source)->add_derivatives();
  down->set_id(adaptation);
  down->set_title("Half a pita");

  const std::string link = "href=\"" + CompareAddress(adaptation, source) + "\"";
  EXPECT_THAT(Get("/plans/" + adaptation).body, HasSubstr(link));
  EXPECT_THAT(Get("/plans/" + source).body, HasSubstr(link));
}

TEST_F(ComparePageTest, ResourcesAreComparedToo) {
  event::v1::TrainingResource resource;
  *resource.mutable_description() = plan_.description();
  resource.set_type(event::v1::RESOURCE_TYPE_TEXT);
  resource.set_body("Read this slowly.");
  const std::string id = source_->AddResource(resource);
  const std::string first = source_->resource(id)->revision();
  resource.set_body("Read this twice.");
  source_->Revise(id, resource, "");

  const HttpResponse response = Get("/resources/" + id + "/compare/" + id + "?with=" + first);

  EXPECT_THAT(HtmlPage(response.body).problems(), IsEmpty());
  EXPECT_THAT(HtmlPage(response.body).text(), HasSubstr("Changed: The text."));
}

TEST_F(ComparePageTest, WhatWasTakenBackIsNotCompared) {
  const std::string source = source_->AddPlan(plan_);
  const std::string adaptation = AddAdaptation(source);
  source_->plan(source)->set_withdrawn(true);
  source_->plan(source)->set_withdrawn_reason("out of date");

  const HttpResponse response = Get(CompareAddress(adaptation, source));

  EXPECT_EQ(response.status, 410);
  EXPECT_THAT(HtmlPage(response.body).text(), HasSubstr("out of date"));
}

TEST_F(ComparePageTest, UnknownPlansAndVersionsAreNotFound) {
  const std::string id = source_->AddPlan(plan_);

  EXPECT_EQ(Get(CompareAddress(id, "aaaaaaaaaaaaaaaaaaaaaaaaaa")).status, 404);
  EXPECT_EQ(Get(CompareAddress("x", id)).status, 404);
  EXPECT_EQ(Get(CompareAddress(id, id) + "?with=" + std::string(64, '0')).status, 404);
}

// Goal: what arrives from elsewhere stays text, in names, words and addresses.
TEST_F(ComparePageTest, HostileTextStaysText) {
  const std::string attack = "<script>alert(1)</script>\u202Eevil\" onload=\"x";
  const std::string source = source_->AddPlan(plan_);
  plan_.mutable_description()->set_title(attack);
  plan_.mutable_description()->set_language("\"><b>");
  plan_.mutable_steps(0)->set_name(attack);
  plan_.mutable_steps(1)->set_procedure(attack);
  plan_.set_assessment(attack);
  const std::string adaptation = AddAdaptation(source, attack);

  for (const std::string& address :
       {CompareAddress(adaptation, source), CompareAddress(adaptation, adaptation)}) {
    const HttpResponse response = Get(address);
    EXPECT_THAT(HtmlPage(response.body).problems(), IsEmpty());
    EXPECT_THAT(response.body, Not(HasSubstr("<script")));
    EXPECT_THAT(response.body, Not(HasSubstr("onload=\"x")));
    EXPECT_THAT(response.body, Not(HasSubstr("\u202E")));
  }
}

}  // namespace
}  // namespace cledi
