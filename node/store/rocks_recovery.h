#ifndef CLEDI_NODE_STORE_ROCKS_RECOVERY_H_
#define CLEDI_NODE_STORE_ROCKS_RECOVERY_H_

#include <memory>
#include <string>
#include <vector>

#include "rocksdb/db.h"
#include "rocksdb/options.h"
#include "rocksdb/status.h"

namespace cledi {

// An open RocksDB and its families' handles, released in the right order.
class OpenRocks {
 public:
  // Opens `path` whatever the last run's end did to the tail of its write-ahead log, which was
  // never acknowledged: an incomplete last record, or pages of it that never reached the disk.
  //
  // Corruption: rows behind the damage can still be read, so it is in the middle of what was
  // acknowledged, or it is in a table. RocksDB's own point-in-time recovery would drop those
  // rows and say nothing; its other modes would not start after every power cut.
  static rocksdb::Status Open(const rocksdb::DBOptions& options, const std::string& path,
                              const std::vector<rocksdb::ColumnFamilyDescriptor>& families,
                              bool read_only, std::unique_ptr<OpenRocks>* opened);
  OpenRocks(const OpenRocks&) = delete;
  OpenRocks& operator=(const OpenRocks&) = delete;
  ~OpenRocks();

  rocksdb::DB& db() const { return *db_; }
  // In the order in which the families were given.
  const std::vector<rocksdb::ColumnFamilyHandle*>& handles() const { return handles_; }

 private:
  OpenRocks() = default;

  static rocksdb::Status OpenInMode(rocksdb::WALRecoveryMode mode, rocksdb::DBOptions options,
                                    const std::string& path,
                                    const std::vector<rocksdb::ColumnFamilyDescriptor>& families,
                                    bool read_only, std::unique_ptr<OpenRocks>* opened);

  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_STORE_ROCKS_RECOVERY_H_
