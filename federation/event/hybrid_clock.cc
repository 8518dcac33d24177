#include "federation/event/hybrid_clock.h"

#include <algorithm>

#include "federation/base/check.h"

namespace cledi {
namespace {

constexpr int kCounterBits = 16;
constexpr int64_t kStartOf2020Ms = 1577836800000;
constexpr int64_t kMillisMax = (int64_t{1} << 48) - 1;

}  // namespace

Hlc MakeHlc(UnixMillis time, uint32_t counter) {
  CHECK(counter < 1U << kCounterBits);
  // Clamped before the subtraction: the smallest times would overflow it.
  const int64_t unix_ms = std::clamp(ToUnixMs(time), kStartOf2020Ms, kStartOf2020Ms + kMillisMax);
  return static_cast<Hlc>(unix_ms - kStartOf2020Ms) << kCounterBits | counter;
}

UnixMillis HlcTime(Hlc hlc) {
  return FromUnixMs(kStartOf2020Ms + static_cast<int64_t>(hlc >> kCounterBits));
}

bool IsHeld(Hlc hlc, UnixMillis now) { return HlcTime(hlc) > now + kClockTolerance; }

Hlc HybridClock::Next() {
  const UnixMillis now = clock_->Now();
  const Hlc now_hlc = MakeHlc(now, 0);
  largest_ = IsHeld(largest_, now) ? now_hlc + 1 : std::max(now_hlc, largest_) + 1;
  return largest_;
}

void HybridClock::Observe(Hlc hlc) {
  if (!IsHeld(hlc, clock_->Now())) {
    largest_ = std::max(largest_, hlc);
  }
}

}  // namespace cledi
