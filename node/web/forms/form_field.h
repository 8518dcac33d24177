// What a form asks for and where it stands in a message, so that one description serves to print
// the form, to read it and to find the field that a problem is about.

#ifndef CLEDI_NODE_WEB_FORMS_FORM_FIELD_H_
#define CLEDI_NODE_WEB_FORMS_FORM_FIELD_H_

#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/message.h"

#include "cledi/community/v1/field_problem.pb.h"
#include "node/http/query.h"

namespace cledi {

// What was typed, by the names of the controls, right or wrong.
using Form = Query;
using FieldProblemList = std::vector<community::v1::FieldProblem>;

enum class FieldKind {
  kLine,       // One line of text.
  kText,       // Several lines, in Markdown.
  kNumber,     // A whole number; empty: not said.
  kDate,       // A day: "2027-05-31".
  kLanguage,   // A language tag out of a list.
  kLicence,    // A licence out of a list.
  kChoice,     // One value of an enumeration, by its name.
  kChoices,    // Any values of an enumeration.
  kTags,       // Any of the words that a list of texts usually has (KnownTags).
  kOtherTags,  // The same list's other words, one a line.
  kLines,      // A list, one member a line.
};

struct FormField {
  // Of its control; "field_<name>" is the message that labels it.
  std::string_view name;
  // In the practice: "description.levels".
  std::string_view path;
  FieldKind kind;
  bool needed = false;
};

struct FormSection {
  // "section_form_<name>" is the message of its heading; empty: it has none and is always open,
  // before the others if it is the first, else after them.
  std::string_view name;
  std::vector<FormField> fields;
};

// Sets the controls of `field` to what `message` says. `prefix`: goes before the control's name,
// such as "step-3-".
void FillField(const google::protobuf::Message& message, const FormField& field,
               std::string_view prefix, Form& form);

// Sets the field of `message` to what was typed. What the form cannot show, or does not have a
// control for, stays as it was: a line that reads as a member of the list already had is that
// member, with all that it holds. What cannot be read leaves the field as it was and adds a
// problem under `path_prefix` and the field's path.
void ReadField(const Form& form, const FormField& field, std::string_view prefix,
               std::string_view path_prefix, google::protobuf::Message& message,
               FieldProblemList& problems);

// All fields of all sections. ReadFields adds a problem for what is needed and empty.
void FillFields(const std::vector<FormSection>& sections, const google::protobuf::Message& message,
                Form& form);
void ReadFields(const std::vector<FormSection>& sections, const Form& form,
                google::protobuf::Message& message, FieldProblemList& problems);

// The field that a problem's path is about, of a list's member too; null: none of these.
// "description.ages" finds the first of its parts.
const FormField* FindField(const std::vector<FormField>& fields, std::string_view path);
const FormField* FindField(const std::vector<FormSection>& sections, std::string_view path);

// Adds a problem that was found while reading.
void AddProblem(std::string path, community::v1::FieldProblem::Kind kind,
                FieldProblemList& problems);

// The lines of a control that are not blank, without white space around them.
std::vector<std::string> LinesOf(std::string_view text);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_FORMS_FORM_FIELD_H_
