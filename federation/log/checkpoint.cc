#include "federation/log/checkpoint.h"

#include "absl/strings/str_format.h"

#include "federation/base/text.h"
#include "federation/log/epoch_statement.h"
#include "federation/log/note.h"

namespace cledi {

std::string CheckpointOrigin(std::string_view trust_domain, const LogId& log, const EpochTag& tag) {
  return absl::StrFormat("%s/%s", LogName(trust_domain, log), HexEncode(tag.view()));
}

std::string CheckpointText(std::string_view trust_domain, const Checkpoint& checkpoint) {
  return absl::StrFormat("%s\n%d\n%s\n",
                         CheckpointOrigin(trust_domain, checkpoint.log, checkpoint.tag),
                         checkpoint.size, Base64Encode(checkpoint.root.view()));
}

std::string CheckpointNote(std::string_view trust_domain, const SignedCheckpoint& checkpoint,
                           const PublicKey& key) {
  return FormatNote(CheckpointText(trust_domain, checkpoint.checkpoint()),
                    CheckpointOrigin(trust_domain, checkpoint.log(), checkpoint.tag()), key,
                    checkpoint.signature());
}

SignedCheckpoint SignCheckpoint(std::string_view trust_domain, const Checkpoint& checkpoint,
                                const SigningKey& key) {
  return {checkpoint, key.Sign(CheckpointText(trust_domain, checkpoint))};
}

StatusOr<SignedCheckpoint> VerifyCheckpoint(std::string_view trust_domain,
                                            const Checkpoint& checkpoint,
                                            const SignatureBytes& signature, const PublicKey& key) {
  if (!VerifyEd25519(key, CheckpointText(trust_domain, checkpoint), signature)) {
    return absl::UnauthenticatedError(ToAbsl(absl::StrFormat(
        "the checkpoint of %s at size %d is not signed by the log's key",
        CheckpointOrigin(trust_domain, checkpoint.log, checkpoint.tag), checkpoint.size)));
  }
  return SignedCheckpoint(checkpoint, signature);
}

StatusOr<Checkpoint> ParseCheckpointText(std::string_view trust_domain, std::string_view text) {
  std::string_view rest = text;
  std::string_view origin = TakeUntil(rest, '\n');
  const std::string_view domain = TakeUntil(origin, '/');
  TakeUntil(origin, '/');
  const auto log = FixedFromHex<LogId>(TakeUntil(origin, '/'));
  const auto tag = FixedFromHex<EpochTag>(origin);
  const std::optional<uint64_t> size = ParseDecimal(TakeUntil(rest, '\n'));
  const auto root = FixedFromBase64<Hash>(TakeUntil(rest, '\n'));
  if (!log || !tag || !size || !root) {
    return Invalid("a checkpoint is not three lines of origin, size and root");
  }
  if (domain != trust_domain) {
    return Invalid(absl::StrFormat("a checkpoint is not of the federation %s", trust_domain));
  }
  const Checkpoint checkpoint{.log = *log, .tag = *tag, .size = *size, .root = *root};
  // What was skipped above, and every second spelling, is found by writing the text again.
  if (CheckpointText(trust_domain, checkpoint) != text) {
    return Invalid("a checkpoint is not in its canonical form");
  }
  return checkpoint;
}

std::string NodeName(std::string_view trust_domain, std::string_view node_id) {
  return absl::StrFormat("%s/node/%s", trust_domain, node_id);
}

Acknowledgement Acknowledge(std::string_view trust_domain, const Checkpoint& checkpoint,
                            std::string_view node_id, uint64_t unix_seconds,
                            const SigningKey& key) {
  const std::string text = CosignedText(CheckpointText(trust_domain, checkpoint), unix_seconds);
  return {.checkpoint = checkpoint,
          .node_id = std::string(node_id),
          .unix_seconds = unix_seconds,
          .signature = key.Sign(text)};
}

bool VerifyAcknowledgement(std::string_view trust_domain, const Acknowledgement& acknowledgement,
                           const PublicKey& key) {
  // The name is not signed: it only says whose key to try.
  const std::string text = CheckpointText(trust_domain, acknowledgement.checkpoint);
  return IsNodeId(acknowledgement.node_id) &&
         VerifyEd25519(key, CosignedText(text, acknowledgement.unix_seconds),
                       acknowledgement.signature);
}

}  // namespace cledi
