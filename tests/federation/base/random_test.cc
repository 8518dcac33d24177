#include "federation/base/random.h"

#include <set>

#include "gtest/gtest.h"

namespace cledi {
namespace {

TEST(RandomTest, OneSeedAlwaysGivesTheSameNumbers) {
  SeededRandom a(7);
  SeededRandom b(7);
  SeededRandom c(8);
  const uint64_t first = a.Number();
  EXPECT_EQ(first, b.Number());
  EXPECT_NE(first, c.Number());
}

TEST(RandomTest, BelowReachesEveryValueAndNoOther) {
  SeededRandom random(1);
  std::set<uint64_t> seen;
  for (int i = 0; i < 200; ++i) {
    seen.insert(random.Below(5));
  }
  EXPECT_EQ(seen, (std::set<uint64_t>{0, 1, 2, 3, 4}));
}

TEST(RandomTest, TheSystemsBytesDiffer) {
  SystemRandom random;
  EXPECT_NE(random.Draw<Hash>(), random.Draw<Hash>());
}

}  // namespace
}  // namespace cledi
