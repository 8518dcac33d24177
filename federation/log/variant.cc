#include "federation/log/variant.h"

#include <algorithm>

#include "federation/base/check.h"

namespace cledi {

void AddCheckpoint(Variant& variant, const SignedCheckpoint& checkpoint, size_t bytes) {
  std::vector<SignedCheckpoint>& kept = variant.state.checkpoints;
  CHECK(kept.empty() || kept.back().size() < checkpoint.size());
  variant.recent.push_back(checkpoint.checkpoint());
  if (variant.recent.size() > kRecentCheckpoints) {
    variant.recent.pop_front();
  }
  if (kept.empty()) {
    variant.bytes_since_boundary = bytes;
    kept.push_back(checkpoint);
    return;
  }
  const uint64_t boundary = kept.size() >= 2 ? kept[kept.size() - 2].size() : 0;
  const size_t bytes_between = variant.bytes_since_boundary + bytes;
  if (checkpoint.size() - boundary <= kBoundaryEvents && bytes_between <= kBoundaryBytes) {
    variant.bytes_since_boundary = bytes_between;
    kept.back() = checkpoint;
    return;
  }
  variant.bytes_since_boundary = bytes;
  kept.push_back(checkpoint);
}

void AddBoundary(VariantState& state, const SignedCheckpoint& checkpoint) {
  CHECK(checkpoint.size() <= state.edge.size());
  const auto at = std::ranges::lower_bound(state.checkpoints, checkpoint.size(), {},
                                           [](const SignedCheckpoint& c) { return c.size(); });
  if (at == state.checkpoints.end() || at->size() != checkpoint.size()) {
    state.checkpoints.insert(at, checkpoint);
  }
}

const SignedCheckpoint* LastBoundary(const VariantState& state, uint64_t above, uint64_t at_most) {
  const auto after = std::ranges::upper_bound(state.checkpoints, at_most, {},
                                              [](const SignedCheckpoint& c) { return c.size(); });
  if (after == state.checkpoints.begin() || std::prev(after)->size() <= above) {
    return nullptr;
  }
  return &*std::prev(after);
}

const SignedCheckpoint* NextBoundary(const VariantState& state, uint64_t above) {
  const auto next = std::ranges::upper_bound(state.checkpoints, above, {},
                                             [](const SignedCheckpoint& c) { return c.size(); });
  return next == state.checkpoints.end() ? nullptr : &*next;
}

}  // namespace cledi
