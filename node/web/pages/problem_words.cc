#include "node/web/pages/problem_words.h"

#include <optional>
#include <utility>

#include "federation/rpc/status_detail.h"

namespace cledi {

using community::v1::FieldProblem;

Phrase SayProblem(const Words& words, const FieldProblem& problem) {
  const auto limit = static_cast<int64_t>(problem.limit());
  const auto actual = static_cast<int64_t>(problem.actual());
  switch (problem.kind()) {
    case FieldProblem::KIND_NEEDED:
      return words.Get("problem_needed");
    case FieldProblem::KIND_TOO_LONG:
      return words.Format("problem_too_long", {{"limit", limit}});
    case FieldProblem::KIND_TOO_MANY:
      return words.Format("problem_too_many", {{"limit", limit}, {"actual", actual}});
    case FieldProblem::KIND_TOO_LARGE:
      return words.Format("problem_too_large", {{"limit", limit}});
    case FieldProblem::KIND_TOO_SHORT:
      return words.Format("problem_too_short", {{"limit", limit}});
    case FieldProblem::KIND_CONTROL_CHARACTERS:
    case FieldProblem::KIND_NOT_UTF8:
      return words.Get("problem_characters");
    case FieldProblem::KIND_NOT_A_LANGUAGE:
      return words.Get("problem_language");
    case FieldProblem::KIND_NOT_AN_ADDRESS:
      return words.Get("problem_address");
    case FieldProblem::KIND_NOT_A_LICENCE:
      return words.Get("problem_licence");
    case FieldProblem::KIND_NOT_A_VALUE:
      return words.Get("problem_value");
    case FieldProblem::KIND_REPEATED:
      return words.Get("problem_repeated");
    case FieldProblem::KIND_ONE_OF_NEEDED:
      return words.Get("problem_one_of_needed");
    case FieldProblem::KIND_REVERSED:
      return words.Get("problem_reversed");
    case FieldProblem::KIND_NOT_ALLOWED:
      return words.Get("problem_not_allowed");
    case FieldProblem::KIND_MALFORMED:
      return words.Get("problem_malformed");
    case FieldProblem::KIND_TOO_COMMON:
      return words.Get("problem_too_common");
    case FieldProblem::KIND_TAKEN:
      return words.Get("problem_taken");
    case FieldProblem::KIND_WRONG:
      return words.Get("problem_wrong");
    default:
      // Of a newer service, or one that has only words for it.
      return {problem.text(), words.language() != "en"};
  }
}

std::vector<FieldProblem> ProblemsOf(const Status& status) {
  const auto fields = DetailOf<community::v1::InvalidFields>(status);
  if (fields.has_value() && !fields->problems().empty()) {
    return {fields->problems().begin(), fields->problems().end()};
  }
  FieldProblem problem;
  problem.set_text(std::string(Message(status)));
  return {problem};
}

void ProblemSummary::Add(std::string_view control, const Phrase& field, const Phrase& problem) {
  Phrase line = problem;
  if (!field.text.empty()) {
    line = words_.Format("problem_of_field", {{"field", field.text}, {"problem", problem.text}});
    line.english = line.english || field.english || problem.english;
  }
  problems_.emplace_back().Text("control", control).Say("text", line);
}

void ProblemSummary::Set(View& view) && {
  view.Flag("has_problems", !problems_.empty()).List("problems", std::move(problems_));
}

}  // namespace cledi
