#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cledi/event/v1/person.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "federation/base/check.h"
#include "federation/base/clock.h"
#include "node/fold/fold_engine.h"
#include "node/fold/view_digest.h"
#include "node/person/person_id.h"
#include "node/person/person_projection.h"
#include "node/person/person_reader.h"
#include "node/store/memory_store.h"
#include "tests/support/fold/fake_log.h"

namespace cledi {
namespace {

constexpr uint16_t kDescribed = event::v1::EVENT_TYPE_PERSON_DESCRIBED;
const std::string kAda(16, 'a');
const std::string kBo(16, 'b');

// A node that folds people, in memory.
struct FoldingNode {
  explicit FoldingNode(const ManualClock* clock)
      : log(clock), engine(&log, &store, clock, &projections, {&digests}) {
    CHECK(engine.Open().ok());
  }

  void Receive(const TestEvent& event) {
    log.Add(event);
    CHECK(engine.CatchUp().ok());
  }
  std::optional<DescribedPerson> Find(std::string_view node_id, std::string_view author) const {
    return *PersonReader(*views.Read()).Find(PersonIdOf(node_id, author));
  }
  std::string NameOf(std::string_view node_id, std::string_view author) const {
    const std::optional<DescribedPerson> person = Find(node_id, author);
    return person ? person->profile.name() : "";
  }

  FakeLog log;
  MemoryStore store;
  PersonProjection people;
  ProjectionSet projections{{&people}};
  ViewReader views{&store, &log};
  ViewDigests digests{&views, &projections};
  FoldEngine engine;
};

class PersonFoldTest : public ::testing::Test {
 protected:
  static std::string Described(const std::string& author, const std::string& name) {
    event::v1::PersonDescribed described;
    described.set_author(author);
    described.mutable_profile()->set_name(name);
    return described.SerializeAsString();
  }
  Hlc At(int seconds) const { return MakeHlc(clock_.Now() + std::chrono::seconds(seconds), 0); }

  ManualClock clock_;
  FoldingNode node_{&clock_};
};

TEST_F(PersonFoldTest, TheNewestProfileIsShownWithTheTimeOfTheFirst) {
  node_.Receive(node_.log.MakeEvent(kDescribed, Described(kAda, "Ada B."), At(-10)));
  node_.Receive(node_.log.MakeEvent(kDescribed, Described(kAda, "Ada A."), At(-20)));

  const std::optional<DescribedPerson> ada = node_.Find("es-granada", kAda);

  ASSERT_TRUE(ada.has_value());
  EXPECT_EQ(ada->profile.name(), "Ada B.");
  EXPECT_EQ(ada->home_node, "es-granada");
  EXPECT_EQ(ada->institution(), "es-granada");
  EXPECT_EQ(ada->first_described_unix_ms, ToUnixMs(clock_.Now()) - 20'000);
}

// Goal: nobody speaks for a person of another node, whatever pseudonym they write.
TEST_F(PersonFoldTest, APseudonymCopiedFromAnotherNodeIsAnotherPerson) {
  node_.Receive(node_.log.MakeEvent(kDescribed, Described(kAda, "Ada"), At(-10)));
  node_.Receive(node_.log.MakeEvent(kDescribed, Described(kAda, "impostor"), At(-5), "tr-metu"));

  EXPECT_EQ(node_.NameOf("es-granada", kAda), "Ada");
  EXPECT_EQ(node_.NameOf("tr-metu", kAda), "impostor");
  EXPECT_EQ(node_.Find("tr-metu", kAda)->home_node, "tr-metu");
}

TEST_F(PersonFoldTest, AKeyThatTheNodeGaveUpDescribesNobodyAnew) {
  TestEvent fresh = node_.log.MakeEvent(kDescribed, Described(kAda, "Ada"), At(-10));
  fresh.incarnation = 1;
  const TestEvent stolen = node_.log.MakeEvent(kDescribed, Described(kAda, "forged"), At(-5));
  node_.Receive(fresh);
  node_.Receive(stolen);

  EXPECT_EQ(node_.NameOf("es-granada", kAda), "Ada");
}

TEST_F(PersonFoldTest, WhatBreaksARuleIsSkipped) {
  event::v1::PersonDescribed about_object;
  about_object.set_author(kAda);
  about_object.set_object(std::string(32, 'o'));
  about_object.mutable_profile()->set_name("object");
  const std::vector<std::string> payloads = {
      Described(kAda, ""),
      Described(kAda, "A\u202edA"),
      Described(kAda, std::string(121, 'a')),
      Described("", "nobody"),
      Described("short", "short"),
      about_object.SerializeAsString(),
      "\x07garbage",
      "",
  };
  node_.Receive(node_.log.MakeEvent(kDescribed, Described(kAda, "Ada"), At(-60)));
  for (size_t i = 0; i < payloads.size(); ++i) {
    node_.Receive(node_.log.MakeEvent(kDescribed, payloads[i], At(-50 + static_cast<int>(i))));
  }

  EXPECT_EQ(node_.NameOf("es-granada", kAda), "Ada");
}

TEST_F(PersonFoldTest, ProfilesBelongToTheCommons) {
  node_.Receive(node_.log.MakeEvent(kDescribed, Described(kAda, "Ada"), At(-10), "es-granada",
                                    BuiltinSpace("eea")));

  EXPECT_FALSE(node_.Find("es-granada", kAda).has_value());
}

// Goal: all nodes show the same people, whatever the order of arrival and however often.
TEST_F(PersonFoldTest, EveryOrderAndRepetitionGivesTheSameViews) {
  std::vector<TestEvent> events = {
      node_.log.MakeEvent(kDescribed, Described(kAda, "Ada A."), At(-30)),
      node_.log.MakeEvent(kDescribed, Described(kAda, "Ada B."), At(-20)),
      node_.log.MakeEvent(kDescribed, Described(kAda, "copied"), At(-15), "tr-metu"),
      node_.log.MakeEvent(kDescribed, Described(kBo, ""), At(-14)),
      node_.log.MakeEvent(kDescribed, Described(kBo, "Bo"), At(-13)),
  };
  std::ranges::sort(events, {}, [](const TestEvent& event) { return event.id(); });
  std::optional<Hash> expected;
  do {
    FoldingNode node(&clock_);
    for (const TestEvent& event : events) {
      node.Receive(event);
    }
    // Arrives a second time, in another variant of its log.
    node.log.AddInNewVariant(events.front());
    ASSERT_TRUE(node.engine.CatchUp().ok());

    EXPECT_EQ(node.NameOf("es-granada", kAda), "Ada B.");
    EXPECT_EQ(node.NameOf("es-granada", kBo), "Bo");
    const Hash digest = node.digests.Of(CommonsSpace())->digest;
    EXPECT_EQ(digest, expected.value_or(digest));
    expected = digest;
  } while (std::ranges::next_permutation(events, {}, [](const TestEvent& event) {
             return event.id();
           }).found);
}

}  // namespace
}  // namespace cledi
