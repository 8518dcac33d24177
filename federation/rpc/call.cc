#include "federation/rpc/call.h"

namespace cledi {

std::string_view RoleName(Role role) {
  switch (role) {
    case Role::kVisitor:
      return "visitor";
    case Role::kEducator:
      return "educator";
    case Role::kModerator:
      return "moderator";
    case Role::kAdministrator:
      return "administrator";
    case Role::kCoordinator:
      return "coordinator";
    case Role::kPeer:
      return "peer";
    case Role::kOperator:
      return "operator";
  }
  return "unknown";
}

Caller Caller::Operator() {
  Caller caller = With("operator", Role::kOperator);
  for (const Role role :
       {Role::kEducator, Role::kModerator, Role::kAdministrator, Role::kCoordinator}) {
    caller.Add(role);
  }
  return caller;
}

// Nothing from outside runs or is destroyed under the lock: it may call back into this call.

void Call::Cancel() {
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

bool Call::cancelled() const {
  absl::MutexLock lock(&mutex_);
  return cancelled_;
}

void Call::OnCancelled(std::function<void()> then) {
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

void Call::MarkAnswered() {
  std::vector<std::function<void()>> to_drop;
  {
    absl::MutexLock lock(&mutex_);
    answered_ = true;
    to_drop.swap(on_cancelled_);
  }
}

}  // namespace cledi
