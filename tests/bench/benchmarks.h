// Each benchmark measures one promise of the issue that this project was built from, beside a
// reference in the same run, and adds its figures to the report. None of them fails because a
// figure is missed.

#ifndef CLEDI_TESTS_BENCH_BENCHMARKS_H_
#define CLEDI_TESTS_BENCH_BENCHMARKS_H_

#include <string>
#include <vector>

#include "tests/bench/report.h"

namespace cledi {

// How much is done for each figure.
struct BenchScale {
  // Each figure is the median of so many rounds; references are measured in each.
  int rounds = 5;
  // A tenth and less of the work: shows that everything runs, not how fast.
  bool quick = false;

  int Rounds() const { return quick ? 1 : rounds; }
  int Of(int full, int quick_amount) const { return quick ? quick_amount : full; }
};

// Own events: twenty writers at once, each event durable before its writer goes on.
void RunAppendBenchmark(const BenchScale& scale, Report& report);
// A node that was away gets what it missed from a partner: over mutual TLS, verified, durable;
// without and with the views that come of it. Then it connects again with nothing to get.
void RunCatchUpBenchmark(const BenchScale& scale, Report& report);
// One fact at a time, between two nodes with nothing else to do.
void RunVisibilityBenchmark(const BenchScale& scale, Report& report);
// Real nodes with two partners each and nothing to do.
void RunIdleBenchmark(const BenchScale& scale, Report& report);
// The list of ten thousand practices in a real node's pages.
void RunListPageBenchmark(const BenchScale& scale, Report& report);
// One person who signs in, over and over.
void RunSignInBenchmark(const BenchScale& scale, Report& report);

struct Benchmark {
  std::string name;
  void (*run)(const BenchScale&, Report&);
};
const std::vector<Benchmark>& AllBenchmarks();

}  // namespace cledi

#endif  // CLEDI_TESTS_BENCH_BENCHMARKS_H_
