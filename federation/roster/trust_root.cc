#include "federation/roster/trust_root.h"

#include "federation/base/sha256.h"
#include "federation/roster/member_rules.h"

namespace cledi {
namespace {

constexpr size_t kTrustRootBytesMax = 64 * 1024;
constexpr int kAuthoritiesMax = 8;
constexpr size_t kAuthorityBytesMax = 4096;

StatusOr<PublicKey> SoundKey(std::string_view bytes, std::string_view whose) {
  const auto key = PublicKey::From(bytes);
  if (!key.has_value() || !IsSoundPublicKey(*key)) {
    return Invalid(absl::StrFormat("the %s key is no sound Ed25519 public key", whose));
  }
  return *key;
}

Status ReadNames(const federation::v1::TrustRoot& from, TrustRoot& root) {
  if (from.version() == 0) {
    return Invalid("its version is 0; versions count from 1");
  }
  if (!IsTrustDomain(from.trust_domain())) {
    return Invalid("its trust domain is not a DNS-like name of at most 100 bytes");
  }
  if (!IsPlainText(from.name(), kInstitutionBytesMax)) {
    return Invalid(absl::StrFormat("its name is over %d bytes or has control characters",
                                   kInstitutionBytesMax));
  }
  if (!IsNodeId(from.coordinator())) {
    return Invalid("its coordinator is no node id (3 to 40 of a-z, 0-9 and -)");
  }
  const auto federation = FederationId::From(from.federation_id());
  if (!federation.has_value()) {
    return Invalid("its federation id has not 16 bytes");
  }
  root.trust_domain = from.trust_domain();
  root.name = from.name();
  root.coordinator = from.coordinator();
  root.federation = *federation;
  return absl::OkStatus();
}

Status ReadAuthorities(const federation::v1::TrustRoot& from, TrustRoot& root) {
  if (from.tls_authorities().empty() || from.tls_authorities_size() > kAuthoritiesMax) {
    return Invalid(absl::StrFormat("it names %d certificate authorities; it may name 1 to %d",
                                   from.tls_authorities_size(), kAuthoritiesMax));
  }
  for (const std::string& authority : from.tls_authorities()) {
    if (authority.empty() || authority.size() > kAuthorityBytesMax) {
      return Invalid(absl::StrFormat("an authority's certificate has %d bytes; 1 to %d are allowed",
                                     authority.size(), kAuthorityBytesMax));
    }
    root.tls_authorities.push_back(authority);
  }
  return absl::OkStatus();
}

Status ReadKeys(const federation::v1::TrustRoot& from, TrustRoot& root) {
  ASSIGN_OR_RETURN(root.roster_key, SoundKey(from.roster_key(), "roster"));
  std::set<PublicKey> different{root.roster_key};
  for (const std::string& bytes : from.recovery_keys()) {
    ASSIGN_OR_RETURN(const PublicKey key, SoundKey(bytes, "recovery"));
    root.recovery_keys.push_back(key);
    different.insert(key);
  }
  if (root.recovery_keys.size() != kRecoveryKeys || different.size() != kRecoveryKeys + 1) {
    return Invalid(
        absl::StrFormat("it needs a roster key and %d recovery keys, all different from each other",
                        kRecoveryKeys));
  }
  return absl::OkStatus();
}

StatusOr<TrustRoot> ReadTrustRoot(const federation::v1::SignedTrustRoot& signed_root) {
  const std::string& bytes = signed_root.trust_root();
  federation::v1::TrustRoot from;
  if (bytes.size() > kTrustRootBytesMax || !from.ParseFromString(bytes)) {
    return Invalid("it cannot be parsed");
  }
  TrustRoot root;
  root.hash = Sha256(bytes);
  root.signed_form = signed_root;
  RETURN_IF_ERROR(ReadNames(from, root));
  RETURN_IF_ERROR(ReadAuthorities(from, root));
  RETURN_IF_ERROR(ReadKeys(from, root));

  const std::set<PublicKey> keys(root.recovery_keys.begin(), root.recovery_keys.end());
  ASSIGN_OR_RETURN(const std::set<PublicKey> signers,
                   SignersAmong(SignatureKind::kTrustRoot, bytes, signed_root.signatures(), keys));
  if (signers.size() < kRecoverySigners) {
    return Invalid(absl::StrFormat("%d of its recovery keys signed it; %d must", signers.size(),
                                   kRecoverySigners));
  }
  return root;
}

}  // namespace

StatusOr<TrustRoot> VerifyTrustRoot(const federation::v1::SignedTrustRoot& signed_root,
                                    const std::optional<Hash>& pin) {
  // The pin first: bytes that nobody vouches for are not worth reading.
  if (pin.has_value() && Sha256(signed_root.trust_root()) != *pin) {
    return absl::FailedPreconditionError(
        "the trust root is not the one that was pinned: this is another federation, or a newer "
        "trust root than the join token was made for");
  }
  StatusOr<TrustRoot> root = ReadTrustRoot(signed_root);
  if (!root.ok()) {
    return Annotate(root.status(), "the trust root is refused");
  }
  return root;
}

StatusOr<TrustRoot> MakeTrustRoot(
    const federation::v1::TrustRoot& contents,
    std::span<const std::reference_wrapper<const SigningKey>> recovery_keys) {
  federation::v1::SignedTrustRoot signed_root;
  signed_root.set_trust_root(contents.SerializeAsString());
  for (const SigningKey& key : recovery_keys) {
    *signed_root.add_signatures() =
        SignAs(SignatureKind::kTrustRoot, signed_root.trust_root(), key);
  }
  return VerifyTrustRoot(signed_root, std::nullopt);
}

}  // namespace cledi
