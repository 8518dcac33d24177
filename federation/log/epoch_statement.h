#ifndef CLEDI_FEDERATION_LOG_EPOCH_STATEMENT_H_
#define CLEDI_FEDERATION_LOG_EPOCH_STATEMENT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/ed25519.h"
#include "federation/base/status.h"
#include "federation/event/ids.h"

namespace cledi {

inline constexpr size_t kPreviousMax = 64;

// "<trust domain>/log/<log id>"
std::string LogName(std::string_view trust_domain, const LogId& log);

// An own epoch at a size and root that no earlier statement of this log named.
struct PreviousEpoch {
  EpochTag tag;
  uint64_t size = 0;
  Hash root;

  friend auto operator<=>(const PreviousEpoch&, const PreviousEpoch&) = default;
};

// What opens an epoch (formats.md, "Epoch statement").
struct EpochStatement {
  LogId log;
  std::string node_id;
  uint32_t incarnation = 0;
  SpaceId space;
  InstanceId instance;
  std::vector<PreviousEpoch> previous;  // Sorted, at most kPreviousMax.

  friend bool operator==(const EpochStatement&, const EpochStatement&) = default;
};

// The text that is signed and whose hash is the tag.
std::string StatementText(std::string_view trust_domain, const EpochStatement& statement);
EpochTag TagOf(std::string_view statement_text);
// The signed note.
std::string SignStatement(std::string_view trust_domain, const EpochStatement& statement,
                          const SigningKey& key);

// A statement whose signature was checked.
struct VerifiedStatement {
  EpochStatement statement;
  EpochTag tag;
  std::string note;  // As received: what is stored and relayed.
};

// What a statement says before its key is known; nothing in it is proven yet.
// InvalidArgument: not canonical: the text built again from its fields differs.
StatusOr<EpochStatement> ParseStatement(std::string_view trust_domain, std::string_view note);

// InvalidArgument: as ParseStatement, or a log id that is not derived from the federation,
// node, incarnation and space that the statement names.
// Unauthenticated: no signature by `key`.
StatusOr<VerifiedStatement> VerifyStatement(std::string_view trust_domain,
                                            const FederationId& federation, std::string_view note,
                                            const PublicKey& key);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_LOG_EPOCH_STATEMENT_H_
