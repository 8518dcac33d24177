// Text as it stands on a terminal.

#ifndef CLEDI_ADMIN_CLI_DISPLAY_TEXT_H_
#define CLEDI_ADMIN_CLI_DISPLAY_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

#include "federation/base/clock.h"

namespace cledi {

// Makes text that others wrote harmless to a terminal: control characters, direction overrides
// and broken UTF-8 become U+FFFD. OnOneLine also turns line breaks into spaces; OnManyLines
// keeps them and tabs.
std::string OnOneLine(std::string_view text);
std::string OnManyLines(std::string_view text);

// Columns that `text` takes: 2 for a wide character, 0 for a combining one (Unicode TR 11).
size_t DisplayWidth(std::string_view text);
// At most `columns` wide; what was cut ends with "…".
std::string CutToWidth(std::string_view text, size_t columns);

// 1,234,567.
std::string WithThousands(uint64_t number);
// "512 B", "1.5 kB", "20 MB": powers of 1000.
std::string ByteSize(uint64_t bytes);
// "12 s", "5 min", "3 h", "8 days"; nothing below 0.
std::string RoughDuration(std::chrono::milliseconds duration);
// "12 s ago", "in 5 min"; "never" for 0.
std::string RelativeTime(int64_t unix_ms, UnixMillis now);
// 2026-11-24 22:04:24 UTC; "never" for 0.
std::string AbsoluteTime(int64_t unix_ms);

// The word that an enum's value stands for: PLAN_KIND_LESSON → "lesson"; empty for the
// unspecified one.
std::string EnumWord(const google::protobuf::EnumDescriptor& type, int number);
template <class Enum>
std::string EnumWord(Enum value) {
  return EnumWord(*google::protobuf::GetEnumDescriptor<Enum>(), value);
}

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_DISPLAY_TEXT_H_
