#ifndef CLEDI_FEDERATION_PEER_FEDERATION_LOOP_H_
#define CLEDI_FEDERATION_PEER_FEDERATION_LOOP_H_

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "federation/base/clock.h"

namespace cledi {

// The one thread on which the replicator lives: runs what is posted, in order, and a tick.
// Whoever posts is bounded by something else (calls in flight, ranges under way).
//
// It waits on a standard condition variable: absl's timed waits follow the wall clock, and one
// that is set back would stop the ticks for as long.
class FederationLoop {
 public:
  static constexpr std::chrono::milliseconds kTickEvery{100};

  // `clock` outlives the loop.
  explicit FederationLoop(const Clock* clock) : clock_(clock) {}
  ~FederationLoop() { Stop(); }
  FederationLoop(const FederationLoop&) = delete;
  FederationLoop& operator=(const FederationLoop&) = delete;

  // `tick` runs about every kTickEvery.
  void Start(std::function<void()> tick);
  // Finishes the task that runs, drops the others, joins. Idempotent.
  void Stop();

  // Safe from any thread; dropped once the loop stops.
  void Post(std::function<void()> task);

 private:
  void Run(const std::function<void()>& tick);

  const Clock* const clock_;
  std::mutex mutex_;  // Guards the next three.
  std::condition_variable awake_;
  std::deque<std::function<void()>> tasks_;
  bool stopping_ = false;
  std::jthread thread_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_PEER_FEDERATION_LOOP_H_
