#include "node/store/rocks_snapshot.h"

#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/bytes.h"
#include "node/store/rocks_status.h"

namespace cledi {
namespace {

// Scans and look-ups in one database as it was at one moment.
class DatabaseSnapshot {
 public:
  explicit DatabaseSnapshot(const RocksDatabase& database)
      : database_(database), snapshot_(database.db().GetSnapshot()) {}
  DatabaseSnapshot(const DatabaseSnapshot&) = delete;
  DatabaseSnapshot& operator=(const DatabaseSnapshot&) = delete;
  ~DatabaseSnapshot() { database_.db().ReleaseSnapshot(snapshot_); }

  StatusOr<std::string> Get(Family family, std::string_view key) const;
  Status Scan(Family family, std::string_view begin, std::string_view end, bool backwards,
              const RowVisitor& visit) const;

 private:
  rocksdb::ReadOptions Options() const {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot_;
    return options;
  }

  const RocksDatabase& database_;
  const rocksdb::Snapshot* const snapshot_;
};

rocksdb::Slice ToSlice(std::string_view s) { return {s.data(), s.size()}; }
std::string_view FromSlice(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

StatusOr<std::string> DatabaseSnapshot::Get(Family family, std::string_view key) const {
  std::string value;
  const rocksdb::Status status =
      database_.db().Get(Options(), database_.handle(family), ToSlice(key), &value);
  if (!status.ok()) {
    return FromRocks(status, absl::StrFormat("reading key %s of %s in %s", HexEncode(key),
                                             InfoOf(family).name, database_.path()));
  }
  return value;
}

Status DatabaseSnapshot::Scan(Family family, std::string_view begin, std::string_view end,
                              bool backwards, const RowVisitor& visit) const {
  if (!end.empty() && begin >= end) {
    return absl::OkStatus();
  }
  const rocksdb::Slice lower = ToSlice(begin);
  const rocksdb::Slice upper = ToSlice(end);
  rocksdb::ReadOptions options = Options();
  options.iterate_lower_bound = &lower;
  options.iterate_upper_bound = end.empty() ? nullptr : &upper;
  const std::unique_ptr<rocksdb::Iterator> row(
      database_.db().NewIterator(options, database_.handle(family)));
  if (backwards) {
    row->SeekToLast();
  } else {
    row->SeekToFirst();
  }
  while (row->Valid() && visit(FromSlice(row->key()), FromSlice(row->value()))) {
    if (backwards) {
      row->Prev();
    } else {
      row->Next();
    }
  }
  if (!row->status().ok()) {
    return FromRocks(row->status(),
                     absl::StrFormat("scanning %s in %s", InfoOf(family).name, database_.path()));
  }
  return absl::OkStatus();
}

class RocksSnapshot final : public Snapshot {
 public:
  RocksSnapshot(std::shared_ptr<const void> owner, const RocksDatabase& log,
                const RocksDatabase& salt, const RocksDatabase& view)
      : owner_(std::move(owner)), view_(view), log_(log), salt_(salt) {}

  StatusOr<std::string> Get(Family family, std::string_view key) const override {
    return Of(family).Get(family, key);
  }
  Status Scan(Family family, std::string_view begin, std::string_view end,
              const RowVisitor& visit) const override {
    return Of(family).Scan(family, begin, end, /*backwards=*/false, visit);
  }
  Status ScanBackwards(Family family, std::string_view begin, std::string_view end,
                       const RowVisitor& visit) const override {
    return Of(family).Scan(family, begin, end, /*backwards=*/true, visit);
  }

 private:
  const DatabaseSnapshot& Of(Family family) const {
    switch (InfoOf(family).store) {
      case StoreKind::kLog:
        return log_;
      case StoreKind::kSalt:
        return salt_;
      case StoreKind::kView:
        return view_;
    }
    return log_;
  }

  const std::shared_ptr<const void> owner_;
  // Taken in this order.
  const DatabaseSnapshot view_;
  const DatabaseSnapshot log_;
  const DatabaseSnapshot salt_;
};

}  // namespace

std::shared_ptr<const Snapshot> TakeRocksSnapshot(std::shared_ptr<const void> owner,
                                                  const RocksDatabase& log,
                                                  const RocksDatabase& salt,
                                                  const RocksDatabase& view) {
  return std::make_shared<RocksSnapshot>(std::move(owner), log, salt, view);
}

}  // namespace cledi
