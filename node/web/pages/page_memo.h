#ifndef CLEDI_NODE_WEB_PAGES_PAGE_MEMO_H_
#define CLEDI_NODE_WEB_PAGES_PAGE_MEMO_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/base/clock.h"
#include "node/http/http_message.h"

namespace cledi {

// Pages as they were printed for somebody, for the next one who asks for the same: a class
// that opens one list, or a crawler. A page is kept until the state that it was printed from
// changes, and for a few seconds at most, since it may say how long ago something was.
// Safe from any thread.
class PageMemo {
 public:
  struct Limits {
    size_t pages_max = 256;
    size_t bytes_max = size_t{8} << 20;  // Of all bodies, packed and unpacked.
    std::chrono::milliseconds age_max{5000};
  };

  // `clock` outlives the memo.
  explicit PageMemo(const Clock* clock) : PageMemo(clock, Limits()) {}
  PageMemo(const Clock* clock, Limits limits) : clock_(clock), limits_(limits) {}

  // `name`: all that the page depends on beside the state. `state` only grows.
  std::optional<HttpResponse> Find(const std::string& name, uint64_t state) const
      ABSL_LOCKS_EXCLUDED(mutex_);
  // `state`: as it was before the page was printed. The page has a prepared body; one that is
  // larger than all pages may be is not kept.
  void Keep(const std::string& name, uint64_t state, HttpResponse page) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Kept {
    HttpResponse page;
    std::chrono::milliseconds printed_at;
  };

  void Forget(const std::string& name) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Clock* const clock_;
  const Limits limits_;
  mutable absl::Mutex mutex_;
  uint64_t state_ ABSL_GUARDED_BY(mutex_) = 0;  // Of all that is kept.
  std::map<std::string, Kept> pages_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::string> oldest_first_ ABSL_GUARDED_BY(mutex_);
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PAGE_MEMO_H_
