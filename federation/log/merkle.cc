#include "federation/log/merkle.h"

#include <algorithm>
#include <bit>

#include "absl/strings/str_format.h"

#include "federation/base/check.h"
#include "federation/base/sha256.h"

namespace cledi {
namespace {

using namespace std::string_view_literals;

constexpr int kLevelsMax = 64;

// The root of leaves [begin, end), which is not empty. Either their number is a power of two,
// or they are the right end of a tree: both ways every complete subtree begins at a multiple
// of its size.
StatusOr<Hash> RootOfRange(uint64_t begin, uint64_t end, const HashReader& read) {
  std::optional<Hash> root;
  // From the right: the smallest subtree first.
  while (begin < end) {
    const int level = std::countr_zero(end - begin);
    end -= uint64_t{1} << level;
    ASSIGN_OR_RETURN(const Hash subtree, read(level, end >> level));
    root = root.has_value() ? MerkleNodeHash(subtree, *root) : subtree;
  }
  CHECK(root.has_value());
  return *root;
}

// Where RFC 6962 splits a tree of `size` > 1 leaves: the largest power of two below it.
uint64_t LeftSize(uint64_t size) { return std::bit_floor(size - 1); }

// The way from the root of a tree down to one of its subtrees, collecting the halves that are
// not entered.
class Descent {
 public:
  // `size` > 0; `read` outlives it.
  Descent(uint64_t size, const HashReader* read) : end_(size), read_(*read) {}

  // The leaves of the subtree that was reached, and where it splits if there is more than one.
  uint64_t begin() const { return begin_; }
  uint64_t end() const { return end_; }
  uint64_t middle() const { return begin_ + LeftSize(end_ - begin_); }

  // Goes into the left or the right half. There is more than one leaf.
  Status Enter(bool left) {
    const uint64_t split = middle();
    RETURN_IF_ERROR(left ? Add(split, end_) : Add(begin_, split));
    (left ? end_ : begin_) = split;
    return absl::OkStatus();
  }

  Status AddOwnRoot() { return Add(begin_, end_); }

  // Upwards, as proofs are written.
  std::vector<Hash> TakeProof() && {
    std::ranges::reverse(proof_);
    return std::move(proof_);
  }

 private:
  Status Add(uint64_t begin, uint64_t end) {
    ASSIGN_OR_RETURN(const Hash root, RootOfRange(begin, end, read_));
    proof_.push_back(root);
    return absl::OkStatus();
  }

  uint64_t begin_ = 0;
  uint64_t end_;
  const HashReader& read_;
  std::vector<Hash> proof_;
};

// The way from a node of a tree up to its root, one sibling at a time.
class Ascent {
 public:
  // `node` and `last`, the rightmost one, count from 0 within their level.
  Ascent(uint64_t node, uint64_t last) : node_(node), last_(last) {}

  bool at_root() const { return last_ == 0; }

  // Moves to the parent; returns whether the sibling is the left one. Not at the root.
  bool Step() {
    const bool sibling_is_left = (node_ & 1) != 0 || node_ == last_;
    if (sibling_is_left) {
      // The rightmost node may lack a sibling for some levels: it stands for itself there.
      const int skipped = std::countr_zero(node_);
      node_ >>= skipped;
      last_ >>= skipped;
    }
    node_ >>= 1;
    last_ >>= 1;
    return sibling_is_left;
  }

 private:
  uint64_t node_;
  uint64_t last_;
};

}  // namespace

Hash MerkleLeafHash(std::string_view entry) { return Sha256({"\0"sv, entry}); }

Hash MerkleNodeHash(const Hash& left, const Hash& right) {
  return Sha256({"\1"sv, left.view(), right.view()});
}

const Hash& EmptyRoot() {
  static const Hash root = Sha256("");
  return root;
}

StatusOr<RightEdge> RightEdge::Restore(uint64_t size, std::vector<Hash> subtrees) {
  const auto expected = static_cast<size_t>(std::popcount(size));
  if (subtrees.size() != expected) {
    return Invalid(absl::StrFormat("the right edge of %d leaves has %d hashes, not %d", size,
                                   expected, subtrees.size()));
  }
  RightEdge edge;
  edge.size_ = size;
  edge.subtrees_ = std::move(subtrees);
  return edge;
}

void RightEdge::Append(const Hash& leaf_hash) {
  Hash subtree = leaf_hash;
  for (uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
    subtree = MerkleNodeHash(subtrees_.back(), subtree);
    subtrees_.pop_back();
  }
  subtrees_.push_back(subtree);
  ++size_;
}

Hash RightEdge::Root() const {
  if (subtrees_.empty()) {
    return EmptyRoot();
  }
  Hash root = subtrees_.back();
  for (size_t i = subtrees_.size() - 1; i-- > 0;) {
    root = MerkleNodeHash(subtrees_[i], root);
  }
  return root;
}

HashReader ReaderOver(std::span<const Hash> leaf_hashes) {
  return [leaf_hashes](int level, uint64_t index) -> StatusOr<Hash> {
    if (level < 0 || level >= kLevelsMax || index >= leaf_hashes.size() >> level) {
      return NotFound(absl::StrFormat("a tree of %d leaves has no node %d at level %d",
                                      leaf_hashes.size(), index, level));
    }
    RightEdge subtree;
    for (const Hash& leaf : leaf_hashes.subspan(index << level, uint64_t{1} << level)) {
      subtree.Append(leaf);
    }
    return subtree.Root();
  };
}

StatusOr<Hash> RootAt(uint64_t size, const HashReader& read) {
  if (size == 0) {
    return EmptyRoot();
  }
  return RootOfRange(0, size, read);
}

StatusOr<RightEdge> EdgeAt(uint64_t size, const HashReader& read) {
  std::vector<Hash> subtrees;
  uint64_t begin = 0;
  while (begin < size) {
    const uint64_t width = std::bit_floor(size - begin);
    const int level = std::countr_zero(width);
    ASSIGN_OR_RETURN(const Hash subtree, read(level, begin >> level));
    subtrees.push_back(subtree);
    begin += width;
  }
  return RightEdge::Restore(size, std::move(subtrees));
}

StatusOr<std::vector<Hash>> InclusionProof(uint64_t index, uint64_t size, const HashReader& read) {
  if (index >= size) {
    return Invalid(absl::StrFormat("there is no leaf %d in a tree of %d", index, size));
  }
  Descent descent(size, &read);
  while (descent.end() - descent.begin() > 1) {
    RETURN_IF_ERROR(descent.Enter(index < descent.middle()));
  }
  return std::move(descent).TakeProof();
}

StatusOr<std::vector<Hash>> ConsistencyProof(uint64_t first, uint64_t second,
                                             const HashReader& read) {
  if (first == 0 || first > second) {
    return Invalid(
        absl::StrFormat("there is no consistency proof from %d to %d leaves", first, second));
  }
  Descent descent(second, &read);
  while (descent.end() != first) {
    RETURN_IF_ERROR(descent.Enter(first <= descent.middle()));
  }
  if (descent.begin() > 0) {  // Else the subtree found is the smaller tree itself, which is known.
    RETURN_IF_ERROR(descent.AddOwnRoot());
  }
  return std::move(descent).TakeProof();
}

bool VerifyInclusion(uint64_t index, uint64_t size, const Hash& leaf_hash,
                     std::span<const Hash> proof, const Hash& root) {
  if (index >= size) {
    return false;
  }
  Hash subtree = leaf_hash;
  Ascent ascent(index, size - 1);
  for (const Hash& sibling : proof) {
    if (ascent.at_root()) {
      return false;
    }
    subtree = ascent.Step() ? MerkleNodeHash(sibling, subtree) : MerkleNodeHash(subtree, sibling);
  }
  return ascent.at_root() && subtree == root;
}

std::optional<ConsistencyRoots> RootsOfConsistency(uint64_t first, uint64_t second,
                                                   const Hash& first_root,
                                                   std::span<const Hash> path) {
  if (first == 0 || first > second) {
    return std::nullopt;
  }
  if (first == second) {
    return path.empty() ? std::optional(ConsistencyRoots{first_root, first_root}) : std::nullopt;
  }
  Hash start = first_root;
  if (!std::has_single_bit(first)) {
    if (path.empty()) {
      return std::nullopt;
    }
    start = path.front();
    path = path.subspan(1);
  }
  // Up from the last complete subtree of the smaller tree.
  const int level = std::countr_one(first - 1);
  Ascent ascent((first - 1) >> level, (second - 1) >> level);
  ConsistencyRoots roots{start, start};
  for (const Hash& sibling : path) {
    if (ascent.at_root()) {
      return std::nullopt;
    }
    if (ascent.Step()) {
      roots.first = MerkleNodeHash(sibling, roots.first);
      roots.second = MerkleNodeHash(sibling, roots.second);
    } else {
      roots.second = MerkleNodeHash(roots.second, sibling);
    }
  }
  return ascent.at_root() ? std::optional(roots) : std::nullopt;
}

bool VerifyConsistency(uint64_t first, uint64_t second, const Hash& first_root,
                       const Hash& second_root, std::span<const Hash> path) {
  if (first == 0) {
    return path.empty() && first_root == EmptyRoot() && (second > 0 || second_root == EmptyRoot());
  }
  const std::optional<ConsistencyRoots> roots = RootsOfConsistency(first, second, first_root, path);
  return roots.has_value() && roots->first == first_root && roots->second == second_root;
}

}  // namespace cledi
