#include "admin/cli/display_text.h"

#include <gtest/gtest.h>

#include "cledi/admin/v1/node_service.pb.h"
#include "cledi/event/v1/plan.pb.h"
#include "cledi/event/v1/resource.pb.h"

namespace cledi {
namespace {

using namespace std::chrono_literals;

// Goal: a title from a partner cannot move the cursor, clear the screen or turn text around.
TEST(DisplayTextTest, WhatATerminalWouldObeyIsReplaced) {
  EXPECT_EQ(OnOneLine("a\x1b[2Jb"), "a\uFFFD[2Jb");
  EXPECT_EQ(OnOneLine("a\u009b2Jb"), "a\uFFFD2Jb");
  EXPECT_EQ(OnOneLine("abc\u202Efed"), "abc\uFFFDfed");
  EXPECT_EQ(OnOneLine("a\x7f"), "a\uFFFD");
  EXPECT_EQ(OnOneLine("a\xff\xfe"), "a\uFFFD\uFFFD");
  EXPECT_EQ(OnOneLine("a\u2028b"), "a\uFFFDb");
}

TEST(DisplayTextTest, LineBreaksBecomeSpacesOnOneLineAndStayOnMany) {
  EXPECT_EQ(OnOneLine("a\nb\tc"), "a b c");
  EXPECT_EQ(OnManyLines("a\nb\tc\r\x1b"), "a\nb\tc\uFFFD\uFFFD");
}

TEST(DisplayTextTest, LettersOfTheNetworksLanguagesStayAsTheyAre) {
  const std::string text = "Čebelnjak, ışık, l·l, ñandú, perché, عربي, 日本";
  EXPECT_EQ(OnOneLine(text), text);
}

TEST(DisplayTextTest, WidthCountsColumnsNotBytes) {
  EXPECT_EQ(DisplayWidth("İstanbul"), 8u);
  EXPECT_EQ(DisplayWidth("日本"), 4u);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1u);
  EXPECT_EQ(DisplayWidth(""), 0u);
}

TEST(DisplayTextTest, ACutTextFitsAndSaysThatItWasCut) {
  EXPECT_EQ(CutToWidth("perché", 6), "perché");
  EXPECT_EQ(CutToWidth("perché no", 6), "perch…");
  EXPECT_EQ(CutToWidth("日本語", 4), "日…");
  EXPECT_EQ(CutToWidth("abc", 1), "…");
  EXPECT_EQ(CutToWidth("abc", 0), "");
}

TEST(DisplayTextTest, NumbersAreGrouped) {
  EXPECT_EQ(WithThousands(0), "0");
  EXPECT_EQ(WithThousands(999), "999");
  EXPECT_EQ(WithThousands(1000), "1,000");
  EXPECT_EQ(WithThousands(1234567), "1,234,567");
  EXPECT_EQ(WithThousands(UINT64_MAX), "18,446,744,073,709,551,615");
}

TEST(DisplayTextTest, SizesAreRoundedToTwoFigures) {
  EXPECT_EQ(ByteSize(999), "999 B");
  EXPECT_EQ(ByteSize(1500), "1.5 kB");
  EXPECT_EQ(ByteSize(20'400'000), "20 MB");
  EXPECT_EQ(ByteSize(999'999), "1.0 MB");
  EXPECT_EQ(ByteSize(UINT64_MAX), "18 EB");
}

TEST(DisplayTextTest, DurationsAreRough) {
  EXPECT_EQ(RoughDuration(-5s), "0 s");
  EXPECT_EQ(RoughDuration(89s), "89 s");
  EXPECT_EQ(RoughDuration(90s), "2 min");
  EXPECT_EQ(RoughDuration(3h), "3 h");
  EXPECT_EQ(RoughDuration(24h * 8), "8 days");
}

TEST(DisplayTextTest, TimesAreSaidFromWhereWeAre) {
  const UnixMillis now = FromUnixMs(1'800'000'000'000);
  EXPECT_EQ(RelativeTime(0, now), "never");
  EXPECT_EQ(RelativeTime(ToUnixMs(now - 12s), now), "12 s ago");
  EXPECT_EQ(RelativeTime(ToUnixMs(now + 5min), now), "in 5 min");
  EXPECT_EQ(AbsoluteTime(1'800'000'000'000), "2027-01-15 08:00:00 UTC");
  EXPECT_EQ(AbsoluteTime(0), "never");
}

// Goal: a date that somebody made up does no harm.
TEST(DisplayTextTest, ImpossibleTimesAreStillPrinted) {
  const UnixMillis now = FromUnixMs(1'800'000'000'000);
  for (const int64_t ms : {INT64_MIN, int64_t{-1}, INT64_MAX}) {
    EXPECT_FALSE(AbsoluteTime(ms).empty());
    EXPECT_FALSE(RelativeTime(ms, now).empty());
  }
}

TEST(DisplayTextTest, AnEnumIsItsWord) {
  EXPECT_EQ(EnumWord(event::v1::PLAN_KIND_LESSON), "lesson");
  EXPECT_EQ(EnumWord(event::v1::RESOURCE_TYPE_SCIENTIST_PROFILE), "scientist profile");
  EXPECT_EQ(EnumWord(admin::v1::PeerStatus::STATE_LIVE), "live");
  EXPECT_EQ(EnumWord(event::v1::PLAN_KIND_UNSPECIFIED), "");
  // From a newer node.
  EXPECT_EQ(EnumWord(*event::v1::PlanKind_descriptor(), 77), "kind 77");
}

}  // namespace
}  // namespace cledi
