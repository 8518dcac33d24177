#ifndef CLEDI_FEDERATION_RPC_CANCELLATION_H_
#define CLEDI_FEDERATION_RPC_CANCELLATION_H_

#include <functional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace cledi {

// Something that somebody waits for, until they no longer do or have it. Thread-safe.
class Cancellation {
 public:
  // Nobody waits any more. Runs what OnCancelled was given, on this thread.
  void Cancel() ABSL_LOCKS_EXCLUDED(mutex_);
  bool cancelled() const ABSL_LOCKS_EXCLUDED(mutex_);
  // Runs `then` once when it is cancelled: at once if it was, never after it was answered.
  // `then` must not block.
  void OnCancelled(std::function<void()> then) ABSL_LOCKS_EXCLUDED(mutex_);

  // There is an answer: what OnCancelled was given is dropped, unrun. `then` may hold this
  // object, and would keep it alive for ever.
  void MarkAnswered() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  mutable absl::Mutex mutex_;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  bool answered_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::function<void()>> on_cancelled_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_CANCELLATION_H_
