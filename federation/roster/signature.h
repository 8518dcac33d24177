// Signatures over protobuf bytes (federation.md, "Signing and verifying").

#ifndef CLEDI_FEDERATION_ROSTER_SIGNATURE_H_
#define CLEDI_FEDERATION_ROSTER_SIGNATURE_H_

#include <set>
#include <string>
#include <string_view>

#include "google/protobuf/repeated_ptr_field.h"

#include "cledi/federation/v1/roster.pb.h"
#include "federation/base/ed25519.h"
#include "federation/base/status.h"

namespace cledi {

// Every signature of this project that is not a note's covers "cledi/<kind>/v1" 00 | bytes,
// so that what was signed for one purpose can never serve another. The kinds, all of them:
enum class SignatureKind {
  kTrustRoot,     // "trust-root"
  kRosterUpdate,  // "roster-update"
  kEnrol,         // "enrol"
  kRenew,         // "renew"
};

// What is signed.
std::string SignedBytes(SignatureKind kind, std::string_view bytes);
federation::v1::Signature SignAs(SignatureKind kind, std::string_view bytes, const SigningKey& key);
// `signature`: 64 bytes; anything else does not verify.
bool VerifyAs(SignatureKind kind, std::string_view bytes, const PublicKey& key,
              std::string_view signature);

// Which of `keys` signed `bytes`. Signatures by others are passed over.
// InvalidArgument: more than 16 signatures, or one of the wrong size.
StatusOr<std::set<PublicKey>> SignersAmong(
    SignatureKind kind, std::string_view bytes,
    const google::protobuf::RepeatedPtrField<federation::v1::Signature>& signatures,
    const std::set<PublicKey>& keys);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_ROSTER_SIGNATURE_H_
