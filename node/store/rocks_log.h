#ifndef CLEDI_NODE_STORE_ROCKS_LOG_H_
#define CLEDI_NODE_STORE_ROCKS_LOG_H_

#include <memory>
#include <string>

#include "rocksdb/env.h"

namespace cledi {

// RocksDB's own log as lines of the node's log: warnings and errors, named event=rocksdb and
// store=`store`. Without it RocksDB 7.8 writes a file beside its data, and an assertion in that
// writer aborts the process when the disk is full.
std::shared_ptr<rocksdb::Logger> MakeRocksLog(std::string store);

}  // namespace cledi

#endif  // CLEDI_NODE_STORE_ROCKS_LOG_H_
