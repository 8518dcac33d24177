#include "federation/trust/renewal.h"

#include "absl/time/time.h"

#include "federation/roster/signature.h"
#include "federation/trust/tls_pair.h"

namespace cledi {

using federation::v1::RenewRequest;
using federation::v1::RenewResponse;
using federation::v1::RenewStatement;

namespace {

constexpr size_t kStatementBytesMax = 16 * 1024;
constexpr std::chrono::milliseconds kClockTolerance = std::chrono::minutes(10);

using Nonce = FixedBytes<struct NonceKind, 16>;

Status CheckClock(int64_t stated_ms, UnixMillis now) {
  if (stated_ms < ToUnixMs(now - kClockTolerance) || stated_ms > ToUnixMs(now + kClockTolerance)) {
    return absl::OutOfRangeError(absl::StrFormat(
        "the clocks differ by more than ten minutes: at the coordinator it is %s; set the clock "
        "of this node",
        absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", absl::FromUnixMillis(ToUnixMs(now)),
                         absl::UTCTimeZone())));
  }
  return absl::OkStatus();
}

StatusOr<RenewStatement> ReadStatement(const RenewRequest& request, std::string_view trust_domain) {
  RenewStatement statement;
  if (request.statement().size() > kStatementBytesMax ||
      !statement.ParseFromString(request.statement()) || statement.nonce().size() != Nonce::kSize) {
    return Invalid("the request cannot be read");
  }
  if (statement.trust_domain() != trust_domain) {
    return Invalid("the request is for another federation");
  }
  return statement;
}

}  // namespace

RenewRequest MakeRenewRequest(std::string_view trust_domain, std::string_view node_id,
                              const SigningKey& log_key, const TlsKey& tls_key, UnixMillis now,
                              Random& random) {
  RenewStatement statement;
  statement.set_trust_domain(std::string(trust_domain));
  statement.set_node_id(std::string(node_id));
  statement.set_nonce(random.Draw<Nonce>().str());
  statement.set_time_unix_ms(ToUnixMs(now));
  statement.set_certificate_request(tls_key.MakeCertificateRequest());

  RenewRequest request;
  request.set_statement(statement.SerializeAsString());
  request.set_signature(SignAs(SignatureKind::kRenew, request.statement(), log_key).signature());
  return request;
}

StatusOr<NodeCertificate> AnswerRenewRequest(const RenewRequest& request, const Roster& roster,
                                             const CertificateAuthority& authority, UnixMillis now,
                                             Random& random) {
  ASSIGN_OR_RETURN(const RenewStatement statement,
                   ReadStatement(request, authority.trust_domain()));
  const MemberEntry* const entry = roster.Find(statement.node_id());
  if (entry == nullptr || entry->state != MemberState::kActive) {
    return absl::PermissionDeniedError("the node is not a member of the federation");
  }
  if (!VerifyAs(SignatureKind::kRenew, request.statement(), entry->log_key, request.signature())) {
    return Invalid("the request is not signed by the log key that the roster lists for the node");
  }
  // A request that somebody sends again within this time gains him nothing: the certificate is
  // for the key that signed the certificate request inside.
  RETURN_IF_ERROR(CheckClock(statement.time_unix_ms(), now));
  return authority.Issue(statement.node_id(), entry->member.incarnation(),
                         statement.certificate_request(), now, random);
}

StatusOr<NodeCertificate> CheckRenewResponse(const RenewResponse& response, const TrustRoot& root,
                                             std::string_view node_id, const TlsKey& tls_key,
                                             UnixMillis now) {
  if (response.certificate_chain().empty()) {
    return Invalid("the answer holds no certificate");
  }
  ASSIGN_OR_RETURN(NodeCertificate certificate, ReadNodeCertificate(response.certificate_chain(0)));
  if (certificate.node_id != node_id || certificate.trust_domain != root.trust_domain) {
    return Invalid("the certificate names another node");
  }
  RETURN_IF_ERROR(CheckUsable(certificate, root.tls_authorities, tls_key, now));
  return certificate;
}

UnixMillis RenewalTime(const NodeCertificate& certificate, Random& random) {
  const std::chrono::milliseconds life = certificate.not_after - certificate.not_before;
  const auto spread = static_cast<uint64_t>((life / 10).count());
  const std::chrono::milliseconds jitter(spread == 0 ? 0 : random.Below(spread));
  return certificate.not_before + life * 2 / 3 - life / 20 + jitter;
}

}  // namespace cledi
