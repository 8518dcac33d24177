#include "node/store/store_acknowledgements.h"

#include <utility>

namespace cledi {
namespace {

// Key: log id | tag | node id. Value: size u64 | root | time u64 | signature.
constexpr size_t kValueBytes = 8 + Hash::kSize + 8 + SignatureBytes::kSize;
constexpr size_t kNodeAt = LogId::kSize + EpochTag::kSize;

}  // namespace

Status StoreAcknowledgements::Put(const Acknowledgement& acknowledgement) {
  const Checkpoint& checkpoint = acknowledgement.checkpoint;
  std::string key = checkpoint.log.str() + checkpoint.tag.str() + acknowledgement.node_id;
  std::string value;
  PutBigEndian(value, checkpoint.size);
  value.append(checkpoint.root.view());
  PutBigEndian(value, acknowledgement.unix_seconds);
  value.append(acknowledgement.signature.view());
  WriteBatch batch;
  batch.Put(Family::kAcknowledgements, key, value);
  return store_->Write(batch, Durability::kUnsynced);
}

StatusOr<std::vector<Acknowledgement>> StoreAcknowledgements::Load() {
  std::vector<Acknowledgement> all;
  Status malformed;
  RETURN_IF_ERROR(store_->Scan(
      Family::kAcknowledgements, "", "", [&](std::string_view key, std::string_view value) {
        if (key.size() <= kNodeAt || value.size() != kValueBytes) {
          malformed = Corrupt("an acknowledgement's row has the wrong size");
          return false;
        }
        Acknowledgement one;
        one.checkpoint.log = *LogId::From(key.substr(0, LogId::kSize));
        one.checkpoint.tag = *EpochTag::From(key.substr(LogId::kSize, EpochTag::kSize));
        one.node_id = std::string(key.substr(kNodeAt));
        one.checkpoint.size = GetBigEndian<uint64_t>(AsBytes(value).data());
        one.checkpoint.root = *Hash::From(value.substr(8, Hash::kSize));
        one.unix_seconds = GetBigEndian<uint64_t>(AsBytes(value.substr(8 + Hash::kSize)).data());
        one.signature = *SignatureBytes::From(value.substr(16 + Hash::kSize));
        all.push_back(std::move(one));
        return true;
      }));
  RETURN_IF_ERROR(malformed);
  return all;
}

}  // namespace cledi
