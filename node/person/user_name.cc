#include "node/person/user_name.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace cledi {
namespace {

constexpr size_t kBytesMin = 3;
constexpr size_t kBytesMax = 40;

bool IsNameCharacter(char c) {
  return absl::ascii_islower(static_cast<unsigned char>(c)) ||
         absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '.' || c == '-';
}

}  // namespace

std::optional<std::string> CanonicalUserName(std::string_view typed) {
  std::string name = absl::AsciiStrToLower(absl::StripAsciiWhitespace(ToAbsl(typed)));
  if (name.size() < kBytesMin || name.size() > kBytesMax ||
      !absl::ascii_islower(static_cast<unsigned char>(name.front())) ||
      !std::ranges::all_of(name, IsNameCharacter)) {
    return std::nullopt;
  }
  return name;
}

void CheckUserName(std::string_view field, std::string_view typed, FieldProblems& problems) {
  if (typed.empty()) {
    problems.AddNeeded(field);
  } else if (!CanonicalUserName(typed)) {
    problems.Add(field, FieldProblem::KIND_MALFORMED,
                 "3 to 40 of \"a-z 0-9 . -\", beginning with a letter");
  }
}

}  // namespace cledi
