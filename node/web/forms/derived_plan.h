#ifndef CLEDI_NODE_WEB_FORMS_DERIVED_PLAN_H_
#define CLEDI_NODE_WEB_FORMS_DERIVED_PLAN_H_

#include <string>

#include "cledi/community/v1/plan_service.pb.h"
#include "cledi/event/v1/plan.pb.h"

namespace cledi {

// A plan that somebody adapts or translates, before they change anything: it names the plan and
// the revision that it came from, and everybody who had a hand in that.
//
//   adaptation    `who` becomes its author; the source's authors and contributors are its
//                 contributors
//   translation   the authors stay, `who` is its translator, and both have one work id
//
// Its institution is left to the node that publishes it. `source` was not withdrawn.
event::v1::LessonPlan DerivedPlan(const community::v1::PlanView& source,
                                  event::v1::Derivation::Kind kind, const event::v1::Credit& who);

// The derivation that DerivedPlan added: the last. Null: the plan has none.
event::v1::Derivation* OwnDerivation(event::v1::LessonPlan& plan);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_FORMS_DERIVED_PLAN_H_
