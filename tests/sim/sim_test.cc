#include "gtest/gtest.h"

#include "federation/base/log_line.h"
#include "tests/sim/world.h"

namespace cledi::sim {
namespace {

std::string Tail(const Outcome& outcome) {
  std::string text;
  const size_t from = outcome.history.size() > 60 ? outcome.history.size() - 60 : 0;
  for (size_t i = from; i < outcome.history.size(); ++i) {
    text.append(outcome.history[i]).append("\n");
  }
  return text;
}

// Goal: whatever happens to machines and lines, all nodes end with the same events, and
// nothing that reached a surviving disk is lost or doubled.
TEST(SimTest, EveryNodeEndsWithTheSameEventsWhateverHappens) {
  SetLogThreshold(Severity::kError);
  std::map<std::string, int> totals;
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    const Outcome outcome = World({.seed = seed, .nodes = 5, .steps = 150}).Run();
    ASSERT_TRUE(outcome.ok) << "seed " << seed << ": " << outcome.failure << "\n" << Tail(outcome);
    for (const auto& [name, count] : outcome.counters) {
      totals[name] += count;
    }
  }
  // The runs met what they are meant to meet.
  EXPECT_GT(totals["clones"], 50);
  EXPECT_GT(totals["restores"], 200);
  EXPECT_GT(totals["forked epochs"], 10);
  EXPECT_GT(totals["kills"], 500);
}

TEST(SimTest, ASeedReplaysExactly) {
  SetLogThreshold(Severity::kError);
  const Plan plan{.seed = 42, .nodes = 4, .steps = 100};
  EXPECT_EQ(World(plan).Run().history, World(plan).Run().history);
}

}  // namespace
}  // namespace cledi::sim
