#ifndef CLEDI_NODE_WEB_PAGES_FORM_VIEW_H_
#define CLEDI_NODE_WEB_PAGES_FORM_VIEW_H_

#include <string>
#include <string_view>
#include <vector>

#include "cledi/community/v1/field_problem.pb.h"
#include "node/web/pages/problem_words.h"
#include "node/web/pages/view.h"
#include "node/web/words/words.h"

namespace cledi {

// A control of a form. `id` is its name too.
struct Control {
  std::string_view id;
  std::string_view label;  // A message.
  std::string_view hint;   // A message; may be empty.
  // The fields of the request that it fills, as problems name them.
  std::vector<std::string_view> paths;
};

// One of several values that a control offers.
struct ControlOption {
  std::string value;
  Phrase label;
  std::string language;  // Of the label, where it is not the reader's.
};

// The views of a form's controls: with what was typed, right or wrong, and with what is wrong
// beside it and in the summary at the head of the form.
class FormView {
 public:
  FormView(const Words& words, std::vector<community::v1::FieldProblem> problems)
      : words_(words), problems_(std::move(problems)), summary_(words) {}

  // For the piece _input. `type` and `autocomplete`: as in HTML.
  View Input(const Control& control, std::string_view value, std::string_view type = "text",
             std::string_view autocomplete = "off");
  // For the piece _area.
  View Area(const Control& control, std::string_view value);
  // For the piece _select.
  View Select(const Control& control, const std::vector<ControlOption>& options,
              std::string_view chosen);
  // For the piece _boxes. Where there are many, those that are not chosen unfold.
  View Boxes(const Control& control, const std::vector<ControlOption>& options,
             const std::vector<std::string>& chosen);

  // What is wrong with no control: the first thing in the summary.
  void AddNote(const Phrase& note) { summary_.Add("", {}, note); }
  // Sets the piece _problems: those of the controls in their order, then all others.
  void SetProblems(View& view) &&;

 private:
  View Common(const Control& control);

  const Words& words_;
  std::vector<community::v1::FieldProblem> problems_;
  ProblemSummary summary_;
};

// The languages that one may read and write in, each in its own spelling; `also` are added
// where they are not among them.
std::vector<ControlOption> LanguageOptions(const std::vector<std::string>& also);
// Those of the pages.
std::vector<ControlOption> PageLanguageOptions();

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_FORM_VIEW_H_
