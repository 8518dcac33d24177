#include "federation/sync/refusals.h"

#include "gtest/gtest.h"

namespace cledi {
namespace {

TEST(RefusalsTest, CountsByPeerAndKindWithTheLastReason) {
  Refusals refusals;
  refusals.Count("tr-metu", "gap", "first");
  refusals.Count("tr-metu", "gap", "second");
  refusals.Count("tr-metu", "protocol", "third");
  refusals.Count("it-bicocca", "gap", "fourth");
  const auto all = refusals.Snapshot();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all.at({"tr-metu", "gap"}).count, 2u);
  EXPECT_EQ(all.at({"tr-metu", "gap"}).last_detail, "second");
}

// Goal: whoever comes under ever new names does not fill the memory.
TEST(RefusalsTest, HoldsABoundedNumberOfNames) {
  Refusals refusals;
  for (int i = 0; i < 5000; ++i) {
    refusals.Count("stranger-" + std::to_string(i), "not_a_member", std::string(10'000, 'x'));
  }
  const auto all = refusals.Snapshot();
  EXPECT_LE(all.size(), 1001u);
  EXPECT_EQ(all.at({"others", "not_a_member"}).count, 4000u);
  EXPECT_LE(all.begin()->second.last_detail.size(), 500u);
}

}  // namespace
}  // namespace cledi
