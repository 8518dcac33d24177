#ifndef CLEDI_FEDERATION_LOG_ACKNOWLEDGEMENT_STORAGE_H_
#define CLEDI_FEDERATION_LOG_ACKNOWLEDGEMENT_STORAGE_H_

#include <vector>

#include "federation/base/status.h"
#include "federation/log/checkpoint.h"

namespace cledi {

// Where acknowledgements are kept over restarts. Unsynced: one that is lost is made up for by
// the next one. Safe from any thread.
class AcknowledgementStorage {
 public:
  virtual ~AcknowledgementStorage() = default;
  // Replaces what is kept for the same epoch and node.
  virtual Status Put(const Acknowledgement& acknowledgement) = 0;
  virtual StatusOr<std::vector<Acknowledgement>> Load() = 0;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_LOG_ACKNOWLEDGEMENT_STORAGE_H_
