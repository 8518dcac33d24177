#ifndef CLEDI_NODE_STORE_ROCKS_STATUS_H_
#define CLEDI_NODE_STORE_ROCKS_STATUS_H_

#include <string_view>

#include "rocksdb/status.h"

#include "federation/base/status.h"

namespace cledi {

// RocksDB's status in our vocabulary. Its message begins with `doing`, which names the folder,
// and ends with what a person can do.
Status FromRocks(const rocksdb::Status& status, std::string_view doing);

}  // namespace cledi

#endif  // CLEDI_NODE_STORE_ROCKS_STATUS_H_
