#ifndef CLEDI_NODE_WEB_PAGES_PROBLEM_WORDS_H_
#define CLEDI_NODE_WEB_PAGES_PROBLEM_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "cledi/community/v1/field_problem.pb.h"
#include "federation/base/status.h"
#include "node/web/pages/view.h"
#include "node/web/words/words.h"

namespace cledi {

// What is wrong with a field, to whoever filled it in: "please fill this in". In English where
// only the service's own text says it.
Phrase SayProblem(const Words& words, const community::v1::FieldProblem& problem);

// What a service found wrong: the details of InvalidArgument. One problem without a field where
// it has none.
std::vector<community::v1::FieldProblem> ProblemsOf(const Status& status);

// The summary of what is wrong at the head of a form: links to the controls, for the piece
// _problems.
class ProblemSummary {
 public:
  explicit ProblemSummary(const Words& words) : words_(words) {}

  // `control`: the id of what is to be mended. `field`: its label; may be empty.
  void Add(std::string_view control, const Phrase& field, const Phrase& problem);
  bool empty() const { return problems_.empty(); }
  void Set(View& view) &&;

 private:
  const Words& words_;
  std::vector<View> problems_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PROBLEM_WORDS_H_
