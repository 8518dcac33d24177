// How the log's values are written into rows, and read back.

#ifndef CLEDI_NODE_STORE_LOG_ROWS_H_
#define CLEDI_NODE_STORE_LOG_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "federation/base/status.h"
#include "federation/event/record.h"
#include "federation/log/fork_proof.h"
#include "federation/log/log_storage.h"

namespace cledi {

// kVariants: big-endian variant number, then in this order
//   'e'               EpochRow
//   'h'               EdgeRow
//   's', u64 BE size  CheckpointRow
enum class VariantRowKind : char { kEpoch = 'e', kEdge = 'h', kCheckpoint = 's' };
struct VariantKey {
  VariantNo variant = 0;
  VariantRowKind kind = VariantRowKind::kEpoch;
  uint64_t size = 0;  // kCheckpoint only.
};
std::string EpochKey(VariantNo variant);
std::string EdgeKey(VariantNo variant);
std::string CheckpointPrefix(VariantNo variant);
std::string CheckpointKey(VariantNo variant, uint64_t size);
// DataLoss: no key of kVariants.
StatusOr<VariantKey> ReadVariantKey(std::string_view key);

// kEvents: big-endian variant number and index.
std::string EventKey(VariantNo variant, uint64_t index);
// The smallest key behind all events of a variant.
std::string EventsEnd(VariantNo variant);
// DataLoss: no key of kEvents.
StatusOr<EventPosition> ReadEventKey(std::string_view key);
// kForkProofs: log, tag, SHA-256 of the row, so that one proof is stored once.
std::string ForkProofKey(const ForkProof& proof, std::string_view row);

std::string EpochRowOf(const VariantState& state);
std::string EdgeRowOf(const RightEdge& edge);
std::string CheckpointRowOf(const SignedCheckpoint& checkpoint);
std::string ForkProofRowOf(const ForkProof& proof);

// Each: DataLoss: the row is malformed; says how, not where.
// Fills what an EpochRow holds.
Status ReadEpochRow(std::string_view row, VariantState& state);
StatusOr<RightEdge> ReadEdgeRow(std::string_view row);
StatusOr<SignedCheckpoint> ReadCheckpointRow(const LogId& log, const EpochTag& tag, uint64_t size,
                                             std::string_view row);
StatusOr<ForkProof> ReadForkProofRow(std::string_view row);

// kEvents: leaf, and where there is a body a u8 cipher and the payload under that cipher. The
// salt is a row of its own, in another store: deleting it erases the event.
std::string EventRowOf(const Record& record);

// An event's row, still where it was read.
struct EventRow {
  LeafBytes leaf;
  std::optional<std::string_view> payload;
};
// DataLoss: malformed, or under a cipher that this release does not know.
StatusOr<EventRow> ReadEventRow(std::string_view row);

}  // namespace cledi

#endif  // CLEDI_NODE_STORE_LOG_ROWS_H_
