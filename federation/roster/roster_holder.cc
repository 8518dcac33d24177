#include "federation/roster/roster_holder.h"

#include <utility>

#include "federation/base/check.h"

namespace cledi {

RosterHolder::Subscription::Subscription(Subscription&& other) noexcept
    : holder_(std::exchange(other.holder_, nullptr)), id_(other.id_) {}

RosterHolder::Subscription& RosterHolder::Subscription::operator=(Subscription&& other) noexcept {
  std::swap(holder_, other.holder_);
  std::swap(id_, other.id_);
  return *this;
}

RosterHolder::Subscription::~Subscription() {
  if (holder_ != nullptr) {
    holder_->Forget(id_);
  }
}

RosterHolder::RosterHolder(std::shared_ptr<const Roster> roster) : roster_(std::move(roster)) {
  CHECK(roster_ != nullptr);
}

std::shared_ptr<const Roster> RosterHolder::Get() const {
  const absl::MutexLock lock(&mutex_);
  return roster_;
}

bool RosterHolder::Publish(std::shared_ptr<const Roster> newer) {
  CHECK(newer != nullptr);
  const absl::MutexLock listeners_lock(&listeners_mutex_);
  {
    const absl::MutexLock lock(&mutex_);
    if (newer->number() <= roster_->number()) {
      return false;
    }
    roster_ = newer;
  }
  for (const auto& [id, listener] : listeners_) {
    listener(newer);
  }
  return true;
}

RosterHolder::Subscription RosterHolder::Listen(Listener listener) {
  const absl::MutexLock lock(&listeners_mutex_);
  const uint64_t id = next_id_++;
  listeners_.emplace(id, std::move(listener));
  return Subscription(this, id);
}

void RosterHolder::Forget(uint64_t id) {
  const absl::MutexLock lock(&listeners_mutex_);
  listeners_.erase(id);
}

}  // namespace cledi
