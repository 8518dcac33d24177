#ifndef CLEDI_FEDERATION_LOG_FORK_PROOF_H_
#define CLEDI_FEDERATION_LOG_FORK_PROOF_H_

#include <vector>

#include "federation/base/status.h"
#include "federation/log/checkpoint.h"
#include "federation/log/merkle.h"

namespace cledi {

// Two signed checkpoints of one epoch, of which the smaller is no prefix of the larger.
// Anybody can check it; only the log's own key can have made it true.
struct ForkProof {
  SignedCheckpoint smaller;  // Of equal sizes: the one with the smaller root.
  SignedCheckpoint larger;
  // The RFC 6962 consistency path in the larger's tree. It leads to the larger root, and to
  // another old root than the smaller's. Where the RFC leaves the old root out, as known (a
  // size that is a power of two), it stands here in front: of a fork it is not known.
  // Empty if the sizes are equal, or if the smaller is 0 (with a root that no empty tree has).
  std::vector<Hash> path;
};

// Makes the proof from two checkpoints of one epoch, in any order. `larger_tree` reads the
// tree of the larger one; it is not used when the sizes are equal.
// InvalidArgument: there is no fork. Errors of `larger_tree`.
StatusOr<ForkProof> ProveFork(SignedCheckpoint one, SignedCheckpoint other,
                              const HashReader& larger_tree);

// InvalidArgument: it proves nothing: other epochs, sizes in the wrong order, or a path that
// does not lead to the larger root, or that leads to the smaller one too.
Status VerifyForkProof(const ForkProof& proof);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_LOG_FORK_PROOF_H_
