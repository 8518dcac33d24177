#include "federation/base/text.h"

#include <algorithm>
#include <charconv>

#include "absl/strings/ascii.h"

#include "federation/base/bytes.h"

namespace cledi {
namespace {

// Bytes of the character that `s` begins with; 0 if it is malformed. `s` is not empty.
size_t CharacterBytes(std::span<const uint8_t> s) {
  const uint8_t lead = s[0];
  if (lead < 0x80) {
    return 1;
  }
  const size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || s.size() < length) {
    return 0;
  }
  // The second byte's range is what excludes overlong forms, surrogates and too large values.
  const uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (s[1] < low || s[1] > high) {
    return 0;
  }
  for (size_t i = 2; i < length; ++i) {
    if (s[i] < 0x80 || s[i] > 0xbf) {
      return 0;
    }
  }
  return length;
}

}  // namespace

bool IsUtf8(std::string_view s) {
  std::span<const uint8_t> rest = AsBytes(s);
  while (!rest.empty()) {
    const size_t length = CharacterBytes(rest);
    if (length == 0) {
      return false;
    }
    rest = rest.subspan(length);
  }
  return true;
}

std::optional<uint64_t> ParseDecimal(std::string_view digits) {
  if (digits.empty() || (digits[0] == '0' && digits.size() > 1)) {
    return std::nullopt;
  }
  uint64_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [parsed, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc() || parsed != end) {
    return std::nullopt;
  }
  return value;
}

std::string_view TakeUntil(std::string_view& rest, char separator) {
  const size_t at = rest.find(separator);
  const std::string_view part = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  return part;
}

bool IsLanguageTag(std::string_view tag) {
  constexpr size_t kBytesMax = 35;
  constexpr size_t kWordBytesMax = 8;
  if (tag.size() > kBytesMax) {
    return false;
  }
  for (bool first = true; !tag.empty() || first; first = false) {
    const size_t dash = tag.find('-');
    const std::string_view word = tag.substr(0, dash);
    const bool sound = std::ranges::all_of(word, [&](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return first ? absl::ascii_isalpha(byte) : absl::ascii_isalnum(byte);
    });
    if (!sound || word.size() > kWordBytesMax || word.size() < (first ? 2U : 1U)) {
      return false;
    }
    if (dash == std::string_view::npos) {
      return true;
    }
    tag.remove_prefix(dash + 1);
    if (tag.empty()) {
      return false;  // It ends in a hyphen.
    }
  }
  return false;
}

}  // namespace cledi
