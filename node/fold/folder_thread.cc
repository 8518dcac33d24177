#include "node/fold/folder_thread.h"

#include <algorithm>
#include <utility>

#include "absl/time/time.h"

#include "federation/base/log_line.h"

namespace cledi {
namespace {

Status Stopping() { return absl::UnavailableError("the node is stopping"); }

}  // namespace

FolderThread::FolderThread(FoldEngine* engine, const Clock* clock)
    : engine_(engine), clock_(clock) {
  thread_ = std::jthread([this] { WorkLoop(); });
}

FolderThread::~FolderThread() {
  const absl::MutexLock lock(&mutex_);
  stopping_ = true;
}

void FolderThread::Notify() {
  const absl::MutexLock lock(&mutex_);
  notified_ = true;
}

Status FolderThread::FoldThrough(const EventPosition& position) {
  Waiter waiter{.position = position, .outcome = std::nullopt};
  const absl::MutexLock lock(&mutex_);
  if (stopping_) {
    return Stopping();
  }
  waiters_.push_back(&waiter);
  const auto answered = [&waiter] { return waiter.outcome.has_value(); };
  mutex_.Await(absl::Condition(&answered));
  return *waiter.outcome;
}

StatusOr<RebuildResult> FolderThread::Rebuild() {
  const absl::MutexLock lock(&mutex_);
  if (stopping_) {
    return Stopping();
  }
  if (rebuild_wanted_ || rebuild_result_) {
    return Conflict("the views are being rebuilt already; wait until that is done");
  }
  rebuild_wanted_ = true;
  const auto done = [this]()
                        ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return rebuild_result_.has_value(); };
  mutex_.Await(absl::Condition(&done));
  StatusOr<RebuildResult> result = *std::move(rebuild_result_);
  rebuild_result_.reset();
  return result;
}

FolderStatus FolderThread::status() const {
  const absl::MutexLock lock(&mutex_);
  return status_;
}

void FolderThread::WorkLoop() {
  std::chrono::milliseconds next_tick = clock_->Monotonic() + kTick;
  while (true) {
    bool rebuild = false;
    {
      const absl::MutexLock lock(&mutex_);
      const auto has_work = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return HasWork(); };
      mutex_.AwaitWithTimeout(absl::Condition(&has_work), absl::FromChrono(kTick));
      if (stopping_) {
        Stop();
        return;
      }
      notified_ = false;
      rebuild = rebuild_wanted_;
    }
    FoldOnce();
    if (rebuild) {
      RebuildOnce();
    }
    if (clock_->Monotonic() >= next_tick) {
      TickOnce();
      next_tick = clock_->Monotonic() + kTick;
    }
  }
}

void FolderThread::Stop() {
  for (Waiter* waiter : waiters_) {
    waiter->outcome = Stopping();
  }
  waiters_.clear();
  if (rebuild_wanted_) {
    rebuild_wanted_ = false;
    rebuild_result_ = Stopping();
  }
}

void FolderThread::TickOnce() {
  const Status status = engine_->Tick();
  const absl::MutexLock lock(&mutex_);
  Publish(status);
}

// One batch; what is left, and waiters that it did not reach, make the loop come back.
void FolderThread::FoldOnce() {
  std::vector<Waiter*> waiting;
  {
    const absl::MutexLock lock(&mutex_);
    waiting = waiters_;
  }
  const std::optional<VariantNo> first =
      waiting.empty() ? std::nullopt : std::optional(waiting.front()->position.variant);
  const StatusOr<bool> more = engine_->FoldBatch(first);

  const absl::MutexLock lock(&mutex_);
  Publish(more.status());
  notified_ = notified_ || (more.ok() && *more);
  for (Waiter* waiter : waiting) {
    if (engine_->IsPast(waiter->position)) {
      waiter->outcome = absl::OkStatus();
    } else if (!more.ok()) {
      waiter->outcome = Annotate(more.status(), "folding");
    } else if (!*more) {
      waiter->outcome = absl::InternalError("an event to be folded is not in the logs");
    }
  }
  std::erase_if(waiters_, [](const Waiter* waiter) { return waiter->outcome.has_value(); });
}

// One batch of the rebuild.
void FolderThread::RebuildOnce() {
  if (!engine_->rebuilding()) {
    engine_->StartRebuild();
  }
  StatusOr<std::optional<RebuildResult>> result = engine_->StepRebuild();
  const absl::MutexLock lock(&mutex_);
  Publish(result.status());
  if (!result.ok()) {
    rebuild_wanted_ = false;
    rebuild_result_ = Annotate(result.status(), "rebuilding the views");
  } else if (*result) {
    rebuild_wanted_ = false;
    rebuild_result_ = **result;
  }
}

void FolderThread::Publish(const Status& status) {
  const std::string error(Message(status));
  if (!status.ok() && error != status_.last_error) {
    LogLine(Severity::kError, "folding_failed", {{"why", error}});
  }
  status_ = {.progress = engine_->progress(), .counts = engine_->counts(), .last_error = error};
}

}  // namespace cledi
