#ifndef CLEDI_NODE_FOLD_FOLD_ENGINE_H_
#define CLEDI_NODE_FOLD_FOLD_ENGINE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "federation/base/clock.h"
#include "federation/base/status.h"
#include "federation/log/log_reader.h"
#include "node/fold/fold_pass.h"
#include "node/fold/projection.h"
#include "node/fold/view_observer.h"
#include "node/store/store.h"

namespace cledi {

struct FoldProgress {
  uint64_t done = 0;   // Events.
  uint64_t total = 0;  // Events in the logs; grows while others write.
};

struct RebuildResult {
  uint64_t events = 0;     // Folded for it.
  bool unchanged = false;  // Every view is byte for byte what it was.
};

// Keeps the views in step with the logs. Needs nothing but the logs: a view store that is
// empty, lost its newest writes, was folded by other versions or belongs to logs that were
// since restored from a backup is made good, from as far back as it takes.
//
// Owned by one thread, the folder, or by a simulator.
class FoldEngine {
 public:
  // All outlive the engine. The observers see every change of every view.
  FoldEngine(const LogReader* log, Store* store, const Clock* clock,
             const ProjectionSet* projections, std::vector<ViewObserver*> observers);

  // Called first, once: finds where folding stopped. Errors: the store's, the log's.
  Status Open();

  // Folds at most one batch of what the logs hold, beginning with `first`. True: there may be
  // more. After an error nothing is lost: the next call tries again.
  StatusOr<bool> FoldBatch(std::optional<VariantNo> first = std::nullopt);
  // Folds until there is nothing more. `progress` is called after each batch.
  Status CatchUp(const std::function<void(const FoldProgress&)>& progress = nullptr);
  // Folds until nothing of this node's logs is left to fold: before its writer starts, so that
  // a retry finds what was written before the last stop. Others' events may be left.
  Status CatchUpLogsOf(std::string_view node_id);
  // To be called about once a second: looks at events again whose payload was not here.
  // (Those that were held because of their clock are folded by the next FoldBatch.)
  Status Tick();

  // Whether an event was folded (or cannot be yet: held, incomplete).
  bool IsPast(const EventPosition& position) const { return pass_->IsPast(position); }
  FoldProgress progress() const;
  const view::v1::FoldCounts& counts() const { return pass_->counts(); }

  // Folds everything again beside the views, which stay in use and are kept up; then puts the
  // new ones in their place. Call StepRebuild until it returns a result.
  void StartRebuild();
  bool rebuilding() const { return next_ != nullptr; }
  StatusOr<std::optional<RebuildResult>> StepRebuild();
  FoldProgress rebuild_progress() const;
  // All of it at once.
  StatusOr<RebuildResult> Rebuild(
      const std::function<void(const FoldProgress&)>& progress = nullptr);

 private:
  Status StartGeneration(Generation generation);
  Status DeleteOthers(Generation generation);
  StatusOr<RebuildResult> Swap();
  Status TellReplaced();
  void TellChanged(const std::vector<ViewChange>& changes);

  const FoldContext context_;
  const std::vector<ViewObserver*> observers_;
  std::unique_ptr<FoldPass> pass_;
  std::unique_ptr<FoldPass> next_;  // While rebuilding.
};

}  // namespace cledi

#endif  // CLEDI_NODE_FOLD_FOLD_ENGINE_H_
