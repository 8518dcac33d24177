#include "federation/trust/attempt_limiter.h"

namespace cledi {
namespace {

constexpr size_t kPlacesMax = 10'000;

}  // namespace

bool AttemptLimiter::MayTry(std::string_view place, std::chrono::milliseconds now) {
  Forget(now);
  const auto found = failures_.find(place);
  return found == failures_.end() ? failures_.size() < kPlacesMax
                                  : found->second.size() < failures_max_;
}

void AttemptLimiter::Failed(std::string_view place, std::chrono::milliseconds now) {
  if (failures_.size() < kPlacesMax || failures_.contains(place)) {
    failures_[std::string(place)].push_back(now);
  }
}

void AttemptLimiter::Forget(std::chrono::milliseconds now) {
  for (auto entry = failures_.begin(); entry != failures_.end();) {
    std::deque<std::chrono::milliseconds>& times = entry->second;
    while (!times.empty() && times.front() + window_ <= now) {
      times.pop_front();
    }
    entry = times.empty() ? failures_.erase(entry) : std::next(entry);
  }
}

}  // namespace cledi
