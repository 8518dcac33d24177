#include "federation/trust/tls_refusal_book.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace cledi {
namespace {

using std::chrono_literals::operator""s;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(TlsRefusalBookTest, CountsByReasonAndNodeAndKeepsTheNewestDetail) {
  ManualClock clock;
  TlsRefusalBook book(&clock);

  book.OnTlsRefused({TlsRefusal::kRemoved, "tr-metu", "first"});
  clock.Advance(1s);
  book.OnTlsRefused({TlsRefusal::kRemoved, "tr-metu", "second"});
  book.OnTlsRefused({TlsRefusal::kExpired, "tr-metu", "third"});

  const std::vector<TlsRefusalBook::Entry> entries = book.Entries();
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].reason, TlsRefusal::kExpired);
  EXPECT_EQ(entries[1].reason, TlsRefusal::kRemoved);
  EXPECT_EQ(entries[1].node_id, "tr-metu");
  EXPECT_EQ(entries[1].count, 2u);
  EXPECT_EQ(entries[1].last_detail, "second");
  EXPECT_EQ(entries[1].last_at, clock.Now());
}

// Goal: a peer that is refused tries again for ever, and must not fill the disk.
TEST(TlsRefusalBookTest, WritesOneLineAMinuteForEachKind) {
  ManualClock clock;
  TlsRefusalBook book(&clock);
  testing::internal::CaptureStderr();
  for (int i = 0; i < 100; ++i) {
    book.OnTlsRefused({TlsRefusal::kRemoved, "tr-metu", "removed"});
  }
  const std::string first = testing::internal::GetCapturedStderr();
  clock.Advance(60s);
  testing::internal::CaptureStderr();
  book.OnTlsRefused({TlsRefusal::kRemoved, "tr-metu", "removed"});
  const std::string second = testing::internal::GetCapturedStderr();

  EXPECT_EQ(std::ranges::count(first, '\n'), 1);
  EXPECT_THAT(first, HasSubstr("reason=removed peer=tr-metu times=1"));
  EXPECT_THAT(second, HasSubstr("times=100"));
}

TEST(TlsRefusalBookTest, ManyNamesShareOneRow) {
  ManualClock clock;
  TlsRefusalBook book(&clock);
  testing::internal::CaptureStderr();
  for (int i = 0; i < 3000; ++i) {
    book.OnTlsRefused({TlsRefusal::kNotOnRoster, absl::StrFormat("node-%d", i), ""});
  }
  testing::internal::GetCapturedStderr();

  EXPECT_THAT(book.Entries(), SizeIs(1001));
}

}  // namespace
}  // namespace cledi
