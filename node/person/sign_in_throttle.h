#ifndef CLEDI_NODE_PERSON_SIGN_IN_THROTTLE_H_
#define CLEDI_NODE_PERSON_SIGN_IN_THROTTLE_H_

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/base/clock.h"
#include "federation/base/status.h"

namespace cledi {

// How often something happened within a window, by what it concerns. Bounded: of more than
// 10,000 the one that was quiet longest is forgotten, so that nobody new has to wait for those
// whom a flood brought in. Not thread-safe.
class RecentCounts {
 public:
  static constexpr size_t kKeysMax = 10'000;

  RecentCounts(size_t count_max, std::chrono::milliseconds window)
      : count_max_(count_max), window_(window) {}

  // How long until one more fits; zero: now. `now`: on the monotonic clock.
  std::chrono::milliseconds WaitFor(const std::string& key, std::chrono::milliseconds now);
  void Add(const std::string& key, std::chrono::milliseconds now);
  // Takes back the newest.
  void Remove(const std::string& key);
  size_t size() const { return times_.size(); }

 private:
  void ForgetQuietest();

  const size_t count_max_;
  const std::chrono::milliseconds window_;
  std::map<std::string, std::deque<std::chrono::milliseconds>> times_;
};

// Slows down the guessing of passwords without shutting anybody out for long:
//   - one host has 10 wrong passwords for one name in 15 minutes;
//   - one host has 100 in 15 minutes for all names: a school may be one host;
//   - one name has 100 in an hour from everywhere, but hosts from which its owner signed in
//     lately are not held to that: whoever guesses from many hosts cannot keep the owner out.
// What succeeds counts for nothing. A host that is not known, or is this machine (a proxy in
// front), is not counted as one.
//
// Names are counted whether there is such an account or not, and kept as hashes: people type
// their password into the wrong field. Safe from any thread.
class SignInThrottle {
 public:
  // `clock` outlives the throttle.
  explicit SignInThrottle(const Clock* clock) : clock_(clock) {}

  // One attempt: a failure until the contrary is said, so that many at once count as many.
  class Attempt;

  // ResourceExhausted: too many failures; says when to try again, and nothing else.
  StatusOr<Attempt> Begin(std::string_view user_name, std::string_view address)
      ABSL_LOCKS_EXCLUDED(mutex_);
  // The password was right.
  void Succeeded(const Attempt& attempt) ABSL_LOCKS_EXCLUDED(mutex_);
  // It was not looked at.
  void Dropped(const Attempt& attempt) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  using Millis = std::chrono::milliseconds;

  void TakeBack(const Attempt& attempt) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Clock* const clock_;
  absl::Mutex mutex_;
  RecentCounts pairs_ ABSL_GUARDED_BY(mutex_){10, std::chrono::minutes(15)};
  RecentCounts hosts_ ABSL_GUARDED_BY(mutex_){100, std::chrono::minutes(15)};
  RecentCounts names_ ABSL_GUARDED_BY(mutex_){100, std::chrono::hours(1)};
  // Hosts and names that belong together, since when.
  RecentCounts known_ ABSL_GUARDED_BY(mutex_){1, std::chrono::hours(24 * 30)};
};

class SignInThrottle::Attempt {
 private:
  friend class SignInThrottle;

  std::string name;  // Hashes.
  std::string host;  // Empty: not counted.
  std::string pair;
};

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_SIGN_IN_THROTTLE_H_
