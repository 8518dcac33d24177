// How refusals of the enrolment desk travel: each code of EnrolError is one status code.

#ifndef CLEDI_FEDERATION_TRUST_ENROLMENT_ERROR_H_
#define CLEDI_FEDERATION_TRUST_ENROLMENT_ERROR_H_

#include "cledi/federation/v1/enrolment.pb.h"
#include "federation/base/status.h"

namespace cledi {

// NotFound is "token_unknown", AlreadyExists "token_used", FailedPrecondition "token_expired",
// InvalidArgument "request_invalid", ResourceExhausted "rate_limited", PermissionDenied
// "not_a_member", OutOfRange "clock". Everything else is "internal", and its message stays
// here: it may name what is nobody else's business.
federation::v1::EnrolError ToEnrolError(const Status& status);

// The other way round; an unknown code is Internal.
Status FromEnrolError(const federation::v1::EnrolError& error);

// Whether whoever asked is to blame.
bool IsFaultOfCaller(const Status& status);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_ENROLMENT_ERROR_H_
