#ifndef CLEDI_NODE_FOLD_VIEW_READER_H_
#define CLEDI_NODE_FOLD_VIEW_READER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "federation/base/status.h"
#include "federation/log/log_reader.h"
#include "node/fold/fact_ref.h"
#include "node/fold/fold_keys.h"
#include "node/store/store.h"

namespace cledi {

// The views at one moment. Safe from any thread.
class ViewSnapshot {
 public:
  ViewSnapshot(std::shared_ptr<const Snapshot> rows, Generation generation, const LogReader* log)
      : rows_(std::move(rows)), generation_(generation), log_(log) {}

  // The view of an entity (Entity::key). NotFound: there is none.
  StatusOr<std::string> Row(std::string_view projection, const SpaceId& space,
                            std::string_view entity) const;

  // Called with each row in the order of the entities' keys; returns false to stop.
  using RowVisitor = std::function<bool(std::string_view entity, std::string_view row)>;
  Status ScanRows(std::string_view projection, const SpaceId& space, const RowVisitor& visit) const;
  // Called with each entity that has an IndexEntry of this key, and the entry's value.
  using EntryVisitor = std::function<bool(std::string_view entity, std::string_view value)>;
  Status ScanIndex(std::string_view projection, const SpaceId& space, std::string_view index,
                   std::string_view key, const EntryVisitor& visit) const;

  // The statement of which `event` is one event. NotFound: no such event was folded.
  StatusOr<StatementId> StatementOf(const EventId& event) const;
  // The event that a name stands for: 26 characters of an address, or 64 hex digits.
  // InvalidArgument: neither. NotFound: no such event was folded.
  StatusOr<EventId> FindEvent(std::string_view name) const;
  // The event that counts of a statement with a key (KeyedStatementId); nothing: it was not
  // made yet.
  StatusOr<std::optional<EventId>> FindKeyed(const StatementId& statement) const;
  // An event's payload, from the log. NotFound: not folded, or its payload is not here.
  StatusOr<std::string> Payload(const EventId& event) const;

  // Events of a space that are not in the views because of their clock, or because their
  // payload is not here.
  struct Waiting {
    uint64_t held = 0;
    uint64_t incomplete = 0;
  };
  StatusOr<Waiting> CountWaiting(const SpaceId& space) const;

 private:
  StatusOr<FactRef> RefOf(const EventId& event) const;
  Status ScanKeys(Family family, const std::string& prefix, const EntryVisitor& visit) const;

  const std::shared_ptr<const Snapshot> rows_;
  const Generation generation_;
  const LogReader* const log_;
};

// Where services read views from. Safe from any thread.
class ViewReader {
 public:
  // Both outlive the reader.
  ViewReader(const Store* store, const LogReader* log) : store_(store), log_(log) {}

  // Unavailable: the views were never folded yet. Otherwise the store's errors.
  StatusOr<ViewSnapshot> Read() const;

 private:
  const Store* const store_;
  const LogReader* const log_;
};

// The generation that `rows` names as current; nothing: none yet.
StatusOr<std::optional<Generation>> CurrentGeneration(const Snapshot& rows);

}  // namespace cledi

#endif  // CLEDI_NODE_FOLD_VIEW_READER_H_
