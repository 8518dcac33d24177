#ifndef CLEDI_FEDERATION_LOG_VARIANT_H_
#define CLEDI_FEDERATION_LOG_VARIANT_H_

#include <cstdint>
#include <deque>
#include <vector>

#include "federation/log/log_storage.h"

namespace cledi {

// Checkpoints that a range may end at are kept this far apart, so that an epoch whose events
// were signed one by one does not keep one for each.
inline constexpr uint64_t kBoundaryEvents = 256;
inline constexpr size_t kBoundaryBytes = 256 * 1024;
inline constexpr size_t kRecentCheckpoints = 16;

// One variant of one epoch in memory: its state, and what is cheap to remember about it.
struct Variant {
  VariantState state;
  // Bytes of records since the last checkpoint but one; unknown (and then large) after a start.
  size_t bytes_since_boundary = kBoundaryBytes + 1;

  // The last few checkpoints, kept or not: peers mostly speak of these.
  std::deque<Checkpoint> recent;

  uint64_t size() const { return state.edge.size(); }
  // What peers are told: the newest checkpoint. Null before the first.
  const SignedCheckpoint* head() const {
    return state.checkpoints.empty() ? nullptr : &state.checkpoints.back();
  }
  uint64_t signed_size() const { return head() == nullptr ? 0 : head()->size(); }
};

// Adds the newest checkpoint, `bytes` of records after the one before, and drops that one if
// the two around it are close enough.
void AddCheckpoint(Variant& variant, const SignedCheckpoint& checkpoint, size_t bytes);

// Adds a checkpoint somewhere in between, if none is kept at its size.
void AddBoundary(VariantState& state, const SignedCheckpoint& checkpoint);

// The kept checkpoint with the largest size in (above, at_most]; null if there is none.
const SignedCheckpoint* LastBoundary(const VariantState& state, uint64_t above, uint64_t at_most);
// The kept checkpoint with the smallest size above `above`; null if there is none.
const SignedCheckpoint* NextBoundary(const VariantState& state, uint64_t above);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_LOG_VARIANT_H_
