#ifndef CLEDI_NODE_FOLD_VIEW_DIGEST_H_
#define CLEDI_NODE_FOLD_VIEW_DIGEST_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/base/bytes.h"
#include "federation/base/status.h"
#include "node/fold/projection.h"
#include "node/fold/view_observer.h"
#include "node/fold/view_reader.h"

namespace cledi {

// One space's views in 32 bytes, with those of its inputs that the folds know. (The heads
// digest and the roster number come from others.) Two nodes with equal inputs and unequal
// digests: a fault.
struct SpaceViewDigest {
  Hash digest;
  std::vector<std::string> fold_versions;
  uint64_t incomplete_events = 0;
  uint64_t held_events = 0;
};

// The RFC 6962 root over the space's views; README.md has the bytes.
StatusOr<Hash> DigestOf(const ViewSnapshot& views, const ProjectionSet& projections,
                        const SpaceId& space);

// Computes digests and keeps each until a view of its space changes. Safe from any thread.
class ViewDigests final : public ViewObserver {
 public:
  // Both outlive it.
  ViewDigests(const ViewReader* views, const ProjectionSet* projections)
      : views_(views), projections_(projections) {}

  StatusOr<SpaceViewDigest> Of(const SpaceId& space) ABSL_LOCKS_EXCLUDED(mutex_);

  Status OnViewsReplaced(const ViewSnapshot& views) override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnViewsChanged(std::span<const ViewChange> changes) override ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  const ViewReader* const views_;
  const ProjectionSet* const projections_;
  absl::Mutex mutex_;
  uint64_t changes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<SpaceId, Hash> known_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cledi

#endif  // CLEDI_NODE_FOLD_VIEW_DIGEST_H_
