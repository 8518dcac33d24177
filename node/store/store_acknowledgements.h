#ifndef CLEDI_NODE_STORE_STORE_ACKNOWLEDGEMENTS_H_
#define CLEDI_NODE_STORE_STORE_ACKNOWLEDGEMENTS_H_

#include <vector>

#include "federation/log/acknowledgement_storage.h"
#include "node/store/store.h"

namespace cledi {

// Acknowledgements in a store: one row for each log, epoch and node. Unsynced.
class StoreAcknowledgements final : public AcknowledgementStorage {
 public:
  // `store` outlives this.
  explicit StoreAcknowledgements(Store* store) : store_(store) {}

  Status Put(const Acknowledgement& acknowledgement) override;
  StatusOr<std::vector<Acknowledgement>> Load() override;

 private:
  Store* const store_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_STORE_STORE_ACKNOWLEDGEMENTS_H_
