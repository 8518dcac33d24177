#include "federation/log/subtree_cache.h"

namespace cledi {
namespace {

// The root of a complete subtree of hashes.
Hash Fold(std::vector<Hash> hashes) {
  while (hashes.size() > 1) {
    for (size_t i = 0; i < hashes.size() / 2; ++i) {
      hashes[i] = MerkleNodeHash(hashes[2 * i], hashes[2 * i + 1]);
    }
    hashes.resize(hashes.size() / 2);
  }
  return hashes.front();
}

}  // namespace

StatusOr<Hash> SubtreeCache::Node(VariantNo variant, int level, uint64_t index,
                                  const LeafHashes& leaves) {
  if (level > kRememberedLevel) {
    ASSIGN_OR_RETURN(const Hash left, Node(variant, level - 1, 2 * index, leaves));
    ASSIGN_OR_RETURN(const Hash right, Node(variant, level - 1, 2 * index + 1, leaves));
    return MerkleNodeHash(left, right);
  }
  if (level == kRememberedLevel) {
    absl::MutexLock lock(&mutex_);
    if (const auto it = remembered_.find({variant, index}); it != remembered_.end()) {
      return it->second;
    }
  }
  const uint64_t width = uint64_t{1} << level;
  ASSIGN_OR_RETURN(std::vector<Hash> hashes, leaves(index * width, width));
  const Hash hash = Fold(std::move(hashes));
  if (level == kRememberedLevel) {
    absl::MutexLock lock(&mutex_);
    remembered_.insert_or_assign({variant, index}, hash);
  }
  return hash;
}

}  // namespace cledi
