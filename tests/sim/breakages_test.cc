// Compiled only with CLEDI_BREAKAGES: that the oracles find each deliberate mistake.

#include "tests/sim/breakages.h"

#include "gtest/gtest.h"

#include "federation/base/log_line.h"
#include "tests/sim/campaign.h"

namespace cledi::sim {
namespace {

class BreakageTest : public testing::TestWithParam<std::pair<const std::string, Breakage>> {
 protected:
  BreakageTest() {
    SetLogThreshold(Severity::kError);
    the_breakage = GetParam().second;
  }
  ~BreakageTest() override { the_breakage = Breakage::kNone; }
};

TEST_P(BreakageTest, IsFoundWithinTwoHundredSeeds) {
  std::optional<uint64_t> finder;
  std::string failure;
  RunCampaign({.first = {.seed = 1, .nodes = 5},
               .jobs = 2,
               .more = [&](uint64_t begun) { return !finder.has_value() && begun < 200; },
               .report =
                   [&](const Plan& plan, const Outcome& outcome) {
                     if (!outcome.ok && !finder.has_value()) {
                       finder = plan.seed;
                       failure = outcome.failure;
                     }
                   }});
  ASSERT_TRUE(finder.has_value());
  std::printf("found by seed %d: %s\n", static_cast<int>(*finder), failure.c_str());
}

INSTANTIATE_TEST_SUITE_P(Each, BreakageTest, testing::ValuesIn(kBreakages),
                         [](const auto& breakage) {
                           std::string name = breakage.param.first;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace cledi::sim
