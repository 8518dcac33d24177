// What a node is given when it joins, and how much of it has to be true before it is believed.

#ifndef CLEDI_FEDERATION_TRUST_MEMBERSHIP_H_
#define CLEDI_FEDERATION_TRUST_MEMBERSHIP_H_

#include <optional>
#include <string>

#include "cledi/federation/v1/enrolment.pb.h"
#include "federation/base/clock.h"
#include "federation/base/ed25519.h"
#include "federation/base/status.h"
#include "federation/roster/roster.h"
#include "federation/trust/certificate.h"
#include "federation/trust/tls_key.h"

namespace cledi {

// A coordinator's answer that was checked.
struct CheckedMembership {
  std::string node_id;
  NodeCertificate certificate;
  Roster roster;  // Up to the update that admitted the node.
};

// Checks that the trust root and the roster are sound, that the roster's last update admits a
// node with `log_key`, and that the certificate names that node. Nothing about time.
// `pin`: the trust root's hash, where it is known from elsewhere.
// Errors say which part is wrong; nothing of the answer may be used then.
StatusOr<CheckedMembership> CheckMembership(const federation::v1::EnrolResponse& response,
                                            const PublicKey& log_key,
                                            const std::optional<Hash>& pin);

// A request to join with `token`, signed by the node's log key, for a certificate for `tls_key`.
struct JoiningNode {
  const SigningKey& log_key;
  const TlsKey& tls_key;
  // As in Member.
  std::vector<std::string> addresses;
  std::string web_address;
};
federation::v1::EnrolRequest MakeEnrolRequest(const federation::v1::JoinToken& token,
                                              const JoiningNode& node);

// As CheckMembership, by the token's pins, for the key that was asked for, and valid at `now`.
StatusOr<CheckedMembership> CheckEnrolResponse(const federation::v1::EnrolResponse& response,
                                               const federation::v1::JoinToken& token,
                                               const JoiningNode& node, UnixMillis now);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_MEMBERSHIP_H_
