#ifndef CLEDI_NODE_FIELDS_FIELD_PROBLEMS_H_
#define CLEDI_NODE_FIELDS_FIELD_PROBLEMS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cledi/community/v1/field_problem.pb.h"
#include "federation/base/status.h"

namespace cledi {

using community::v1::FieldProblem;

// What some kinds of problem tell with numbers: the limit, and what came instead.
struct ProblemNumbers {
  uint64_t limit = 0;
  uint64_t actual = 0;
};

// What is wrong with a message that a person filled in, each with the field's path:
//   plan.steps[2].procedure: at most 8,000 bytes; this has 9,211
// and as a kind with its numbers, so that a form can say it in its reader's language.
//
// The same checks run in folds, where only empty() matters; nothing is allocated while all
// is well.
class FieldProblems {
 public:
  // More are counted, not described.
  static constexpr int kDescribedMax = 10;

  // `root` begins every path; it outlives the problems, as do all names given here.
  explicit FieldProblems(std::string_view root = "") { path_.push_back({root, kNoIndex}); }

  // `field`: of the message that is entered. `text`: the problem in English.
  void Add(std::string_view field, FieldProblem::Kind kind, std::string_view text,
           ProblemNumbers numbers = {}) {
    Add({field, kNoIndex}, kind, text, numbers);
  }
  void AddAt(std::string_view field, size_t index, FieldProblem::Kind kind, std::string_view text) {
    Add({field, static_cast<int64_t>(index)}, kind, text, {});
  }
  void AddNeeded(std::string_view field) { Add(field, FieldProblem::KIND_NEEDED, "needed"); }

  bool empty() const { return found_.problems().empty(); }
  // "plan.minutes: needed", for each that is described.
  std::vector<std::string> described() const;
  // InvalidArgument with all that is described, and with InvalidFields as its detail; OK if
  // there is nothing.
  Status ToStatus() const;

  // Goes into a field that is a message, until destroyed.
  class Scope {
   public:
    Scope(FieldProblems& problems, std::string_view field) : Scope(problems, field, kNoIndex) {}
    Scope(FieldProblems& problems, std::string_view field, int index) : problems_(problems) {
      problems_.path_.push_back({field, index});
    }
    ~Scope() { problems_.path_.pop_back(); }

    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    FieldProblems& problems_;
  };

 private:
  static constexpr int64_t kNoIndex = -1;
  struct Part {
    std::string_view field;
    int64_t index;
  };

  void Add(Part last, FieldProblem::Kind kind, std::string_view text, ProblemNumbers numbers);
  std::string PathTo(Part last) const;

  std::vector<Part> path_;
  community::v1::InvalidFields found_;
};

// "9,211".
std::string WithCommas(uint64_t number);

}  // namespace cledi

#endif  // CLEDI_NODE_FIELDS_FIELD_PROBLEMS_H_
