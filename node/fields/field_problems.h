#ifndef CLEDI_NODE_FIELDS_FIELD_PROBLEMS_H_
#define CLEDI_NODE_FIELDS_FIELD_PROBLEMS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/status.h"

namespace cledi {

// What is wrong with a message that a person filled in, each with the field's path:
//   plan.steps[2].procedure: at most 8,000 bytes; this has 9,211
//
// The same checks run in folds, where only empty() matters; nothing is allocated while all
// is well.
class FieldProblems {
 public:
  // More are counted, not described.
  static constexpr size_t kDescribedMax = 10;

  // `root` begins every path; it outlives the problems, as do all names given here.
  explicit FieldProblems(std::string_view root = "") { path_.push_back({root, kNoIndex}); }

  // `field`: of the message that is entered.
  void Add(std::string_view field, std::string_view problem) { Add(field, kNoIndex, problem); }
  void AddAt(std::string_view field, size_t index, std::string_view problem) {
    Add(field, static_cast<int64_t>(index), problem);
  }

  bool empty() const { return count_ == 0; }
  const std::vector<std::string>& described() const { return described_; }
  // InvalidArgument with all that is described; OK if there is nothing.
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

  void Add(std::string_view field, int64_t index, std::string_view problem);

  std::vector<Part> path_;
  std::vector<std::string> described_;
  size_t count_ = 0;
};

// "9,211".
std::string WithCommas(uint64_t number);

}  // namespace cledi

#endif  // CLEDI_NODE_FIELDS_FIELD_PROBLEMS_H_
