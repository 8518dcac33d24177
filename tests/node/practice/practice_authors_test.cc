// Whose a practice is, on every node, whatever other members write about it.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cledi/event/v1/type.pb.h"
#include "node/person/person_id.h"
#include "node/practice/person_practices.h"
#include "tests/support/practice/practice_node.h"
#include "tests/support/practice/samples.h"

namespace cledi {
namespace {

using community::v1::PlanView;
using community::v1::PracticeCard;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PracticeAuthorsTest : public ::testing::Test {
 protected:
  const std::string ada_ = NamedAuthors::AuthorOf("ada");
  const std::string bo_ = NamedAuthors::AuthorOf("bo");
  const std::string ada_id_ = PersonIdOf("es-granada", ada_);

  // A new plan, or a revision of `plan`, as whoever holds the node's key may write it.
  TestEvent Revision(int minute, const std::string& title, const std::string& author,
                     std::optional<EventId> plan = {}, const std::string& node = "es-granada") {
    event::v1::PlanRevised fact;
    *fact.mutable_plan() = SamplePlan(title);
    fact.set_author(author);
    if (plan) {
      fact.set_object(plan->str());
      fact.add_parents(plan->str());
    }
    return granada_.log.MakeEvent(event::v1::EVENT_TYPE_PLAN_REVISED, fact.SerializeAsString(),
                                  At(minute), node);
  }
  TestEvent Withdrawal(int minute, const std::string& author, const EventId& plan,
                       const std::string& node = "es-granada") {
    event::v1::PlanWithdrawn fact;
    fact.set_author(author);
    fact.set_object(plan.str());
    fact.set_reason("gone");
    return granada_.log.MakeEvent(event::v1::EVENT_TYPE_PLAN_WITHDRAWN, fact.SerializeAsString(),
                                  At(minute), node);
  }
  Hlc At(int minute) const { return MakeHlc(start_ + std::chrono::minutes(minute), 0); }
  // Both nodes get everything, in opposite orders.
  void ReceiveAll(const std::vector<TestEvent>& events) {
    for (size_t i = 0; i < events.size(); ++i) {
      granada_.Receive(events[i]);
      metu_.Receive(events[events.size() - 1 - i]);
    }
  }
  static PlanView Get(const PracticeNode& node, const EventId& plan) {
    community::v1::GetPlanRequest request;
    request.set_id(HexEncode(plan.view()));
    const auto response = node.plans.Get(Caller(), request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->plan() : PlanView();
  }
  static std::vector<std::string> TitlesOf(const PracticeNode& node, const std::string& person) {
    const PersonPractices practices(node.sources, &node.plan_cards, &node.resource_cards);
    const std::vector<PracticeCard> cards = practices.Of(person).value();
    std::vector<std::string> titles;
    for (const PracticeCard& card : cards) {
      titles.push_back(card.title());
    }
    return titles;
  }

  ManualClock clock_;
  const UnixMillis start_ = clock_.Now();
  PracticeNode granada_{&clock_, "es-granada"};
  PracticeNode metu_{&clock_, "tr-metu"};
};

TEST_F(PracticeAuthorsTest, APracticeAndItsRevisionsNameTheirPerson) {
  const TestEvent first = Revision(0, "first", ada_);
  const TestEvent second = Revision(1, "second", ada_, first.id());
  ReceiveAll({first, second});

  for (const PracticeNode* node : {&granada_, &metu_}) {
    const PlanView view = Get(*node, first.id());
    EXPECT_EQ(view.person_id(), ada_id_);
    EXPECT_EQ(view.revisions(0).person_id(), ada_id_);
    EXPECT_EQ(view.revisions(1).person_id(), ada_id_);
    EXPECT_EQ(node->plans.List({})->cards(0).person_id(), ada_id_);
  }
}

TEST_F(PracticeAuthorsTest, WhatTheInstitutionPublishedNamesNobody) {
  const TestEvent first = Revision(0, "first", "");
  ReceiveAll({first});

  EXPECT_EQ(Get(metu_, first.id()).person_id(), "");
  EXPECT_THAT(TitlesOf(metu_, ""), IsEmpty());
}

TEST_F(PracticeAuthorsTest, TheInstitutionMayReviseWhatAPersonPublished) {
  const TestEvent first = Revision(0, "first", ada_);
  const TestEvent second = Revision(1, "corrected", "", first.id());
  ReceiveAll({first, second});

  for (const PracticeNode* node : {&granada_, &metu_}) {
    const PlanView view = Get(*node, first.id());
    EXPECT_EQ(view.plan().description().title(), "corrected");
    EXPECT_EQ(view.person_id(), ada_id_);  // It stays hers.
    EXPECT_EQ(view.revisions(0).person_id(), ada_id_);
    EXPECT_EQ(view.revisions(1).person_id(), "");
  }
}

// Goal: nobody takes over or takes down what a colleague published, whatever they sign with
// their own node's key, or with the same node's key and their own pseudonym.
TEST_F(PracticeAuthorsTest, OnlyThePersonAndTheInstitutionChangeIt) {
  const TestEvent first = Revision(0, "first", ada_);
  ReceiveAll({
      first,
      Revision(1, "copied author, another node", ada_, first.id(), "tr-metu"),
      Revision(2, "another node's institution", "", first.id(), "tr-metu"),
      Revision(3, "another author of the same node", bo_, first.id()),
      Revision(4, "an author that is none", "ada", first.id()),
      Withdrawal(5, ada_, first.id(), "tr-metu"),
      Withdrawal(6, "", first.id(), "tr-metu"),
      Withdrawal(7, bo_, first.id()),
  });

  EXPECT_EQ(granada_.Digest(), metu_.Digest());
  for (const PracticeNode* node : {&granada_, &metu_}) {
    const PlanView view = Get(*node, first.id());
    EXPECT_EQ(view.plan().description().title(), "first");
    EXPECT_FALSE(view.withdrawn());
    EXPECT_EQ(view.revisions_size(), 1);
    EXPECT_EQ(view.heads_size(), 1);
  }
}

TEST_F(PracticeAuthorsTest, WhatTheInstitutionPublishedNoPersonChanges) {
  const TestEvent first = Revision(0, "first", "");
  ReceiveAll({first, Revision(1, "ours now", ada_, first.id()), Withdrawal(2, ada_, first.id())});

  EXPECT_EQ(Get(metu_, first.id()).plan().description().title(), "first");
  EXPECT_FALSE(Get(metu_, first.id()).withdrawn());
}

TEST_F(PracticeAuthorsTest, ACopiedAuthorAtAnotherNodeIsAnotherPerson) {
  const TestEvent ours = Revision(0, "hers", ada_);
  const TestEvent copied = Revision(1, "not hers", ada_, std::nullopt, "tr-metu");
  ReceiveAll({ours, copied});

  EXPECT_NE(Get(metu_, copied.id()).person_id(), ada_id_);
  EXPECT_THAT(TitlesOf(metu_, ada_id_), ElementsAre("hers"));
}

TEST_F(PracticeAuthorsTest, APersonsPracticesAreOfBothKindsTheNewestFirst) {
  const TestEvent plan = Revision(0, "a plan", ada_);
  event::v1::ResourceRevised fact;
  *fact.mutable_resource() = SampleResource("a resource");
  fact.set_author(ada_);
  const TestEvent resource = granada_.log.MakeEvent(event::v1::EVENT_TYPE_RESOURCE_REVISED,
                                                    fact.SerializeAsString(), At(1));
  ReceiveAll({plan, resource, Revision(2, "his", bo_)});
  EXPECT_THAT(TitlesOf(metu_, ada_id_), ElementsAre("a resource", "a plan"));

  ReceiveAll({Revision(3, "the plan, revised", ada_, plan.id())});
  EXPECT_THAT(TitlesOf(metu_, ada_id_), ElementsAre("the plan, revised", "a resource"));

  ReceiveAll({Withdrawal(4, ada_, plan.id())});
  EXPECT_THAT(TitlesOf(metu_, ada_id_), ElementsAre("a resource"));
  EXPECT_TRUE(metu_.engine.Rebuild().ok());
  EXPECT_THAT(TitlesOf(metu_, ada_id_), ElementsAre("a resource"));
}

TEST_F(PracticeAuthorsTest, APersonsPageShowsNotMoreThanItsNewest) {
  clock_.Advance(std::chrono::minutes(103));  // What is ahead of the clock is held back.
  for (int i = 0; i < 103; ++i) {
    granada_.Receive(Revision(i, absl::StrCat("plan ", i), ada_));
  }

  const std::vector<std::string> titles = TitlesOf(granada_, ada_id_);
  ASSERT_EQ(titles.size(), PersonPractices::kShownMax);
  EXPECT_EQ(titles.front(), "plan 102");
}

}  // namespace
}  // namespace cledi
