#include "node/membership/stored_roster.h"

#include <string>
#include <utility>

#include "absl/strings/str_format.h"

namespace cledi {

using federation::v1::SignedRosterUpdate;

namespace {

constexpr std::string_view kPrefix = "roster/";

}  // namespace

void StoredRoster::AddTo(WriteBatch& batch, uint32_t number, const SignedRosterUpdate& update) {
  std::string key(kPrefix);
  PutBigEndian(key, number);
  batch.Put(Family::kLocal, key, update.SerializeAsString());
}

Status StoredRoster::Put(uint32_t number, const SignedRosterUpdate& update) {
  WriteBatch batch;
  AddTo(batch, number, update);
  return store_->Write(batch, Durability::kSynced);
}

StatusOr<std::vector<SignedRosterUpdate>> StoredRoster::Load() {
  std::vector<SignedRosterUpdate> updates;
  Status malformed;
  RETURN_IF_ERROR(store_->Scan(
      Family::kLocal, kPrefix, PrefixEnd(kPrefix), [&](std::string_view, std::string_view value) {
        SignedRosterUpdate update;
        if (!update.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
          malformed = Corrupt(absl::StrFormat("the stored roster update number %d cannot be read",
                                              updates.size() + 1));
          return false;
        }
        updates.push_back(std::move(update));
        return true;
      }));
  RETURN_IF_ERROR(malformed);
  return updates;
}

}  // namespace cledi
