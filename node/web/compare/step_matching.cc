#include "node/web/compare/step_matching.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace cledi {
namespace {

// Words that two steps share, of the words of both, that make them one.
constexpr double kAlikeEnough = 0.5;

using Words = std::vector<std::string_view>;

class Matcher {
 public:
  Matcher(std::span<const OutlineStep> before, std::span<const OutlineStep> after)
      : before_(before), after_(after), taken_(before.size()), matches_(after.size()) {}

  // Pairs what `same` says of two steps that are left, in order.
  template <class Same>
  void PairBy(Same same) {
    for (size_t j = 0; j < after_.size(); ++j) {
      for (size_t i = 0; i < before_.size() && !matches_[j].before; ++i) {
        if (!taken_[i] && same(before_[i], after_[j])) {
          Pair(i, j);
        }
      }
    }
  }

  // Pairs those that share the most words, the most alike first.
  void PairAlike(WordComparer& comparer) {
    struct Likeness {
      double share = 0;
      size_t before = 0;
      size_t after = 0;
    };
    const std::vector<Words> words_before = SortedWords(before_, comparer);
    const std::vector<Words> words_after = SortedWords(after_, comparer);
    std::vector<Likeness> alike;
    for (size_t j = 0; j < after_.size(); ++j) {
      for (size_t i = 0; i < before_.size(); ++i) {
        if (!matches_[j].before && !taken_[i]) {
          alike.push_back({Share(words_before[i], words_after[j]), i, j});
        }
      }
    }
    std::ranges::stable_sort(alike, std::ranges::greater(), &Likeness::share);
    for (const Likeness& pair : alike) {
      if (pair.share >= kAlikeEnough && !matches_[pair.after].before && !taken_[pair.before]) {
        Pair(pair.before, pair.after);
      }
    }
  }

  // Pairs by place what is left between matched neighbours, where it is as many on both sides.
  void PairByPlace() {
    size_t from = 0;
    for (size_t j = 0; j <= after_.size(); ++j) {
      if (j < after_.size() && !matches_[j].before) {
        continue;
      }
      PairGap(from, j);
      from = j + 1;
    }
  }

  std::vector<StepMatch> Take() {
    MarkMoved();
    return std::move(matches_);
  }

 private:
  void Pair(size_t before, size_t after) {
    taken_[before] = true;
    matches_[after].before = before;
  }

  static std::vector<Words> SortedWords(std::span<const OutlineStep> steps,
                                        WordComparer& comparer) {
    std::vector<Words> all;
    for (const OutlineStep& step : steps) {
      Words& words = all.emplace_back();
      for (const OutlineField& field : step.fields) {
        for (const std::string_view word : comparer.Cut(field.text)) {
          words.push_back(BareWord(word));
        }
      }
      std::ranges::sort(words);
    }
    return all;
  }

  static double Share(const Words& a, const Words& b) {
    if (a.empty() || b.empty()) {
      return 0;
    }
    Words both;
    std::ranges::set_intersection(a, b, std::back_inserter(both));
    return 2 * static_cast<double>(both.size()) / static_cast<double>(a.size() + b.size());
  }

  // The steps from `from` to `to` of the later practice are unmatched, their neighbours are not.
  void PairGap(size_t from, size_t to) {
    const size_t first = from == 0 ? 0 : *matches_[from - 1].before + 1;
    const size_t last = to == after_.size() ? before_.size() : *matches_[to].before;
    if (first > last || last - first != to - from ||
        std::any_of(taken_.begin() + static_cast<std::ptrdiff_t>(first),
                    taken_.begin() + static_cast<std::ptrdiff_t>(last),
                    [](bool taken) { return taken; })) {
      return;
    }
    for (size_t i = first; i < last; ++i) {
      Pair(i, from + (i - first));
    }
  }

  // What is not in the longest run of matches that kept their order was moved.
  void MarkMoved() {
    const size_t none = after_.size();
    std::vector<size_t> length(after_.size(), 0);
    std::vector<size_t> previous(after_.size(), none);
    size_t end = none;
    for (size_t j = 0; j < after_.size(); ++j) {
      if (!matches_[j].before) {
        continue;
      }
      matches_[j].moved = true;
      length[j] = 1;
      for (size_t k = 0; k < j; ++k) {
        if (matches_[k].before && *matches_[k].before < *matches_[j].before &&
            length[k] + 1 > length[j]) {
          length[j] = length[k] + 1;
          previous[j] = k;
        }
      }
      if (end == none || length[j] > length[end]) {
        end = j;
      }
    }
    for (size_t j = end; j != none; j = previous[j]) {
      matches_[j].moved = false;
    }
  }

  const std::span<const OutlineStep> before_;
  const std::span<const OutlineStep> after_;
  std::vector<bool> taken_;  // Of the earlier practice's steps.
  std::vector<StepMatch> matches_;
};

}  // namespace

std::vector<StepMatch> MatchSteps(std::span<const OutlineStep> before,
                                  std::span<const OutlineStep> after, bool by_words,
                                  WordComparer& comparer) {
  Matcher matcher(before, after);
  matcher.PairBy([](const OutlineStep& a, const OutlineStep& b) {
    return !a.name.empty() && a.name == b.name && a.id == b.id;
  });
  matcher.PairBy([](const OutlineStep& a, const OutlineStep& b) {
    return !a.name.empty() && a.name == b.name;
  });
  matcher.PairBy([](const OutlineStep& a, const OutlineStep& b) { return a.id == b.id; });
  if (by_words) {
    matcher.PairAlike(comparer);
  }
  matcher.PairByPlace();
  return matcher.Take();
}

}  // namespace cledi
