#include "node/store/rocks_recovery.h"

#include <utility>

#include "federation/base/log_line.h"

namespace cledi {
namespace {

using rocksdb::WALRecoveryMode;

}  // namespace

rocksdb::Status OpenRocks::OpenInMode(WALRecoveryMode mode, rocksdb::DBOptions options,
                                      const std::string& path,
                                      const std::vector<rocksdb::ColumnFamilyDescriptor>& families,
                                      bool read_only, std::unique_ptr<OpenRocks>* opened) {
  options.wal_recovery_mode = mode;
  std::unique_ptr<OpenRocks> candidate(new OpenRocks());
  rocksdb::DB* db = nullptr;
  rocksdb::Status status =
      read_only ? rocksdb::DB::OpenForReadOnly(options, path, families, &candidate->handles_, &db)
                : rocksdb::DB::Open(options, path, families, &candidate->handles_, &db);
  candidate->db_.reset(db);
  if (status.ok()) {
    *opened = std::move(candidate);
  }
  return status;
}

rocksdb::Status OpenRocks::Open(const rocksdb::DBOptions& options, const std::string& path,
                                const std::vector<rocksdb::ColumnFamilyDescriptor>& families,
                                bool read_only, std::unique_ptr<OpenRocks>* opened) {
  rocksdb::Status status = OpenInMode(WALRecoveryMode::kTolerateCorruptedTailRecords, options, path,
                                      families, read_only, opened);
  if (!status.IsCorruption()) {
    return status;
  }
  // Both of these only look. If one that steps over damage gets further than one that stops
  // there, whole rows lie behind the damage.
  std::unique_ptr<OpenRocks> up_to_damage;
  std::unique_ptr<OpenRocks> beyond_damage;
  if (!OpenInMode(WALRecoveryMode::kPointInTimeRecovery, options, path, families,
                  /*read_only=*/true, &up_to_damage)
           .ok() ||
      !OpenInMode(WALRecoveryMode::kSkipAnyCorruptedRecords, options, path, families,
                  /*read_only=*/true, &beyond_damage)
           .ok() ||
      beyond_damage->db().GetLatestSequenceNumber() >
          up_to_damage->db().GetLatestSequenceNumber()) {
    return status;
  }
  up_to_damage.reset();
  beyond_damage.reset();
  LogLine(Severity::kWarning, "torn_write_dropped",
          {{"folder", path}, {"why", "the last run ended in the middle of an unconfirmed write"}});
  return OpenInMode(WALRecoveryMode::kPointInTimeRecovery, options, path, families, read_only,
                    opened);
}

OpenRocks::~OpenRocks() {
  if (db_ == nullptr) {
    return;
  }
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  db_->Close().PermitUncheckedError();
}

}  // namespace cledi
