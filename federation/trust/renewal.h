// A new certificate for a member, with its log key as the only proof of who it is: also for one
// whose certificate ended in the summer holidays.

#ifndef CLEDI_FEDERATION_TRUST_RENEWAL_H_
#define CLEDI_FEDERATION_TRUST_RENEWAL_H_

#include <string_view>

#include "cledi/federation/v1/enrolment.pb.h"
#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "federation/base/status.h"
#include "federation/roster/roster.h"
#include "federation/trust/certificate_authority.h"

namespace cledi {

// The node's: a request for a certificate for `tls_key`, signed by its log key.
federation::v1::RenewRequest MakeRenewRequest(std::string_view trust_domain,
                                              std::string_view node_id, const SigningKey& log_key,
                                              const TlsKey& tls_key, UnixMillis now,
                                              Random& random);

// The coordinator's: issues the certificate, for the member's incarnation of today.
// InvalidArgument: malformed, or not signed by the key that the roster lists.
// PermissionDenied: not a member. OutOfRange: the clocks differ by more than ten minutes.
StatusOr<NodeCertificate> AnswerRenewRequest(const federation::v1::RenewRequest& request,
                                             const Roster& roster,
                                             const CertificateAuthority& authority, UnixMillis now,
                                             Random& random);

// The node's: the new certificate, if it names this node, is for the key that was asked for,
// and was issued by an authority of the trust root and is valid at `now`.
StatusOr<NodeCertificate> CheckRenewResponse(const federation::v1::RenewResponse& response,
                                             const TrustRoot& root, std::string_view node_id,
                                             const TlsKey& tls_key, UnixMillis now);

// When to renew a certificate: after two thirds of its life. `random` spreads the nodes over a
// tenth of it, so that those that joined together do not all come at once.
UnixMillis RenewalTime(const NodeCertificate& certificate, Random& random);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_RENEWAL_H_
