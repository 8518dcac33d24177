#ifndef CLEDI_TESTS_SIM_EVENT_QUEUE_H_
#define CLEDI_TESTS_SIM_EVENT_QUEUE_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "federation/base/clock.h"

namespace cledi::sim {

// Virtual time, and what is going to happen. Events of one moment run in the order in which
// they were added, so that a run is a function of its seed.
class EventQueue {
 public:
  void After(std::chrono::milliseconds delay, std::function<void()> action) {
    events_.emplace(std::pair(now_ + delay, next_++), std::move(action));
  }
  // Runs what happens up to `end`, and sets the time to it.
  void RunUntil(std::chrono::milliseconds end) {
    while (!events_.empty() && events_.begin()->first.first <= end) {
      auto event = events_.extract(events_.begin());
      now_ = event.key().first;
      event.mapped()();
    }
    now_ = end;
  }
  std::chrono::milliseconds now() const { return now_; }

 private:
  std::chrono::milliseconds now_{0};
  uint64_t next_ = 0;
  std::map<std::pair<std::chrono::milliseconds, uint64_t>, std::function<void()>> events_;
};

// One machine's clock: virtual time with an error of its own.
class SimClock final : public Clock {
 public:
  explicit SimClock(const EventQueue* queue) : queue_(queue) {}

  UnixMillis Now() const override {
    return UnixMillis(std::chrono::milliseconds(1790000000000)) + queue_->now() + error_;
  }
  std::chrono::milliseconds Monotonic() const override { return queue_->now(); }
  void SetError(std::chrono::milliseconds error) { error_ = error; }

 private:
  const EventQueue* queue_;
  std::chrono::milliseconds error_{0};
};

}  // namespace cledi::sim

#endif  // CLEDI_TESTS_SIM_EVENT_QUEUE_H_
