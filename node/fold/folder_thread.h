#ifndef CLEDI_NODE_FOLD_FOLDER_THREAD_H_
#define CLEDI_NODE_FOLD_FOLDER_THREAD_H_

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/base/status.h"
#include "node/fold/fold_engine.h"

namespace cledi {

// What an operator may want to know of the folding.
struct FolderStatus {
  FoldProgress progress;
  view::v1::FoldCounts counts;
  std::string last_error;  // Empty: the last attempt went well.
};

// The thread that owns the fold engine. It folds when told that the logs grew, and once a
// second looks after what was held back.
//
// All methods are safe from any thread.
class FolderThread {
 public:
  static constexpr std::chrono::milliseconds kTick{1000};

  // Both outlive the folder. `engine` is open and belongs to the folder until that is
  // destroyed.
  FolderThread(FoldEngine* engine, const Clock* clock);
  // Finishes the batch in hand; who waits is told that the node stops.
  ~FolderThread();

  FolderThread(const FolderThread&) = delete;
  FolderThread& operator=(const FolderThread&) = delete;

  // The logs grew. Returns at once.
  void Notify() ABSL_LOCKS_EXCLUDED(mutex_);

  // Returns once the event, which is in the logs, can be read in the views; events of its
  // variant are folded before all others. Unavailable: the node stops. Otherwise what keeps
  // the folder from folding.
  Status FoldThrough(const EventPosition& position) ABSL_LOCKS_EXCLUDED(mutex_);

  // As FoldEngine::Rebuild; others' events go on being folded meanwhile. Conflict: one is
  // going on. Unavailable: the node stops.
  StatusOr<RebuildResult> Rebuild() ABSL_LOCKS_EXCLUDED(mutex_);

  FolderStatus status() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Waiter {
    EventPosition position;
    std::optional<Status> outcome;
  };

  void WorkLoop() ABSL_LOCKS_EXCLUDED(mutex_);
  void FoldOnce() ABSL_LOCKS_EXCLUDED(mutex_);
  void RebuildOnce() ABSL_LOCKS_EXCLUDED(mutex_);
  void TickOnce() ABSL_LOCKS_EXCLUDED(mutex_);
  void Stop() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Publish(const Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || notified_ || !waiters_.empty() || rebuild_wanted_;
  }

  FoldEngine* const engine_;  // Only used by thread_.
  const Clock* const clock_;
  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool notified_ ABSL_GUARDED_BY(mutex_) = true;
  std::vector<Waiter*> waiters_ ABSL_GUARDED_BY(mutex_);
  bool rebuild_wanted_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<StatusOr<RebuildResult>> rebuild_result_ ABSL_GUARDED_BY(mutex_);
  FolderStatus status_ ABSL_GUARDED_BY(mutex_);
  std::jthread thread_;  // Last: joins before the rest goes away.
};

}  // namespace cledi

#endif  // CLEDI_NODE_FOLD_FOLDER_THREAD_H_
