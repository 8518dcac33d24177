// Whether a peer may talk to this node: what its certificate and the roster say together.

#ifndef CLEDI_FEDERATION_TRUST_PEER_CHECK_H_
#define CLEDI_FEDERATION_TRUST_PEER_CHECK_H_

#include <string_view>

#include "federation/base/clock.h"
#include "federation/base/status.h"
#include "federation/roster/roster.h"
#include "federation/trust/certificate.h"

namespace cledi {

// Judges the certificate (DER) that a peer presented at `side` of a new connection, by the
// trust root's authorities and the roster.
// Errors are made by RefusedForTls.
StatusOr<NodeCertificate> CheckPeer(const Roster& roster, std::string_view certificate_der,
                                    TlsSide side, UnixMillis now);

// What can have changed since CheckPeer: the certificate's end and the membership. For every
// call on a connection that is open.
// Errors are made by RefusedForTls: kExpired, kNotYetValid, kNotOnRoster, kRemoved.
Status CheckStillMember(const Roster& roster, const NodeCertificate& certificate, UnixMillis now);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_PEER_CHECK_H_
