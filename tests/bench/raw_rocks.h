#ifndef CLEDI_TESTS_BENCH_RAW_ROCKS_H_
#define CLEDI_TESTS_BENCH_RAW_ROCKS_H_

#include <cstdint>
#include <memory>
#include <string>

namespace rocksdb {
class DB;
}

namespace cledi {

// What a store costs that keeps the same bytes and nothing else: RocksDB as it comes.
class RawRocks {
 public:
  // A new database in an empty folder.
  explicit RawRocks(const std::string& folder);
  ~RawRocks();

  // Writes `rows` rows of `row_bytes` incompressible bytes under rising keys of 8 bytes, in
  // batches of `batch`, each batch synced.
  void Write(uint64_t rows, size_t row_bytes, uint64_t batch);

 private:
  std::unique_ptr<rocksdb::DB> db_;
  uint64_t next_ = 0;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_BENCH_RAW_ROCKS_H_
