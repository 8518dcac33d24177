#include "admin/cli/progress.h"

#include <algorithm>

#include "absl/strings/str_format.h"

#include "admin/cli/display_text.h"

namespace cledi {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kQuietAtFirst = std::chrono::seconds(2);
constexpr milliseconds kBetweenRewrites{200};
constexpr milliseconds kBetweenLines = std::chrono::seconds(10);
constexpr std::string_view kStartOfLineAndErase = "\r\x1b[K";

}  // namespace

Progress::Progress(std::string label, std::ostream& out, bool on_terminal, const Clock& clock)
    : label_(std::move(label)),
      out_(out),
      on_terminal_(on_terminal),
      clock_(clock),
      started_(clock.Monotonic()),
      next_line_(started_ + kQuietAtFirst) {}

void Progress::Show(uint64_t done, uint64_t total) {
  const milliseconds now = clock_.Monotonic();
  if (now < next_line_) {
    return;
  }
  next_line_ = now + (on_terminal_ ? kBetweenRewrites : kBetweenLines);
  const std::string line = Line(done, total, now - started_);
  if (on_terminal_) {
    out_ << kStartOfLineAndErase << line << std::flush;
    line_open_ = true;
  } else {
    out_ << line << '\n';
  }
}

void Progress::Clear() {
  if (line_open_) {
    out_ << kStartOfLineAndErase << std::flush;
    line_open_ = false;
  }
}

std::string Progress::Line(uint64_t done, uint64_t total, milliseconds elapsed) const {
  if (total == 0) {
    return absl::StrFormat("%s: %s so far", label_, RoughDuration(elapsed));
  }
  done = std::min(done, total);
  std::string line = absl::StrFormat("%s: %d %%", label_, done * 100 / total);
  if (done > 0 && done < total) {
    const double per_item = static_cast<double>(elapsed.count()) / static_cast<double>(done);
    const milliseconds left(static_cast<int64_t>(per_item * static_cast<double>(total - done)));
    line += absl::StrFormat(", about %s left", RoughDuration(left));
  }
  return line;
}

}  // namespace cledi
