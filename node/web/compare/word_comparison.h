#ifndef CLEDI_NODE_WEB_COMPARE_WORD_COMPARISON_H_
#define CLEDI_NODE_WEB_COMPARE_WORD_COMPARISON_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cledi {

// A run of words that two texts share, or that one of them has alone.
struct TextPart {
  enum class Kind { kSame, kRemoved, kAdded };
  Kind kind = Kind::kSame;
  std::string text;

  friend bool operator==(const TextPart&, const TextPart&) = default;
};

// Compares texts word by word. What it spends is bounded, for one pair of texts and over its
// whole life, by the number of pairs of words that it may have to look at: texts that differ in
// more are shown as replaced, from their first difference to their last.
//
// Made for one page; not thread-safe.
class WordComparer {
 public:
  static constexpr size_t kPairsMax = 400'000;
  static constexpr size_t kPairsInAllMax = 4'000'000;

  WordComparer();
  ~WordComparer();

  // The words of a text, each with the white space behind it; together they are the text.
  // Words are cut as Unicode says (UAX #29), whatever the language; a punctuation mark is one.
  std::vector<std::string_view> Cut(std::string_view text);

  // In reading order, what was removed before what was added in its place. White space alone
  // makes no difference; shared words are as in `after`. Nothing: both are empty.
  std::vector<TextPart> Compare(std::string_view before, std::string_view after);

 private:
  struct Cutter;

  const std::unique_ptr<Cutter> cutter_;
  size_t pairs_left_ = kPairsInAllMax;
};

// A word as Cut gives it, without the white space behind it.
std::string_view BareWord(std::string_view word);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_COMPARE_WORD_COMPARISON_H_
