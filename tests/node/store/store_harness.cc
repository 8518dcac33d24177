#include "tests/node/store/store_harness.h"

#include <filesystem>
#include <map>
#include <utility>

#include "federation/base/check.h"
#include "node/store/memory_store.h"
#include "node/store/rocks_store.h"
#include "tests/support/temp_folder.h"

namespace cledi {
namespace {

class MemoryHarness final : public StoreHarness {
 public:
  Status Write(const WriteBatch& batch, Durability durability) override {
    return store_->Write(batch, durability);
  }
  std::shared_ptr<const Snapshot> Read() const override { return store_->Read(); }
  uint64_t SyncCount() const override { return store_->SyncCount(); }

  void Restart() override { store_ = std::make_unique<MemoryStore>(store_->CopyMachine()); }
  void CutPower(Random& random) override { store_->Crash(random); }

 private:
  std::unique_ptr<MemoryStore> store_ = std::make_unique<MemoryStore>();
};

class RocksHarness final : public StoreHarness {
 public:
  RocksHarness() { Open(); }

  Status Write(const WriteBatch& batch, Durability durability) override {
    Status status = store_->Write(batch, durability);
    if (durability == Durability::kSynced && status.ok()) {
      for (const WriteBatch::Change& change : batch.changes()) {
        RememberSynced(InfoOf(change.family).store);
      }
    }
    return status;
  }
  std::shared_ptr<const Snapshot> Read() const override { return store_->Read(); }
  uint64_t SyncCount() const override { return store_->SyncCount(); }

  void Restart() override {
    store_.reset();
    Open();
  }

  // As the disk may be found: every write-ahead log cut somewhere behind what was synced.
  void CutPower(Random& random) override {
    const std::string copy = folder_.path() + "/copy";
    std::filesystem::copy(Path(), copy, std::filesystem::copy_options::recursive);
    store_.reset();
    std::filesystem::remove_all(Path());
    std::filesystem::rename(copy, Path());
    for (const auto& [file, size] : WriteAheadLogs()) {
      const uint64_t synced = synced_bytes_[file];
      std::filesystem::resize_file(file, synced + random.Below(size - synced + 1));
    }
    Open();
  }

 private:
  std::string Path() const { return folder_.path() + "/store"; }

  void Open() {
    auto opened = RocksStore::Open({.folder = Path(), .disk_reserve_bytes = 0});
    CHECK(opened.ok());
    store_ = *std::move(opened);
    synced_bytes_.clear();
    for (const StoreKind store : AllStores()) {
      RememberSynced(store);
    }
  }

  std::map<std::string, uint64_t> WriteAheadLogs() const {
    std::map<std::string, uint64_t> sizes;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(Path())) {
      if (entry.path().extension() == ".log") {
        sizes[entry.path().string()] = entry.file_size();
      }
    }
    return sizes;
  }

  void RememberSynced(StoreKind store) {
    const std::string folder = Path() + "/" + std::string(FolderOf(store)) + "/";
    for (const auto& [file, size] : WriteAheadLogs()) {
      if (file.starts_with(folder)) {
        synced_bytes_[file] = size;
      }
    }
  }

  const TempFolder folder_;
  std::unique_ptr<RocksStore> store_;
  std::map<std::string, uint64_t> synced_bytes_;
};

}  // namespace

StoreKit MemoryStoreKit() {
  return {"Memory", [] { return std::make_unique<MemoryHarness>(); }};
}

StoreKit RocksStoreKit() {
  return {"Rocks", [] { return std::make_unique<RocksHarness>(); }};
}

}  // namespace cledi
