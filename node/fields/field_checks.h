// Checks of single fields. Each adds what is wrong under the field's name.

#ifndef CLEDI_NODE_FIELDS_FIELD_CHECKS_H_
#define CLEDI_NODE_FIELDS_FIELD_CHECKS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_field.h"

#include "node/fields/field_problems.h"

namespace cledi {

// Counts that several fields share (the comments of the messages state them).
inline constexpr int kListMax = 30;
inline constexpr uint32_t kMinutesMax = 100'000;
inline constexpr size_t kUrlBytesMax = 2000;

// What a text may be.
struct TextRule {
  size_t bytes_max = 0;
  bool required = false;  // Not empty, and not only white space.
  bool lines = false;     // Markdown: line ends and tabs are allowed.
};

void CheckText(std::string_view field, std::string_view text, const TextRule& rule,
               FieldProblems& problems);
// Each text of a list, and how many there are.
void CheckTexts(std::string_view field,
                const google::protobuf::RepeatedPtrField<std::string>& texts, int count_max,
                const TextRule& rule, FieldProblems& problems);
void CheckCount(std::string_view field, int count, int count_max, FieldProblems& problems);

// An institution's or a node's id; may be empty.
void CheckInstitutionId(std::string_view field, std::string_view id, FieldProblems& problems);
// A language tag, by its form (RFC 5646).
void CheckLanguage(std::string_view field, std::string_view tag, bool required,
                   FieldProblems& problems);
// An http or https address; may be empty.
void CheckUrl(std::string_view field, std::string_view url, FieldProblems& problems);
// A Creative Commons address or an SPDX identifier.
void CheckLicence(std::string_view field, std::string_view licence, bool required,
                  FieldProblems& problems);
void CheckMinutes(std::string_view field, uint32_t minutes, FieldProblems& problems);
// Milliseconds since 1970, up to the year 9999; 0 where not said.
void CheckTime(std::string_view field, int64_t unix_ms, FieldProblems& problems);
// Bytes of a fixed length; may be empty.
void CheckBytes(std::string_view field, std::string_view bytes, size_t length,
                FieldProblems& problems);

bool IsHttpUrl(std::string_view url);

// A list of enumeration values: each named once, none unspecified. Values of newer versions
// are allowed.
template <class Values>
void CheckDistinct(std::string_view field, const Values& values, FieldProblems& problems) {
  CheckCount(field, values.size(), kListMax, problems);
  const int count = std::min(values.size(), kListMax);
  for (int i = 0; i < count; ++i) {
    if (values.Get(i) <= 0) {
      problems.AddAt(field, static_cast<size_t>(i), FieldProblem::KIND_NOT_A_VALUE,
                     "not a value of this list");
    } else if (std::count(values.begin(), values.begin() + i, values.Get(i)) > 0) {
      problems.AddAt(field, static_cast<size_t>(i), FieldProblem::KIND_REPEATED, "named twice");
    }
  }
}

// Each message of a list, entered under its index, and how many there are.
template <class Messages, class Check>
void CheckEach(std::string_view field, const Messages& messages, int count_max, Check check,
               FieldProblems& problems) {
  CheckCount(field, messages.size(), count_max, problems);
  for (int i = 0; i < std::min(messages.size(), count_max); ++i) {
    const FieldProblems::Scope scope(problems, field, i);
    check(messages.Get(i), problems);
  }
}

}  // namespace cledi

#endif  // CLEDI_NODE_FIELDS_FIELD_CHECKS_H_
