#ifndef CLEDI_NODE_FOLD_FOLD_BATCH_H_
#define CLEDI_NODE_FOLD_FOLD_BATCH_H_

#include <map>
#include <memory>
#include <set>
#include <span>
#include <vector>

#include "federation/base/status.h"
#include "federation/log/log_reader.h"
#include "node/fold/fact_index.h"
#include "node/fold/projection.h"
#include "node/fold/view_observer.h"
#include "node/store/store.h"

namespace cledi {

// What every batch folds with; all of it outlives the batch.
struct FoldContext {
  const LogReader* log = nullptr;
  Store* store = nullptr;
  const Clock* clock = nullptr;
  const ProjectionSet* projections = nullptr;
};

// Folds facts into the views: enters all of them into the index, then folds each entity that
// they changed once, however many facts it got.
//
// Used once: Add, Add, …, Finish. Not thread-safe.
class FoldBatch {
 public:
  // `extents` outlives the batch and holds every variant that facts are in.
  FoldBatch(const FoldContext& context, Generation generation, const Extents* extents);

  // Takes in a fact that has its payload and is not held. On an error the batch must be
  // dropped; the facts can be taken again.
  StatusOr<FactIndex::Added> Add(Fact fact);

  // What folding came to.
  struct Result {
    std::vector<ViewChange> changes;
    // Where facts are that are known and cannot be read now: their payloads were not input.
    std::vector<EventPosition> unreadable;
  };
  // Adds all rows that change to `batch`.
  StatusOr<Result> Finish(WriteBatch& batch);

 private:
  Status FoldEntity(const EntityRef& ref, WriteBatch& batch, Result& result);
  Status FoldWith(const Projection& projection, const EntityRef& ref,
                  const EntityStatements& statements, WriteBatch& batch, Result& result);
  // The statements that `projection` folds, with their payloads.
  StatusOr<Entity> Load(const Projection& projection, const EntityRef& ref,
                        const EntityStatements& statements, Result& result);
  Status ReadPayloads(std::span<Fact*> facts, Result& result);
  Status ReadPayload(Fact& fact, Result& result);
  // `view`: nothing: there is nothing to show any more. `is_new`: it has no row yet.
  Status Replace(const Projection& projection, const EntityRef& ref, std::optional<FoldedView> view,
                 bool is_new, WriteBatch& batch, Result& result);

  const FoldContext context_;
  const Generation generation_;
  const Extents* const extents_;
  const std::shared_ptr<const Snapshot> snapshot_;
  FactIndex index_;
  std::map<EventId, std::string> payloads_;  // Of the facts that were added.
  std::set<EntityRef> affected_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_FOLD_FOLD_BATCH_H_
