#include "federation/event/hybrid_clock.h"

#include "gtest/gtest.h"

namespace cledi {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr int64_t kStartOf2020Ms = 1577836800000;

TEST(HybridClockTest, ATimeIs48BitsOfMillisecondsSince2020AndACounter) {
  EXPECT_EQ(MakeHlc(FromUnixMs(kStartOf2020Ms), 0), 0U);
  EXPECT_EQ(MakeHlc(FromUnixMs(kStartOf2020Ms + 1), 2), 0x10002U);
  EXPECT_EQ(MakeHlc(FromUnixMs(kStartOf2020Ms), 0xffff), 0xffffU);
  EXPECT_EQ(HlcTime(0x1ffff), FromUnixMs(kStartOf2020Ms + 1));
}

TEST(HybridClockTest, TimesThatDoNotFitReadAsTheNearestThatDo) {
  EXPECT_EQ(MakeHlc(FromUnixMs(0), 7), 7U);
  EXPECT_EQ(MakeHlc(UnixMillis::min(), 7), 7U);
  EXPECT_EQ(MakeHlc(UnixMillis::max(), 0), 0xffff'ffff'ffff'0000U);
  EXPECT_EQ(MakeHlc(HlcTime(~Hlc{0}), 0xffff), ~Hlc{0});
}

TEST(HybridClockTest, EveryTimeIsLargerThanTheOneBefore) {
  ManualClock clock;
  HybridClock hybrid(&clock);
  Hlc before = hybrid.Next();
  EXPECT_GT(before, MakeHlc(clock.Now(), 0));
  // Far more than the counter holds, within one millisecond.
  for (int i = 0; i < 100'000; ++i) {
    const Hlc next = hybrid.Next();
    ASSERT_EQ(next, before + 1);
    before = next;
  }
  clock.Advance(hours(1));
  EXPECT_EQ(hybrid.Next(), MakeHlc(clock.Now(), 1));
}

TEST(HybridClockTest, ASmallStepBackDoesNotMoveItBack) {
  ManualClock clock;
  HybridClock hybrid(&clock);
  const Hlc before = hybrid.Next();
  clock.Advance(-minutes(4));
  EXPECT_EQ(hybrid.Next(), before + 1);
}

// Goal: once a clock that was an hour ahead is put right, this node's events are not held by
// everybody for an hour.
TEST(HybridClockTest, AClockSetBackByMoreThanTheToleranceStartsAgainFromNow) {
  ManualClock clock;
  HybridClock hybrid(&clock);
  clock.Advance(hours(1));
  hybrid.Next();
  clock.Advance(-hours(1));
  EXPECT_EQ(hybrid.Next(), MakeHlc(clock.Now(), 1));
  EXPECT_EQ(hybrid.Next(), MakeHlc(clock.Now(), 2));
}

TEST(HybridClockTest, AnEventIsHeldWhenItIsMoreThanFiveMinutesAhead) {
  const UnixMillis now = ManualClock().Now();
  EXPECT_FALSE(IsHeld(MakeHlc(now - hours(1), 0), now));
  EXPECT_FALSE(IsHeld(MakeHlc(now + minutes(5), 0xffff), now));
  EXPECT_TRUE(IsHeld(MakeHlc(now + minutes(5) + milliseconds(1), 0), now));
  EXPECT_TRUE(IsHeld(~Hlc{0}, now));
}

TEST(HybridClockTest, AReceivedTimeIsPassedUnlessItIsHeld) {
  ManualClock clock;
  HybridClock hybrid(&clock);
  const Hlc ahead = MakeHlc(clock.Now() + minutes(5), 9);
  hybrid.Observe(ahead);
  hybrid.Observe(MakeHlc(clock.Now(), 0));
  EXPECT_EQ(hybrid.Next(), ahead + 1);

  HybridClock other(&clock);
  other.Observe(MakeHlc(clock.Now() + minutes(6), 0));
  other.Observe(~Hlc{0});
  EXPECT_EQ(other.Next(), MakeHlc(clock.Now(), 1));

  // Nor does one that is held displace what was observed before it.
  other.Observe(ahead);
  other.Observe(~Hlc{0});
  EXPECT_EQ(other.Next(), ahead + 1);
}

}  // namespace
}  // namespace cledi
