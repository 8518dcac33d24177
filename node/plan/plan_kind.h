#ifndef CLEDI_NODE_PLAN_PLAN_KIND_H_
#define CLEDI_NODE_PLAN_PLAN_KIND_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "node/practice/practice_fold.h"
#include "node/practice/practice_kind.h"

namespace cledi {

// Lesson plans as folds see them: revisions form a graph by their parents.
class LessonPlanKind final : public PracticeKind {
 public:
  std::string_view view_name() const override { return kPlanViews; }
  uint16_t revised_type() const override;
  uint16_t withdrawn_type() const override;
  bool has_parents() const override { return true; }
  std::unique_ptr<PracticeRevision> ReadRevision(std::string_view payload) const override;
  std::optional<std::string> ReadWithdrawal(std::string_view payload) const override;
};

const LessonPlanKind& TheLessonPlanKind();

// The views of lesson plans.
class PlanProjection final : public PracticeProjection {
 public:
  PlanProjection();
};

}  // namespace cledi

#endif  // CLEDI_NODE_PLAN_PLAN_KIND_H_
