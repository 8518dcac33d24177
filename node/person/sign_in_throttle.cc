#include "node/person/sign_in_throttle.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

#include "federation/base/sha256.h"

namespace cledi {
namespace {

using std::chrono::milliseconds;

bool IsThisMachine(std::string_view address) {
  return address.empty() || address == "::" || address == "::1" || address.starts_with("127.");
}

Status TryLater(milliseconds wait) {
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(wait).count();
  return absl::ResourceExhaustedError(
      absl::StrFormat("too many attempts failed; try again in %d %s", minutes,
                      minutes == 1 ? "minute" : "minutes"));
}

}  // namespace

milliseconds RecentCounts::WaitFor(const std::string& key, milliseconds now) {
  const auto found = times_.find(key);
  if (found == times_.end()) {
    return milliseconds(0);
  }
  std::deque<milliseconds>& times = found->second;
  while (!times.empty() && times.front() + window_ <= now) {
    times.pop_front();
  }
  if (times.empty()) {
    times_.erase(found);
    return milliseconds(0);
  }
  return times.size() < count_max_ ? milliseconds(0) : times.front() + window_ - now;
}

void RecentCounts::Add(const std::string& key, milliseconds now) {
  std::deque<milliseconds>& times = times_[key];
  times.push_back(now);
  if (times.size() > count_max_) {
    times.pop_front();
  }
  if (times_.size() > kKeysMax) {
    ForgetQuietest();
  }
}

void RecentCounts::Remove(const std::string& key) {
  const auto found = times_.find(key);
  if (found == times_.end()) {
    return;
  }
  found->second.pop_back();
  if (found->second.empty()) {
    times_.erase(found);
  }
}

void RecentCounts::ForgetQuietest() {
  times_.erase(
      std::ranges::min_element(times_, {}, [](const auto& entry) { return entry.second.back(); }));
}

StatusOr<SignInThrottle::Attempt> SignInThrottle::Begin(std::string_view user_name,
                                                        std::string_view address) {
  const std::string name = absl::AsciiStrToLower(absl::StripAsciiWhitespace(ToAbsl(user_name)));
  Attempt attempt;
  attempt.name = Sha256(name).str();
  attempt.host = IsThisMachine(address) ? "" : std::string(address);
  attempt.pair = attempt.name + attempt.host;

  const absl::MutexLock lock(&mutex_);
  const Millis now = clock_->Monotonic();
  Millis wait = pairs_.WaitFor(attempt.pair, now);
  if (!attempt.host.empty()) {
    wait = std::max(wait, hosts_.WaitFor(attempt.host, now));
  }
  if (known_.WaitFor(attempt.pair, now) == Millis(0)) {
    wait = std::max(wait, names_.WaitFor(attempt.name, now));
  }
  if (wait > Millis(0)) {
    return TryLater(wait);
  }
  pairs_.Add(attempt.pair, now);
  names_.Add(attempt.name, now);
  if (!attempt.host.empty()) {
    hosts_.Add(attempt.host, now);
  }
  return attempt;
}

void SignInThrottle::Succeeded(const Attempt& attempt) {
  const absl::MutexLock lock(&mutex_);
  TakeBack(attempt);
  known_.Add(attempt.pair, clock_->Monotonic());
}

void SignInThrottle::Dropped(const Attempt& attempt) {
  const absl::MutexLock lock(&mutex_);
  TakeBack(attempt);
}

void SignInThrottle::TakeBack(const Attempt& attempt) {
  pairs_.Remove(attempt.pair);
  names_.Remove(attempt.name);
  if (!attempt.host.empty()) {
    hosts_.Remove(attempt.host);
  }
}

}  // namespace cledi
