#ifndef CLEDI_NODE_WEB_FORMS_FORM_MERGE_H_
#define CLEDI_NODE_WEB_FORMS_FORM_MERGE_H_

#include <string>
#include <string_view>
#include <vector>

#include "node/web/forms/form_field.h"

namespace cledi {

// The name under which all steps of a plan count as one control.
inline constexpr std::string_view kAllSteps = "steps";

// What comes of a form whose practice was revised by somebody else while it was written.
struct MergedForm {
  // What was typed, with `theirs` where only they changed something.
  Form form;
  // The controls that only they changed.
  std::vector<std::string> taken_over;
  // The controls that both changed: what was typed stands in `form`, and a person decides.
  std::vector<std::string> contested;
};

// `base`: the practice's form when `mine` was begun; `theirs`: that of its newest revision.
// What `mine` has beside the fields of `sections` and steps stays.
MergedForm MergeForms(const std::vector<FormSection>& sections, const Form& base,
                      const Form& theirs, const Form& mine);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_FORMS_FORM_MERGE_H_
