#ifndef CLEDI_NODE_STORE_STORE_LOG_STORAGE_H_
#define CLEDI_NODE_STORE_STORE_LOG_STORAGE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "federation/log/log_storage.h"
#include "node/store/store.h"

namespace cledi {

// The log's disk: LogStorage over a Store. What one node's log is on the disk is written down
// in log_rows.h.
//
// A commit writes the records, the right edge, and of the rest only what changed since the
// variant's last commit, so that its cost does not grow with the age of an epoch.
class StoreLogStorage final : public LogStorage {
 public:
  // `store` outlives it. DataLoss: the newest variant's number cannot be read.
  static StatusOr<std::unique_ptr<StoreLogStorage>> Open(Store* store);

  VariantNo NewVariant() override;
  Status Commit(std::span<const LogWrite> writes) override;
  StatusOr<std::vector<VariantState>> Load() override;
  StatusOr<std::vector<ForkProof>> LoadForkProofs() override;
  // A record whose payload is stored but whose salt is not has no body: it was erased, or its
  // salt was lost and it is fetched again.
  StatusOr<std::vector<Record>> ReadRecords(VariantNo variant, uint64_t from, uint64_t count,
                                            size_t bytes_max) const override;
  StatusOr<std::vector<LeafBytes>> ReadLeaves(VariantNo variant, uint64_t from,
                                              uint64_t count) const override;

 private:
  // What the disk holds of a variant, as far as it is compared with what a commit brings.
  struct Written {
    std::string epoch_row;
    std::vector<SignedCheckpoint> checkpoints;  // By size.
  };

  StoreLogStorage(Store* store, VariantNo next) : store_(store), next_(next) {}

  StatusOr<Written*> WrittenOf(const VariantState& state);
  Status AppendState(const VariantState& state, WriteBatch& batch);

  Store* const store_;
  // The writing thread's.
  VariantNo next_;
  // Of the variants that this run committed to; read from the disk at their first commit.
  std::map<VariantNo, Written> written_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_STORE_STORE_LOG_STORAGE_H_
