#include "node/store/rocks_options.h"

#include <string>

#include "rocksdb/file_checksum.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/table.h"

#include "node/store/rocks_log.h"

namespace cledi {
namespace {

constexpr size_t kMiB = size_t{1} << 20;

// A full disk can be opened for writing again only if this much is freed: recovery writes the
// write-ahead log's rows into tables. So it is kept small.
uint64_t WriteAheadBytesMax(StoreKind store) {
  return store == StoreKind::kSalt ? 8 * kMiB : 32 * kMiB;
}

rocksdb::CompressionType CompressionOf(Compression compression) {
  switch (compression) {
    case Compression::kNone:
      return rocksdb::kNoCompression;
    case Compression::kFast:
      return rocksdb::kLZ4Compression;
    case Compression::kDense:
      return rocksdb::kZSTD;
  }
  return rocksdb::kNoCompression;
}

}  // namespace

RocksResources::RocksResources(size_t memory_bytes)
    : cache(rocksdb::NewLRUCache(memory_bytes)),
      write_buffers(std::make_shared<rocksdb::WriteBufferManager>(memory_bytes / 2, cache)),
      statistics(rocksdb::CreateDBStatistics()) {
  statistics->set_stats_level(rocksdb::StatsLevel::kExceptHistogramOrTimers);
}

rocksdb::DBOptions DatabaseOptions(StoreKind store, const RocksResources& resources) {
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.info_log = MakeRocksLog(std::string(FolderOf(store)));
  options.statistics = resources.statistics;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.write_buffer_manager = resources.write_buffers;
  options.max_total_wal_size = WriteAheadBytesMax(store);
  options.max_open_files = 256;
  options.max_background_jobs = 2;
  // Backups compare these; a table without one could only be checked by its size.
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  return options;
}

rocksdb::ColumnFamilyOptions FormatFamilyOptions() {
  rocksdb::ColumnFamilyOptions options;
  // RocksDB resumes writing after a full disk once it could flush every family's buffer.
  options.write_buffer_size = size_t{64} << 10;
  return options;
}

rocksdb::ColumnFamilyOptions FamilyOptions(const FamilyInfo& family,
                                           const RocksResources& resources) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = resources.cache;
  table.block_size = family.block_kib * size_t{1024};
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  if (family.looked_up) {
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  }

  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.compression = CompressionOf(family.compression);
  options.compression_opts.level = family.compression == Compression::kDense ? 1 : 32767;
  options.write_buffer_size = 4 * kMiB;
  options.target_file_size_base = 16 * kMiB;
  options.max_bytes_for_level_base = 64 * kMiB;
  return options;
}

}  // namespace cledi
