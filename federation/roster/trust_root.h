#ifndef CLEDI_FEDERATION_ROSTER_TRUST_ROOT_H_
#define CLEDI_FEDERATION_ROSTER_TRUST_ROOT_H_

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cledi/federation/v1/roster.pb.h"
#include "federation/base/ed25519.h"
#include "federation/base/status.h"
#include "federation/event/ids.h"
#include "federation/roster/signature.h"

namespace cledi {

inline constexpr size_t kRecoveryKeys = 3;
// How many recovery keys must sign a TrustRoot.
inline constexpr size_t kRecoverySigners = 2;

// What everything is trusted by. Only VerifyTrustRoot makes one.
struct TrustRoot {
  std::string trust_domain;
  std::string name;
  FederationId federation;
  PublicKey roster_key;
  std::string coordinator;                   // A node id.
  std::vector<std::string> tls_authorities;  // DER certificates.
  std::vector<PublicKey> recovery_keys;      // kRecoveryKeys of them, all different.
  Hash hash;                                 // Of the serialised TrustRoot: what join tokens pin.
  federation::v1::SignedTrustRoot signed_form;  // As it travels.
};

// InvalidArgument: malformed, or fewer than two of its recovery keys signed it.
// FailedPrecondition: its hash is not `pin` (where one is given).
StatusOr<TrustRoot> VerifyTrustRoot(const federation::v1::SignedTrustRoot& signed_root,
                                    const std::optional<Hash>& pin);

// Signs `contents` with `recovery_keys`, at least two of those that it names.
// InvalidArgument: what VerifyTrustRoot would refuse.
StatusOr<TrustRoot> MakeTrustRoot(
    const federation::v1::TrustRoot& contents,
    std::span<const std::reference_wrapper<const SigningKey>> recovery_keys);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_ROSTER_TRUST_ROOT_H_
