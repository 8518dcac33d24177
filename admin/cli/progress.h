#ifndef CLEDI_ADMIN_CLI_PROGRESS_H_
#define CLEDI_ADMIN_CLI_PROGRESS_H_

#include <chrono>
#include <ostream>
#include <string>

#include "federation/base/clock.h"

namespace cledi {

// Says how far something is and about how long it will take, once it has taken two seconds.
// On a terminal one line is rewritten and goes away at the end; elsewhere a line is printed
// every ten seconds at most.
class Progress {
 public:
  // `label`: what is being done, such as "Importing". `out` and `clock` outlive this.
  Progress(std::string label, std::ostream& out, bool on_terminal, const Clock& clock);
  ~Progress() { Clear(); }

  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `total`: 0 where it is not known.
  void Show(uint64_t done, uint64_t total);
  // Takes the line away, so that something else can be printed.
  void Clear();

 private:
  std::string Line(uint64_t done, uint64_t total, std::chrono::milliseconds elapsed) const;

  const std::string label_;
  std::ostream& out_;
  const bool on_terminal_;
  const Clock& clock_;
  const std::chrono::milliseconds started_;
  std::chrono::milliseconds next_line_;
  bool line_open_ = false;
};

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_PROGRESS_H_
