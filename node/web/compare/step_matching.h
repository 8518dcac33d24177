#ifndef CLEDI_NODE_WEB_COMPARE_STEP_MATCHING_H_
#define CLEDI_NODE_WEB_COMPARE_STEP_MATCHING_H_

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "node/web/compare/outline.h"
#include "node/web/compare/word_comparison.h"

namespace cledi {

// Which step of the earlier practice a step of the later one is.
struct StepMatch {
  std::optional<size_t> before;  // Nothing: it was added.
  bool moved = false;            // It stands elsewhere among those that both have.
};

// One match for each step of `after`; no two are the same step. Steps are the same if they have
// the same name; then if they have the same id; then if they share most of their words; and of
// those between two matched pairs, where both sides have as many of them left: the first is the
// first, and so on. `by_words`: false where the two are in different languages.
std::vector<StepMatch> MatchSteps(std::span<const OutlineStep> before,
                                  std::span<const OutlineStep> after, bool by_words,
                                  WordComparer& comparer);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_COMPARE_STEP_MATCHING_H_
