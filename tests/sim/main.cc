// cledi-sim: many federations under faults, each a function of its seed.

#include <cstdio>
#include <map>
#include <string>
#include <thread>

#include "CLI/CLI.hpp"
#include "federation/base/clock.h"
#include "federation/base/log_line.h"
#include "tests/sim/breakages.h"
#include "tests/sim/campaign.h"

namespace {

using cledi::sim::Outcome;
using cledi::sim::Plan;

// What all runs came to.
struct Totals {
  uint64_t seeds = 0;
  uint64_t failures = 0;
  std::map<std::string, int64_t> counters;
};

#ifdef CLEDI_BREAKAGES
void AddBreakOption(CLI::App& app) {
  app.add_option_function<std::string>(
         "--break",
         [](const std::string& name) { cledi::the_breakage = cledi::sim::kBreakages.at(name); },
         "A deliberate mistake, which the seeds are to find")
      ->check(CLI::IsMember(&cledi::sim::kBreakages));
}
#endif

void Report(const Plan& plan, const Outcome& outcome, bool history, Totals& totals) {
  ++totals.seeds;
  for (const auto& [name, count] : outcome.counters) {
    totals.counters[name] += count;
  }
  if (history || !outcome.ok) {
    for (const std::string& line : outcome.history) {
      std::printf("%s\n", line.c_str());
    }
  }
  if (!outcome.ok) {
    ++totals.failures;
    std::printf("seed %llu: %s\n", static_cast<unsigned long long>(plan.seed),
                outcome.failure.c_str());
  }
}

void Print(const Totals& totals, std::chrono::milliseconds took) {
  const double minutes = static_cast<double>(took.count() + 1) / 60'000;
  std::printf("%llu seeds, %llu failed, %.0f seeds a minute\n",
              static_cast<unsigned long long>(totals.seeds),
              static_cast<unsigned long long>(totals.failures),
              static_cast<double>(totals.seeds) / minutes);
  for (const auto& [name, count] : totals.counters) {
    std::printf("  %s: %lld\n", name.c_str(), static_cast<long long>(count));
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Runs the federation's real code over a simulated network, clock and disk.");
  cledi::sim::Campaign campaign;
  campaign.jobs = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  uint64_t seeds = 1;
  int minutes = 0;
  bool history = false;
  app.add_option("--seed", campaign.first.seed, "The first seed; a failing one replays exactly");
  CLI::Option* const count = app.add_option("--seeds", seeds, "How many seeds");
  app.add_option("--minutes", minutes, "Begin seeds for so long, instead of a number of them")
      ->check(CLI::Range(1, 100'000))
      ->excludes(count);
  app.add_option("--jobs", campaign.jobs, "Seeds at the same time; all cores, if not said")
      ->check(CLI::Range(1, 1'000));
  app.add_option("--nodes", campaign.first.nodes, "Nodes of the federation")
      ->check(CLI::Range(2, 50));
  app.add_option("--steps", campaign.first.steps, "Things that happen before all heals")
      ->check(CLI::Range(1, 1'000'000));
  app.add_flag("--history", history, "Print what happened, also where all is well");
#ifdef CLEDI_BREAKAGES
  AddBreakOption(app);
#endif
  CLI11_PARSE(app, argc, argv);
  cledi::SetLogThreshold(cledi::Severity::kError);

  const cledi::SystemClock clock;
  const std::chrono::milliseconds start = clock.Monotonic();
  campaign.more = [&](uint64_t begun) {
    return minutes > 0 ? clock.Monotonic() - start < std::chrono::minutes(minutes) : begun < seeds;
  };
  Totals totals;
  campaign.report = [&](const Plan& plan, const Outcome& outcome) {
    Report(plan, outcome, history, totals);
  };
  cledi::sim::RunCampaign(campaign);
  Print(totals, clock.Monotonic() - start);
  return totals.failures == 0 ? 0 : 1;
}
