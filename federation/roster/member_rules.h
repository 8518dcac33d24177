// What may stand in a roster, judged from the bytes alone.

#ifndef CLEDI_FEDERATION_ROSTER_MEMBER_RULES_H_
#define CLEDI_FEDERATION_ROSTER_MEMBER_RULES_H_

#include <string_view>

#include "cledi/federation/v1/roster.pb.h"
#include "federation/base/status.h"

namespace cledi {

inline constexpr size_t kInstitutionBytesMax = 200;
inline constexpr size_t kReasonBytesMax = 500;

// At most `bytes_max` bytes and no control characters.
bool IsPlainText(std::string_view text, size_t bytes_max);

// host:port, with a name, an IPv4 address or a bracketed IPv6 address.
bool IsHostAndPort(std::string_view address);

// InvalidArgument: what is wrong with the entry, in words.
Status CheckMember(const federation::v1::Member& member);
// The part of CheckMember that does not need the node's key: what an invitation holds.
Status CheckMemberWithoutKey(const federation::v1::Member& member);
// Sizes and counts; whose log it is, is not judged.
Status CheckCut(const federation::v1::Cut& cut);

// Whether a country's data protection law is that of the EU/EEA. `country`: ISO 3166-1 alpha-2.
bool IsInEea(std::string_view country);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_ROSTER_MEMBER_RULES_H_
