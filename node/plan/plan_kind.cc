#include "node/plan/plan_kind.h"

#include "cledi/event/v1/plan.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "node/plan/plan_rules.h"
#include "node/practice/description_rules.h"

namespace cledi {
namespace {

// Raise it whenever the rules or the rows change.
constexpr uint32_t kVersion = 1;

}  // namespace

uint16_t LessonPlanKind::revised_type() const { return event::v1::EVENT_TYPE_PLAN_REVISED; }

uint16_t LessonPlanKind::withdrawn_type() const { return event::v1::EVENT_TYPE_PLAN_WITHDRAWN; }

std::optional<PracticeKind::Revision> LessonPlanKind::ReadRevision(std::string_view payload) const {
  event::v1::PlanRevised fact;
  if (!fact.ParseFromArray(payload.data(), static_cast<int>(payload.size())) ||
      fact.parents_size() > kParentsMax) {
    return std::nullopt;
  }
  FieldProblems problems;
  CheckPlan(fact.plan(), problems);
  CheckChangeNote(fact.change_note(), problems);
  Revision revision{.parents = {}, .change_note = fact.change_note()};
  for (const std::string& parent : fact.parents()) {
    const std::optional<EventId> id = EventId::From(parent);
    if (!id) {
      return std::nullopt;
    }
    revision.parents.push_back(*id);
  }
  return problems.empty() ? std::optional(std::move(revision)) : std::nullopt;
}

std::optional<std::string> LessonPlanKind::ReadWithdrawal(std::string_view payload) const {
  return ReadReason<event::v1::PlanWithdrawn>(payload);
}

void LessonPlanKind::FillRow(std::string_view payload, view::v1::PracticeRow& row) const {
  event::v1::PlanRevised fact;
  fact.ParseFromArray(payload.data(), static_cast<int>(payload.size()));
  FillFromDescription(fact.plan().description(), row);
  row.mutable_card()->set_plan_kind(fact.plan().kind());
  row.mutable_card()->set_minutes(TotalMinutes(fact.plan()));
}

const LessonPlanKind& TheLessonPlanKind() {
  static const LessonPlanKind kind;
  return kind;
}

PlanProjection::PlanProjection() : PracticeProjection(&TheLessonPlanKind(), kVersion) {}

}  // namespace cledi
