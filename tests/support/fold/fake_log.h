#ifndef CLEDI_TESTS_SUPPORT_FOLD_FAKE_LOG_H_
#define CLEDI_TESTS_SUPPORT_FOLD_FAKE_LOG_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "federation/log/log_reader.h"
#include "federation/log/own_log.h"

namespace cledi {

// An event before anybody stored it.
struct TestEvent {
  std::string node_id = "es-granada";
  SpaceId space = CommonsSpace();
  uint32_t incarnation = 0;
  Record record;

  LogId log() const;
  EventId id() const { return EventIdOf(log(), record.leaf); }
};

// Logs in memory that take whatever a test gives them: no signatures, any order. Also the log
// of one node of its own.
//
// Safe from any thread.
class FakeLog final : public LogReader, public OwnLog {
 public:
  // `node_id`: whose own log it is; `clock` outlives the log.
  FakeLog(const Clock* clock, std::string node_id = "es-granada");

  // A new event; its salt is drawn from a counter, so all events differ.
  TestEvent MakeEvent(uint16_t type, std::string payload, Hlc hlc, std::string node_id = "",
                      SpaceId space = CommonsSpace());
  // Stores an event at the end of the node's only variant in that space, or of a new variant.
  EventPosition Add(const TestEvent& event);
  EventPosition AddInNewVariant(const TestEvent& event);
  // A variant of the same epoch that shares the first `shared` events with `parent`.
  VariantNo Fork(VariantNo parent, uint64_t shared);
  EventPosition AddTo(VariantNo variant, const TestEvent& event);
  // Takes away a payload, or gives it back.
  void Withhold(const EventPosition& position);
  void Restore(const EventPosition& position);
  // The record cannot be read until Restore.
  void Damage(const EventPosition& position);
  // As if the disk had been restored from an older copy: forgets events from `size` on.
  void Truncate(VariantNo variant, uint64_t size);
  // Stores all events of another log that this one lacks, each log's in their order.
  void PullFrom(const FakeLog& other);

  // The next Append fails with this; OK: works again.
  void FailAppends(Status status);
  // How often Append was called: each time one sync.
  size_t appends() const;
  // Runs inside Append, before anything is visible.
  void OnAppend(std::function<void()> hook);

  std::vector<VariantExtent> Variants() const override;
  StatusOr<std::vector<Record>> ReadRecords(VariantNo variant, uint64_t from, uint64_t count,
                                            size_t bytes_max) const override;
  StatusOr<std::vector<AppendedEvent>> Append(std::span<const NewEvent> events) override;
  LogId OwnLogId(const SpaceId& space) const override;

 private:
  struct Row {
    Record record;
    bool withheld = false;
    bool damaged = false;
  };
  struct Variant {
    VariantExtent extent;
    std::vector<Row> rows;  // From extent.shared on.
  };

  VariantNo NewVariant(const TestEvent& like) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  EventPosition Store(VariantNo variant, const Record& record)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  Row& RowAt(const EventPosition& position) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  TestEvent MakeEventLocked(uint16_t type, std::string payload, Hlc hlc, std::string node_id,
                            SpaceId space) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string node_id_;
  mutable absl::Mutex mutex_;
  HybridClock hybrid_clock_ ABSL_GUARDED_BY(mutex_);
  uint64_t salts_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<VariantNo, Variant> variants_ ABSL_GUARDED_BY(mutex_);
  std::map<LogId, VariantNo> main_ ABSL_GUARDED_BY(mutex_);
  Status append_status_ ABSL_GUARDED_BY(mutex_);
  size_t appends_ ABSL_GUARDED_BY(mutex_) = 0;
  std::function<void()> on_append_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_FOLD_FAKE_LOG_H_
