#ifndef CLEDI_NODE_DISCUSSION_THREAD_WATCH_H_
#define CLEDI_NODE_DISCUSSION_THREAD_WATCH_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/base/status.h"

namespace cledi {

// Wakes those who have a thread open when something is written in it. A watcher is called once;
// who wants to know of the next change watches again.
//
// To miss nothing: watch first, then read the thread (GetThread) and compare its `state` with
// the one on the page; only then wait.
//
// Safe from any thread.
class ThreadWatch {
 public:
  // All readers of all threads together.
  static constexpr size_t kWatchersMax = 2000;

  // Called by the folder while others wait for it, so it must only wake somebody: no reading,
  // no writing, no waiting. It may watch and let go of tickets.
  using Callback = std::function<void()>;

  // Ends the watching when it is destroyed. The callback may be running just then: it holds
  // what it uses, by a weak pointer for example. The ThreadWatch outlives its tickets.
  class Ticket {
   public:
    Ticket() = default;
    Ticket(Ticket&& other) noexcept
        : book_(std::exchange(other.book_, nullptr)),
          thread_id_(std::move(other.thread_id_)),
          number_(other.number_) {}
    Ticket& operator=(Ticket&& other) noexcept {
      Ticket taken(std::move(other));
      std::swap(book_, taken.book_);
      std::swap(thread_id_, taken.thread_id_);
      std::swap(number_, taken.number_);
      return *this;
    }
    ~Ticket();

   private:
    friend class ThreadWatch;
    Ticket(ThreadWatch* book, std::string thread_id, uint64_t number)
        : book_(book), thread_id_(std::move(thread_id)), number_(number) {}

    ThreadWatch* book_ = nullptr;
    std::string thread_id_;
    uint64_t number_ = 0;
  };

  // `thread_id`: as in ThreadCard.id; the thread need not be here yet. ResourceExhausted: too
  // many watch; try again later.
  StatusOr<Ticket> Watch(std::string_view thread_id, Callback then) ABSL_LOCKS_EXCLUDED(mutex_);

  // Something was written in a thread that has this id.
  void OnChanged(std::string_view thread_id) ABSL_LOCKS_EXCLUDED(mutex_);

  // The views were made anew.
  void OnAllChanged() ABSL_LOCKS_EXCLUDED(mutex_);

  size_t watchers() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  using Watchers = std::map<uint64_t, Callback>;

  void Forget(const std::string& thread_id, uint64_t number) ABSL_LOCKS_EXCLUDED(mutex_);

  mutable absl::Mutex mutex_;
  uint64_t last_number_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t count_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::string, Watchers, std::less<>> by_thread_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cledi

#endif  // CLEDI_NODE_DISCUSSION_THREAD_WATCH_H_
