#include "node/store/log_rows.h"

#include <utility>
#include <vector>

#include "absl/strings/str_format.h"

#include "cledi/store/v1/log.pb.h"
#include "federation/base/bytes.h"
#include "federation/base/sha256.h"
#include "node/store/store.h"

namespace cledi {
namespace {

constexpr size_t kNumberBytes = sizeof(uint64_t);

// Payload as it is. Encryption at rest takes the next number.
constexpr char kCipherNone = 0;

uint64_t NumberAt(std::string_view key, size_t offset) {
  return GetBigEndian<uint64_t>(AsBytes(key).data() + offset);
}

std::string Key(VariantNo variant, VariantRowKind kind) {
  std::string key;
  PutBigEndian(key, variant);
  key.push_back(static_cast<char>(kind));
  return key;
}

template <class Message>
Status Parse(std::string_view row, Message& message) {
  if (!message.ParseFromArray(row.data(), static_cast<int>(row.size()))) {
    return Corrupt(
        absl::StrFormat("its %d bytes are no %s", row.size(), Message::descriptor()->name()));
  }
  return absl::OkStatus();
}

template <class Bytes>
Status ReadFixed(std::string_view bytes, std::string_view name, Bytes& value) {
  const std::optional<Bytes> read = Bytes::From(bytes);
  if (!read.has_value()) {
    return Corrupt(
        absl::StrFormat("its %s has %d bytes, not %d", name, bytes.size(), Bytes::kSize));
  }
  value = *read;
  return absl::OkStatus();
}

std::string Concatenate(std::span<const Hash> hashes) {
  std::string bytes;
  bytes.reserve(hashes.size() * Hash::kSize);
  for (const Hash& hash : hashes) {
    bytes.append(hash.view());
  }
  return bytes;
}

StatusOr<std::vector<Hash>> SplitHashes(std::string_view bytes, std::string_view name) {
  if (bytes.size() % Hash::kSize != 0) {
    return Corrupt(
        absl::StrFormat("its %s has %d bytes, which is no number of hashes", name, bytes.size()));
  }
  std::vector<Hash> hashes;
  for (; !bytes.empty(); bytes.remove_prefix(Hash::kSize)) {
    hashes.push_back(*Hash::From(bytes.substr(0, Hash::kSize)));
  }
  return hashes;
}

StatusOr<SignedCheckpoint> ReadSigned(const LogId& log, const EpochTag& tag, uint64_t size,
                                      std::string_view root, std::string_view signature) {
  Checkpoint checkpoint{.log = log, .tag = tag, .size = size, .root = {}};
  SignatureBytes signature_bytes;
  RETURN_IF_ERROR(ReadFixed(root, "root", checkpoint.root));
  RETURN_IF_ERROR(ReadFixed(signature, "signature", signature_bytes));
  return SignedCheckpoint::FromStorage(checkpoint, signature_bytes);
}

void FillSigned(const SignedCheckpoint& checkpoint, store::v1::SignedSize& row) {
  row.set_size(checkpoint.size());
  row.set_root(checkpoint.root().str());
  row.set_signature(checkpoint.signature().str());
}

}  // namespace

std::string EpochKey(VariantNo variant) { return Key(variant, VariantRowKind::kEpoch); }
std::string EdgeKey(VariantNo variant) { return Key(variant, VariantRowKind::kEdge); }
std::string CheckpointPrefix(VariantNo variant) {
  return Key(variant, VariantRowKind::kCheckpoint);
}

std::string CheckpointKey(VariantNo variant, uint64_t size) {
  std::string key = CheckpointPrefix(variant);
  PutBigEndian(key, size);
  return key;
}

StatusOr<VariantKey> ReadVariantKey(std::string_view key) {
  if (key.size() > kNumberBytes) {
    const VariantKey read{.variant = NumberAt(key, 0),
                          .kind = static_cast<VariantRowKind>(key[kNumberBytes])};
    switch (read.kind) {
      case VariantRowKind::kEpoch:
      case VariantRowKind::kEdge:
        if (key.size() == kNumberBytes + 1) {
          return read;
        }
        break;
      case VariantRowKind::kCheckpoint:
        if (key.size() == 2 * kNumberBytes + 1) {
          return VariantKey{read.variant, read.kind, NumberAt(key, kNumberBytes + 1)};
        }
        break;
    }
  }
  return Corrupt(absl::StrFormat("the key %s is none of a variant", HexEncode(key)));
}

std::string EventKey(VariantNo variant, uint64_t index) {
  std::string key;
  PutBigEndian(key, variant);
  PutBigEndian(key, index);
  return key;
}

std::string EventsEnd(VariantNo variant) {
  std::string prefix;
  PutBigEndian(prefix, variant);
  return PrefixEnd(prefix);
}

StatusOr<EventPosition> ReadEventKey(std::string_view key) {
  if (key.size() != 2 * kNumberBytes) {
    return Corrupt(absl::StrFormat("the key %s is none of an event", HexEncode(key)));
  }
  return EventPosition{NumberAt(key, 0), NumberAt(key, kNumberBytes)};
}

std::string ForkProofKey(const ForkProof& proof, std::string_view row) {
  return proof.smaller.log().str() + proof.smaller.tag().str() + Sha256(row).str();
}

std::string EpochRowOf(const VariantState& state) {
  store::v1::EpochRow row;
  row.set_log(state.log.str());
  row.set_tag(state.tag.str());
  row.set_node_id(state.node_id);
  row.set_space(state.space.str());
  row.set_statement(state.statement);
  row.set_own(state.own);
  row.set_parent(state.parent);
  row.set_shared(state.shared);
  return row.SerializeAsString();
}

std::string EdgeRowOf(const RightEdge& edge) {
  store::v1::EdgeRow row;
  row.set_size(edge.size());
  row.set_subtrees(Concatenate(edge.subtrees()));
  return row.SerializeAsString();
}

std::string CheckpointRowOf(const SignedCheckpoint& checkpoint) {
  store::v1::CheckpointRow row;
  row.set_root(checkpoint.root().str());
  row.set_signature(checkpoint.signature().str());
  return row.SerializeAsString();
}

std::string ForkProofRowOf(const ForkProof& proof) {
  store::v1::ForkProofRow row;
  row.set_log(proof.smaller.log().str());
  row.set_tag(proof.smaller.tag().str());
  FillSigned(proof.smaller, *row.mutable_smaller());
  FillSigned(proof.larger, *row.mutable_larger());
  row.set_path(Concatenate(proof.path));
  return row.SerializeAsString();
}

Status ReadEpochRow(std::string_view bytes, VariantState& state) {
  store::v1::EpochRow row;
  RETURN_IF_ERROR(Parse(bytes, row));
  RETURN_IF_ERROR(ReadFixed(row.log(), "log id", state.log));
  RETURN_IF_ERROR(ReadFixed(row.tag(), "tag", state.tag));
  RETURN_IF_ERROR(ReadFixed(row.space(), "space id", state.space));
  state.node_id = std::move(*row.mutable_node_id());
  state.statement = std::move(*row.mutable_statement());
  state.own = row.own();
  state.parent = row.parent();
  state.shared = row.shared();
  return absl::OkStatus();
}

StatusOr<RightEdge> ReadEdgeRow(std::string_view bytes) {
  store::v1::EdgeRow row;
  RETURN_IF_ERROR(Parse(bytes, row));
  ASSIGN_OR_RETURN(std::vector<Hash> subtrees, SplitHashes(row.subtrees(), "edge"));
  StatusOr<RightEdge> edge = RightEdge::Restore(row.size(), std::move(subtrees));
  if (!edge.ok()) {
    return Corrupt(Message(edge.status()));
  }
  return edge;
}

StatusOr<SignedCheckpoint> ReadCheckpointRow(const LogId& log, const EpochTag& tag, uint64_t size,
                                             std::string_view bytes) {
  store::v1::CheckpointRow row;
  RETURN_IF_ERROR(Parse(bytes, row));
  return ReadSigned(log, tag, size, row.root(), row.signature());
}

StatusOr<ForkProof> ReadForkProofRow(std::string_view bytes) {
  store::v1::ForkProofRow row;
  RETURN_IF_ERROR(Parse(bytes, row));
  LogId log;
  EpochTag tag;
  RETURN_IF_ERROR(ReadFixed(row.log(), "log id", log));
  RETURN_IF_ERROR(ReadFixed(row.tag(), "tag", tag));
  const auto read = [&](const store::v1::SignedSize& one) {
    return ReadSigned(log, tag, one.size(), one.root(), one.signature());
  };
  ASSIGN_OR_RETURN(const SignedCheckpoint smaller, read(row.smaller()));
  ASSIGN_OR_RETURN(const SignedCheckpoint larger, read(row.larger()));
  ASSIGN_OR_RETURN(std::vector<Hash> path, SplitHashes(row.path(), "path"));
  return ForkProof{smaller, larger, std::move(path)};
}

std::string EventRowOf(const Record& record) {
  std::string row;
  if (record.body.has_value()) {
    row.reserve(kLeafBytes + 1 + record.body->payload.size());
  }
  row.append(record.leaf.view());
  if (record.body.has_value()) {
    row.push_back(kCipherNone);
    row.append(record.body->payload);
  }
  return row;
}

StatusOr<EventRow> ReadEventRow(std::string_view row) {
  if (row.size() < kLeafBytes) {
    return Corrupt(absl::StrFormat("its row has %d bytes, fewer than a leaf", row.size()));
  }
  EventRow event;
  event.leaf = *LeafBytes::From(row.substr(0, kLeafBytes));
  if (row.size() == kLeafBytes) {
    return event;
  }
  const char cipher = row[kLeafBytes];
  if (cipher != kCipherNone) {
    return Corrupt(absl::StrFormat(
        "its payload is under cipher %d, which this release does not know; install a newer one",
        static_cast<uint8_t>(cipher)));
  }
  event.payload = row.substr(kLeafBytes + 1);
  return event;
}

}  // namespace cledi
