// The node's side of the enrolment listener: HTTPS to a coordinator that is known by what a
// join token or the trust root says, and by nothing else.

#ifndef CLEDI_FEDERATION_TRUST_ENROLMENT_CLIENT_H_
#define CLEDI_FEDERATION_TRUST_ENROLMENT_CLIENT_H_

#include <chrono>
#include <span>
#include <string>

#include "cledi/federation/v1/enrolment.pb.h"
#include "federation/base/clock.h"
#include "federation/base/status.h"
#include "federation/roster/trust_root.h"

namespace cledi {

struct EnrolmentPatience {
  std::chrono::milliseconds connect = std::chrono::seconds(10);
  std::chrono::milliseconds whole = std::chrono::seconds(60);  // For each address.
};

// Sends `request` to the first of the token's addresses that answers, after it has proved to be
// the coordinator that the token names: nothing is sent to anybody else. Blocks.
// Unavailable: nobody answers. Unauthenticated: somebody else does. FailedPrecondition, NotFound,
// AlreadyExists, InvalidArgument, ResourceExhausted, Internal: refused, as in FromEnrolError.
// Each says what to do.
StatusOr<federation::v1::EnrolResponse> SendEnrolRequest(
    const federation::v1::JoinToken& token, const federation::v1::EnrolRequest& request,
    const Clock& clock, EnrolmentPatience patience = {});

// As above, for a renewal: the coordinator is the one that `root` names.
StatusOr<federation::v1::RenewResponse> SendRenewRequest(
    const TrustRoot& root, std::span<const std::string> addresses,
    const federation::v1::RenewRequest& request, const Clock& clock,
    EnrolmentPatience patience = {});

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_ENROLMENT_CLIENT_H_
