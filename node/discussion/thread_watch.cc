#include "node/discussion/thread_watch.h"

namespace cledi {

ThreadWatch::Ticket::~Ticket() {
  if (book_ != nullptr) {
    book_->Forget(thread_id_, number_);
  }
}

StatusOr<ThreadWatch::Ticket> ThreadWatch::Watch(std::string_view thread_id, Callback then) {
  const absl::MutexLock lock(&mutex_);
  if (count_ == kWatchersMax) {
    return absl::ResourceExhaustedError(
        "too many people have discussions open here; read on without live answers");
  }
  ++count_;
  const uint64_t number = ++last_number_;
  by_thread_[std::string(thread_id)].emplace(number, std::move(then));
  return Ticket(this, std::string(thread_id), number);
}

void ThreadWatch::OnChanged(std::string_view thread_id) {
  Watchers called;
  {
    const absl::MutexLock lock(&mutex_);
    const auto watchers = by_thread_.find(thread_id);
    if (watchers == by_thread_.end()) {
      return;
    }
    called = std::move(watchers->second);
    by_thread_.erase(watchers);
    count_ -= called.size();
  }
  for (const auto& [number, then] : called) {
    then();
  }
}

void ThreadWatch::OnAllChanged() {
  std::map<std::string, Watchers, std::less<>> called;
  {
    const absl::MutexLock lock(&mutex_);
    called.swap(by_thread_);
    count_ = 0;
  }
  for (const auto& [thread_id, watchers] : called) {
    for (const auto& [number, then] : watchers) {
      then();
    }
  }
}

size_t ThreadWatch::watchers() const {
  const absl::MutexLock lock(&mutex_);
  return count_;
}

void ThreadWatch::Forget(const std::string& thread_id, uint64_t number) {
  Callback forgotten;  // Goes away after the lock does: it may hold the last of something.
  const absl::MutexLock lock(&mutex_);
  const auto watchers = by_thread_.find(thread_id);
  if (watchers == by_thread_.end()) {
    return;
  }
  const auto found = watchers->second.find(number);
  if (found == watchers->second.end()) {
    return;
  }
  forgotten = std::move(found->second);
  watchers->second.erase(found);
  --count_;
  if (watchers->second.empty()) {
    by_thread_.erase(watchers);
  }
}

}  // namespace cledi
