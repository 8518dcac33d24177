#include "node/person/local_rows.h"

namespace cledi {

using ChangeRows = std::function<Status(const Snapshot&, WriteBatch&)>;

Status LocalRows::Change(const ChangeRows& change) { return Write(change, Durability::kSynced); }

Status LocalRows::ChangeUnsynced(const ChangeRows& change) {
  return Write(change, Durability::kUnsynced);
}

Status LocalRows::Write(const ChangeRows& change, Durability durability) {
  const absl::MutexLock lock(&mutex_);
  const std::shared_ptr<const Snapshot> rows = store_->Read();
  WriteBatch batch;
  RETURN_IF_ERROR(change(*rows, batch));
  return batch.empty() ? absl::OkStatus() : store_->Write(batch, durability);
}

}  // namespace cledi
