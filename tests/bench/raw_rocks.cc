#include "tests/bench/raw_rocks.h"

#include <algorithm>

#include "rocksdb/db.h"
#include "rocksdb/write_batch.h"

#include "federation/base/bytes.h"
#include "federation/base/random.h"
#include "tests/bench/worker_process.h"

namespace cledi {
namespace {

void Must(const rocksdb::Status& status) {
  if (!status.ok()) {
    GiveUp("raw RocksDB", status.ToString());
  }
}

}  // namespace

RawRocks::RawRocks(const std::string& folder) {
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* db = nullptr;
  Must(rocksdb::DB::Open(options, folder, &db));
  db_.reset(db);
}

RawRocks::~RawRocks() = default;

void RawRocks::Write(uint64_t rows, size_t row_bytes, uint64_t batch) {
  // Rows begin at different places of it, so that none is a copy of its neighbour.
  std::string source(64 * 1024 + row_bytes, '\0');
  SeededRandom(1).Fill({reinterpret_cast<uint8_t*>(source.data()), source.size()});
  rocksdb::WriteOptions synced;
  synced.sync = true;
  while (rows > 0) {
    rocksdb::WriteBatch write;
    for (uint64_t i = std::min(rows, batch); i > 0; --i, --rows) {
      std::string key(8, '\0');
      PutBigEndian(key, next_++);
      Must(write.Put(key, rocksdb::Slice(source.data() + next_ * 401 % (64 * 1024), row_bytes)));
    }
    Must(db_->Write(synced, &write));
  }
}

}  // namespace cledi
