#ifndef CLEDI_NODE_STORE_VARIANT_LOADER_H_
#define CLEDI_NODE_STORE_VARIANT_LOADER_H_

#include <vector>

#include "federation/base/status.h"
#include "federation/log/log_storage.h"
#include "node/store/store.h"

namespace cledi {

// Every variant in `snapshot`, in the order of their numbers.
// DataLoss: a row is missing or malformed, or rows contradict each other: a checkpoint beyond
// the edge or with another root, a parent that is not there or too short, an edge whose last
// event is not there. Names the variant.
StatusOr<std::vector<VariantState>> LoadVariants(const Snapshot& snapshot);

}  // namespace cledi

#endif  // CLEDI_NODE_STORE_VARIANT_LOADER_H_
