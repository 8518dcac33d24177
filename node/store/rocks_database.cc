#include "node/store/rocks_database.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "federation/base/check.h"
#include "federation/base/files.h"
#include "node/store/rocks_status.h"

namespace cledi {
namespace {

// In each database's default family, which holds nothing else.
constexpr const char* kFormatKey = "format";

// RocksDB has no "up to the end": no key is above this one.
const std::string& BeyondAllKeys() {
  static const std::string beyond(kKeyBytesMax + 1, '\xff');
  return beyond;
}

Status WrittenByNewer(const std::string& path, std::string_view sign) {
  return absl::FailedPreconditionError(
      absl::StrFormat("%s was written by a newer release (%s): install that release again, or "
                      "restore the backup that was made before the upgrade",
                      path, sign));
}

bool IsOurs(const std::string& name, StoreKind store) {
  return name == rocksdb::kDefaultColumnFamilyName ||
         std::ranges::any_of(AllFamilies(), [&](const FamilyInfo& info) {
           return info.store == store && info.name == name;
         });
}

// Whether there is a database to open. A folder that lost the file that every database begins
// with must not be taken for a new one: RocksDB would then delete its tables.
StatusOr<bool> HasDatabase(const std::string& path) {
  std::error_code error;
  if (std::filesystem::exists(path + "/CURRENT", error)) {
    return true;
  }
  for (std::filesystem::directory_iterator entry(path, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string extension = entry->path().extension().string();
    if (extension == ".sst" || extension == ".log") {
      return Corrupt(path +
                     " holds data, but its file CURRENT is missing: restore this folder "
                     "from a backup");
    }
  }
  return false;
}

Status RefuseUnknownFamilies(StoreKind store, const std::string& path,
                             const rocksdb::DBOptions& options) {
  std::vector<std::string> names;
  RETURN_IF_ERROR(FromRocks(rocksdb::DB::ListColumnFamilies(options, path, &names),
                            "reading what is in " + path));
  for (const std::string& name : names) {
    if (!IsOurs(name, store)) {
      return WrittenByNewer(path, "it holds a family \"" + name + "\"");
    }
  }
  return absl::OkStatus();
}

}  // namespace

StatusOr<std::unique_ptr<RocksDatabase>> RocksDatabase::Open(StoreKind store,
                                                             const std::string& path,
                                                             const RocksResources& resources,
                                                             bool read_only) {
  std::unique_ptr<RocksDatabase> database(new RocksDatabase(path, read_only));
  if (!read_only) {
    RETURN_IF_ERROR(MakePrivateFolder(path));
  }
  RETURN_IF_ERROR(database->OpenFamilies(store, resources));
  RETURN_IF_ERROR(database->CheckFormat());
  return database;
}

Status RocksDatabase::OpenFamilies(StoreKind store, const RocksResources& resources) {
  const rocksdb::DBOptions options = DatabaseOptions(store, resources);
  ASSIGN_OR_RETURN(const bool exists, HasDatabase(path_));
  if (exists) {
    RETURN_IF_ERROR(RefuseUnknownFamilies(store, path_, options));
  }
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  families.emplace_back(rocksdb::kDefaultColumnFamilyName, FormatFamilyOptions());
  std::vector<Family> order;
  for (const FamilyInfo& info : AllFamilies()) {
    if (info.store == store) {
      families.emplace_back(std::string(info.name), FamilyOptions(info, resources));
      order.push_back(info.family);
    }
  }

  RETURN_IF_ERROR(FromRocks(OpenRocks::Open(options, path_, families, read_only_, &rocks_),
                            "opening " + path_));
  for (size_t i = 0; i < order.size(); ++i) {
    handles_[static_cast<size_t>(order[i])] = rocks_->handles()[i + 1];
  }
  return absl::OkStatus();
}

Status RocksDatabase::CheckFormat() const {
  std::string stored;
  const rocksdb::Status read = db().Get(rocksdb::ReadOptions(), kFormatKey, &stored);
  if (read.IsNotFound()) {
    if (read_only_) {
      return absl::OkStatus();
    }
    rocksdb::WriteOptions synced;
    synced.sync = true;
    return FromRocks(db().Put(synced, kFormatKey, absl::StrCat(kStoreFormat)),
                     "writing the format of " + path_);
  }
  RETURN_IF_ERROR(FromRocks(read, "reading the format of " + path_));
  int format = 0;
  if (!absl::SimpleAtoi(stored, &format)) {
    return Corrupt(
        absl::StrFormat("the format of %s is no number; restore it from a backup", path_));
  }
  if (format > kStoreFormat) {
    return WrittenByNewer(
        path_, absl::StrFormat("format %d, this one reads up to %d", format, kStoreFormat));
  }
  return absl::OkStatus();
}

void RocksDatabase::Append(const WriteBatch::Change& change, rocksdb::WriteBatch& batch) const {
  rocksdb::ColumnFamilyHandle* const family = handle(change.family);
  rocksdb::Status appended;
  switch (change.kind) {
    case WriteBatch::Change::Kind::kPut:
      appended = batch.Put(family, change.key, change.value);
      break;
    case WriteBatch::Change::Kind::kDelete:
      appended = batch.Delete(family, change.key);
      break;
    case WriteBatch::Change::Kind::kDeleteRange:
      if (change.value.empty() || change.key < change.value) {
        appended = batch.DeleteRange(family, change.key,
                                     change.value.empty() ? BeyondAllKeys() : change.value);
      }
      break;
  }
  CHECK(appended.ok());  // It only grows a string.
}

Status RocksDatabase::Write(rocksdb::WriteBatch& batch, bool synced) const {
  if (read_only_) {
    return absl::FailedPreconditionError(
        path_ + " is opened for reading only: free some space on its disk, then restart the node");
  }
  rocksdb::WriteOptions options;
  options.sync = synced;
  return FromRocks(db().Write(options, &batch), "writing to " + path_);
}

}  // namespace cledi
