#ifndef CLEDI_TESTS_BENCH_NODE_PROGRAMS_H_
#define CLEDI_TESTS_BENCH_NODE_PROGRAMS_H_

#include <string>

#include "tests/bench/report.h"

namespace cledi {

// Whether the programs that real nodes are made with stand beside this one. Where not, the
// report says that `benchmark` was skipped, and why.
bool HaveNodePrograms(const std::string& benchmark, Report& report);

}  // namespace cledi

#endif  // CLEDI_TESTS_BENCH_NODE_PROGRAMS_H_
