#include "federation/peer/federation_loop.h"

#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace cledi {

void FederationLoop::Start(std::function<void()> tick) {
  thread_ = std::jthread([this, tick = std::move(tick)] { Run(tick); });
}

void FederationLoop::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) {
    thread_.join();
  }
  // Outside the lock: what a dropped task holds may post when it goes.
  std::deque<std::function<void()>> dropped;
  absl::MutexLock lock(&mutex_);
  dropped.swap(tasks_);
}

void FederationLoop::Post(std::function<void()> task) {
  absl::MutexLock lock(&mutex_);
  if (!stopping_) {
    tasks_.push_back(std::move(task));
  }
}

void FederationLoop::Run(const std::function<void()>& tick) {
  absl::Time next_tick = absl::Now();
  for (;;) {
    std::function<void()> task;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.AwaitWithDeadline(absl::Condition(this, &FederationLoop::Awake), next_tick);
      if (stopping_) {
        return;
      }
      if (!tasks_.empty()) {
        task = std::move(tasks_.front());
        tasks_.pop_front();
      }
    }
    if (task) {
      task();
    }
    if (absl::Now() >= next_tick) {
      tick();
      next_tick = absl::Now() + absl::FromChrono(kTickEvery);
    }
  }
}

}  // namespace cledi
