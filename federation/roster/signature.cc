#include "federation/roster/signature.h"

namespace cledi {
namespace {

constexpr int kSignaturesMax = 16;

std::string_view KindName(SignatureKind kind) {
  switch (kind) {
    case SignatureKind::kTrustRoot:
      return "trust-root";
    case SignatureKind::kRosterUpdate:
      return "roster-update";
    case SignatureKind::kEnrol:
      return "enrol";
    case SignatureKind::kRenew:
      return "renew";
  }
  return {};
}

}  // namespace

std::string SignedBytes(SignatureKind kind, std::string_view bytes) {
  std::string out("cledi/");
  out.append(KindName(kind)).append("/v1").push_back('\0');
  return out.append(bytes);
}

federation::v1::Signature SignAs(SignatureKind kind, std::string_view bytes,
                                 const SigningKey& key) {
  federation::v1::Signature signature;
  signature.set_public_key(key.public_key().str());
  signature.set_signature(key.Sign(SignedBytes(kind, bytes)).str());
  return signature;
}

bool VerifyAs(SignatureKind kind, std::string_view bytes, const PublicKey& key,
              std::string_view signature) {
  const auto fixed = SignatureBytes::From(signature);
  return fixed.has_value() && VerifyEd25519(key, SignedBytes(kind, bytes), *fixed);
}

StatusOr<std::set<PublicKey>> SignersAmong(
    SignatureKind kind, std::string_view bytes,
    const google::protobuf::RepeatedPtrField<federation::v1::Signature>& signatures,
    const std::set<PublicKey>& keys) {
  if (signatures.size() > kSignaturesMax) {
    return Invalid(
        absl::StrFormat("%d signatures; at most %d are read", signatures.size(), kSignaturesMax));
  }
  std::set<PublicKey> signers;
  for (const federation::v1::Signature& signature : signatures) {
    const auto key = PublicKey::From(signature.public_key());
    if (!key.has_value() || signature.signature().size() != SignatureBytes::kSize) {
      return Invalid("a signature, or the key that it names, has the wrong size");
    }
    if (keys.contains(*key) && VerifyAs(kind, bytes, *key, signature.signature())) {
      signers.insert(*key);
    }
  }
  return signers;
}

}  // namespace cledi
