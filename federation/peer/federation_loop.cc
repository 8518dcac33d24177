#include "federation/peer/federation_loop.h"

#include <utility>

namespace cledi {

using std::chrono::milliseconds;

void FederationLoop::Start(std::function<void()> tick) {
  thread_ = std::jthread([this, tick = std::move(tick)] { Run(tick); });
}

void FederationLoop::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  awake_.notify_all();
  if (thread_.joinable()) {
    thread_.join();
  }
  // Outside the lock: what a dropped task holds may post when it goes.
  std::deque<std::function<void()>> dropped;
  const std::lock_guard lock(mutex_);
  dropped.swap(tasks_);
}

void FederationLoop::Post(std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      return;
    }
    tasks_.push_back(std::move(task));
  }
  awake_.notify_one();
}

void FederationLoop::Run(const std::function<void()>& tick) {
  milliseconds next_tick = clock_->Monotonic();
  for (;;) {
    std::function<void()> task;
    {
      std::unique_lock lock(mutex_);
      awake_.wait_for(lock, next_tick - clock_->Monotonic(),
                      [this] { return stopping_ || !tasks_.empty(); });
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
    if (clock_->Monotonic() >= next_tick) {
      tick();
      next_tick = clock_->Monotonic() + kTickEvery;
    }
  }
}

}  // namespace cledi
