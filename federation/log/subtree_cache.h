#ifndef CLEDI_FEDERATION_LOG_SUBTREE_CACHE_H_
#define CLEDI_FEDERATION_LOG_SUBTREE_CACHE_H_

#include <functional>
#include <map>
#include <span>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/log/log_storage.h"
#include "federation/log/merkle.h"

namespace cledi {

// Merkle nodes of variants, computed from stored leaves. Roots of complete runs of 256
// leaves are remembered once they were needed, 32 bytes each: proofs then read at most 256
// leaves of the disk a path. Thread-safe.
class SubtreeCache {
 public:
  // Event ids (leaf hashes) [from, from + count) of a variant.
  using LeafHashes = std::function<StatusOr<std::vector<Hash>>(uint64_t from, uint64_t count)>;

  // The root of leaves [index * 2^level, (index + 1) * 2^level) of `variant`.
  StatusOr<Hash> Node(VariantNo variant, int level, uint64_t index, const LeafHashes& leaves);

 private:
  static constexpr int kRememberedLevel = 8;

  absl::Mutex mutex_;
  std::map<std::pair<VariantNo, uint64_t>, Hash> remembered_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_LOG_SUBTREE_CACHE_H_
