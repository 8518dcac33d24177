#include "node/fields/field_problems.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace cledi {

void FieldProblems::Add(std::string_view field, int64_t index, std::string_view problem) {
  ++count_;
  if (described_.size() == kDescribedMax) {
    return;
  }
  std::string text;
  path_.push_back({field, index});
  for (const Part& part : path_) {
    if (part.field.empty()) {
      continue;
    }
    absl::StrAppend(&text, text.empty() ? "" : ".", ToAbsl(part.field));
    if (part.index != kNoIndex) {
      absl::StrAppend(&text, "[", part.index, "]");
    }
  }
  path_.pop_back();
  absl::StrAppend(&text, ": ", ToAbsl(problem));
  described_.push_back(std::move(text));
}

Status FieldProblems::ToStatus() const {
  if (empty()) {
    return absl::OkStatus();
  }
  std::string text = absl::StrJoin(described_, "; ");
  if (count_ > described_.size()) {
    absl::StrAppend(&text, "; and ", count_ - described_.size(), " more");
  }
  return Invalid(text);
}

std::string WithCommas(uint64_t number) {
  if (number < 1000) {
    return std::to_string(number);
  }
  return absl::StrFormat("%s,%03d", WithCommas(number / 1000), number % 1000);
}

}  // namespace cledi
