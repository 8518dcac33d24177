#ifndef CLEDI_FEDERATION_SYNC_RANGE_CODEC_H_
#define CLEDI_FEDERATION_SYNC_RANGE_CODEC_H_

#include "cledi/federation/v1/exchange.pb.h"
#include "federation/base/status.h"
#include "federation/log/log_range.h"

namespace cledi {

federation::v1::Head ToProto(const SignedCheckpoint& checkpoint);
// InvalidArgument: a field has the wrong length.
StatusOr<Checkpoint> CheckpointFrom(const federation::v1::Head& head);

// A head as a peer sent it: whether its log's key signed it is still to be seen.
struct ClaimedHead {
  Checkpoint checkpoint;
  SignatureBytes signature;
};
// InvalidArgument: a field has the wrong length.
StatusOr<ClaimedHead> ClaimedHeadFrom(const federation::v1::Head& head);

federation::v1::Acknowledgement ToProto(const Acknowledgement& acknowledgement);
// InvalidArgument: a field has the wrong length, or a node id that cannot be.
StatusOr<Acknowledgement> AcknowledgementFrom(const federation::v1::Acknowledgement& message);

// A range as it travels. Ranges above a few KiB are compressed with zstd.
federation::v1::Batch ToProto(const LogRange& range);
// Sizes are checked before anything is allocated or unpacked.
// InvalidArgument: malformed, or over a limit; says which.
StatusOr<LogRange> RangeFrom(const federation::v1::Batch& batch);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_SYNC_RANGE_CODEC_H_
