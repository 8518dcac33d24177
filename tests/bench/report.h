#ifndef CLEDI_TESTS_BENCH_REPORT_H_
#define CLEDI_TESTS_BENCH_REPORT_H_

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"

namespace cledi {

// One thing that was measured, once in each round.
struct Figure {
  std::string name;  // "append.events_per_cpu_second"
  std::string unit;
  std::string note;  // What is counted, where the name does not say it.
  std::vector<double> samples;
  // What is hoped for, where something is. Nothing fails where it is missed.
  std::optional<double> at_least;
  std::optional<double> at_most;
  // What it stands beside: measured in the same rounds, in the same unit.
  std::string reference;
  std::vector<double> reference_samples;
};

// All figures of one run, in the order in which they were added.
class Report {
 public:
  // To be filled in; stays where it is.
  Figure& Add(std::string name, std::string unit);
  // A benchmark that could not run, and why.
  void Skip(std::string name, std::string why);

  // {"figures": [{"name", "unit", "median", "low", "high", "rounds", …}], "skipped": […]}
  nlohmann::ordered_json ToJson() const;

 private:
  std::deque<Figure> figures_;
  std::vector<std::pair<std::string, std::string>> skipped_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_BENCH_REPORT_H_
