#ifndef CLEDI_NODE_MEMBERSHIP_STORED_ROSTER_H_
#define CLEDI_NODE_MEMBERSHIP_STORED_ROSTER_H_

#include <cstdint>
#include <vector>

#include "federation/peer/roster_keeper.h"
#include "node/store/store.h"

namespace cledi {

// The applied roster updates, as rows of this node alone.
class StoredRoster final : public RosterStorage {
 public:
  // `store` outlives this.
  explicit StoredRoster(Store* store) : store_(store) {}

  Status Put(uint32_t number, const federation::v1::SignedRosterUpdate& update) override;
  StatusOr<std::vector<federation::v1::SignedRosterUpdate>> Load() override;

  // For an update that is stored together with something else.
  static void AddTo(WriteBatch& batch, uint32_t number,
                    const federation::v1::SignedRosterUpdate& update);

 private:
  Store* const store_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_MEMBERSHIP_STORED_ROSTER_H_
