#include "admin/cli/display_text.h"

#include <algorithm>
#include <array>
#include <ctime>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace cledi {
namespace {

constexpr std::string_view kReplacement = "\uFFFD";

// Calls `each(code point, its bytes)`; broken UTF-8 comes as a negative code point.
template <class Each>
void ForEachCharacter(std::string_view text, Each each) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  for (size_t i = 0; i < text.size();) {
    const size_t start = i;
    UChar32 code_point = 0;
    U8_NEXT(bytes, i, text.size(), code_point);
    each(code_point, text.substr(start, i - start));
  }
}

bool IsHarmful(UChar32 code_point) {
  return code_point < 0 || u_iscntrl(code_point) ||
         u_hasBinaryProperty(code_point, UCHAR_BIDI_CONTROL) || code_point == 0x2028 ||
         code_point == 0x2029;
}

size_t WidthOf(UChar32 code_point) {
  if (code_point < 0) {
    return 1;
  }
  switch (u_charType(code_point)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
      return 0;
    default:
      break;
  }
  const int width = u_getIntPropertyValue(code_point, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

}  // namespace

std::string OnOneLine(std::string_view text) {
  std::string out;
  ForEachCharacter(text, [&](UChar32 code_point, std::string_view bytes) {
    if (code_point == '\n' || code_point == '\t' || code_point == '\r') {
      out += ' ';
    } else {
      out += IsHarmful(code_point) ? kReplacement : bytes;
    }
  });
  return out;
}

std::string OnManyLines(std::string_view text) {
  std::string out;
  ForEachCharacter(text, [&](UChar32 code_point, std::string_view bytes) {
    const bool kept = code_point == '\n' || code_point == '\t' || !IsHarmful(code_point);
    out += kept ? bytes : kReplacement;
  });
  return out;
}

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  ForEachCharacter(text,
                   [&](UChar32 code_point, std::string_view) { width += WidthOf(code_point); });
  return width;
}

std::string CutToWidth(std::string_view text, size_t columns) {
  if (DisplayWidth(text) <= columns) {
    return std::string(text);
  }
  std::string out;
  size_t width = 1;  // The ellipsis.
  bool full = columns == 0;
  ForEachCharacter(text, [&](UChar32 code_point, std::string_view bytes) {
    width += WidthOf(code_point);
    full = full || width > columns;
    if (!full) {
      out += bytes;
    }
  });
  return columns == 0 ? out : absl::StrCat(out, "…");
}

std::string WithThousands(uint64_t number) {
  std::string digits = absl::StrCat(number);
  for (size_t place = digits.size(); place > 3;) {
    place -= 3;
    digits.insert(place, 1, ',');
  }
  return digits;
}

std::string ByteSize(uint64_t bytes) {
  if (bytes < 1000) {
    return absl::StrCat(bytes, " B");
  }
  static constexpr std::array kUnits = {"kB", "MB", "GB", "TB", "PB", "EB"};
  double size = static_cast<double>(bytes) / 1000;
  size_t unit = 0;
  // 999.95 would be printed as 1000.
  while (size >= 999.5 && unit + 1 < kUnits.size()) {
    size /= 1000;
    ++unit;
  }
  return absl::StrFormat("%.*f %s", size < 9.95 ? 1 : 0, size, kUnits[unit]);
}

std::string RoughDuration(std::chrono::milliseconds duration) {
  using namespace std::chrono_literals;
  const auto in_units_of = [duration](std::chrono::milliseconds unit) {
    return std::max<int64_t>(0, (duration + unit / 2) / unit);
  };
  if (duration < 89'500ms) {
    return absl::StrCat(in_units_of(1s), " s");
  }
  if (duration < 90min) {
    return absl::StrCat(in_units_of(1min), " min");
  }
  if (duration < 48h) {
    return absl::StrCat(in_units_of(1h), " h");
  }
  return absl::StrCat(in_units_of(24h), " days");
}

std::string RelativeTime(int64_t unix_ms, UnixMillis now) {
  if (unix_ms == 0) {
    return "never";
  }
  // Some 30,000 years each way: the difference of what is made up must not overflow.
  constexpr int64_t kFarAway = int64_t{1} << 50;
  const std::chrono::milliseconds past = now - FromUnixMs(std::clamp(unix_ms, -kFarAway, kFarAway));
  return past.count() >= 0 ? absl::StrCat(RoughDuration(past), " ago")
                           : absl::StrCat("in ", RoughDuration(-past));
}

std::string AbsoluteTime(int64_t unix_ms) {
  if (unix_ms == 0) {
    return "never";
  }
  const std::time_t seconds = unix_ms / 1000;
  std::tm utc{};
  std::array<char, 64> text{};
  if (gmtime_r(&seconds, &utc) == nullptr ||
      std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &utc) == 0) {
    return absl::StrCat(unix_ms, " ms");
  }
  return text.data();
}

std::string EnumWord(const google::protobuf::EnumDescriptor& type, int number) {
  const google::protobuf::EnumValueDescriptor* value = type.FindValueByNumber(number);
  const std::string unspecified_suffix = "UNSPECIFIED";
  const std::string& unspecified = type.FindValueByNumber(0)->name();
  if (value == nullptr) {
    return absl::StrCat("kind ", number);
  }
  if (number == 0) {
    return "";
  }
  // All names of one enum begin as its unspecified value does.
  const size_t prefix = unspecified.size() - unspecified_suffix.size();
  std::string word = absl::AsciiStrToLower(value->name()).substr(prefix);
  std::ranges::replace(word, '_', ' ');
  return word;
}

}  // namespace cledi
