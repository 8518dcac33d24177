#ifndef CLEDI_NODE_FOLD_EVENT_WRITER_H_
#define CLEDI_NODE_FOLD_EVENT_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

#include "federation/base/status.h"
#include "federation/log/own_log.h"
#include "node/fold/fact.h"
#include "node/fold/view_reader.h"

namespace cledi {

// A fact that somebody here wants to state.
struct NewFact {
  SpaceId space;
  uint16_t type = 0;    // cledi.event.v1.EventType
  std::string payload;  // The type's message; begins with the common fields.
};

struct WrittenFact {
  EventId event;
  bool existed = false;  // It had been stated before under the same key.
};

// The one way into this node's logs. Facts that come while others are being synced share the
// next sync. When Append returns, the fact is durable, on its way to the partners, and can be
// read in the views here.
//
// A fact with an idempotency key is written once: who appends with the same space, author and
// key again is given the first event.
//
// Append is safe from any thread.
class EventWriter {
 public:
  static constexpr size_t kQueueMax = 1024;
  static constexpr size_t kBatchEventsMax = 256;
  static constexpr size_t kBatchBytesMax = size_t{4} * 1024 * 1024;
  // How long a batch may wait for those who were answered by the last one; far less than a sync.
  static constexpr absl::Duration kGatherTime = absl::Microseconds(200);

  // Returns once the views hold an event of the logs; FolderThread::FoldThrough.
  using FoldThrough = std::function<Status(const EventPosition&)>;

  // The views are caught up with this node's own logs. All outlive the writer. `log` is called
  // from the writer's thread; whoever stores what others wrote must not do so meanwhile.
  EventWriter(OwnLog* log, const ViewReader* views, FoldThrough fold_through);
  // Writes what is queued, then joins.
  ~EventWriter();

  EventWriter(const EventWriter&) = delete;
  EventWriter& operator=(const EventWriter&) = delete;

  // InvalidArgument: the payload is too large, or its common fields are malformed.
  // Unavailable: too many are waiting, the node stops, or the disk fails; ResourceExhausted:
  // the disk is full. On every error nothing was written.
  StatusOr<WrittenFact> Append(NewFact fact) ABSL_LOCKS_EXCLUDED(mutex_);

  // Facts that wait for the next sync.
  size_t queued() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  using Outcome = StatusOr<WrittenFact>;
  struct Request {
    NewFact fact;
    CommonFields common;
    std::optional<Outcome> outcome;
    absl::Notification answered;
  };
  // One batch on its way. Nothing of it is in the logs before Append returned.
  struct Plan {
    std::vector<Outcome> outcomes;  // Of each request; the id of a new event is still empty.
    std::vector<NewEvent> events;
    std::vector<std::optional<StatementId>> statements;  // Of each event, where it has a key.
    std::map<size_t, size_t> event_of;                   // Requests that an event answers.
  };

  void WorkLoop() ABSL_LOCKS_EXCLUDED(mutex_);
  std::vector<Request*> TakeBatch() ABSL_LOCKS_EXCLUDED(mutex_);
  void WaitForRequests() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::vector<Outcome> WriteAll(const std::vector<Request*>& batch);
  Plan MakePlan(const std::vector<Request*>& batch, const ViewSnapshot& views) const;
  // What was stated before under the same key.
  StatusOr<std::optional<EventId>> FindWritten(const ViewSnapshot& views,
                                               const StatementId& statement) const;
  // Waits until the views hold the events; remembers those with a key if they do not.
  void Fold(const std::vector<AppendedEvent>& events, const Plan& plan);

  OwnLog* const log_;  // Only used by thread_.
  const ViewReader* const views_;
  const FoldThrough fold_through_;
  // The next two are thread_'s own.
  size_t last_batch_ = 0;  // Requests in it.
  // Statements that are durable and could not be folded yet.
  std::map<StatementId, EventId> unfolded_;
  mutable absl::Mutex mutex_;
  std::deque<Request*> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::jthread thread_;  // Last: joins before the rest goes away.
};

}  // namespace cledi

#endif  // CLEDI_NODE_FOLD_EVENT_WRITER_H_
