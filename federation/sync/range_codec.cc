#include "federation/sync/range_codec.h"

#include <memory>
#include <utility>

#include <zstd.h>

#include "absl/strings/str_format.h"

#include "federation/base/check.h"
#include "federation/log/note.h"

namespace cledi {
namespace {

using federation::v1::Batch;
using federation::v1::Head;

// Below this, zstd's frame costs more than it saves.
constexpr size_t kCompressFromBytes = 2048;
constexpr int kZstdLevel = 1;

struct FreeCompressor {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
struct FreeDecompressor {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

void SetRecords(const std::string& records, Batch& batch) {
  batch.set_records_bytes(static_cast<uint32_t>(records.size()));
  if (records.size() < kCompressFromBytes) {
    batch.set_records(records);
    return;
  }
  // A context costs 100 kB to set up; each thread keeps one.
  thread_local const std::unique_ptr<ZSTD_CCtx, FreeCompressor> context(ZSTD_createCCtx());
  std::string packed(ZSTD_compressBound(records.size()), '\0');
  const size_t size = ZSTD_compressCCtx(context.get(), packed.data(), packed.size(), records.data(),
                                        records.size(), kZstdLevel);
  CHECK(ZSTD_isError(size) == 0);
  packed.resize(size);
  batch.set_records(std::move(packed));
  batch.set_compression(federation::v1::COMPRESSION_ZSTD);
}

StatusOr<std::string> Unpack(const Batch& batch) {
  if (batch.records_bytes() > kRangeBytesMax) {
    return Invalid(absl::StrFormat("a batch unpacks to at most %d bytes; this one says %d",
                                   kRangeBytesMax, batch.records_bytes()));
  }
  switch (batch.compression()) {
    case federation::v1::COMPRESSION_UNSPECIFIED:
      if (batch.records().size() != batch.records_bytes()) {
        return Invalid("the batch's size is not the one that it states");
      }
      return batch.records();
    case federation::v1::COMPRESSION_ZSTD: {
      thread_local const std::unique_ptr<ZSTD_DCtx, FreeDecompressor> context(ZSTD_createDCtx());
      std::string records(batch.records_bytes(), '\0');
      const size_t size = ZSTD_decompressDCtx(context.get(), records.data(), records.size(),
                                              batch.records().data(), batch.records().size());
      if (ZSTD_isError(size) != 0 || size != records.size()) {
        return Invalid("the batch does not unpack to the size that it states");
      }
      return records;
    }
    default:
      return Invalid("the batch is compressed in a way that this node does not know");
  }
}

}  // namespace

Head ToProto(const SignedCheckpoint& checkpoint) {
  Head head;
  head.set_log_id(checkpoint.log().str());
  head.set_tag(checkpoint.tag().str());
  head.set_size(checkpoint.size());
  head.set_root(checkpoint.root().str());
  head.set_signature(checkpoint.signature().str());
  return head;
}

StatusOr<Checkpoint> CheckpointFrom(const Head& head) {
  const auto log = LogId::From(head.log_id());
  const auto tag = EpochTag::From(head.tag());
  const auto root = Hash::From(head.root());
  if (!log || !tag || !root) {
    return Invalid("a head's log id, tag or root has the wrong length");
  }
  return Checkpoint{*log, *tag, head.size(), *root};
}

StatusOr<ClaimedHead> ClaimedHeadFrom(const Head& head) {
  ASSIGN_OR_RETURN(const Checkpoint checkpoint, CheckpointFrom(head));
  const auto signature = SignatureBytes::From(head.signature());
  if (!signature) {
    return Invalid("a head's signature has the wrong length");
  }
  return ClaimedHead{checkpoint, *signature};
}

federation::v1::Acknowledgement ToProto(const Acknowledgement& acknowledgement) {
  federation::v1::Acknowledgement message;
  Head& head = *message.mutable_head();
  head.set_log_id(acknowledgement.checkpoint.log.str());
  head.set_tag(acknowledgement.checkpoint.tag.str());
  head.set_size(acknowledgement.checkpoint.size);
  head.set_root(acknowledgement.checkpoint.root.str());
  message.set_node_id(acknowledgement.node_id);
  message.set_time_unix_s(acknowledgement.unix_seconds);
  message.set_signature(acknowledgement.signature.str());
  return message;
}

StatusOr<Acknowledgement> AcknowledgementFrom(const federation::v1::Acknowledgement& message) {
  ASSIGN_OR_RETURN(const Checkpoint checkpoint, CheckpointFrom(message.head()));
  const auto signature = SignatureBytes::From(message.signature());
  if (!signature || !IsNodeId(message.node_id())) {
    return Invalid("an acknowledgement's signature or node id is malformed");
  }
  return Acknowledgement{checkpoint, message.node_id(), message.time_unix_s(), *signature};
}

Batch ToProto(const LogRange& range) {
  Batch batch;
  Head& end = *batch.mutable_end();
  end.set_log_id(range.end.log.str());
  end.set_tag(range.end.tag.str());
  end.set_size(range.end.size);
  end.set_root(range.end.root.str());
  end.set_signature(range.signature.str());
  batch.set_from(range.from);
  batch.set_statement(range.statement);
  std::string records;
  for (const Record& record : range.records) {
    AppendRecord(record, records);
  }
  SetRecords(records, batch);
  return batch;
}

StatusOr<LogRange> RangeFrom(const Batch& batch) {
  ASSIGN_OR_RETURN(const Checkpoint end, CheckpointFrom(batch.end()));
  const auto signature = SignatureBytes::From(batch.end().signature());
  if (!signature) {
    return Invalid("a batch's signature has the wrong length");
  }
  if (batch.statement().size() > kNoteBytesMax) {
    return Invalid(absl::StrFormat("a statement has at most %d bytes", kNoteBytesMax));
  }
  if (end.size <= batch.from() || end.size - batch.from() > kRangeEventsMax) {
    return Invalid(absl::StrFormat("a batch holds 1 to %d events", kRangeEventsMax));
  }
  ASSIGN_OR_RETURN(const std::string bytes, Unpack(batch));
  ASSIGN_OR_RETURN(std::vector<Record> records, ParseRecords(bytes, kRangeEventsMax));
  if (records.size() != end.size - batch.from()) {
    return Invalid(absl::StrFormat("the batch states %d events and holds %d",
                                   end.size - batch.from(), records.size()));
  }
  return LogRange{.end = end,
                  .signature = *signature,
                  .from = batch.from(),
                  .statement = batch.statement(),
                  .records = std::move(records)};
}

}  // namespace cledi
