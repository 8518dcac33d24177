#include "federation/log/fork_proof.h"

#include <bit>

namespace cledi {
namespace {

// Whether `path` leads from a tree of `smaller.size` > 0 leaves to the larger one, and the old
// root that it gives.
std::optional<Hash> OldRoot(const Checkpoint& smaller, const Checkpoint& larger,
                            std::span<const Hash> path) {
  Hash left_out;
  if (std::has_single_bit(smaller.size)) {
    if (path.empty()) {
      return std::nullopt;
    }
    left_out = path.front();
    path = path.subspan(1);
  }
  const std::optional<ConsistencyRoots> roots =
      RootsOfConsistency(smaller.size, larger.size, left_out, path);
  if (!roots.has_value() || roots->second != larger.root) {
    return std::nullopt;
  }
  return roots->first;
}

StatusOr<std::vector<Hash>> ForkPath(uint64_t smaller, uint64_t larger,
                                     const HashReader& larger_tree) {
  ASSIGN_OR_RETURN(std::vector<Hash> path, ConsistencyProof(smaller, larger, larger_tree));
  if (std::has_single_bit(smaller)) {
    ASSIGN_OR_RETURN(const Hash old_root, RootAt(smaller, larger_tree));
    path.insert(path.begin(), old_root);
  }
  return path;
}

}  // namespace

StatusOr<ForkProof> ProveFork(SignedCheckpoint one, SignedCheckpoint other,
                              const HashReader& larger_tree) {
  if (other.checkpoint() < one.checkpoint()) {
    std::swap(one, other);
  }
  std::vector<Hash> path;
  if (one.size() > 0 && one.size() < other.size()) {
    ASSIGN_OR_RETURN(path, ForkPath(one.size(), other.size(), larger_tree));
  }
  ForkProof proof{.smaller = one, .larger = other, .path = std::move(path)};
  RETURN_IF_ERROR(VerifyForkProof(proof));
  return proof;
}

Status VerifyForkProof(const ForkProof& proof) {
  const Checkpoint& smaller = proof.smaller.checkpoint();
  const Checkpoint& larger = proof.larger.checkpoint();
  if (smaller.log != larger.log || smaller.tag != larger.tag) {
    return Invalid("a fork proof names two epochs");
  }
  if (smaller.size > larger.size || (smaller.size == larger.size && smaller.root >= larger.root)) {
    return Invalid("a fork proof names the larger checkpoint first, or one checkpoint twice");
  }
  if (smaller.size == larger.size || smaller.size == 0) {
    if (!proof.path.empty()) {
      return Invalid("a fork proof has a path where none is needed");
    }
    if (smaller.size < larger.size && smaller.root == EmptyRoot()) {
      return Invalid("a fork proof shows no fork: every tree begins with the empty one");
    }
    return absl::OkStatus();
  }
  const std::optional<Hash> old_root = OldRoot(smaller, larger, proof.path);
  if (!old_root.has_value()) {
    return Invalid("the path of a fork proof does not lead to the larger root");
  }
  if (*old_root == smaller.root) {
    return Invalid("a fork proof shows no fork: the larger checkpoint continues the smaller one");
  }
  return absl::OkStatus();
}

}  // namespace cledi
