#include "node/store/store.h"

#include "absl/strings/str_format.h"

namespace cledi {

void WriteBatch::Put(Family family, std::string_view key, std::string_view value) {
  Add(Change::Kind::kPut, family, key, value);
}

void WriteBatch::Delete(Family family, std::string_view key) {
  Add(Change::Kind::kDelete, family, key, {});
}

void WriteBatch::DeleteRange(Family family, std::string_view begin, std::string_view end) {
  Add(Change::Kind::kDeleteRange, family, begin, end);
}

void WriteBatch::Add(Change::Kind kind, Family family, std::string_view key,
                     std::string_view value) {
  changes_.push_back({kind, family, std::string(key), std::string(value)});
  bytes_ += key.size() + value.size();
}

Status CheckKeys(const WriteBatch& batch) {
  for (const WriteBatch::Change& change : batch.changes()) {
    if (change.key.size() > kKeyBytesMax) {
      return Invalid(absl::StrFormat("a key of %d bytes in the family %s; at most %d are stored",
                                     change.key.size(), InfoOf(change.family).name, kKeyBytesMax));
    }
  }
  return absl::OkStatus();
}

std::string PrefixEnd(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xff') {
    end.pop_back();
  }
  if (!end.empty()) {
    ++end.back();
  }
  return end;
}

}  // namespace cledi
