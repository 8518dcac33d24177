#include "node/fields/visible_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "federation/base/text.h"

namespace cledi {
namespace {

struct Range {
  uint32_t first;
  uint32_t last;
};

constexpr std::array kHidden{
    Range{0x00ad, 0x00ad},    // Soft hyphen.
    Range{0x061c, 0x061c},    // Arabic letter mark.
    Range{0x115f, 0x1160},    // Hangul fillers.
    Range{0x180e, 0x180e},    // Mongolian vowel separator.
    Range{0x200b, 0x200b},    // Zero-width space.
    Range{0x200e, 0x200f},    // Direction marks.
    Range{0x2028, 0x202e},    // Line ends, direction embeddings and overrides.
    Range{0x2060, 0x206f},    // Word joiner, invisible operators, direction isolates.
    Range{0x2800, 0x2800},    // Empty Braille cell.
    Range{0x3164, 0x3164},    // Hangul filler.
    Range{0xfeff, 0xfeff},    // Byte order mark.
    Range{0xffa0, 0xffa0},    // Half-width Hangul filler.
    Range{0xfff0, 0xfffb},    // Interlinear annotations.
    Range{0xe0000, 0xe0fff},  // Tags.
};

constexpr std::array kSpaces{
    Range{0x0000, 0x0020}, Range{0x007f, 0x00a0}, Range{0x034f, 0x034f}, Range{0x1680, 0x1680},
    Range{0x2000, 0x200a}, Range{0x200c, 0x200d}, Range{0x202f, 0x202f}, Range{0x205f, 0x205f},
    Range{0x3000, 0x3000}, Range{0xfe00, 0xfe0f},
};

bool IsIn(std::span<const Range> ranges, uint32_t character) {
  return std::ranges::any_of(ranges, [character](const Range& range) {
    return range.first <= character && character <= range.last;
  });
}

// Takes the first character off well-formed UTF-8.
uint32_t TakeCharacter(std::string_view& text) {
  const auto lead = static_cast<uint8_t>(text.front());
  const size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  uint32_t character = length == 1 ? lead : lead & (0x7fU >> length);
  for (size_t i = 1; i < length; ++i) {
    character = character << 6 | (static_cast<uint8_t>(text[i]) & 0x3fU);
  }
  text.remove_prefix(length);
  return character;
}

template <class Predicate>
bool AnyCharacter(std::string_view text, Predicate predicate) {
  if (!IsUtf8(text)) {
    return false;
  }
  while (!text.empty()) {
    if (predicate(TakeCharacter(text))) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool HasHiddenCharacter(std::string_view text) {
  return AnyCharacter(text, [](uint32_t character) { return IsIn(kHidden, character); });
}

bool HasVisibleCharacter(std::string_view text) {
  return AnyCharacter(text, [](uint32_t character) {
    return !IsIn(kSpaces, character) && !IsIn(kHidden, character);
  });
}

}  // namespace cledi
