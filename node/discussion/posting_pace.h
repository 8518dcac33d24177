#ifndef CLEDI_NODE_DISCUSSION_POSTING_PACE_H_
#define CLEDI_NODE_DISCUSSION_POSTING_PACE_H_

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

// Keeps one account from flooding the network: what it wrote in the last minutes is counted.
// In memory: a restart forgets.
//
// Safe from any thread.
class PostingPace {
 public:
  static constexpr size_t kWritesMax = 30;
  static constexpr std::chrono::minutes kWindow{10};

  // `clock` outlives it.
  explicit PostingPace(const Clock* clock) : clock_(clock) {}

  // ResourceExhausted: says in how many minutes the account may write again.
  Status Check(std::string_view account) const ABSL_LOCKS_EXCLUDED(mutex_);
  void Count(std::string_view account) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  // When, on the monotonic clock; the newest kWritesMax.
  using Times = std::deque<std::chrono::milliseconds>;

  const Clock* const clock_;
  mutable absl::Mutex mutex_;
  std::map<std::string, Times, std::less<>> writes_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cledi

#endif  // CLEDI_NODE_DISCUSSION_POSTING_PACE_H_
