#ifndef CLEDI_NODE_FOLD_FACT_INDEX_H_
#define CLEDI_NODE_FOLD_FACT_INDEX_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "federation/base/status.h"
#include "node/fold/fact_ref.h"
#include "node/fold/fold_keys.h"
#include "node/fold/projection.h"
#include "node/store/store.h"

namespace cledi {

// The variants that facts are in, by number.
using Extents = std::map<VariantNo, VariantExtent>;

// A statement as the index knows it: where its content is, and all its ids.
struct StatementRef {
  FactRef fact;
  std::vector<EventId> ids;  // The fact's own first.
};

// An entity as the index knows it; as Entity.
struct EntityStatements {
  std::vector<StatementRef> statements;
  std::optional<size_t> creation;  // In `statements`.
  bool is_new = false;             // It came to be in this batch: it has no view yet.
};

// Which facts there are of each entity, and where.
//
// What a fact is about follows from the set of all facts, never from their order of arrival:
// a fact may come before the object that it names, and an earlier event of its own statement
// may still come and take its place. So the index keeps, for each event id, the facts that
// name it, and for each key, the events that carry it; entities are put together from these.
//
// Holds the changes of one batch over a snapshot of the store; not thread-safe.
class FactIndex {
 public:
  // All outlive the index.
  FactIndex(Generation generation, const ProjectionSet* projections, const Extents* extents,
            const Snapshot* snapshot);

  enum class Added { kNew, kKnown, kMalformed };
  // Takes in a fact that has its payload; adds the entities whose views may change to
  // `affected`. A fact that is known already changes nothing and affects what it is about.
  StatusOr<Added> Add(const Fact& fact, std::set<EntityRef>& affected);

  // Everything that was stated about an entity, in canonical order and within bounds; no
  // statements: it is not there.
  StatusOr<EntityStatements> Gather(const EntityRef& entity);

  // Adds the changed rows.
  void AppendTo(WriteBatch& batch) const;

 private:
  struct EventRow {
    std::optional<FactRef> ref;
    bool changed = false;
  };
  struct ListRow {
    std::vector<FactRef> facts;  // In canonical order.
    bool changed = false;
  };

  StatusOr<EventRow*> LoadEvent(const EventId& event);
  StatusOr<ListRow*> LoadList(std::string key);

  FactRef MakeRef(const Fact& fact, const CommonFields& common) const;
  // Enters the fact where other facts of its entities will be looked for.
  Status EnterTargets(const SpaceId& space, const FactRef& ref);
  // The events of a statement, the one that counts first; empty: no such statement.
  StatusOr<std::vector<FactRef>> EventsOf(const StatementId& statement);
  // Adds the entities that `ref`, the fact that counts of its statement, is about.
  Status AddAffected(const SpaceId& space, const FactRef& ref, std::set<EntityRef>& affected);

  StatusOr<EntityStatements> GatherObject(const EntityRef& entity);
  // Adds those facts in the list that count for their statements.
  Status GatherList(std::string list_key, std::vector<StatementRef>& statements);

  const Generation generation_;
  const ProjectionSet* const projections_;
  const Extents* const extents_;
  const Snapshot* const snapshot_;
  std::map<EventId, EventRow> events_;
  std::map<std::string, ListRow> lists_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_FOLD_FACT_INDEX_H_
