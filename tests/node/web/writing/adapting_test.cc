// Adapting and translating a plan of somebody else.

#include "tests/node/web/writing/writing_fixture.h"

namespace cledi {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kBySa[] = "https://creativecommons.org/licenses/by-sa/4.0/";

class AdaptingTest : public WritingTest {
 protected:
  std::string Source(const std::string& licence) {
    event::v1::LessonPlan plan = SamplePlan("Sharing fairly");
    plan.mutable_description()->set_licence(licence);
    plan.mutable_description()->set_language("tr");
    plan.mutable_description()->clear_derived_from();
    return Publish("bo", plan);
  }
};

TEST_F(AdaptingTest, AnAdaptationNamesItsSourceAndBothPagesLink) {
  const std::string source = Source(kBySa);
  const std::string address = "/plans/" + source + "/adapt";
  TestBrowser browser = BrowserOf("ada");
  ASSERT_EQ(browser.Get(address).status, 200);
  ExpectGoodPage(browser);
  EXPECT_THAT(browser.shown().body, HasSubstr("href=\"/plans/" + source + "\""));
  ASSERT_EQ(browser
                .Send(address, {{"do", "publish"},
                                {"title", "Compartir con justicia"},
                                {"language", "es"},
                                {"why", "Shorter, for a class of twelve."}})
                .status,
            303);
  const std::string id = IdIn(browser.shown());

  const community::v1::PlanView original = Plan(source);
  const community::v1::PlanView plan = Plan(id);
  ASSERT_EQ(plan.plan().description().derived_from_size(), 1);
  const event::v1::Derivation& from = plan.plan().description().derived_from(0);
  EXPECT_EQ(HexEncode(from.object()), original.object_id());
  EXPECT_EQ(HexEncode(from.revision()), original.revision());
  EXPECT_EQ(from.kind(), event::v1::Derivation::KIND_ADAPTATION);
  EXPECT_EQ(from.note(), "Shorter, for a class of twelve.");
  EXPECT_EQ(from.title(), "Sharing fairly");
  EXPECT_EQ(plan.plan().description().licence(), kBySa);
  EXPECT_EQ(plan.plan().steps_size(), original.plan().steps_size());
  EXPECT_EQ(plan.plan().description().authors(0).name(), "Ada Yılmaz");
  EXPECT_EQ(plan.plan().description().contributors(0).name(),
            original.plan().description().authors(0).name());

  browser.Follow();
  ExpectGoodPage(browser);
  EXPECT_THAT(TextOf(browser), HasSubstr("Shorter, for a class of twelve."));
  EXPECT_THAT(browser.shown().body, HasSubstr("href=\"/plans/" + source + "\""));
  browser.Get("/plans/" + source);
  EXPECT_THAT(browser.shown().body, HasSubstr("href=\"/plans/" + id + "\""));
}

TEST_F(AdaptingTest, OneSentenceOfWhatAndWhyIsNeeded) {
  const std::string address = "/plans/" + Source(kBySa) + "/adapt";
  TestBrowser browser = BrowserOf("ada");
  browser.Get(address);
  EXPECT_EQ(browser.Send(address, {{"do", "publish"}, {"why", " \n "}}).status, 422);
  ExpectGoodPage(browser);
  EXPECT_THAT(browser.shown().body, HasSubstr("<a href=\"#why\">"));
  EXPECT_EQ(browser.Send(address, {{"do", "publish"}, {"why", std::string(1001, 'x')}}).status,
            422);
  EXPECT_THAT(browser.shown().body, HasSubstr("<a href=\"#why\">"));
  EXPECT_EQ(PlanCount(), 1u);
}

TEST_F(AdaptingTest, ShareAlikeOffersNothingElseAndTakesNothingElse) {
  const std::string address = "/plans/" + Source(kBySa) + "/adapt";
  TestBrowser browser = BrowserOf("ada");
  browser.Get(address);
  int offered = 0;
  const HtmlPage page(browser.shown().body);
  for (const HtmlTag* input : page.All("input")) {
    const auto name = input->attributes.find("name");
    offered += name != input->attributes.end() && name->second == "licence" ? 1 : 0;
  }
  EXPECT_EQ(offered, 1);
  EXPECT_EQ(browser
                .Send(address, {{"do", "publish"},
                                {"why", "x"},
                                {"licence", "https://creativecommons.org/licenses/by/4.0/"}})
                .status,
            422);
  EXPECT_THAT(TextOf(browser), HasSubstr("the licence of what it comes from does not allow"));
}

TEST_F(AdaptingTest, NoDerivativesIsExplained) {
  const std::string source = Source("https://creativecommons.org/licenses/by-nd/4.0/");
  TestBrowser browser = BrowserOf("ada");
  for (const char* page : {"/adapt", "/translate"}) {
    EXPECT_EQ(browser.Get("/plans/" + source + page).status, 403);
    ExpectGoodPage(browser);
    EXPECT_THAT(TextOf(browser), HasSubstr("Its authors allow no changed versions"));
  }
}

TEST_F(AdaptingTest, ATranslationIsInAnotherLanguageAndKeepsItsAuthors) {
  const std::string source = Source(kBySa);
  const std::string address = "/plans/" + source + "/translate";
  TestBrowser browser = BrowserOf("ada");
  ASSERT_EQ(browser.Get(address).status, 200);
  ExpectGoodPage(browser);
  EXPECT_EQ(browser.FormOf(address).Get("language"), "en");
  EXPECT_EQ(browser.Send(address, {{"do", "publish"}, {"language", "tr"}}).status, 422);
  EXPECT_THAT(TextOf(browser), HasSubstr("a translation is in another language"));

  ASSERT_EQ(browser.Send(address, {{"do", "publish"}, {"language", "sl"}}).status, 303);
  const community::v1::PlanView plan = Plan(IdIn(browser.shown()));
  EXPECT_EQ(plan.plan().description().derived_from(0).kind(),
            event::v1::Derivation::KIND_TRANSLATION);
  EXPECT_EQ(plan.plan().description().translators(0).name(), "Ada Yılmaz");
  EXPECT_EQ(plan.plan().description().authors(0).name(),
            Plan(source).plan().description().authors(0).name());
}

// Its source goes on while an adaptation is written: what was begun from it stays what it was.
TEST_F(AdaptingTest, TheRevisionThatWasAdaptedIsTheOneThatIsNamed) {
  const std::string source = Source(kBySa);
  const std::string address = "/plans/" + source + "/adapt";
  TestBrowser browser = BrowserOf("ada");
  browser.Get(address);
  const std::string begun_from = Plan(source).revision();
  community::v1::PublishPlanRequest revised;
  *revised.mutable_plan() = Plan(source).plan();
  revised.set_revises(source);
  ASSERT_TRUE(node_.plans.Publish(Educator("bo"), revised).ok());
  ASSERT_EQ(browser.Send(address, {{"do", "publish"}, {"why", "x"}}).status, 303);
  EXPECT_EQ(HexEncode(Plan(IdIn(browser.shown())).plan().description().derived_from(0).revision()),
            begun_from);
}

TEST_F(AdaptingTest, ThereIsNothingToAdaptWhereNothingIs) {
  TestBrowser browser = BrowserOf("ada");
  EXPECT_EQ(browser.Get("/plans/aaaaaaaaaaaaaaaaaaaaaaaaaa/adapt").status, 404);
}

}  // namespace
}  // namespace cledi
