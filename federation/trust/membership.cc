#include "federation/trust/membership.h"

#include "federation/roster/signature.h"
#include "federation/trust/tls_pair.h"

namespace cledi {
namespace {

using federation::v1::EnrolRequest;
using federation::v1::EnrolResponse;
using federation::v1::EnrolStatement;
using federation::v1::JoinToken;
using federation::v1::SignedRosterUpdate;

// The member that the roster's newest update admitted with `log_key`.
StatusOr<const MemberEntry*> NewestMember(const Roster& roster, const PublicKey& log_key) {
  for (const MemberEntry* entry : roster.Active()) {
    if (entry->log_key == log_key && entry->admitted_at == roster.number()) {
      return entry;
    }
  }
  return absl::FailedPreconditionError("the roster's newest update does not admit this node");
}

StatusOr<NodeCertificate> FirstCertificate(const EnrolResponse& response) {
  if (response.certificate_chain().empty()) {
    return Invalid("the answer holds no certificate");
  }
  return ReadNodeCertificate(response.certificate_chain(0));
}

// That the trust root names the authority by which the coordinator was known.
Status CheckPinnedAuthority(const TrustRoot& root, std::string_view pinned_spki) {
  for (const std::string& authority : root.tls_authorities) {
    const StatusOr<Hash> spki = SpkiSha256OfCertificate(authority);
    if (spki.ok() && spki->view() == pinned_spki) {
      return absl::OkStatus();
    }
  }
  return absl::FailedPreconditionError(
      "the trust root does not name the authority that the join token names");
}

}  // namespace

StatusOr<CheckedMembership> CheckMembership(const EnrolResponse& response, const PublicKey& log_key,
                                            const std::optional<Hash>& pin) {
  ASSIGN_OR_RETURN(TrustRoot root, VerifyTrustRoot(response.trust_root(), pin));
  const std::vector<SignedRosterUpdate> updates(response.roster_updates().begin(),
                                                response.roster_updates().end());
  ASSIGN_OR_RETURN(Roster roster, Roster::Replay(std::move(root), updates));
  ASSIGN_OR_RETURN(const MemberEntry* const entry, NewestMember(roster, log_key));
  ASSIGN_OR_RETURN(NodeCertificate certificate, FirstCertificate(response));
  if (certificate.node_id != entry->member.node_id() ||
      certificate.incarnation != entry->member.incarnation() ||
      certificate.trust_domain != roster.root().trust_domain) {
    return Invalid("the certificate does not name the node that the roster admits");
  }
  std::string node_id = certificate.node_id;
  return CheckedMembership{std::move(node_id), std::move(certificate), std::move(roster)};
}

EnrolRequest MakeEnrolRequest(const JoinToken& token, const JoiningNode& node) {
  EnrolStatement statement;
  statement.set_token_id(token.token_id());
  statement.set_trust_domain(token.trust_domain());
  statement.set_log_key(node.log_key.public_key().str());
  statement.set_certificate_request(node.tls_key.MakeCertificateRequest());
  statement.mutable_addresses()->Assign(node.addresses.begin(), node.addresses.end());
  statement.set_web_address(node.web_address);

  EnrolRequest request;
  request.set_statement(statement.SerializeAsString());
  request.set_signature(
      SignAs(SignatureKind::kEnrol, request.statement(), node.log_key).signature());
  request.set_secret(token.secret());
  return request;
}

StatusOr<CheckedMembership> CheckEnrolResponse(const EnrolResponse& response,
                                               const JoinToken& token, const JoiningNode& node,
                                               UnixMillis now) {
  ASSIGN_OR_RETURN(
      CheckedMembership membership,
      CheckMembership(response, node.log_key.public_key(), Hash::From(token.trust_root_sha256())));
  const TrustRoot& root = membership.roster.root();
  RETURN_IF_ERROR(CheckPinnedAuthority(root, token.ca_spki_sha256()));
  if (membership.node_id != token.node_id() || root.trust_domain != token.trust_domain() ||
      root.coordinator != token.coordinator()) {
    return Invalid("the answer is for another node or federation than the join token");
  }
  RETURN_IF_ERROR(CheckUsable(membership.certificate, root.tls_authorities, node.tls_key, now));
  return membership;
}

}  // namespace cledi
