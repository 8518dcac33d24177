#ifndef CLEDI_NODE_STORE_ROCKS_STORE_H_
#define CLEDI_NODE_STORE_ROCKS_STORE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "node/store/store.h"

namespace cledi {

struct RocksStoreOptions {
  std::string folder;  // Created if missing, for the owner only; holds log/, salt/ and view/.
  // Block cache and write buffers of the three databases together.
  size_t memory_bytes = size_t{24} << 20;
  // Writes are refused, and reads go on, while the disk has less than this free: a database
  // that ran full can be opened for writing again only if its write-ahead logs still fit.
  // Writing resumes by itself.
  uint64_t disk_reserve_bytes = uint64_t{128} << 20;
  // For a disk that is full at start: nothing is changed, writes are refused.
  bool read_only = false;
};

// The Store on a disk: three RocksDB databases under one folder, one for each StoreKind.
//
// Snapshots keep the databases open: destroy them before the folder is opened again.
class RocksStore final : public Store {
 public:
  // A damaged view database, or one of a newer release, is deleted and starts empty.
  //
  // FailedPrecondition: in use by another process, or written by a newer release.
  // DataLoss: damaged; says where. ResourceExhausted: the disk is too full to write; reading
  // only works. Others: the system's, or RocksDB's, input and output errors.
  static StatusOr<std::unique_ptr<RocksStore>> Open(const RocksStoreOptions& options);
  ~RocksStore() override;

  Status Write(const WriteBatch& batch, Durability durability) override;
  std::shared_ptr<const Snapshot> Read() const override;
  uint64_t SyncCount() const override;

 private:
  struct Databases;
  explicit RocksStore(std::shared_ptr<const Databases> databases);

  const std::shared_ptr<const Databases> databases_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_STORE_ROCKS_STORE_H_
