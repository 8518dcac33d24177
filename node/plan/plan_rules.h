#ifndef CLEDI_NODE_PLAN_PLAN_RULES_H_
#define CLEDI_NODE_PLAN_PLAN_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "cledi/event/v1/plan.pb.h"
#include "node/fields/field_problems.h"

namespace cledi {

inline constexpr int kParentsMax = 16;

// All that makes a lesson plan count, at write time (a helpful error) and in every fold (the
// same verdict): all limits that the message's comments state. Changing a rule needs a new
// version of the projection.
void CheckPlan(const event::v1::LessonPlan& plan, FieldProblems& problems);

// Gives each step without an id one that no other step of the plan has.
void FillStepIds(event::v1::LessonPlan& plan);

// Minutes in all: as said, or the sum of the steps.
uint32_t TotalMinutes(const event::v1::LessonPlan& plan);

// Recommended fields that are empty, by their path.
std::vector<std::string> MissingFields(const event::v1::LessonPlan& plan);

}  // namespace cledi

#endif  // CLEDI_NODE_PLAN_PLAN_RULES_H_
