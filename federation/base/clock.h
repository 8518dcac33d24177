#ifndef CLEDI_FEDERATION_BASE_CLOCK_H_
#define CLEDI_FEDERATION_BASE_CLOCK_H_

#include <chrono>

namespace cledi {

// Milliseconds since 1970-01-01T00:00:00Z. Wall time: may jump backwards.
using UnixMillis = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;

// The only source of time. Production uses SystemClock; tests and the simulator use
// ManualClock, which moves only when told to. Safe from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual UnixMillis Now() const = 0;
  // Never goes backwards; meaningful only as a difference.
  virtual std::chrono::milliseconds Monotonic() const = 0;
};

class SystemClock final : public Clock {
 public:
  UnixMillis Now() const override;
  std::chrono::milliseconds Monotonic() const override;
};

// Not thread-safe: whoever advances it owns it.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(UnixMillis start = UnixMillis(std::chrono::milliseconds(1790000000000)))
      : start_(start) {}

  UnixMillis Now() const override { return start_ + elapsed_; }
  std::chrono::milliseconds Monotonic() const override { return elapsed_; }
  void Advance(std::chrono::milliseconds by) { elapsed_ += by; }

 private:
  UnixMillis start_;
  std::chrono::milliseconds elapsed_{0};
};

inline int64_t ToUnixMs(UnixMillis time) { return time.time_since_epoch().count(); }
inline UnixMillis FromUnixMs(int64_t ms) { return UnixMillis(std::chrono::milliseconds(ms)); }

}  // namespace cledi

#endif  // CLEDI_FEDERATION_BASE_CLOCK_H_
