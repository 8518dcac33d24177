#ifndef CLEDI_NODE_WEB_COMPARE_WORD_COMPARISON_H_
#define CLEDI_NODE_WEB_COMPARE_WORD_COMPARISON_H_

#include <cstddef>
#include <memory>
#include <span>
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
// whole life, by the number of pairs of words that it may have to look at. Longer texts are
// compared line by line first, and the words of changed lines then; what differs in more even
// so is shown as replaced, from its first difference to its last.
//
// Made for one page; not thread-safe.
class WordComparer {
 public:
  static constexpr size_t kPairsMax = 200'000;
  static constexpr size_t kPairsInAllMax = 1'000'000;

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

  // Adds what differs between the words of two texts.
  void AddDifference(std::span<const std::string_view> before,
                     std::span<const std::string_view> after, bool by_lines,
                     std::vector<TextPart>& parts);
  // False: there are too many lines; nothing was added.
  bool AddDifferenceByLines(std::span<const std::string_view> before,
                            std::span<const std::string_view> after, std::vector<TextPart>& parts);
  // Whether so many pairs may be looked at; then they are spent.
  bool Spend(size_t pairs);

  const std::unique_ptr<Cutter> cutter_;
  size_t pairs_left_ = kPairsInAllMax;
};

// A word as Cut gives it, without the white space behind it.
std::string_view BareWord(std::string_view word);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_COMPARE_WORD_COMPARISON_H_
