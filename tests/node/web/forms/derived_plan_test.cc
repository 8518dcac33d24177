#include "node/web/forms/derived_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "federation/base/bytes.h"

namespace cledi {
namespace {

using event::v1::Credit;
using event::v1::Derivation;
using event::v1::LessonPlan;
using testing::ElementsAre;

std::vector<std::string> NamesOf(const google::protobuf::RepeatedPtrField<Credit>& credits) {
  std::vector<std::string> names;
  for (const Credit& credit : credits) {
    names.push_back(credit.name());
  }
  return names;
}

Credit Named(const std::string& name) {
  Credit credit;
  credit.set_name(name);
  return credit;
}

community::v1::PlanView Source() {
  community::v1::PlanView view;
  view.set_id("abcdefghijklmnopqrstuvwxyz");
  view.set_object_id(std::string(64, 'a'));
  view.set_revision(std::string(64, 'b'));
  event::v1::Description& description = *view.mutable_plan()->mutable_description();
  description.set_title("Kesirlerle adil paylaşım");
  description.set_language("tr");
  description.set_licence("https://creativecommons.org/licenses/by-sa/4.0/");
  description.set_institution_id("tr-metu");
  *description.add_authors() = Named("Elif");
  *description.add_contributors() = Named("Deniz");
  *description.add_translators() = Named("Ada");
  description.add_derived_from()->set_title("An older plan");
  view.mutable_plan()->add_steps()->set_id("warm-up");
  return view;
}

TEST(DerivedPlanTest, NamesThePlanAndTheRevisionThatItCameFrom) {
  LessonPlan plan = DerivedPlan(Source(), Derivation::KIND_ADAPTATION, Named("Carmen"));

  ASSERT_EQ(plan.description().derived_from_size(), 1);
  const Derivation& derivation = *OwnDerivation(plan);
  EXPECT_EQ(HexEncode(derivation.object()), std::string(64, 'a'));
  EXPECT_EQ(HexEncode(derivation.revision()), std::string(64, 'b'));
  EXPECT_EQ(derivation.kind(), Derivation::KIND_ADAPTATION);
  EXPECT_EQ(derivation.licence(), "https://creativecommons.org/licenses/by-sa/4.0/");
  EXPECT_EQ(derivation.title(), "Kesirlerle adil paylaşım");
  EXPECT_EQ(plan.description().institution_id(), "") << "that of the node that publishes it";
  EXPECT_EQ(plan.steps(0).id(), "warm-up") << "so that both can be compared step by step";
}

TEST(DerivedPlanTest, WhoAdaptsIsTheAuthorAndTheOthersGoOnBeingNamed) {
  const LessonPlan plan = DerivedPlan(Source(), Derivation::KIND_ADAPTATION, Named("Carmen"));
  EXPECT_THAT(NamesOf(plan.description().authors()), ElementsAre("Carmen"));
  EXPECT_THAT(NamesOf(plan.description().contributors()), ElementsAre("Elif", "Deniz"));
}

TEST(DerivedPlanTest, WhoAdaptsTheirOwnPlanIsNamedOnce) {
  const LessonPlan plan = DerivedPlan(Source(), Derivation::KIND_ADAPTATION, Named("Elif"));
  EXPECT_THAT(NamesOf(plan.description().authors()), ElementsAre("Elif"));
  EXPECT_THAT(NamesOf(plan.description().contributors()), ElementsAre("Deniz"));
}

TEST(DerivedPlanTest, ATranslationKeepsItsAuthorsAndIsOneWorkWithItsSource) {
  LessonPlan plan = DerivedPlan(Source(), Derivation::KIND_TRANSLATION, Named("Carmen"));
  EXPECT_THAT(NamesOf(plan.description().authors()), ElementsAre("Elif"));
  EXPECT_THAT(NamesOf(plan.description().translators()), ElementsAre("Carmen"));
  EXPECT_EQ(plan.description().work_id(), "abcdefghijklmnopqrstuvwxyz");
  EXPECT_EQ(OwnDerivation(plan)->kind(), Derivation::KIND_TRANSLATION);

  community::v1::PlanView source = Source();
  source.mutable_plan()->mutable_description()->set_work_id("the same");
  EXPECT_EQ(
      DerivedPlan(source, Derivation::KIND_TRANSLATION, Named("Carmen")).description().work_id(),
      "the same");
}

TEST(DerivedPlanTest, NoMoreThanFiftyAreNamed) {
  community::v1::PlanView source = Source();
  for (int i = 0; i < 50; ++i) {
    *source.mutable_plan()->mutable_description()->add_authors() =
        Named("Author " + std::to_string(i));
  }
  const LessonPlan plan = DerivedPlan(source, Derivation::KIND_ADAPTATION, Named("Carmen"));
  EXPECT_EQ(plan.description().contributors_size(), 50);
}

}  // namespace
}  // namespace cledi
