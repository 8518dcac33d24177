#include "node/store/store_log_storage.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/breakage.h"
#include "federation/base/bytes.h"
#include "federation/base/check.h"
#include "node/store/log_rows.h"
#include "node/store/variant_loader.h"

namespace cledi {
namespace {

// Beyond this what is remembered of variants is forgotten: nodes run for years.
constexpr size_t kWrittenMax = 1024;

void AppendRecords(const LogWrite& write, WriteBatch& batch) {
  const VariantState& state = write.state;
  CHECK(write.records.empty() || (write.first_index >= state.shared &&
                                  write.first_index + write.records.size() <= state.edge.size()));
  uint64_t index = write.first_index;
  for (const Record& record : write.records) {
    if (record.body.has_value()) {
      batch.Put(Family::kSalts, EventIdOf(state.log, record.leaf).view(), record.body->salt.view());
    }
    batch.Put(Family::kEvents, EventKey(state.variant, index), EventRowOf(record));
    ++index;
  }
}

// Rows of events [from, from + count) of one variant, in order, until `take` returns false.
// NotFound: one is not there. Errors of the store, with the event's place.
using EventVisitor = std::function<StatusOr<bool>(const EventRow& row)>;

Status VisitEvents(const Snapshot& snapshot, VariantNo variant, uint64_t from, uint64_t count,
                   const EventVisitor& take) {
  const uint64_t last_index = std::numeric_limits<uint64_t>::max();
  const std::string end =
      count > last_index - from ? EventsEnd(variant) : EventKey(variant, from + count);
  uint64_t next = from;
  bool stopped = false;
  Status failure;
  const auto visit = [&](std::string_view key, std::string_view bytes) {
    const StatusOr<EventPosition> position = ReadEventKey(key);
    if (!position.ok() || position->index != next) {
      failure = position.status();
      return false;
    }
    const StatusOr<EventRow> row = ReadEventRow(bytes);
    const StatusOr<bool> goes_on = row.ok() ? take(*row) : row.status();
    if (!goes_on.ok()) {
      failure = goes_on.status();
      return false;
    }
    ++next;
    stopped = !*goes_on;
    return !stopped;
  };
  Status scanned = snapshot.Scan(Family::kEvents, EventKey(variant, from), end, visit);
  if (failure.ok()) {
    failure = std::move(scanned);
  }
  if (failure.ok() && !stopped && next - from < count) {
    failure = NotFound("it is not stored");
  }
  if (failure.ok()) {
    return failure;
  }
  return Annotate(std::move(failure), absl::StrFormat("event %d of variant %d", next, variant));
}

// The record of a row, with its body if payload and salt are both there.
StatusOr<Record> RecordOf(const Snapshot& snapshot, const LogId& log, const EventRow& row) {
  Record record{.leaf = row.leaf, .body = std::nullopt};
  if (!row.payload.has_value()) {
    return record;
  }
  const EventId id = EventIdOf(log, row.leaf);
  const StatusOr<std::string> stored = snapshot.Get(Family::kSalts, id.view());
  if (stored.status().code() == StatusCode::kNotFound) {
    return record;
  }
  RETURN_IF_ERROR(stored.status());
  const std::optional<Salt> salt = Salt::From(*stored);
  if (!salt.has_value() || Commitment(*salt, *row.payload) != CommitmentOf(row.leaf)) {
    return Corrupt(absl::StrFormat("its payload or its salt is damaged: they do not belong to %s",
                                   HexEncode(id.view())));
  }
  record.body = Body{*salt, std::string(*row.payload)};
  return record;
}

StatusOr<LogId> LogOf(const Snapshot& snapshot, VariantNo variant) {
  VariantState state;
  const StatusOr<std::string> row = snapshot.Get(Family::kVariants, EpochKey(variant));
  const Status read = row.ok() ? ReadEpochRow(*row, state) : row.status();
  if (!read.ok()) {
    return Annotate(read, absl::StrFormat("variant %d of the log", variant));
  }
  return state.log;
}

}  // namespace

StatusOr<std::unique_ptr<StoreLogStorage>> StoreLogStorage::Open(Store* store) {
  VariantNo newest = 0;
  Status read;
  RETURN_IF_ERROR(store->Read()->ScanBackwards(Family::kVariants, "", "",
                                               [&](std::string_view key, std::string_view) {
                                                 const auto parsed = ReadVariantKey(key);
                                                 read = parsed.status();
                                                 newest = parsed.ok() ? parsed->variant : 0;
                                                 return false;
                                               }));
  RETURN_IF_ERROR(read);
  return std::unique_ptr<StoreLogStorage>(new StoreLogStorage(store, newest + 1));
}

VariantNo StoreLogStorage::NewVariant() { return next_++; }

Status StoreLogStorage::Commit(std::span<const LogWrite> writes) {
  WriteBatch batch;
  Status status;
  for (const LogWrite& write : writes) {
    AppendRecords(write, batch);
    for (const ForkProof& proof : write.fork_proofs) {
      const std::string row = ForkProofRowOf(proof);
      batch.Put(Family::kForkProofs, ForkProofKey(proof, row), row);
    }
    status = AppendState(write.state, batch);
    if (!status.ok()) {
      break;
    }
  }
  if (status.ok()) {
    status = store_->Write(
        batch, Broken(Breakage::kSyncSkipped) ? Durability::kUnsynced : Durability::kSynced);
  }
  if (!status.ok() || written_.size() > kWrittenMax) {
    written_.clear();  // It described the disk as it would have been.
  }
  return status;
}

StatusOr<StoreLogStorage::Written*> StoreLogStorage::WrittenOf(const VariantState& state) {
  if (const auto known = written_.find(state.variant); known != written_.end()) {
    return &known->second;
  }
  Written written;
  const std::shared_ptr<const Snapshot> snapshot = store_->Read();
  StatusOr<std::string> epoch = snapshot->Get(Family::kVariants, EpochKey(state.variant));
  if (epoch.ok()) {
    written.epoch_row = *std::move(epoch);
  } else if (epoch.status().code() != StatusCode::kNotFound) {
    return epoch.status();
  }
  const std::string prefix = CheckpointPrefix(state.variant);
  Status parsed;
  RETURN_IF_ERROR(snapshot->Scan(
      Family::kVariants, prefix, PrefixEnd(prefix),
      [&](std::string_view key, std::string_view row) {
        const auto read = ReadVariantKey(key);
        const auto checkpoint =
            read.ok() ? ReadCheckpointRow(state.log, state.tag, read->size, row) : read.status();
        parsed = checkpoint.status();
        if (parsed.ok()) {
          written.checkpoints.push_back(*checkpoint);
        }
        return parsed.ok();
      }));
  RETURN_IF_ERROR(parsed);
  return &written_.emplace(state.variant, std::move(written)).first->second;
}

Status StoreLogStorage::AppendState(const VariantState& state, WriteBatch& batch) {
  ASSIGN_OR_RETURN(Written* const written, WrittenOf(state));
  std::string epoch_row = EpochRowOf(state);
  if (epoch_row != written->epoch_row) {
    batch.Put(Family::kVariants, EpochKey(state.variant), epoch_row);
    written->epoch_row = std::move(epoch_row);
  }
  batch.Put(Family::kVariants, EdgeKey(state.variant), EdgeRowOf(state.edge));

  // Checkpoints are added, and thinned near the end: what is below the first difference stays.
  std::vector<SignedCheckpoint>& old = written->checkpoints;
  const auto [first_old, first_new] = std::ranges::mismatch(old, state.checkpoints);
  for (auto gone = first_old; gone != old.end(); ++gone) {
    batch.Delete(Family::kVariants, CheckpointKey(state.variant, gone->size()));
  }
  for (auto added = first_new; added != state.checkpoints.end(); ++added) {
    batch.Put(Family::kVariants, CheckpointKey(state.variant, added->size()),
              CheckpointRowOf(*added));
  }
  old.erase(first_old, old.end());
  old.insert(old.end(), first_new, state.checkpoints.end());
  return absl::OkStatus();
}

StatusOr<std::vector<VariantState>> StoreLogStorage::Load() {
  return LoadVariants(*store_->Read());
}

StatusOr<std::vector<ForkProof>> StoreLogStorage::LoadForkProofs() {
  std::vector<ForkProof> proofs;
  Status failure;
  RETURN_IF_ERROR(
      store_->Scan(Family::kForkProofs, "", "", [&](std::string_view key, std::string_view row) {
        StatusOr<ForkProof> proof = ReadForkProofRow(row);
        failure = Annotate(proof.status(), "fork proof " + HexEncode(key));
        if (proof.ok()) {
          proofs.push_back(*std::move(proof));
        }
        return failure.ok();
      }));
  RETURN_IF_ERROR(failure);
  return proofs;
}

StatusOr<std::vector<Record>> StoreLogStorage::ReadRecords(VariantNo variant, uint64_t from,
                                                           uint64_t count, size_t bytes_max) const {
  const std::shared_ptr<const Snapshot> snapshot = store_->Read();
  ASSIGN_OR_RETURN(const LogId log, LogOf(*snapshot, variant));
  std::vector<Record> records;
  size_t bytes = 0;
  const auto take = [&](const EventRow& row) -> StatusOr<bool> {
    ASSIGN_OR_RETURN(Record record, RecordOf(*snapshot, log, row));
    bytes += RecordBytes(record);
    if (bytes > bytes_max && !records.empty()) {
      return false;
    }
    records.push_back(std::move(record));
    return true;
  };
  RETURN_IF_ERROR(VisitEvents(*snapshot, variant, from, count, take));
  return records;
}

StatusOr<std::vector<LeafBytes>> StoreLogStorage::ReadLeaves(VariantNo variant, uint64_t from,
                                                             uint64_t count) const {
  std::vector<LeafBytes> leaves;
  const auto take = [&](const EventRow& row) -> StatusOr<bool> {
    leaves.push_back(row.leaf);
    return true;
  };
  RETURN_IF_ERROR(VisitEvents(*store_->Read(), variant, from, count, take));
  return leaves;
}

}  // namespace cledi
