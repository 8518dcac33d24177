#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cledi/event/v1/type.pb.h"
#include "node/plan/plan_kind.h"
#include "tests/support/practice/practice_node.h"
#include "tests/support/practice/samples.h"

namespace cledi {
namespace {

using event::v1::PlanRevised;
using event::v1::PlanWithdrawn;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using view::v1::PracticeRow;

class PlanFoldTest : public ::testing::Test {
 protected:
  // A revision of `plan`, or a new plan; `minute` of the hybrid time.
  TestEvent Revision(int minute, const std::string& title, std::optional<EventId> plan = {},
                     std::vector<EventId> parents = {}, const std::string& key = "",
                     const std::string& node = "es-granada") {
    PlanRevised fact;
    *fact.mutable_plan() = SamplePlan(title);
    fact.set_object(plan ? plan->str() : "");
    fact.set_idempotency_key(key);
    for (const EventId& parent : parents) {
      fact.add_parents(parent.str());
    }
    return node_.log.MakeEvent(event::v1::EVENT_TYPE_PLAN_REVISED, fact.SerializeAsString(),
                               At(minute), node);
  }
  TestEvent Withdrawal(int minute, const EventId& plan, const std::string& reason,
                       const std::string& node = "es-granada") {
    PlanWithdrawn fact;
    fact.set_object(plan.str());
    fact.set_reason(reason);
    return node_.log.MakeEvent(event::v1::EVENT_TYPE_PLAN_WITHDRAWN, fact.SerializeAsString(),
                               At(minute), node);
  }
  Hlc At(int minute) const { return MakeHlc(start_ + std::chrono::minutes(minute), 0); }

  std::optional<PracticeRow> RowOf(const EventId& event) {
    const StatusOr<ViewSnapshot> views = node_.views.Read();
    const StatusOr<StatementId> plan = views->StatementOf(event);
    const StatusOr<std::string> bytes =
        plan.ok() ? views->Row(kPlanViews, CommonsSpace(), plan->view()) : plan.status();
    PracticeRow row;
    return bytes.ok() && row.ParseFromString(*bytes) ? std::optional(row) : std::nullopt;
  }

  ManualClock clock_;
  const UnixMillis start_ = clock_.Now();
  PracticeNode node_{&clock_};
};

TEST_F(PlanFoldTest, TheNewestHeadIsShownAndAllHeadsAreNamed) {
  const TestEvent first = Revision(0, "first");
  const TestEvent left = Revision(1, "left", first.id(), {first.id()});
  const TestEvent right = Revision(2, "right", first.id(), {first.id()});
  for (const TestEvent* event : {&right, &first, &left}) {
    node_.Receive(*event);
  }

  const PracticeRow row = *RowOf(first.id());

  EXPECT_EQ(row.card().title(), "right");
  EXPECT_THAT(row.heads(), ElementsAre(right.id().str(), left.id().str()));
  EXPECT_EQ(row.revisions(0).event_id(), HexEncode(first.id().view()));
  EXPECT_EQ(row.revision_count(), 3u);
}

TEST_F(PlanFoldTest, AMergeIsTheOnlyHead) {
  const TestEvent first = Revision(0, "first");
  const TestEvent left = Revision(1, "left", first.id(), {first.id()});
  const TestEvent right = Revision(2, "right", first.id(), {first.id()});
  const TestEvent merge = Revision(3, "merged", first.id(), {left.id(), right.id()});
  for (const TestEvent* event : {&merge, &right, &left, &first}) {
    node_.Receive(*event);
  }

  EXPECT_THAT(RowOf(first.id())->heads(), ElementsAre(merge.id().str()));
}

// A clock that went back must not bring an older text back.
TEST_F(PlanFoldTest, ARevisionWithAnEarlierTimeThanItsParentIsStillTheHead) {
  const TestEvent first = Revision(5, "first");
  const TestEvent second = Revision(1, "second", first.id(), {first.id()});
  node_.Receive(first);
  node_.Receive(second);

  EXPECT_EQ(RowOf(first.id())->card().title(), "second");
}

TEST_F(PlanFoldTest, AParentMayBeNamedByAnyOfItsRetries) {
  const TestEvent first = Revision(0, "first");
  const TestEvent edit = Revision(1, "edit", first.id(), {first.id()}, "k");
  const TestEvent retry = Revision(2, "edit", first.id(), {first.id()}, "k");
  const TestEvent next = Revision(3, "next", first.id(), {retry.id()});
  for (const TestEvent* event : {&first, &retry, &next, &edit}) {
    node_.Receive(*event);
  }

  const PracticeRow row = *RowOf(first.id());
  EXPECT_THAT(row.heads(), ElementsAre(next.id().str()));
  EXPECT_EQ(row.revision_count(), 3u);
}

// Only retries can make a ring: each of two revisions names a retry of the other.
TEST_F(PlanFoldTest, ARingOfParentsShowsTheNewest) {
  const TestEvent a_later = Revision(3, "a", std::nullopt, {}, "a");
  const TestEvent b_later = Revision(4, "b", a_later.id(), {}, "b");
  const TestEvent a = Revision(1, "a", std::nullopt, {b_later.id()}, "a");
  const TestEvent b = Revision(2, "b", a_later.id(), {a_later.id()}, "b");
  for (const TestEvent* event : {&a, &b, &a_later, &b_later}) {
    node_.Receive(*event);
  }

  const PracticeRow row = *RowOf(a.id());
  EXPECT_EQ(row.card().title(), "b");
  EXPECT_THAT(row.heads(), ElementsAre(b.id().str()));
}

TEST_F(PlanFoldTest, ParentsThatAreNotHereAreNoObstacle) {
  const TestEvent first = Revision(0, "first");
  node_.Receive(first);
  node_.Receive(Revision(1, "second", first.id(), {first.id(), EventId{{1, 2, 3}}}));

  EXPECT_EQ(RowOf(first.id())->heads_size(), 1);
}

TEST_F(PlanFoldTest, WhatOtherNodesSayOfAPlanIsSkipped) {
  const TestEvent first = Revision(0, "first");
  node_.Receive(first);
  node_.Receive(Revision(1, "taken over", first.id(), {first.id()}, "", "tr-metu"));
  node_.Receive(Withdrawal(2, first.id(), "gone", "tr-metu"));

  const PracticeRow row = *RowOf(first.id());
  EXPECT_EQ(row.card().title(), "first");
  EXPECT_FALSE(row.withdrawn());
  EXPECT_EQ(row.revision_count(), 1u);
}

// A stolen key's later logs are other logs, though the node's name is the same.
TEST_F(PlanFoldTest, AnotherIncarnationOfTheNodeIsAnotherNode) {
  const TestEvent first = Revision(0, "first");
  TestEvent second = Revision(1, "second", first.id(), {first.id()});
  second.incarnation = 1;
  node_.Receive(first);
  node_.Receive(second);

  EXPECT_EQ(RowOf(first.id())->card().title(), "first");
}

TEST_F(PlanFoldTest, AWithdrawalCountsUntilANewerRevision) {
  const TestEvent first = Revision(0, "first");
  node_.Receive(first);
  node_.Receive(Withdrawal(2, first.id(), "out of date"));
  EXPECT_TRUE(RowOf(first.id())->withdrawn());
  EXPECT_EQ(RowOf(first.id())->withdrawn_reason(), "out of date");

  node_.Receive(Revision(1, "late, but older than the withdrawal", first.id(), {first.id()}));
  EXPECT_TRUE(RowOf(first.id())->withdrawn());

  node_.Receive(Revision(3, "again", first.id(), {first.id()}));
  EXPECT_FALSE(RowOf(first.id())->withdrawn());
  EXPECT_EQ(RowOf(first.id())->withdrawn_reason(), "");
}

TEST_F(PlanFoldTest, AWithdrawalThatCameBeforeItsPlanHoldsIt) {
  const TestEvent first = Revision(0, "first");
  node_.Receive(Withdrawal(1, first.id(), "too early"));
  node_.Receive(first);

  EXPECT_TRUE(RowOf(first.id())->withdrawn());
  EXPECT_EQ(node_.plan_cards.size(), 0u);
}

TEST_F(PlanFoldTest, ARevisionThatBreaksARuleIsSkipped) {
  const TestEvent first = Revision(0, "first");
  node_.Receive(first);
  node_.Receive(Revision(1, std::string(301, 'x'), first.id(), {first.id()}));

  EXPECT_EQ(RowOf(first.id())->card().title(), "first");
  EXPECT_EQ(RowOf(first.id())->heads_size(), 1);
}

// The creation names the plan even where its own text does not count.
TEST_F(PlanFoldTest, APlanWhoseFirstTextBreaksARuleIsShownOnceItIsRevised) {
  const TestEvent first = Revision(0, std::string(301, 'x'));
  node_.Receive(first);
  EXPECT_FALSE(RowOf(first.id()).has_value());

  node_.Receive(Revision(1, "put right", first.id(), {first.id()}));

  EXPECT_EQ(RowOf(first.id())->card().title(), "put right");
  EXPECT_EQ(RowOf(first.id())->card().id(), ShortId(first.id()));
}

TEST_F(PlanFoldTest, AWithdrawalCreatesNothing) {
  PlanWithdrawn fact;
  fact.set_reason("of nothing");
  const TestEvent event =
      node_.log.MakeEvent(event::v1::EVENT_TYPE_PLAN_WITHDRAWN, fact.SerializeAsString(), At(0));
  node_.Receive(event);
  node_.Receive(Revision(1, "of it", event.id()));

  EXPECT_FALSE(RowOf(event.id()).has_value());
}

// Goal: nodes of two versions make the same row of a fact that a newer one wrote. Method: the
// fact holds unknown fields at every level that rows copy from; the row holds them in its
// payload alone.
TEST_F(PlanFoldTest, FieldsOfNewerVersionsStayInThePayload) {
  PlanRevised fact;
  *fact.mutable_plan() = SamplePlan();
  event::v1::Description& description = *fact.mutable_plan()->mutable_description();
  for (google::protobuf::Message* message : std::initializer_list<google::protobuf::Message*>{
           &fact, fact.mutable_plan(), &description, description.mutable_derived_from(0),
           description.mutable_ages(), description.mutable_authors(0)}) {
    message->GetReflection()->MutableUnknownFields(message)->AddVarint(1000, 1);
  }
  const TestEvent event =
      node_.log.MakeEvent(event::v1::EVENT_TYPE_PLAN_REVISED, fact.SerializeAsString(), At(0));
  node_.Receive(event);

  PracticeRow row = *RowOf(event.id());
  EXPECT_EQ(row.payload(), fact.SerializeAsString());
  row.clear_payload();
  const std::string bytes = row.SerializeAsString();
  row.DiscardUnknownFields();
  EXPECT_EQ(bytes, row.SerializeAsString());
}

TEST_F(PlanFoldTest, OnlyTheNewestRevisionsAreListed) {
  const TestEvent first = Revision(0, "first");
  node_.log.Add(first);
  for (int i = 1; i <= 250; ++i) {
    node_.log.Add(Revision(1, absl::StrCat("revision ", i), first.id(), {first.id()}));
  }
  clock_.Advance(std::chrono::minutes(1));
  ASSERT_TRUE(node_.engine.CatchUp().ok());

  const PracticeRow row = *RowOf(first.id());
  EXPECT_EQ(row.revision_count(), 251u);
  EXPECT_EQ(row.revisions_size(), 200);
  EXPECT_EQ(row.heads_size(), 200);
  EXPECT_EQ(row.revisions(199).event_id(), HexEncode(row.heads(0)));
}

}  // namespace
}  // namespace cledi
