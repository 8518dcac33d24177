#include "federation/rpc_grpc/live_calls.h"

#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/check.h"
#include "federation/rpc_grpc/server_call.h"

namespace cledi {

bool LiveCalls::Open() {
  absl::MutexLock lock(&mutex_);
  if (stopping_) {
    return false;
  }
  ++open_;
  return true;
}

Status LiveCalls::Enter(std::shared_ptr<ServerCall> call, std::string caller_id, Status verdict) {
  absl::MutexLock lock(&mutex_);
  if (verdict.ok()) {
    verdict = Judge(caller_id);
  }
  if (verdict.ok()) {
    ++let_in_;
    ++let_in_per_caller_[caller_id];
  }
  const ServerCall* const key = call.get();
  CHECK(calls_
            .emplace(key, Entry{.call = std::move(call),
                                .caller_id = std::move(caller_id),
                                .let_in = verdict.ok()})
            .second);
  return verdict;
}

Status LiveCalls::Judge(const std::string& caller_id) const {
  if (stopping_) {
    return absl::UnavailableError("the node is stopping, try again when it is back");
  }
  const auto of_caller = let_in_per_caller_.find(caller_id);
  if (of_caller != let_in_per_caller_.end() && of_caller->second >= limits_.calls_per_caller_max) {
    return absl::ResourceExhaustedError(
        absl::StrFormat("%s already has %d calls in flight here: wait for one of them to end",
                        caller_id, of_caller->second));
  }
  if (let_in_ >= limits_.calls_max) {
    return absl::ResourceExhaustedError(
        absl::StrFormat("the node already serves %d calls: try again shortly", let_in_));
  }
  return absl::OkStatus();
}

void LiveCalls::Close(const ServerCall* call) {
  Entry entry;  // Outlives the lock: it may be the last to hold the call.
  absl::MutexLock lock(&mutex_);
  --open_;
  const auto found = calls_.find(call);
  if (found == calls_.end()) {
    return;  // No client ever came.
  }
  entry = std::move(found->second);
  calls_.erase(found);
  if (!entry.let_in) {
    return;
  }
  --let_in_;
  const auto of_caller = let_in_per_caller_.find(entry.caller_id);
  if (--of_caller->second == 0) {
    let_in_per_caller_.erase(of_caller);
  }
}

void LiveCalls::BeginStop() {
  std::vector<std::shared_ptr<ServerCall>> all;
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    for (const auto& [key, entry] : calls_) {
      all.push_back(entry.call);
    }
  }
  for (const auto& call : all) {
    call->Hurry();
  }
}

void LiveCalls::Cut(std::string_view caller_id) {
  std::vector<std::shared_ptr<ServerCall>> theirs;
  {
    absl::MutexLock lock(&mutex_);
    for (const auto& [key, entry] : calls_) {
      if (entry.caller_id == caller_id) {
        theirs.push_back(entry.call);
      }
    }
  }
  for (const auto& call : theirs) {
    call->Cut();
  }
}

void LiveCalls::WaitUntilNoneIsOpen() {
  absl::MutexLock lock(&mutex_, absl::Condition(this, &LiveCalls::NoneIsOpen));
}

size_t LiveCalls::size() const {
  absl::MutexLock lock(&mutex_);
  return calls_.size();
}

}  // namespace cledi
