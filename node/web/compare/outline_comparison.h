#ifndef CLEDI_NODE_WEB_COMPARE_OUTLINE_COMPARISON_H_
#define CLEDI_NODE_WEB_COMPARE_OUTLINE_COMPARISON_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/web/compare/outline.h"
#include "node/web/compare/word_comparison.h"

namespace cledi {

// One text, as both practices have it.
struct ComparedField {
  std::string_view heading;
  bool changed = false;
  std::vector<TextPart> parts;  // Only where words are compared.
  std::string before;           // Only where they are not.
  std::string after;
};

struct ComparedSection {
  std::string_view heading;
  bool changed = false;
  std::vector<ComparedField> fields;  // Those that one of the two has.
};

struct ComparedStep {
  std::optional<size_t> before;  // Its place in each, from 0; at least one of them has it.
  std::optional<size_t> after;
  bool moved = false;
  bool changed = false;  // Both have it, with other words.
  std::string name;      // The later one's, if it has one.
  std::vector<ComparedField> fields;

  bool added() const { return !before; }
  bool removed() const { return !after; }
};

struct OutlineComparison {
  std::vector<ComparedSection> before_steps;
  // In the later practice's order; what was removed stands behind what it followed.
  std::vector<ComparedStep> steps;
  std::vector<ComparedSection> after_steps;

  bool changed() const;
};

// Compares two outlines of one kind of practice, the earlier with the later. `by_words`: false
// where they are in different languages; then the texts are put beside each other as they are.
OutlineComparison CompareOutlines(const Outline& before, const Outline& after, bool by_words);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_COMPARE_OUTLINE_COMPARISON_H_
