#ifndef CLEDI_FEDERATION_LOG_CHECKPOINT_H_
#define CLEDI_FEDERATION_LOG_CHECKPOINT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "federation/base/ed25519.h"
#include "federation/base/status.h"
#include "federation/event/ids.h"

namespace cledi {

// A statement about one epoch: its first `size` events have this root. The C2SP checkpoint
// (c2sp.org/tlog-checkpoint) whose origin is the epoch.
struct Checkpoint {
  LogId log;
  EpochTag tag;
  uint64_t size = 0;
  Hash root;

  friend auto operator<=>(const Checkpoint&, const Checkpoint&) = default;
};

// A checkpoint whose signature was checked. Only SignCheckpoint and VerifyCheckpoint make
// one, so holding it is the proof.
class SignedCheckpoint {
 public:
  const Checkpoint& checkpoint() const { return checkpoint_; }
  const LogId& log() const { return checkpoint_.log; }
  const EpochTag& tag() const { return checkpoint_.tag; }
  uint64_t size() const { return checkpoint_.size; }
  const Hash& root() const { return checkpoint_.root; }
  const SignatureBytes& signature() const { return signature_; }

  // One that this node verified before it stored it.
  static SignedCheckpoint FromStorage(const Checkpoint& checkpoint,
                                      const SignatureBytes& signature) {
    return SignedCheckpoint(checkpoint, signature);
  }

  friend bool operator==(const SignedCheckpoint&, const SignedCheckpoint&) = default;

 private:
  friend SignedCheckpoint SignCheckpoint(std::string_view, const Checkpoint&, const SigningKey&);
  friend StatusOr<SignedCheckpoint> VerifyCheckpoint(std::string_view, const Checkpoint&,
                                                     const SignatureBytes&, const PublicKey&);
  SignedCheckpoint(const Checkpoint& checkpoint, const SignatureBytes& signature)
      : checkpoint_(checkpoint), signature_(signature) {}

  Checkpoint checkpoint_;
  SignatureBytes signature_;
};

// "<trust domain>/log/<log id>/<tag>"
std::string CheckpointOrigin(std::string_view trust_domain, const LogId& log, const EpochTag& tag);
// Origin, size and root, a line each: what is signed.
std::string CheckpointText(std::string_view trust_domain, const Checkpoint& checkpoint);
// The whole note with the log's signature line.
std::string CheckpointNote(std::string_view trust_domain, const SignedCheckpoint& checkpoint,
                           const PublicKey& key);

SignedCheckpoint SignCheckpoint(std::string_view trust_domain, const Checkpoint& checkpoint,
                                const SigningKey& key);
// Unauthenticated: the signature is not `key`'s over this checkpoint.
StatusOr<SignedCheckpoint> VerifyCheckpoint(std::string_view trust_domain,
                                            const Checkpoint& checkpoint,
                                            const SignatureBytes& signature, const PublicKey& key);

// Reads a checkpoint's text. InvalidArgument: not canonical, or another origin.
StatusOr<Checkpoint> ParseCheckpointText(std::string_view trust_domain, std::string_view text);

// A peer's cosignature: the checkpoint is held durably there.
struct Acknowledgement {
  Checkpoint checkpoint;
  std::string node_id;
  uint64_t unix_seconds = 0;
  SignatureBytes signature;
};

// "<trust domain>/node/<node id>"
std::string NodeName(std::string_view trust_domain, std::string_view node_id);
Acknowledgement Acknowledge(std::string_view trust_domain, const Checkpoint& checkpoint,
                            std::string_view node_id, uint64_t unix_seconds, const SigningKey& key);
bool VerifyAcknowledgement(std::string_view trust_domain, const Acknowledgement& acknowledgement,
                           const PublicKey& key);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_LOG_CHECKPOINT_H_
