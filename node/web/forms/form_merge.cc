#include "node/web/forms/form_merge.h"

#include <map>
#include <utility>

#include "absl/strings/ascii.h"

#include "node/web/forms/step_groups.h"

namespace cledi {
namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

// What one control, or all steps, hold.
Values ValuesOf(const Form& form, std::string_view control) {
  Values values;
  for (const auto& [name, value] : form.pairs()) {
    if (control == kAllSteps ? IsStepControl(name) : name == control) {
      values.emplace_back(name, value);
    }
  }
  return values;
}

// As far as it counts: in no order, without white space at ends, and empty controls like
// absent ones.
std::multimap<std::string, std::string> Meaning(const Values& values) {
  std::multimap<std::string, std::string> meaning;
  for (const auto& [name, value] : values) {
    std::string text(absl::StripTrailingAsciiWhitespace(value));
    if (!text.empty()) {
      meaning.emplace(name, std::move(text));
    }
  }
  return meaning;
}

void Replace(Form& form, const Values& old, const Values& added) {
  for (const auto& [name, value] : old) {
    form.Remove(name);
  }
  for (const auto& [name, value] : added) {
    form.Add(name, value);
  }
}

}  // namespace

MergedForm MergeForms(const std::vector<FormSection>& sections, const Form& base,
                      const Form& theirs, const Form& mine) {
  std::vector<std::string> controls;
  for (const FormSection& section : sections) {
    for (const FormField& field : section.fields) {
      controls.emplace_back(field.name);
    }
  }
  controls.emplace_back(kAllSteps);
  MergedForm merged{.form = mine};
  for (const std::string& control : controls) {
    const Values my_values = ValuesOf(mine, control);
    const Values their_values = ValuesOf(theirs, control);
    const auto before = Meaning(ValuesOf(base, control));
    const auto mine_now = Meaning(my_values);
    const auto theirs_now = Meaning(their_values);
    if (theirs_now == before || theirs_now == mine_now) {
      continue;
    }
    if (mine_now != before) {
      merged.contested.push_back(control);
      continue;
    }
    Replace(merged.form, my_values, their_values);
    merged.taken_over.push_back(control);
  }
  return merged;
}

}  // namespace cledi
