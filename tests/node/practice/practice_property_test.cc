// Real practices, revised, withdrawn, retried, adapted, by honest nodes and by hostile ones:
// nodes that received the same facts in different ways hold the same bytes.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/stubs/logging.h"
#include "gtest/gtest.h"

#include "cledi/event/v1/type.pb.h"
#include "tests/support/practice/practice_node.h"
#include "tests/support/practice/samples.h"

namespace cledi {
namespace {

class PracticePropertyTest : public ::testing::Test {
 protected:
  explicit PracticePropertyTest(uint64_t seed = 1) : random_(seed) {}

  template <class Value>
  Value Pick(const std::vector<Value>& values) {
    return values[random_.Below(values.size())];
  }
  std::string MaybeObject(const std::vector<TestEvent>& events) {
    return events.empty() || random_.Below(2) == 0 ? "" : Pick(events).id().str();
  }
  template <class Fact>
  std::string Payload(Fact fact, const std::string& object) {
    fact.set_author(Pick<std::string>({"", "", "sixteen bytes ok", "sixteen bytes no"}));
    fact.set_object(object);
    fact.set_idempotency_key(Pick<std::string>({"", "", "k", "l"}));
    return fact.SerializeAsString();
  }

  TestEvent RandomFact(FakeLog& log, const std::vector<TestEvent>& events) {
    const std::string object = MaybeObject(events);
    const std::string title = absl::StrCat("title ", random_.Below(1000));
    std::string payload;
    uint16_t type = 0;
    switch (random_.Below(6)) {
      case 0: {
        type = event::v1::EVENT_TYPE_RESOURCE_REVISED;
        event::v1::ResourceRevised fact;
        *fact.mutable_resource() = SampleResource(title);
        Source(MaybeObject(events), *fact.mutable_resource()->mutable_description());
        payload = Payload(fact, object);
        break;
      }
      case 1: {
        type = event::v1::EVENT_TYPE_RESOURCE_WITHDRAWN;
        event::v1::ResourceWithdrawn fact;
        fact.set_reason(title);
        payload = Payload(fact, object);
        break;
      }
      case 2: {
        type = event::v1::EVENT_TYPE_PLAN_WITHDRAWN;
        event::v1::PlanWithdrawn fact;
        fact.set_reason(title);
        payload = Payload(fact, object);
        break;
      }
      case 3: {
        type = event::v1::EVENT_TYPE_INSTITUTION_DESCRIBED;
        payload = Payload(SampleInstitution(Pick<std::string>({"es-granada", "es-cartuja"}), title,
                                            Pick<std::string>({"ES", "TR"})),
                          object);
        break;
      }
      default: {
        type = event::v1::EVENT_TYPE_PLAN_REVISED;
        event::v1::PlanRevised fact;
        *fact.mutable_plan() = SamplePlan(title);
        Source(MaybeObject(events), *fact.mutable_plan()->mutable_description());
        for (size_t i = random_.Below(3); i > 0 && !events.empty(); --i) {
          fact.add_parents(Pick(events).id().str());
        }
        payload = Payload(fact, object);
      }
    }
    Spoil(payload, type);
    return log.MakeEvent(type, payload, MakeHlc(clock_.Now(), 0) + random_.Below(30),
                         Pick<std::string>({"es-granada", "tr-metu"}));
  }

  static void Source(const std::string& object, event::v1::Description& description) {
    if (!object.empty()) {
      description.mutable_derived_from(0)->set_object(object);
    }
  }

  // What a hostile member with a valid key may write.
  void Spoil(std::string& payload, uint16_t& type) {
    switch (random_.Below(12)) {
      case 0:
        payload[random_.Below(payload.size())] ^= static_cast<char>(1 + random_.Below(255));
        break;
      case 1:
        payload.resize(random_.Below(payload.size() + 1));
        break;
      case 2:  // Another type's payload.
        type = Pick<uint16_t>({16, 32, 33, 48, 49});
        break;
      case 3: {
        payload.resize(random_.Below(300));
        std::span<uint8_t> bytes(reinterpret_cast<uint8_t*>(payload.data()), payload.size());
        random_.Fill(bytes);
        break;
      }
      case 4:  // Fields of a newer version, at the top and inside.
        payload += "\xa2\x06\x05newer";
        break;
      default:
        break;
    }
  }

  SeededRandom random_;
  ManualClock clock_;
};

TEST_F(PracticePropertyTest, NodesAgreeWhateverTheOrderOfArrival) {
  const google::protobuf::LogSilencer silencer;  // Some payloads are damaged on purpose.
  size_t shown = 0;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    random_ = SeededRandom(seed);
    PracticeNode first(&clock_, "es-granada");
    std::vector<TestEvent> events;
    for (int i = 0; i < 40; ++i) {
      events.push_back(RandomFact(first.log, events));
      first.Receive(events.back());
    }
    PracticeNode second(&clock_, "tr-metu");
    second.ReceiveShuffled(events, random_);

    ASSERT_EQ(first.Digest(), second.Digest());
    for (PracticeNode* node : {&first, &second}) {
      const StatusOr<RebuildResult> rebuilt = node->engine.Rebuild();
      ASSERT_TRUE(rebuilt.ok());
      ASSERT_TRUE(rebuilt->unchanged);
    }
    // What services say agrees as well: lists, cards, links.
    const auto list_of = [](PracticeNode& node) {
      auto plans = *node.plans.List({});
      auto resources = *node.resources.List({});
      plans.clear_next_page_token();
      return plans.SerializeAsString() + resources.SerializeAsString();
    };
    ASSERT_EQ(list_of(first), list_of(second));
    shown += first.plan_cards.size() + first.resource_cards.size();
    const community::v1::ListPlansResponse listed = *first.plans.List({});
    for (const community::v1::PracticeCard& card : listed.cards()) {
      community::v1::GetPlanRequest request;
      request.set_id(card.id());
      ASSERT_EQ(first.plans.Get(Caller(), request)->SerializeAsString(),
                second.plans.Get(Caller(), request)->SerializeAsString());
    }
  }
  EXPECT_GT(shown, 150u);  // The worlds are not empty.
}

// Goal: a payload at the limit, made of one repeated field, costs no more than another.
TEST_F(PracticePropertyTest, HugeRepeatedFieldsAreSkippedQuickly) {
  PracticeNode node(&clock_);
  event::v1::PlanRevised fact;
  *fact.mutable_plan() = SamplePlan();
  std::string levels;
  for (int i = 0; i < 30000; ++i) {
    fact.mutable_plan()->mutable_description()->add_levels(event::v1::EDUCATION_LEVEL_PRIMARY);
  }
  node.Receive(node.log.MakeEvent(event::v1::EVENT_TYPE_PLAN_REVISED, fact.SerializeAsString(),
                                  MakeHlc(clock_.Now(), 0)));
  event::v1::ResourceRevised steps;
  *steps.mutable_resource() = SampleResource();
  for (int i = 0; i < 20000; ++i) {
    steps.mutable_resource()->add_uses("");
  }
  node.Receive(node.log.MakeEvent(event::v1::EVENT_TYPE_RESOURCE_REVISED, steps.SerializeAsString(),
                                  MakeHlc(clock_.Now(), 0)));

  EXPECT_EQ(node.plan_cards.size() + node.resource_cards.size(), 0u);
}

}  // namespace
}  // namespace cledi
