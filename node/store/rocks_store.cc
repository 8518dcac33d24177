#include "node/store/rocks_store.h"

#include <array>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include <sys/statvfs.h>

#include "absl/strings/str_format.h"

#include "federation/base/files.h"
#include "federation/base/log_line.h"
#include "node/store/folder_lock.h"
#include "node/store/rocks_database.h"
#include "node/store/rocks_options.h"
#include "node/store/rocks_snapshot.h"

namespace cledi {
namespace {

constexpr size_t kStoreCount = 3;

StatusOr<std::unique_ptr<RocksDatabase>> OpenDatabase(StoreKind store,
                                                      const RocksStoreOptions& options,
                                                      const RocksResources& resources) {
  const std::string path = absl::StrFormat("%s/%s", options.folder, FolderOf(store));
  auto database = RocksDatabase::Open(store, path, resources, options.read_only);
  const StatusCode code = database.status().code();
  const bool unusable = code == StatusCode::kDataLoss || code == StatusCode::kFailedPrecondition;
  if (!unusable || store != StoreKind::kView || options.read_only) {
    return database;
  }
  LogLine(Severity::kWarning, "views_discarded",
          {{"folder", path}, {"why", absl::StatusCodeToString(code)}});
  std::error_code error;
  std::filesystem::remove_all(path, error);
  if (error) {
    return absl::UnavailableError(
        absl::StrFormat("deleting %s, which is damaged: %s", path, error.message()));
  }
  return RocksDatabase::Open(store, path, resources, options.read_only);
}

}  // namespace

struct RocksStore::Databases {
  Databases(FolderLock folder_lock, const RocksStoreOptions& store_options)
      : lock(std::move(folder_lock)),
        options(store_options),
        resources(store_options.memory_bytes) {}

  const RocksDatabase& Of(StoreKind store) const { return *all[static_cast<size_t>(store)]; }
  Status CheckRoom() const;

  const FolderLock lock;
  const RocksStoreOptions options;
  const RocksResources resources;
  std::array<std::unique_ptr<RocksDatabase>, kStoreCount> all;  // Indexed by StoreKind.
};

Status RocksStore::Databases::CheckRoom() const {
  struct statvfs disk {};
  if (::statvfs(options.folder.c_str(), &disk) != 0) {
    return absl::OkStatus();  // The write itself will tell.
  }
  const uint64_t free_bytes = uint64_t{disk.f_bavail} * disk.f_frsize;
  if (free_bytes >= options.disk_reserve_bytes) {
    return absl::OkStatus();
  }
  return absl::ResourceExhaustedError(absl::StrFormat(
      "the disk of %s has %d MiB free, and writing stops below %d MiB: free some space; reading "
      "goes on, and writing resumes by itself",
      options.folder, free_bytes >> 20, options.disk_reserve_bytes >> 20));
}

StatusOr<std::unique_ptr<RocksStore>> RocksStore::Open(const RocksStoreOptions& options) {
  RETURN_IF_ERROR(MakePrivateFolder(options.folder));
  ASSIGN_OR_RETURN(FolderLock lock, FolderLock::Take(options.folder));
  auto databases = std::make_shared<Databases>(std::move(lock), options);
  for (const StoreKind store : AllStores()) {
    ASSIGN_OR_RETURN(databases->all[static_cast<size_t>(store)],
                     OpenDatabase(store, options, databases->resources));
  }
  return std::unique_ptr<RocksStore>(new RocksStore(std::move(databases)));
}

RocksStore::RocksStore(std::shared_ptr<const Databases> databases)
    : databases_(std::move(databases)) {}

RocksStore::~RocksStore() = default;

Status RocksStore::Write(const WriteBatch& batch, Durability durability) {
  RETURN_IF_ERROR(CheckKeys(batch));
  std::array<std::optional<rocksdb::WriteBatch>, kStoreCount> parts;
  for (const WriteBatch::Change& change : batch.changes()) {
    const StoreKind store = InfoOf(change.family).store;
    std::optional<rocksdb::WriteBatch>& part = parts[static_cast<size_t>(store)];
    if (!part.has_value()) {
      part.emplace();
    }
    databases_->Of(store).Append(change, *part);
  }
  if (!databases_->options.read_only) {
    RETURN_IF_ERROR(databases_->CheckRoom());
  }
  for (const StoreKind store : AllStores()) {
    std::optional<rocksdb::WriteBatch>& part = parts[static_cast<size_t>(store)];
    if (part.has_value()) {
      const bool synced = durability == Durability::kSynced && store != StoreKind::kView;
      RETURN_IF_ERROR(databases_->Of(store).Write(*part, synced));
    }
  }
  return absl::OkStatus();
}

std::shared_ptr<const Snapshot> RocksStore::Read() const {
  return TakeRocksSnapshot(databases_, databases_->Of(StoreKind::kLog),
                           databases_->Of(StoreKind::kSalt), databases_->Of(StoreKind::kView));
}

uint64_t RocksStore::SyncCount() const {
  return databases_->resources.statistics->getTickerCount(rocksdb::WAL_FILE_SYNCED);
}

}  // namespace cledi
