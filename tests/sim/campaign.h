#ifndef CLEDI_TESTS_SIM_CAMPAIGN_H_
#define CLEDI_TESTS_SIM_CAMPAIGN_H_

#include <cstdint>
#include <functional>

#include "tests/sim/world.h"

namespace cledi::sim {

// Many runs: plans that differ in the seed alone, from `first.seed` on.
struct Campaign {
  Plan first;
  int jobs = 1;  // Threads; a run stays on one, and shares nothing with the others.
  // Asked before each run, with how many were begun: whether there shall be another one.
  std::function<bool(uint64_t begun)> more;
  // Told of each run, one at a time and in the order of seeds, whatever the number of threads.
  std::function<void(const Plan& plan, const Outcome& outcome)> report;
};

// Returns when all runs that were begun are reported. `more` and `report` are called from
// several threads, but never at the same time.
void RunCampaign(const Campaign& campaign);

}  // namespace cledi::sim

#endif  // CLEDI_TESTS_SIM_CAMPAIGN_H_
