// The steps of a plan as groups of controls: "step-3-name", "step-3-procedure" and so on. The
// buttons around them work without script: each sends the form, which is printed again with
// everything that was typed.

#ifndef CLEDI_NODE_WEB_FORMS_STEP_GROUPS_H_
#define CLEDI_NODE_WEB_FORMS_STEP_GROUPS_H_

#include <string>
#include <string_view>
#include <vector>

#include "cledi/event/v1/plan.pb.h"
#include "node/web/forms/form_field.h"

namespace cledi {

// More groups than a plan may have steps: whoever has too many is told, and loses none.
inline constexpr int kStepGroupsMax = 100;

// Of one step; paths are in the step.
const std::vector<FormField>& StepFields();
// "step-3-"; groups count from 1.
std::string StepPrefix(int group);

// Whether a control of this name belongs to a step's group.
bool IsStepControl(std::string_view name);

// How many groups there are: they are numbered without a gap (see Renumber).
int StepGroupCount(const Form& form);
// Numbers the groups from 1 in the order of their numbers. Those beyond kStepGroupsMax are
// gone: no page of ours has them.
void RenumberSteps(Form& form);

// A group for each step.
void FillSteps(const event::v1::LessonPlan& plan, Form& form);
// Steps out of all groups that are not empty, in their order. A step that the plan has already,
// by its id, keeps what its group does not show.
void ReadSteps(const Form& form, event::v1::LessonPlan& plan, FieldProblemList& problems);
// The group of the plan's step `index`, which counts from 0 and leaves out empty groups; 0: none.
int GroupOfStep(const Form& form, int index);

// Whether `button` is one of these, and then what it does is done:
//   step-add, step-up-3, step-down-3, step-remove-3, step-restore
// What is removed is kept in the form, so that it can be brought back. A number that is not
// there does nothing.
bool PressStepButton(std::string_view button, Form& form);
// Whether a removed step can be brought back.
bool HasRemovedStep(const Form& form);
// The names of the controls that keep it, to be printed as hidden ones.
std::vector<std::string> RemovedStepControls(const Form& form);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_FORMS_STEP_GROUPS_H_
