// cledi-sim: many federations under faults, each a function of its seed.

#include <cstdio>
#include <map>
#include <string>

#include "CLI/CLI.hpp"
#include "federation/base/log_line.h"
#include "tests/sim/world.h"

int main(int argc, char** argv) {
  CLI::App app("Runs the federation's real code over a simulated network, clock and disk.");
  uint64_t seed = 1;
  uint64_t seeds = 1;
  cledi::sim::Plan plan;
  bool history = false;
  app.add_option("--seed", seed, "The first seed; a failing one replays exactly");
  app.add_option("--seeds", seeds, "How many seeds, one after another");
  app.add_option("--nodes", plan.nodes, "Nodes of the federation")->check(CLI::Range(2, 50));
  app.add_option("--steps", plan.steps, "Things that happen before all heals")
      ->check(CLI::Range(1, 1'000'000));
  app.add_flag("--history", history, "Print what happened, also where all is well");
  CLI11_PARSE(app, argc, argv);
  cledi::SetLogThreshold(cledi::Severity::kError);

  std::map<std::string, int> totals;
  uint64_t failures = 0;
  for (uint64_t i = 0; i < seeds; ++i) {
    plan.seed = seed + i;
    const cledi::sim::Outcome outcome = cledi::sim::World(plan).Run();
    for (const auto& [name, count] : outcome.counters) {
      totals[name] += count;
    }
    if (history || !outcome.ok) {
      for (const std::string& line : outcome.history) {
        std::printf("%s\n", line.c_str());
      }
    }
    if (!outcome.ok) {
      ++failures;
      std::printf("seed %llu: %s\n", static_cast<unsigned long long>(plan.seed),
                  outcome.failure.c_str());
    }
  }
  std::printf("%llu seeds, %llu failed\n", static_cast<unsigned long long>(seeds),
              static_cast<unsigned long long>(failures));
  for (const auto& [name, count] : totals) {
    std::printf("  %s: %d\n", name.c_str(), count);
  }
  return failures == 0 ? 0 : 1;
}
