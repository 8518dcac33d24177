#include "node/web/compare/outline_comparison.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "federation/base/check.h"
#include "node/web/compare/step_matching.h"

namespace cledi {
namespace {

class Comparison {
 public:
  explicit Comparison(bool by_words) : by_words_(by_words) {}

  std::vector<ComparedSection> Sections(const std::vector<OutlineSection>& before,
                                        const std::vector<OutlineSection>& after) {
    CHECK(before.size() == after.size());
    std::vector<ComparedSection> sections;
    for (size_t i = 0; i < before.size(); ++i) {
      CHECK(before[i].heading == after[i].heading);
      ComparedSection section{.heading = after[i].heading,
                              .fields = Fields(before[i].fields, after[i].fields)};
      section.changed = std::ranges::any_of(section.fields, &ComparedField::changed);
      if (!section.fields.empty()) {
        sections.push_back(std::move(section));
      }
    }
    return sections;
  }

  std::vector<ComparedStep> Steps(const std::vector<OutlineStep>& before,
                                  const std::vector<OutlineStep>& after) {
    const std::vector<StepMatch> matches = MatchSteps(before, after, by_words_, comparer_);
    std::vector<bool> kept(before.size());
    std::vector<ComparedStep> steps;
    for (size_t j = 0; j < after.size(); ++j) {
      steps.push_back(Step(matches[j].before ? &before[*matches[j].before] : nullptr, &after[j]));
      steps.back().before = matches[j].before;
      steps.back().after = j;
      steps.back().moved = matches[j].moved;
      if (matches[j].before) {
        kept[*matches[j].before] = true;
      }
    }
    for (size_t i = 0; i < before.size(); ++i) {
      if (!kept[i]) {
        ComparedStep removed = Step(&before[i], nullptr);
        removed.before = i;
        const auto previous = std::ranges::find_if(
            steps, [&](const ComparedStep& step) { return i > 0 && step.before == i - 1; });
        steps.insert(previous == steps.end() ? steps.begin() : std::next(previous),
                     std::move(removed));
      }
    }
    return steps;
  }

 private:
  ComparedField Field(const OutlineField& before, const OutlineField& after) {
    CHECK(before.heading == after.heading);
    ComparedField field{.heading = after.heading};
    if (by_words_) {
      field.parts = comparer_.Compare(before.text, after.text);
      field.changed = std::ranges::any_of(
          field.parts, [](const TextPart& part) { return part.kind != TextPart::Kind::kSame; });
    } else {
      field.changed = before.text != after.text;
      field.before = before.text;
      field.after = after.text;
    }
    return field;
  }

  std::vector<ComparedField> Fields(const std::vector<OutlineField>& before,
                                    const std::vector<OutlineField>& after) {
    CHECK(before.size() == after.size());
    std::vector<ComparedField> fields;
    for (size_t i = 0; i < before.size(); ++i) {
      if (!before[i].text.empty() || !after[i].text.empty()) {
        fields.push_back(Field(before[i], after[i]));
      }
    }
    return fields;
  }

  // Null: that practice has no such step.
  ComparedStep Step(const OutlineStep* before, const OutlineStep* after) {
    const OutlineStep& shown = after == nullptr ? *before : *after;
    const OutlineStep nothing{.fields = Emptied(shown.fields)};
    ComparedStep step{.name = shown.name};
    step.fields = Fields(before == nullptr ? nothing.fields : before->fields,
                         after == nullptr ? nothing.fields : after->fields);
    step.changed = before != nullptr && after != nullptr &&
                   std::ranges::any_of(step.fields, &ComparedField::changed);
    return step;
  }

  static std::vector<OutlineField> Emptied(std::vector<OutlineField> fields) {
    for (OutlineField& field : fields) {
      field.text.clear();
    }
    return fields;
  }

  const bool by_words_;
  WordComparer comparer_;
};

}  // namespace

bool OutlineComparison::changed() const {
  return std::ranges::any_of(before_steps, &ComparedSection::changed) ||
         std::ranges::any_of(after_steps, &ComparedSection::changed) ||
         std::ranges::any_of(steps, [](const ComparedStep& step) {
           return step.changed || step.moved || step.added() || step.removed();
         });
}

OutlineComparison CompareOutlines(const Outline& before, const Outline& after, bool by_words) {
  Comparison comparison(by_words);
  OutlineComparison compared;
  compared.before_steps = comparison.Sections(before.before_steps, after.before_steps);
  compared.steps = comparison.Steps(before.steps, after.steps);
  compared.after_steps = comparison.Sections(before.after_steps, after.after_steps);
  return compared;
}

}  // namespace cledi
