#ifndef CLEDI_FEDERATION_LOG_FORK_PROOF_H_
#define CLEDI_FEDERATION_LOG_FORK_PROOF_H_

#include <vector>

#include "federation/base/status.h"
#include "federation/log/checkpoint.h"

namespace cledi {

// Two signed checkpoints of one epoch, of which the smaller is no prefix of the larger.
// Anybody can check it; only the log's own key can have made it true.
struct ForkProof {
  SignedCheckpoint smaller;  // Of equal sizes: the one with the smaller root.
  SignedCheckpoint larger;
  std::vector<Hash> path;  // Consistency path that leads to the larger root and another old root.
};

// InvalidArgument: it proves nothing: other epochs, sizes in the wrong order, or a path that
// does not lead to the larger root, or that leads to the smaller one too.
Status VerifyForkProof(const ForkProof& proof);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_LOG_FORK_PROOF_H_
