#ifndef CLEDI_NODE_STORE_MEMORY_STORE_H_
#define CLEDI_NODE_STORE_MEMORY_STORE_H_

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/base/random.h"
#include "node/store/persistent_map.h"
#include "node/store/store.h"

namespace cledi {

// All rows of a store, indexed by Family. A value: copying it costs nothing, whatever it holds,
// so a simulator keeps as many backups, clones and moments of a disk as it likes.
using MemoryDisk = std::array<PersistentMap, kFamilyCount>;

// A Store for tests and the simulator: the same rows in the same order on every run, and a disk
// that fails and loses power on demand.
//
// As on a real disk, each StoreKind is a database of its own: a synced write makes the unsynced
// ones of its database before it durable as well, and a power cut loses the newest unsynced
// writes of each, how many is chance. At most kUnsyncedMax writes are at risk in a database;
// older ones have reached the disk by themselves.
class MemoryStore final : public Store {
 public:
  static constexpr size_t kUnsyncedMax = 32;

  MemoryStore() = default;
  explicit MemoryStore(const MemoryDisk& disk);

  Status Write(const WriteBatch& batch, Durability durability) override;
  std::shared_ptr<const Snapshot> Read() const override;
  uint64_t SyncCount() const override;

  // A power cut: of each database an arbitrary suffix of its unsynced writes is gone. Failures
  // asked for below are forgotten. Snapshots taken before stay readable.
  void Crash(Random& random);

  // What is durable at this moment: what a backup or a copied disk holds.
  MemoryDisk CopyDisk() const { return Collect(&Database::Durable); }
  // What a copy of the running machine holds: unsynced writes are in its memory as well.
  MemoryDisk CopyMachine() const { return Collect(&Database::Newest); }

  // From the write after the next `writes` on, every write fails with `status` and changes
  // nothing. A batch is one write for each store that it spans, so a failure can fall between
  // its salts and its rows.
  void FailAfter(uint64_t writes, Status status);
  // FailAfter with a full disk.
  void FillUpAfter(uint64_t writes);
  // Writing works again.
  void Repair();

 private:
  struct Database {
    MemoryDisk synced;
    std::deque<MemoryDisk> unsynced;  // After each unsynced write; the last is what is read.

    const MemoryDisk& Durable() const { return synced; }
    const MemoryDisk& Newest() const { return unsynced.empty() ? synced : unsynced.back(); }
  };
  static constexpr size_t kStoreCount = 3;

  // `store` after `batch`; nothing if no change of it belongs there.
  std::optional<MemoryDisk> Changed(const WriteBatch& batch, StoreKind store) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // All families, each as `moment` of its database has it.
  MemoryDisk Collect(const MemoryDisk& (Database::*moment)() const) const
      ABSL_LOCKS_EXCLUDED(mutex_);
  Status AdmitWrite() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  // Indexed by StoreKind; of each disk only the families of that store are used.
  std::array<Database, kStoreCount> databases_ ABSL_GUARDED_BY(mutex_);
  uint64_t syncs_ ABSL_GUARDED_BY(mutex_) = 0;
  Status failure_ ABSL_GUARDED_BY(mutex_);
  uint64_t writes_before_failure_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace cledi

#endif  // CLEDI_NODE_STORE_MEMORY_STORE_H_
