// cledi-bench: what the node's promises cost on this machine.

#include <cstdio>
#include <set>
#include <string>
#include <thread>

#include "CLI/CLI.hpp"
#include "federation/base/log_line.h"
#include "tests/bench/benchmarks.h"

namespace cledi {

const std::vector<Benchmark>& AllBenchmarks() {
  static const auto& all = *new std::vector<Benchmark>{
      {"append", RunAppendBenchmark},
      {"catch_up", RunCatchUpBenchmark},
      {"visible_at_next", RunVisibilityBenchmark},
      {"idle", RunIdleBenchmark},
      {"list_page", RunListPageBenchmark},
      {"sign_in", RunSignInBenchmark},
  };
  return all;
}

}  // namespace cledi

int main(int argc, char** argv) {
  CLI::App app(
      "Measures the node on this machine and prints figures as JSON, each beside a reference "
      "from the same run. Rates are by CPU time where the name says so; these repeat within "
      "15 % on a machine that others load, times on the wall do not.");
  cledi::BenchScale scale;
  std::set<std::string> only;
  app.add_flag("--quick", scale.quick, "A little of everything: shows that it runs");
  app.add_option("--rounds", scale.rounds, "Each figure is the median of so many rounds")
      ->check(CLI::Range(1, 100));
  std::set<std::string> names;
  for (const cledi::Benchmark& benchmark : cledi::AllBenchmarks()) {
    names.insert(benchmark.name);
  }
  app.add_option("--only", only, "Benchmarks to run; all by default")->check(CLI::IsMember(names));
  CLI11_PARSE(app, argc, argv);
  cledi::SetLogThreshold(cledi::Severity::kError);

  cledi::Report report;
  for (const cledi::Benchmark& benchmark : cledi::AllBenchmarks()) {
    if (only.empty() || only.contains(benchmark.name)) {
      std::fprintf(stderr, "cledi-bench: %s\n", benchmark.name.c_str());
      benchmark.run(scale, report);
    }
  }
  nlohmann::ordered_json json{{"quick", scale.quick},
                              {"cores", std::thread::hardware_concurrency()}};
  json.update(report.ToJson());
  std::printf("%s\n", json.dump(2).c_str());
  return 0;
}
