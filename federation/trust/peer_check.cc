#include "federation/trust/peer_check.h"

#include "federation/trust/tls_refusal.h"

namespace cledi {

StatusOr<NodeCertificate> CheckPeer(const Roster& roster, std::string_view certificate_der,
                                    TlsSide side, UnixMillis now) {
  RETURN_IF_ERROR(CheckIssued(certificate_der, roster.root().tls_authorities, side, now));
  ASSIGN_OR_RETURN(NodeCertificate certificate, ReadNodeCertificate(certificate_der));
  if (certificate.trust_domain != roster.root().trust_domain) {
    return RefusedForTls(TlsRefusal::kWrongTrustDomain,
                         absl::StrFormat("the certificate is of the federation %s, not of %s",
                                         certificate.trust_domain, roster.root().trust_domain));
  }
  RETURN_IF_ERROR(CheckStillMember(roster, certificate, now));
  return certificate;
}

Status CheckStillMember(const Roster& roster, const NodeCertificate& certificate, UnixMillis now) {
  RETURN_IF_ERROR(CheckValidAt(certificate, now));
  const MemberEntry* const entry = roster.Find(certificate.node_id);
  if (entry == nullptr) {
    return RefusedForTls(TlsRefusal::kNotOnRoster,
                         absl::StrFormat("%s is not on the roster up to number %d",
                                         certificate.node_id, roster.number()));
  }
  if (entry->state != MemberState::kActive) {
    return RefusedForTls(TlsRefusal::kRemoved,
                         absl::StrFormat("%s was removed by roster update %d", certificate.node_id,
                                         entry->removed_at));
  }
  if (entry->member.incarnation() != certificate.incarnation) {
    return RefusedForTls(
        TlsRefusal::kRemoved,
        absl::StrFormat("the certificate is of incarnation %d of %s; the member is incarnation %d",
                        certificate.incarnation, certificate.node_id, entry->member.incarnation()));
  }
  return absl::OkStatus();
}

}  // namespace cledi
