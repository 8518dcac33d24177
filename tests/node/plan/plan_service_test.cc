#include "node/plan/plan_service.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cledi/event/v1/type.pb.h"
#include "tests/support/practice/practice_node.h"
#include "tests/support/practice/samples.h"

namespace cledi {
namespace {

using community::v1::GetPlanRequest;
using community::v1::PlanView;
using community::v1::PublishPlanRequest;
using community::v1::PublishPlanResponse;
using community::v1::WithdrawPlanRequest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PlanServiceTest : public ::testing::Test {
 protected:
  PublishPlanRequest Request(const std::string& title) {
    PublishPlanRequest request;
    *request.mutable_plan() = SamplePlan(title);
    return request;
  }
  PublishPlanResponse Publish(PracticeNode& node, const PublishPlanRequest& request) {
    const StatusOr<PublishPlanResponse> response = node.plans.Publish(Caller::Operator(), request);
    EXPECT_TRUE(response.ok()) << response.status();
    clock_.Advance(std::chrono::seconds(1));
    return response.value_or(PublishPlanResponse());
  }
  // A plan that is made from `source`.
  PublishPlanRequest Adaptation(const std::string& title, const PublishPlanResponse& source) {
    PublishPlanRequest request = Request(title);
    event::v1::Derivation& from =
        *request.mutable_plan()->mutable_description()->mutable_derived_from(0);
    from.set_object(*HexDecode(source.event_id()));
    from.set_revision(*HexDecode(source.event_id()));
    from.set_kind(event::v1::Derivation::KIND_TRANSLATION);
    from.set_title("as it was called then");
    from.clear_url();
    return request;
  }
  StatusOr<PlanView> Get(PracticeNode& node, const std::string& id,
                         const std::string& revision = "") {
    GetPlanRequest request;
    request.set_id(id);
    request.set_revision(revision);
    ASSIGN_OR_RETURN(const auto response, node.plans.Get(Caller(), request));
    return response.plan();
  }

  ManualClock clock_;
  PracticeNode granada_{&clock_, "es-granada"};
  PracticeNode metu_{&clock_, "tr-metu"};
};

TEST_F(PlanServiceTest, WhatWasPublishedIsReadAtTheOtherNodeWithAllThatItHolds) {
  const PublishPlanResponse published = Publish(granada_, Request("Half a pizza"));
  metu_.PullFrom(granada_);

  const StatusOr<PlanView> view = Get(metu_, published.id());

  ASSERT_TRUE(view.ok());
  EXPECT_EQ(view->plan().SerializeAsString(), SamplePlan("Half a pizza").SerializeAsString());
  EXPECT_EQ(view->home_node(), "es-granada");
  EXPECT_EQ(view->revision(), published.event_id());
  EXPECT_THAT(view->heads(), ElementsAre(published.event_id()));
  EXPECT_EQ(granada_.Digest(), metu_.Digest());
}

TEST_F(PlanServiceTest, StepsGetTheirIdsWhenThePlanIsPublished) {
  PublishPlanRequest request = Request("x");
  request.mutable_plan()->mutable_steps(0)->clear_id();

  const PlanView view = *Get(granada_, Publish(granada_, request).id());

  EXPECT_EQ(view.plan().steps(0).id(), "step-1");
  EXPECT_EQ(view.plan().steps(1).id(), "s2");
}

TEST_F(PlanServiceTest, ARevisionFollowsTheShownOneUnlessItNamesItsParents) {
  const PublishPlanResponse first = Publish(granada_, Request("first"));
  PublishPlanRequest revision = Request("second");
  revision.set_revises(first.id());
  const PublishPlanResponse second = Publish(granada_, revision);
  PublishPlanRequest sibling = Request("beside the second");
  sibling.set_revises(first.id());
  sibling.add_parents(first.event_id());
  const PublishPlanResponse third = Publish(granada_, sibling);

  const PlanView view = *Get(granada_, first.id());
  EXPECT_THAT(view.revisions(1).parents(), ElementsAre(first.event_id()));
  EXPECT_THAT(view.heads(), ElementsAre(third.event_id(), second.event_id()));
}

TEST_F(PlanServiceTest, AnOlderRevisionIsReadByItsId) {
  const PublishPlanResponse first = Publish(granada_, Request("first"));
  PublishPlanRequest revision = Request("second");
  revision.set_revises(first.id());
  Publish(granada_, revision);

  const PlanView view = *Get(granada_, first.id(), first.event_id());

  EXPECT_EQ(view.plan().description().title(), "first");
  EXPECT_EQ(view.revision(), first.event_id());
}

TEST_F(PlanServiceTest, RevisionsOfOtherPlansAndNonsenseAreRefused) {
  const PublishPlanResponse first = Publish(granada_, Request("first"));
  const PublishPlanResponse other = Publish(granada_, Request("other"));

  EXPECT_EQ(Get(granada_, first.id(), other.event_id()).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(Get(granada_, first.id(), std::string(64, '0')).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(Get(granada_, first.id(), "second").status().code(), StatusCode::kInvalidArgument);

  PublishPlanRequest revision = Request("second");
  revision.set_revises(first.id());
  revision.add_parents(other.event_id());
  EXPECT_EQ(granada_.plans.Publish(Caller::Operator(), revision).status().code(),
            StatusCode::kNotFound);
}

TEST_F(PlanServiceTest, ParentsNeedAPlanThatIsRevised) {
  PublishPlanRequest request = Request("first");
  request.add_parents(std::string(64, '0'));

  EXPECT_THAT(std::string(Message(granada_.plans.Publish(Caller::Operator(), request).status())),
              HasSubstr("parents: only with `revises`"));
}

// Both links, whichever of the two arrives first.
TEST_F(PlanServiceTest, APlanAndItsTranslationNameEachOther) {
  const PublishPlanResponse source = Publish(granada_, Request("Half a pizza"));
  metu_.PullFrom(granada_);
  const PublishPlanResponse translation = Publish(metu_, Adaptation("Yarım pizza", source));

  PracticeNode third(&clock_, "si-djnd");
  third.PullFrom(metu_);  // METU's log holds Granada's too; take the translation alone first.
  PracticeNode late(&clock_, "it-bicocca");
  for (const VariantExtent& extent : metu_.log.Variants()) {
    if (extent.node_id == "tr-metu") {
      late.Receive({.node_id = extent.node_id,
                    .record = metu_.log.ReadRecords(extent.variant, 0, 1, 100000)->front()});
    }
  }
  const PlanView alone = *Get(late, translation.id());
  ASSERT_EQ(alone.derived_from_size(), 1);
  EXPECT_EQ(alone.derived_from(0).id(), "");
  EXPECT_EQ(alone.derived_from(0).title(), "as it was called then");

  late.PullFrom(granada_);
  for (PracticeNode* node : {&third, &late}) {
    const PlanView down = *Get(*node, source.id());
    ASSERT_EQ(down.derivatives_size(), 1);
    EXPECT_EQ(down.derivatives(0).id(), translation.id());
    EXPECT_EQ(down.derivatives(0).title(), "Yarım pizza");
    EXPECT_EQ(down.derivatives(0).kind(), event::v1::Derivation::KIND_TRANSLATION);
    EXPECT_EQ(down.derivatives(0).plan_kind(), event::v1::PLAN_KIND_LESSON);
    const PlanView up = *Get(*node, translation.id());
    EXPECT_EQ(up.derived_from(0).id(), source.id());
    EXPECT_EQ(up.derived_from(0).title(), "Half a pizza");
    EXPECT_EQ(node->plans.List({})->cards(1).adaptations(), 1u);
  }
}

TEST_F(PlanServiceTest, AWithdrawnTranslationIsNoLongerNamed) {
  const PublishPlanResponse source = Publish(granada_, Request("Half a pizza"));
  const PublishPlanResponse adaptation = Publish(granada_, Adaptation("Quarter", source));
  WithdrawPlanRequest withdraw;
  withdraw.set_id(adaptation.id());
  ASSERT_TRUE(granada_.plans.Withdraw(Caller::Operator(), withdraw).ok());

  EXPECT_THAT(Get(granada_, source.id())->derivatives(), IsEmpty());
  EXPECT_EQ(granada_.plans.List({})->cards(0).adaptations(), 0u);
}

TEST_F(PlanServiceTest, SourcesOutsideTheNetworkKeepTheirAddress) {
  const PlanView view = *Get(granada_, Publish(granada_, Request("x")).id());

  ASSERT_EQ(view.derived_from_size(), 1);
  EXPECT_EQ(view.derived_from(0).url(), "https://example.org/fair-shares");
  EXPECT_EQ(view.derived_from(0).id(), "");
}

TEST_F(PlanServiceTest, CardsTakeTheirCountryFromTheInstitutionAsItIsNow) {
  Publish(granada_, Request("x"));
  EXPECT_EQ(granada_.plans.List({})->cards(0).country(), "");

  community::v1::DescribeInstitutionRequest describe;
  *describe.mutable_description() = SampleInstitution("es-granada", "Universidad", "ES");
  ASSERT_TRUE(granada_.institutions.Describe(describe).ok());

  community::v1::ListPlansRequest spain;
  spain.mutable_filter()->add_countries("ES");
  ASSERT_EQ(granada_.plans.List(spain)->cards_size(), 1);
  EXPECT_EQ(granada_.plans.List(spain)->cards(0).country(), "ES");
  EXPECT_EQ(granada_.plans.List(spain)->facets().countries(0).value(), "ES");
}

TEST_F(PlanServiceTest, APlanWithTooLongAHistoryTakesNoMoreAndSaysWhatToDo) {
  const PublishPlanResponse first = Publish(granada_, Request("first"));
  for (uint32_t i = 1; i < PracticeWriter::kRevisionsMax; ++i) {
    event::v1::PlanRevised fact;
    *fact.mutable_plan()->mutable_description() = SamplePlan("x").description();
    fact.mutable_plan()->set_kind(event::v1::PLAN_KIND_LESSON);
    fact.mutable_plan()->add_steps()->set_id("s1");
    fact.mutable_plan()->mutable_steps(0)->set_name("Share");
    fact.set_object(*HexDecode(first.event_id()));
    granada_.log.Add(granada_.log.MakeEvent(event::v1::EVENT_TYPE_PLAN_REVISED,
                                            fact.SerializeAsString(), MakeHlc(clock_.Now(), i)));
  }
  ASSERT_TRUE(granada_.engine.CatchUp().ok());
  clock_.Advance(std::chrono::seconds(1));
  PublishPlanRequest revision = Request("one too many");
  revision.set_revises(first.id());

  const Status refused = granada_.plans.Publish(Caller::Operator(), revision).status();

  EXPECT_EQ(refused.code(), StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(Message(refused)), HasSubstr("4,000 revisions"));
  WithdrawPlanRequest withdraw;
  withdraw.set_id(first.id());
  ASSERT_TRUE(granada_.plans.Withdraw(Caller::Operator(), withdraw).ok());
  EXPECT_TRUE(Get(granada_, first.id())->withdrawn());
}

TEST_F(PlanServiceTest, EveryMethodOfTheServiceIsThere) {
  MethodTable table;
  granada_.plans.RegisterWith(table);
  granada_.institutions.RegisterWith(table);

  EXPECT_TRUE(
      table.CheckComplete(*PlanView::descriptor()->file()->FindServiceByName("PlanService")).ok());
  EXPECT_TRUE(
      table
          .CheckComplete(*community::v1::InstitutionView::descriptor()->file()->FindServiceByName(
              "InstitutionService"))
          .ok());
}

}  // namespace
}  // namespace cledi
