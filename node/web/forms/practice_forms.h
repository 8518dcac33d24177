// The forms of both kinds of practice: what they ask for, and form ⇄ message. Plain functions;
// what was typed is never judged here beyond whether it can be read.

#ifndef CLEDI_NODE_WEB_FORMS_PRACTICE_FORMS_H_
#define CLEDI_NODE_WEB_FORMS_PRACTICE_FORMS_H_

#include <string>
#include <string_view>
#include <vector>

#include "cledi/event/v1/plan.pb.h"
#include "cledi/event/v1/resource.pb.h"
#include "node/web/forms/form_field.h"

namespace cledi {

// In the order in which they are printed; a plan's steps come after its first section.
const std::vector<FormSection>& ResourceSections();
const std::vector<FormSection>& PlanSections();

Form FormOf(const event::v1::TrainingResource& resource);
Form FormOf(const event::v1::LessonPlan& plan);

// The practice that a form describes. `practice`: what it revises, or came from; fields without
// a control stay as they are there. Problems have paths such as "steps[2].minutes"; as long as
// there are any, what is read is not what was meant.
void ReadForm(const Form& form, event::v1::TrainingResource& practice, FieldProblemList& problems);
void ReadForm(const Form& form, event::v1::LessonPlan& practice, FieldProblemList& problems);

// Where in a form a problem is: its control, and the line of it for a member of a list.
struct ProblemPlace {
  std::string control;  // Its name; empty: no control is to blame.
  const FormField* field = nullptr;
  int line = 0;  // Counts from 1; 0: all of it.
  int step = 0;  // The group, where it is in one.
};

// `path`: as in the services' problems, below the practice: "description.title".
ProblemPlace PlaceOfProblem(const Form& form, const std::vector<FormSection>& sections,
                            std::string_view path);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_FORMS_PRACTICE_FORMS_H_
