#ifndef CLEDI_FEDERATION_EVENT_HYBRID_CLOCK_H_
#define CLEDI_FEDERATION_EVENT_HYBRID_CLOCK_H_

#include <chrono>
#include <cstdint>

#include "federation/base/clock.h"

namespace cledi {

// A hybrid logical time: 48 bits of milliseconds since 2020-01-01, then 16 bits of counter.
// Breaks ties between events and nothing more; compare as a number.
using Hlc = uint64_t;

// How far ahead of the local clock an event may be before it is held back from the folds.
inline constexpr std::chrono::minutes kClockTolerance{5};

// `counter` below 65,536; times before 2020 read as 2020.
Hlc MakeHlc(UnixMillis time, uint32_t counter);
UnixMillis HlcTime(Hlc hlc);

// Whether an event of this time is held at `now`: stored, relayed, not folded.
bool IsHeld(Hlc hlc, UnixMillis now);

// Gives each own event its time: max(now, the largest own or received one that is not held) + 1.
//
// Not thread-safe: owned by the sequencer.
class HybridClock {
 public:
  explicit HybridClock(const Clock* clock) : clock_(clock) {}

  // Larger than every one returned or observed before, unless the clock was set back by more
  // than kClockTolerance: then it starts again from now, so that a wrong clock, once put
  // right, does not keep this node's events held everywhere.
  Hlc Next();
  // Takes a received (or, at start, a stored own) time into account unless it is held.
  void Observe(Hlc hlc);

 private:
  const Clock* clock_;
  Hlc largest_ = 0;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_EVENT_HYBRID_CLOCK_H_
