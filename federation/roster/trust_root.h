#ifndef CLEDI_FEDERATION_ROSTER_TRUST_ROOT_H_
#define CLEDI_FEDERATION_ROSTER_TRUST_ROOT_H_

#include <array>
#include <string>
#include <vector>

#include "cledi/federation/v1/roster.pb.h"

#include "federation/base/ed25519.h"
#include "federation/base/status.h"
#include "federation/event/ids.h"

namespace cledi {

// What everything is trusted by. Only VerifyTrustRoot makes one.
struct TrustRoot {
  std::string trust_domain;
  std::string name;
  FederationId federation;
  PublicKey roster_key;
  std::string coordinator;
  std::vector<std::string> tls_authorities;  // DER certificates.
  std::vector<PublicKey> recovery_keys;
  Hash hash;  // Of the serialised TrustRoot: what join tokens pin.
  federation::v1::SignedTrustRoot signed_form;  // As it travels.
};

// InvalidArgument: malformed, or fewer than two of its recovery keys signed it.
// FailedPrecondition: its hash is not `pin` (where one is given).
StatusOr<TrustRoot> VerifyTrustRoot(const federation::v1::SignedTrustRoot& signed_root,
                                    const std::optional<Hash>& pin);

// Every signature of this project that is not a note's covers
// "cledi/<kind>/v1" 00 | bytes. The kinds, all of them:
enum class SignatureKind { kTrustRoot, kRosterUpdate, kEnrol, kRenew };
std::string SignedBytes(SignatureKind kind, std::string_view bytes);
federation::v1::Signature SignAs(SignatureKind kind, std::string_view bytes, const SigningKey& key);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_ROSTER_TRUST_ROOT_H_
