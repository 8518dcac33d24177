#ifndef CLEDI_NODE_STORE_ROCKS_OPTIONS_H_
#define CLEDI_NODE_STORE_ROCKS_OPTIONS_H_

#include <cstddef>
#include <memory>

#include "rocksdb/cache.h"
#include "rocksdb/options.h"
#include "rocksdb/statistics.h"
#include "rocksdb/write_buffer_manager.h"

#include "node/store/catalogue.h"

namespace cledi {

// What the databases of one node share, so that their memory has one bound.
struct RocksResources {
  explicit RocksResources(size_t memory_bytes);

  std::shared_ptr<rocksdb::Cache> cache;
  std::shared_ptr<rocksdb::WriteBufferManager> write_buffers;  // Counted into the cache's bytes.
  std::shared_ptr<rocksdb::Statistics> statistics;
};

rocksdb::DBOptions DatabaseOptions(StoreKind store, const RocksResources& resources);
// Of the default family, which holds the format's number alone.
rocksdb::ColumnFamilyOptions FormatFamilyOptions();
rocksdb::ColumnFamilyOptions FamilyOptions(const FamilyInfo& family,
                                           const RocksResources& resources);

}  // namespace cledi

#endif  // CLEDI_NODE_STORE_ROCKS_OPTIONS_H_
