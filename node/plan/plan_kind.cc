#include "node/plan/plan_kind.h"

#include <algorithm>
#include <utility>

#include "cledi/event/v1/plan.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "node/plan/plan_rules.h"
#include "node/practice/description_rules.h"

namespace cledi {
namespace {

// Raise it whenever the rules or the rows change.
constexpr uint32_t kVersion = 2;

class Revision final : public PracticeRevision {
 public:
  // The parents of `fact` are event ids.
  explicit Revision(event::v1::PlanRevised fact) : fact_(std::move(fact)) {}

  std::vector<EventId> Parents() const override {
    std::vector<EventId> parents;
    for (const std::string& parent : fact_.parents()) {
      parents.push_back(*EventId::From(parent));
    }
    return parents;
  }
  const std::string& change_note() const override { return fact_.change_note(); }
  void FillRow(view::v1::PracticeRow& row) const override {
    FillFromDescription(fact_.plan().description(), row);
    row.mutable_card()->set_plan_kind(fact_.plan().kind());
    row.mutable_card()->set_minutes(TotalMinutes(fact_.plan()));
  }

 private:
  const event::v1::PlanRevised fact_;
};

bool HasSoundParents(const event::v1::PlanRevised& fact) {
  return fact.parents_size() <= kParentsMax &&
         std::ranges::all_of(fact.parents(), [](const std::string& parent) {
           return parent.size() == EventId::kSize;
         });
}

}  // namespace

uint16_t LessonPlanKind::revised_type() const { return event::v1::EVENT_TYPE_PLAN_REVISED; }

uint16_t LessonPlanKind::withdrawn_type() const { return event::v1::EVENT_TYPE_PLAN_WITHDRAWN; }

std::unique_ptr<PracticeRevision> LessonPlanKind::ReadRevision(std::string_view payload) const {
  event::v1::PlanRevised fact;
  if (!fact.ParseFromArray(payload.data(), static_cast<int>(payload.size())) ||
      !HasSoundParents(fact)) {
    return nullptr;
  }
  FieldProblems problems;
  CheckPlan(fact.plan(), problems);
  CheckChangeNote(fact.change_note(), problems);
  return problems.empty() ? std::make_unique<Revision>(std::move(fact)) : nullptr;
}

std::optional<std::string> LessonPlanKind::ReadWithdrawal(std::string_view payload) const {
  return ReadReason<event::v1::PlanWithdrawn>(payload);
}

const LessonPlanKind& TheLessonPlanKind() {
  static const LessonPlanKind kind;
  return kind;
}

PlanProjection::PlanProjection() : PracticeProjection(&TheLessonPlanKind(), kVersion) {}

}  // namespace cledi
