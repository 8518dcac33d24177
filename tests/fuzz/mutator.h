#ifndef CLEDI_TESTS_FUZZ_MUTATOR_H_
#define CLEDI_TESTS_FUZZ_MUTATOR_H_

#include <string>
#include <vector>

#include "federation/base/random.h"

namespace cledi {

// Spoils well-formed inputs in the ways that parsers trip over: changed bits, extreme bytes,
// missing, doubled and foreign parts. The same seed always gives the same inputs.
class Mutator {
 public:
  // `corpus` is not empty.
  Mutator(std::vector<std::string> corpus, uint64_t seed);

  // One of the corpus, changed one to four times. May be empty; seldom is it unchanged.
  std::string Next();

 private:
  void ChangeOnce(std::string& input);
  // A part of `input`: where it begins, and its length.
  std::pair<size_t, size_t> SomePart(const std::string& input);

  const std::vector<std::string> corpus_;
  SeededRandom random_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_FUZZ_MUTATOR_H_
