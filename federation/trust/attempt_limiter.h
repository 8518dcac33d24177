#ifndef CLEDI_FEDERATION_TRUST_ATTEMPT_LIMITER_H_
#define CLEDI_FEDERATION_TRUST_ATTEMPT_LIMITER_H_

#include <chrono>
#include <deque>
#include <map>
#include <string>
#include <string_view>

namespace cledi {

// Counts what went wrong, by where it came from: whoever fails too often within the window has
// to wait. What succeeds costs nothing, so many honest nodes may share an address.
//
// Bounded: at most 10,000 places; while all are taken, new places have to wait too.
// Not thread-safe.
class AttemptLimiter {
 public:
  AttemptLimiter(size_t failures_max, std::chrono::milliseconds window)
      : failures_max_(failures_max), window_(window) {}

  // `now`: on the monotonic clock.
  bool MayTry(std::string_view place, std::chrono::milliseconds now);
  void Failed(std::string_view place, std::chrono::milliseconds now);

 private:
  void Forget(std::chrono::milliseconds now);

  const size_t failures_max_;
  const std::chrono::milliseconds window_;
  std::map<std::string, std::deque<std::chrono::milliseconds>, std::less<>> failures_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_ATTEMPT_LIMITER_H_
