#ifndef CLEDI_FEDERATION_BASE_HMAC_H_
#define CLEDI_FEDERATION_BASE_HMAC_H_

#include <string_view>

#include "federation/base/bytes.h"

namespace cledi {

// HMAC-SHA256 (RFC 2104).
Hash HmacSha256(std::string_view key, std::string_view text);

// Whether both are the same, in a time that tells nothing of where they differ.
bool SameSecret(std::string_view a, std::string_view b);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_BASE_HMAC_H_
