#ifndef CLEDI_FEDERATION_PEER_INGEST_THREAD_H_
#define CLEDI_FEDERATION_PEER_INGEST_THREAD_H_

#include <deque>
#include <functional>
#include <optional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/log/log_set.h"

namespace cledi {

// The thread that stores what peers sent. Ranges that wait together share one sync.
class IngestThread {
 public:
  using Done = std::function<void(std::vector<IngestResult>)>;

  // `logs` outlives the thread.
  explicit IngestThread(LogSet* logs);
  ~IngestThread() { Stop(); }
  IngestThread(const IngestThread&) = delete;
  IngestThread& operator=(const IngestThread&) = delete;

  // Finishes what it began; what waits, and what comes later, is answered as kStorageFailed.
  // Idempotent; not from two threads at once.
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

  // Waits while kRangesMax ranges are queued, so a fast peer slows down instead of filling the
  // memory. `done` runs on this thread (on the caller's, once stopped) and must not block.
  void Ingest(std::vector<LogRange> ranges, Done done) ABSL_LOCKS_EXCLUDED(mutex_);
  // LogSet::CloseEpochIfBehind, after what is queued.
  void CloseEpochIfBehind(const Checkpoint& head) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  static constexpr size_t kRangesMax = 64;
  static constexpr size_t kRangesPerSync = 8;

  // Either ranges, or the head of an own epoch.
  struct Job {
    std::vector<LogRange> ranges;
    Done done;
    std::optional<Checkpoint> head;
  };
  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  // The next jobs that share a sync. Empty: it stops.
  std::vector<Job> TakeJobs() ABSL_LOCKS_EXCLUDED(mutex_);
  void Store(std::vector<Job> jobs);
  bool HasRoom() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || queued_ranges_ < kRangesMax;
  }
  bool Awake() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !jobs_.empty(); }

  LogSet* const logs_;
  absl::Mutex mutex_;
  std::deque<Job> jobs_ ABSL_GUARDED_BY(mutex_);
  size_t queued_ranges_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::jthread thread_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_PEER_INGEST_THREAD_H_
