// Strict reading of text that came from outside.

#ifndef CLEDI_FEDERATION_BASE_TEXT_H_
#define CLEDI_FEDERATION_BASE_TEXT_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace cledi {

// Well-formed UTF-8 (Unicode 15, table 3-7): no overlong form, no surrogate, nothing above
// U+10FFFF.
bool IsUtf8(std::string_view s);

// The one decimal spelling of a number: digits only, no leading zero, within 64 bits.
std::optional<uint64_t> ParseDecimal(std::string_view digits);

// Takes what stands before the first `separator` off the front of `rest`, and the separator
// with it. Without one, takes everything.
std::string_view TakeUntil(std::string_view& rest, char separator);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_BASE_TEXT_H_
