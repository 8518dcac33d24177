#include "node/http/weighted_list.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

#include "federation/base/status.h"
#include "federation/base/text.h"

namespace cledi {
namespace {

constexpr size_t kValuesMax = 50;

// What stands after the semicolon, such as "q=0.8".
double ParseWeight(std::string_view parameter) {
  const absl::string_view text = absl::StripAsciiWhitespace(ToAbsl(parameter));
  double weight = 0;
  const bool good =
      absl::StartsWithIgnoreCase(text, "q=") && absl::SimpleAtod(text.substr(2), &weight);
  return good && weight >= 0 && weight <= 1 ? weight : 0;
}

}  // namespace

std::vector<WeightedValue> ParseWeightedList(std::string_view header) {
  std::vector<WeightedValue> values;
  while (!header.empty() && values.size() < kValuesMax) {
    std::string_view element = TakeUntil(header, ',');
    const absl::string_view value = absl::StripAsciiWhitespace(ToAbsl(TakeUntil(element, ';')));
    if (!value.empty()) {
      values.push_back({.value = absl::AsciiStrToLower(value),
                        .weight = element.empty() ? 1 : ParseWeight(element)});
    }
  }
  return values;
}

}  // namespace cledi
