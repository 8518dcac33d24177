// The one line that a technician copies from the invitation: "cledi1-" and the base64url of a
// JoinToken with a CRC-32 behind it.

#ifndef CLEDI_FEDERATION_TRUST_JOIN_TOKEN_H_
#define CLEDI_FEDERATION_TRUST_JOIN_TOKEN_H_

#include <string>
#include <string_view>

#include "cledi/federation/v1/enrolment.pb.h"
#include "federation/base/clock.h"
#include "federation/base/status.h"

namespace cledi {

// InvalidArgument: a field is missing or of the wrong size.
StatusOr<std::string> EncodeJoinToken(const federation::v1::JoinToken& token);

// White space anywhere in `text` is passed over: mail programs break long lines.
// InvalidArgument: no join token, or a damaged one. FailedPrecondition: it expired before
// `now`. Unimplemented: a newer version made it. Each says what to do.
StatusOr<federation::v1::JoinToken> DecodeJoinToken(std::string_view text, UnixMillis now);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_JOIN_TOKEN_H_
