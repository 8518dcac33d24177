#include "node/store/memory_store.h"

#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/bytes.h"

namespace cledi {
namespace {

class MemorySnapshot final : public Snapshot {
 public:
  explicit MemorySnapshot(MemoryDisk disk) : disk_(std::move(disk)) {}

  StatusOr<std::string> Get(Family family, std::string_view key) const override {
    const std::string* value = Rows(family).Find(key);
    if (value == nullptr) {
      return NotFound(
          absl::StrFormat("no key %s in the family %s", HexEncode(key), InfoOf(family).name));
    }
    return *value;
  }

  Status Scan(Family family, std::string_view begin, std::string_view end,
              const RowVisitor& visit) const override {
    Rows(family).Visit(begin, end, visit);
    return absl::OkStatus();
  }

  Status ScanBackwards(Family family, std::string_view begin, std::string_view end,
                       const RowVisitor& visit) const override {
    Rows(family).VisitBackwards(begin, end, visit);
    return absl::OkStatus();
  }

 private:
  const PersistentMap& Rows(Family family) const { return disk_[static_cast<size_t>(family)]; }

  const MemoryDisk disk_;
};

void Apply(const WriteBatch::Change& change, PersistentMap& rows) {
  switch (change.kind) {
    case WriteBatch::Change::Kind::kPut:
      rows.Put(change.key, change.value);
      return;
    case WriteBatch::Change::Kind::kDelete:
      rows.Delete(change.key);
      return;
    case WriteBatch::Change::Kind::kDeleteRange:
      rows.DeleteRange(change.key, change.value);
      return;
  }
}

}  // namespace

MemoryStore::MemoryStore(const MemoryDisk& disk) {
  for (const FamilyInfo& info : AllFamilies()) {
    const size_t family = static_cast<size_t>(info.family);
    databases_[static_cast<size_t>(info.store)].synced[family] = disk[family];
  }
}

std::optional<MemoryDisk> MemoryStore::Changed(const WriteBatch& batch, StoreKind store) const {
  std::optional<MemoryDisk> disk;
  for (const WriteBatch::Change& change : batch.changes()) {
    if (InfoOf(change.family).store != store) {
      continue;
    }
    if (!disk.has_value()) {
      disk = databases_[static_cast<size_t>(store)].Newest();
    }
    Apply(change, (*disk)[static_cast<size_t>(change.family)]);
  }
  return disk;
}

Status MemoryStore::AdmitWrite() {
  if (failure_.ok()) {
    return absl::OkStatus();
  }
  if (writes_before_failure_ == 0) {
    return failure_;
  }
  --writes_before_failure_;
  return absl::OkStatus();
}

Status MemoryStore::Write(const WriteBatch& batch, Durability durability) {
  RETURN_IF_ERROR(CheckKeys(batch));
  absl::MutexLock lock(&mutex_);
  for (const StoreKind store : AllStores()) {
    std::optional<MemoryDisk> changed = Changed(batch, store);
    if (!changed.has_value()) {
      continue;
    }
    RETURN_IF_ERROR(AdmitWrite());
    Database& database = databases_[static_cast<size_t>(store)];
    if (durability == Durability::kSynced && store != StoreKind::kView) {
      database.synced = *std::move(changed);
      database.unsynced.clear();
      ++syncs_;
      continue;
    }
    database.unsynced.push_back(*std::move(changed));
    if (database.unsynced.size() > kUnsyncedMax) {
      database.synced = std::move(database.unsynced.front());
      database.unsynced.pop_front();
    }
  }
  return absl::OkStatus();
}

std::shared_ptr<const Snapshot> MemoryStore::Read() const {
  return std::make_shared<MemorySnapshot>(CopyMachine());
}

uint64_t MemoryStore::SyncCount() const {
  absl::MutexLock lock(&mutex_);
  return syncs_;
}

void MemoryStore::Crash(Random& random) {
  absl::MutexLock lock(&mutex_);
  for (Database& database : databases_) {
    const size_t survivors = random.Below(database.unsynced.size() + 1);
    if (survivors > 0) {
      database.synced = database.unsynced[survivors - 1];
    }
    database.unsynced.clear();
  }
  failure_ = absl::OkStatus();
}

MemoryDisk MemoryStore::Collect(const MemoryDisk& (Database::*moment)() const) const {
  absl::MutexLock lock(&mutex_);
  MemoryDisk disk;
  for (const FamilyInfo& info : AllFamilies()) {
    const size_t family = static_cast<size_t>(info.family);
    disk[family] = (databases_[static_cast<size_t>(info.store)].*moment)()[family];
  }
  return disk;
}

void MemoryStore::FailAfter(uint64_t writes, Status status) {
  absl::MutexLock lock(&mutex_);
  writes_before_failure_ = writes;
  failure_ = std::move(status);
}

void MemoryStore::FillUpAfter(uint64_t writes) {
  FailAfter(writes, absl::ResourceExhaustedError("the disk is full (as the test asked)"));
}

void MemoryStore::Repair() {
  absl::MutexLock lock(&mutex_);
  failure_ = absl::OkStatus();
}

}  // namespace cledi
