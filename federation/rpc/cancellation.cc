#include "federation/rpc/cancellation.h"

namespace cledi {

// Nothing from outside runs or is destroyed under the lock: it may call back into this object.

void Cancellation::Cancel() {
  std::vector<std::function<void()>> to_run;
  {
    absl::MutexLock lock(&mutex_);
    cancelled_ = true;
    to_run.swap(on_cancelled_);
  }
  for (const auto& then : to_run) {
    then();
  }
}

bool Cancellation::cancelled() const {
  absl::MutexLock lock(&mutex_);
  return cancelled_;
}

void Cancellation::OnCancelled(std::function<void()> then) {
  {
    absl::MutexLock lock(&mutex_);
    if (answered_) {
      return;
    }
    if (!cancelled_) {
      on_cancelled_.push_back(std::move(then));
      return;
    }
  }
  then();
}

void Cancellation::MarkAnswered() {
  std::vector<std::function<void()>> to_drop;
  {
    absl::MutexLock lock(&mutex_);
    answered_ = true;
    to_drop.swap(on_cancelled_);
  }
}

}  // namespace cledi
