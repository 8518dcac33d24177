#include "gtest/gtest.h"

#include "federation/base/log_line.h"
#include "tests/sim/campaign.h"

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
  bool all_well = true;
  RunCampaign({.first = {.seed = 1, .nodes = 5, .steps = 150},
               .jobs = 2,
               .more = [&](uint64_t begun) { return all_well && begun < 200; },
               .report =
                   [&](const Plan& plan, const Outcome& outcome) {
                     all_well = all_well && outcome.ok;
                     EXPECT_TRUE(outcome.ok)
                         << "seed " << plan.seed << ": " << outcome.failure << "\n"
                         << Tail(outcome);
                     for (const auto& [name, count] : outcome.counters) {
                       totals[name] += count;
                     }
                   }});
  ASSERT_TRUE(all_well);
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

// Seeds and what they came to, as reported.
std::vector<std::pair<uint64_t, std::vector<std::string>>> Histories(int jobs) {
  std::vector<std::pair<uint64_t, std::vector<std::string>>> histories;
  RunCampaign({.first = {.seed = 7, .nodes = 3, .steps = 40},
               .jobs = jobs,
               .more = [](uint64_t begun) { return begun < 12; },
               .report =
                   [&](const Plan& plan, const Outcome& outcome) {
                     histories.emplace_back(plan.seed, outcome.history);
                   }});
  return histories;
}

TEST(SimTest, SeedsSideBySideAreReportedInOrderAsIfOneAfterAnother) {
  SetLogThreshold(Severity::kError);
  const auto alone = Histories(1);
  ASSERT_EQ(alone.size(), 12u);
  EXPECT_EQ(alone.front().first, 7u);
  EXPECT_EQ(alone.back().first, 18u);
  EXPECT_EQ(Histories(4), alone);
}

}  // namespace
}  // namespace cledi::sim
