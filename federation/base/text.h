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

// Whether `tag` has the form of a BCP 47 language tag, such as "sl" or "sr-Latn": a word of 2 to
// 8 letters, then words of 1 to 8 letters and digits; at most 35 bytes. Whether the language
// exists is not looked up.
bool IsLanguageTag(std::string_view tag);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_BASE_TEXT_H_
