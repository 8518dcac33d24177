#include "node/fields/field_checks.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

#include "federation/base/text.h"
#include "federation/event/ids.h"

namespace cledi {
namespace {

constexpr size_t kLicenceBytesMax = 200;
constexpr int64_t kUnixMsMax = 253'402'300'799'999;

bool IsBlank(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); });
}

// A control character of ASCII or of the block behind it (U+0080 to U+009F).
bool HasControl(std::string_view text, bool lines) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool is_line_control = byte == '\n' || byte == '\r' || byte == '\t';
    if ((byte < 0x20 && !(lines && is_line_control)) || byte == 0x7f) {
      return true;
    }
    if (byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) {
      return true;
    }
  }
  return false;
}

// In a well-formed host with a port, or in an IPv6 address.
bool IsHostCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         std::string_view(".-_:[]").find(c) != std::string_view::npos ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool IsUrlCharacter(char c) {
  return static_cast<unsigned char>(c) > 0x20 && c != 0x7f &&
         std::string_view("<>\"`{}|\\^").find(c) == std::string_view::npos;
}

bool IsSpdxIdentifier(std::string_view s) {
  return std::ranges::all_of(s, [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' || c == '+';
  });
}

void AddTooLong(std::string_view field, size_t limit, size_t actual, FieldProblems& problems) {
  problems.Add(
      field, FieldProblem::KIND_TOO_LONG,
      absl::StrFormat("at most %s bytes; this has %s", WithCommas(limit), WithCommas(actual)),
      {limit, actual});
}

}  // namespace

void CheckText(std::string_view field, std::string_view text, const TextRule& rule,
               FieldProblems& problems) {
  if (text.size() > rule.bytes_max) {
    AddTooLong(field, rule.bytes_max, text.size(), problems);
  } else if (rule.required && IsBlank(text)) {
    problems.AddNeeded(field);
  } else if (!IsUtf8(text)) {
    problems.Add(field, FieldProblem::KIND_NOT_UTF8, "not UTF-8");
  } else if (HasControl(text, rule.lines)) {
    problems.Add(
        field, FieldProblem::KIND_CONTROL_CHARACTERS,
        rule.lines ? "holds control characters" : "one line without control characters, please");
  }
}

void CheckTexts(std::string_view field,
                const google::protobuf::RepeatedPtrField<std::string>& texts, int count_max,
                const TextRule& rule, FieldProblems& problems) {
  CheckCount(field, texts.size(), count_max, problems);
  for (int i = 0; i < std::min(texts.size(), count_max); ++i) {
    const FieldProblems::Scope scope(problems, field, i);
    CheckText("", texts.Get(i), rule, problems);
  }
}

void CheckCount(std::string_view field, int count, int count_max, FieldProblems& problems) {
  if (count > count_max) {
    const ProblemNumbers numbers = {static_cast<uint64_t>(count_max), static_cast<uint64_t>(count)};
    problems.Add(
        field, FieldProblem::KIND_TOO_MANY,
        absl::StrFormat("at most %d of these; there are %s", count_max, WithCommas(numbers.actual)),
        numbers);
  }
}

void CheckInstitutionId(std::string_view field, std::string_view id, FieldProblems& problems) {
  if (!id.empty() && !IsNodeId(id)) {
    problems.Add(field, FieldProblem::KIND_MALFORMED,
                 "an institution id has 3 to 40 of \"a-z 0-9 -\"");
  }
}

void CheckLanguage(std::string_view field, std::string_view tag, bool required,
                   FieldProblems& problems) {
  if (tag.empty() && required) {
    problems.AddNeeded(field);
  } else if (!tag.empty() && !IsLanguageTag(tag)) {
    problems.Add(field, FieldProblem::KIND_NOT_A_LANGUAGE,
                 "a language is written as its tag, such as \"it\" or \"sl\"");
  }
}

void CheckUrl(std::string_view field, std::string_view url, FieldProblems& problems) {
  if (url.size() > kUrlBytesMax) {
    AddTooLong(field, kUrlBytesMax, url.size(), problems);
  } else if (!url.empty() && !IsHttpUrl(url)) {
    problems.Add(field, FieldProblem::KIND_NOT_AN_ADDRESS,
                 "an address begins with http:// or https:// and has no spaces");
  }
}

void CheckLicence(std::string_view field, std::string_view licence, bool required,
                  FieldProblems& problems) {
  if (licence.empty()) {
    if (required) {
      problems.AddNeeded(field);
    }
    return;
  }
  const bool creative_commons = licence.starts_with("https://creativecommons.org/") ||
                                licence.starts_with("http://creativecommons.org/");
  if (licence.size() > kLicenceBytesMax ||
      !(creative_commons ? IsHttpUrl(licence) : IsSpdxIdentifier(licence))) {
    problems.Add(field, FieldProblem::KIND_NOT_A_LICENCE,
                 "a Creative Commons address such as https://creativecommons.org/licenses/by/4.0/, "
                 "or an SPDX identifier such as CC-BY-4.0");
  }
}

void CheckMinutes(std::string_view field, uint32_t minutes, FieldProblems& problems) {
  if (minutes > kMinutesMax) {
    problems.Add(field, FieldProblem::KIND_TOO_LARGE,
                 absl::StrFormat("at most %s minutes; this says %s", WithCommas(kMinutesMax),
                                 WithCommas(minutes)),
                 {kMinutesMax, minutes});
  }
}

void CheckTime(std::string_view field, int64_t unix_ms, FieldProblems& problems) {
  if (unix_ms < 0 || unix_ms > kUnixMsMax) {
    problems.Add(field, FieldProblem::KIND_MALFORMED,
                 "milliseconds since 1970, up to the year 9999");
  }
}

void CheckBytes(std::string_view field, std::string_view bytes, size_t length,
                FieldProblems& problems) {
  if (!bytes.empty() && bytes.size() != length) {
    problems.Add(field, FieldProblem::KIND_MALFORMED,
                 absl::StrFormat("%d bytes; this has %d", length, bytes.size()));
  }
}

bool IsHttpUrl(std::string_view url) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!url.starts_with(scheme)) {
      continue;
    }
    const std::string_view rest = url.substr(scheme.size());
    const std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
    return !host.empty() && std::ranges::all_of(host, IsHostCharacter) &&
           std::ranges::all_of(rest, IsUrlCharacter);
  }
  return false;
}

}  // namespace cledi
