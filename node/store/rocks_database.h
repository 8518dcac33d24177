#ifndef CLEDI_NODE_STORE_ROCKS_DATABASE_H_
#define CLEDI_NODE_STORE_ROCKS_DATABASE_H_

#include <array>
#include <memory>
#include <string>
#include <utility>

#include "rocksdb/db.h"
#include "rocksdb/write_batch.h"

#include "federation/base/status.h"
#include "node/store/catalogue.h"
#include "node/store/rocks_options.h"
#include "node/store/rocks_recovery.h"
#include "node/store/store.h"

namespace cledi {

// Raised when rows of a release can no longer be read by the one before it.
inline constexpr int kStoreFormat = 1;

// One of a node's three RocksDB databases with its families. Safe from any thread.
class RocksDatabase {
 public:
  // Creates what is missing, unless `read_only`.
  // FailedPrecondition: written by a newer release. DataLoss: damaged.
  // ResourceExhausted: too little room to bring the write-ahead log in; reading only works.
  static StatusOr<std::unique_ptr<RocksDatabase>> Open(StoreKind store, const std::string& path,
                                                       const RocksResources& resources,
                                                       bool read_only);

  const std::string& path() const { return path_; }
  rocksdb::DB& db() const { return rocks_->db(); }
  // `family` is one of this database's.
  rocksdb::ColumnFamilyHandle* handle(Family family) const {
    return handles_[static_cast<size_t>(family)];
  }

  void Append(const WriteBatch::Change& change, rocksdb::WriteBatch& batch) const;
  Status Write(rocksdb::WriteBatch& batch, bool synced) const;

 private:
  RocksDatabase(std::string path, bool read_only) : path_(std::move(path)), read_only_(read_only) {}

  Status OpenFamilies(StoreKind store, const RocksResources& resources);
  Status CheckFormat() const;

  const std::string path_;
  const bool read_only_;
  std::unique_ptr<OpenRocks> rocks_;  // The default family's handle first.
  std::array<rocksdb::ColumnFamilyHandle*, kFamilyCount> handles_{};
};

}  // namespace cledi

#endif  // CLEDI_NODE_STORE_ROCKS_DATABASE_H_
