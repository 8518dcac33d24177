#ifndef CLEDI_NODE_WEB_PAGES_FORM_FIELD_VIEW_H_
#define CLEDI_NODE_WEB_PAGES_FORM_FIELD_VIEW_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "node/web/forms/practice_forms.h"
#include "node/web/pages/view.h"
#include "node/web/words/words.h"

namespace cledi {

// What is wrong with each control of a form, by the control's name.
using ControlProblems = std::map<std::string, std::vector<Phrase>, std::less<>>;

// What is needed to print the controls of one form.
struct FormControls {
  const Words& words;
  const Form& form;
  const ControlProblems& problems;
  // What may be chosen of these.
  const std::vector<std::string>& licences;
};

// The label of a field: the message "field_<name>".
Phrase FieldLabel(const Words& words, const FormField& field);

// A problem at its place, in the reader's language: beside what SayProblem says, which line of a
// list it is and what is missing where one of several fields will do.
Phrase SayProblemAt(const Words& words, const community::v1::FieldProblem& problem,
                    const ProblemPlace& place);

// For the piece _form_field. `prefix`: goes before the control's name; `message`: what the
// field's path begins at.
View FieldView(const FormControls& controls, const FormField& field, std::string_view prefix,
               const google::protobuf::Message& message);
// The same for a text of several lines that belongs to no message.
View TextView(const FormControls& controls, std::string_view name, bool needed);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_FORM_FIELD_VIEW_H_
