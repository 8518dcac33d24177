#include "node/fields/field_problems.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "federation/rpc/status_detail.h"

namespace cledi {

void FieldProblems::Add(Part last, FieldProblem::Kind kind, std::string_view text,
                        ProblemNumbers numbers) {
  if (found_.problems_size() == kDescribedMax) {
    found_.set_more(found_.more() + 1);
    return;
  }
  FieldProblem& problem = *found_.add_problems();
  problem.set_field(PathTo(last));
  problem.set_kind(kind);
  problem.set_text(std::string(text));
  problem.set_limit(numbers.limit);
  problem.set_actual(numbers.actual);
}

std::string FieldProblems::PathTo(Part last) const {
  std::string path;
  const auto append = [&path](const Part& part) {
    if (part.field.empty()) {
      return;
    }
    absl::StrAppend(&path, path.empty() ? "" : ".", ToAbsl(part.field));
    if (part.index != kNoIndex) {
      absl::StrAppend(&path, "[", part.index, "]");
    }
  };
  std::ranges::for_each(path_, append);
  append(last);
  return path;
}

std::vector<std::string> FieldProblems::described() const {
  std::vector<std::string> described;
  for (const FieldProblem& problem : found_.problems()) {
    described.push_back(absl::StrCat(problem.field(), ": ", problem.text()));
  }
  return described;
}

Status FieldProblems::ToStatus() const {
  if (empty()) {
    return absl::OkStatus();
  }
  std::string text = absl::StrJoin(described(), "; ");
  if (found_.more() > 0) {
    absl::StrAppend(&text, "; and ", found_.more(), " more");
  }
  Status status = Invalid(text);
  SetDetail(status, found_);
  return status;
}

std::string WithCommas(uint64_t number) {
  if (number < 1000) {
    return std::to_string(number);
  }
  return absl::StrFormat("%s,%03d", WithCommas(number / 1000), number % 1000);
}

}  // namespace cledi
