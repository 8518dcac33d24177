#ifndef CLEDI_FEDERATION_PEER_FEDERATION_LOOP_H_
#define CLEDI_FEDERATION_PEER_FEDERATION_LOOP_H_

#include <chrono>
#include <deque>
#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace cledi {

// The one thread on which the replicator lives: runs what is posted, in order, and a tick.
// Whoever posts is bounded by something else (calls in flight, ranges under way).
class FederationLoop {
 public:
  static constexpr std::chrono::milliseconds kTickEvery{100};

  FederationLoop() = default;
  ~FederationLoop() { Stop(); }
  FederationLoop(const FederationLoop&) = delete;
  FederationLoop& operator=(const FederationLoop&) = delete;

  // `tick` runs about every kTickEvery.
  void Start(std::function<void()> tick);
  // Finishes the task that runs, drops the others, joins. Idempotent.
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

  // Safe from any thread; dropped once the loop stops.
  void Post(std::function<void()> task) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Run(const std::function<void()>& tick) ABSL_LOCKS_EXCLUDED(mutex_);
  bool Awake() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !tasks_.empty(); }

  absl::Mutex mutex_;
  std::deque<std::function<void()>> tasks_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::jthread thread_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_PEER_FEDERATION_LOOP_H_
