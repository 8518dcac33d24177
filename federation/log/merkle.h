// RFC 6962 Merkle trees: growing them, proving things about them, checking proofs.

#ifndef CLEDI_FEDERATION_LOG_MERKLE_H_
#define CLEDI_FEDERATION_LOG_MERKLE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/bytes.h"
#include "federation/base/status.h"
#include "federation/event/leaf.h"

namespace cledi {

// SHA-256(00 | entry).
Hash MerkleLeafHash(std::string_view entry);
// An event's leaf hash: its id.
inline Hash MerkleLeafHash(const LogId& log, const LeafBytes& leaf) {
  return *Hash::From(EventIdOf(log, leaf).view());
}
// SHA-256(01 | left | right).
Hash MerkleNodeHash(const Hash& left, const Hash& right);
// The root of no leaves: SHA-256 of nothing.
const Hash& EmptyRoot();

// What is needed of a tree to append to it: the roots of its complete subtrees, largest
// first, one for each bit of the size. A value type; 32 bytes a level.
class RightEdge {
 public:
  RightEdge() = default;
  // InvalidArgument: `subtrees` has not one hash for each bit of `size`.
  static StatusOr<RightEdge> Restore(uint64_t size, std::vector<Hash> subtrees);

  void Append(const Hash& leaf_hash);
  uint64_t size() const { return size_; }
  Hash Root() const;
  const std::vector<Hash>& subtrees() const { return subtrees_; }

  friend bool operator==(const RightEdge&, const RightEdge&) = default;

 private:
  uint64_t size_ = 0;
  std::vector<Hash> subtrees_;
};

// Where a tree's hashes are read from. Level 0 holds the leaf hashes; node `index` of level L
// is the root of leaves [index * 2^L, (index + 1) * 2^L), which must all exist.
// Errors are the storage's own.
using HashReader = std::function<StatusOr<Hash>(int level, uint64_t index)>;

// A reader over leaf hashes in memory; `leaf_hashes` outlives it.
HashReader ReaderOver(std::span<const Hash> leaf_hashes);

// The root of the first `size` leaves.
StatusOr<Hash> RootAt(uint64_t size, const HashReader& read);
// The right edge of the first `size` leaves.
StatusOr<RightEdge> EdgeAt(uint64_t size, const HashReader& read);

// RFC 6962, 2.1.1. InvalidArgument: `index` is not below `size`.
StatusOr<std::vector<Hash>> InclusionProof(uint64_t index, uint64_t size, const HashReader& read);
// RFC 6962, 2.1.2. InvalidArgument: `first` is 0 or above `second`.
StatusOr<std::vector<Hash>> ConsistencyProof(uint64_t first, uint64_t second,
                                             const HashReader& read);

// RFC 9162, 2.1.3.2.
bool VerifyInclusion(uint64_t index, uint64_t size, const Hash& leaf_hash,
                     std::span<const Hash> proof, const Hash& root);

// The two roots that a consistency path from `first` to `second` leads to (RFC 9162, 2.1.4.2).
// When `first` is a power of two the path does not hold the smaller tree's root itself:
// `first_root` is then used as given.
// Nothing if the path cannot belong to these sizes, or not 0 < first <= second.
struct ConsistencyRoots {
  Hash first;
  Hash second;
};
std::optional<ConsistencyRoots> RootsOfConsistency(uint64_t first, uint64_t second,
                                                   const Hash& first_root,
                                                   std::span<const Hash> path);

// Whether the tree of `second` leaves begins with the tree of `first`. Every tree begins with
// the empty one; the path is empty then.
bool VerifyConsistency(uint64_t first, uint64_t second, const Hash& first_root,
                       const Hash& second_root, std::span<const Hash> path);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_LOG_MERKLE_H_
