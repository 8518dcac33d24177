#include "node/discussion/posting_pace.h"

#include "absl/strings/str_format.h"

namespace cledi {

Status PostingPace::Check(std::string_view account) const {
  const absl::MutexLock lock(&mutex_);
  const auto times = writes_.find(account);
  if (times == writes_.end() || times->second.size() < kWritesMax) {
    return absl::OkStatus();
  }
  const std::chrono::milliseconds free_at = times->second.front() + kWindow;
  const std::chrono::milliseconds wait = free_at - clock_->Monotonic();
  if (wait.count() <= 0) {
    return absl::OkStatus();
  }
  return absl::ResourceExhaustedError(ToAbsl(absl::StrFormat(
      "you wrote %d times in the last %d minutes; send this again in %d "
      "minutes",
      kWritesMax, kWindow.count(), std::chrono::ceil<std::chrono::minutes>(wait).count())));
}

void PostingPace::Count(std::string_view account) {
  const std::chrono::milliseconds now = clock_->Monotonic();
  const absl::MutexLock lock(&mutex_);
  // Accounts that were quiet for a window need no entry.
  std::erase_if(writes_, [&](const auto& entry) { return entry.second.back() + kWindow <= now; });
  Times& times = writes_[std::string(account)];
  times.push_back(now);
  if (times.size() > kWritesMax) {
    times.pop_front();
  }
}

}  // namespace cledi
