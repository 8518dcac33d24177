#include "federation/roster/roster_holder.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/roster/test_roster.h"

namespace cledi {
namespace {

using ::testing::ElementsAre;

TEST(RosterHolderTest, ListenersHearOfEveryNewerRosterInOrder) {
  TestRoster federation({"it-bicocca"});
  std::vector<uint32_t> heard;
  const RosterHolder::Subscription subscription = federation.holder().Listen(
      [&](const std::shared_ptr<const Roster>& roster) { heard.push_back(roster->number()); });

  federation.Admit("es-granada");
  federation.Admit("tr-metu");

  EXPECT_THAT(heard, ElementsAre(2, 3));
  EXPECT_EQ(federation.holder().Get()->number(), 3u);
}

TEST(RosterHolderTest, AListenerSeesTheRosterThatItIsToldOf) {
  TestRoster federation({"it-bicocca"});
  uint32_t seen = 0;
  const RosterHolder::Subscription subscription = federation.holder().Listen(
      [&](const std::shared_ptr<const Roster>&) { seen = federation.holder().Get()->number(); });

  federation.Admit("es-granada");

  EXPECT_EQ(seen, 2u);
}

// Goal: a roster is never rolled back.
TEST(RosterHolderTest, AnOlderRosterChangesNothing) {
  TestRoster federation({"it-bicocca"});
  const std::shared_ptr<const Roster> old = federation.roster();
  federation.Admit("es-granada");

  EXPECT_FALSE(federation.holder().Publish(old));
  EXPECT_EQ(federation.holder().Get()->number(), 2u);
}

TEST(RosterHolderTest, ADroppedSubscriptionHearsNothing) {
  TestRoster federation({"it-bicocca"});
  int calls = 0;
  {
    const RosterHolder::Subscription subscription =
        federation.holder().Listen([&](const std::shared_ptr<const Roster>&) { ++calls; });
  }

  federation.Admit("es-granada");

  EXPECT_EQ(calls, 0);
}

}  // namespace
}  // namespace cledi
