#ifndef CLEDI_NODE_STORE_ROCKS_SNAPSHOT_H_
#define CLEDI_NODE_STORE_ROCKS_SNAPSHOT_H_

#include <memory>

#include "node/store/rocks_database.h"
#include "node/store/store.h"

namespace cledi {

// The three databases as they are now, read in the opposite order of their writing: who sees a
// view sees the facts that it was made of, who sees a fact sees its salt. `owner` keeps the
// databases open.
std::shared_ptr<const Snapshot> TakeRocksSnapshot(std::shared_ptr<const void> owner,
                                                  const RocksDatabase& log,
                                                  const RocksDatabase& salt,
                                                  const RocksDatabase& view);

}  // namespace cledi

#endif  // CLEDI_NODE_STORE_ROCKS_SNAPSHOT_H_
