// Private to the log set's sources.

#ifndef CLEDI_FEDERATION_LOG_LOG_SET_PLAN_H_
#define CLEDI_FEDERATION_LOG_LOG_SET_PLAN_H_

#include <map>
#include <utility>
#include <vector>

#include "federation/log/log_set.h"

namespace cledi {

struct LogSet::PlanChange {
  Variant variant;  // As it will be.
  LogIdentity identity;
  uint64_t first_index = 0;
  std::vector<Record> records;
  VariantNo fork_of = 0;  // Set for a new branch: what it branched off from.
  RightEdge edge_before;  // Of own events: at `first_index`, where all is signed.
};

// What a write is about to change. Nothing of it is visible before it is on the disk.
struct LogSet::Plan {
  std::map<VariantNo, PlanChange> changes;

  std::vector<LogWrite> TakeWrites() {
    std::vector<LogWrite> writes;
    for (auto& [number, change] : changes) {
      writes.push_back({.state = change.variant.state,
                        .first_index = change.first_index,
                        .records = std::move(change.records)});
    }
    return writes;
  }
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_LOG_LOG_SET_PLAN_H_
