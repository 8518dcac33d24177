#include "node/web/forms/step_groups.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "federation/base/status.h"
#include "federation/base/text.h"

namespace cledi {
namespace {

using event::v1::LessonPlan;
using event::v1::Step;

constexpr std::string_view kStep = "step-";
constexpr std::string_view kRemoved = "removed-step-";
constexpr std::string_view kIdControl = "id";
constexpr std::string_view kProcedureControl = "procedure";

using Controls = std::vector<std::pair<std::string, std::string>>;

// A form taken apart: its groups by their numbers, controls without their prefix.
struct Parts {
  std::map<int, Controls> groups;
  std::optional<Controls> removed;
  Form rest;
};

// The number of a group, and what follows it.
std::optional<int> TakeGroupNumber(std::string_view& name) {
  std::string_view rest = name;
  if (!rest.starts_with(kStep)) {
    return std::nullopt;
  }
  rest.remove_prefix(kStep.size());
  const std::string_view digits = TakeUntil(rest, '-');
  const std::optional<uint64_t> number = digits.size() <= 4 ? ParseDecimal(digits) : std::nullopt;
  if (!number.has_value() || *number == 0 || rest.empty()) {
    return std::nullopt;
  }
  name = rest;
  return static_cast<int>(*number);
}

Parts TakeApart(const Form& form) {
  Parts parts;
  for (const auto& [whole, value] : form.pairs()) {
    std::string_view name = whole;
    if (const std::optional<int> number = TakeGroupNumber(name)) {
      parts.groups[*number].emplace_back(name, value);
    } else if (name.starts_with(kRemoved)) {
      name.remove_prefix(kRemoved.size());
      if (!parts.removed.has_value()) {
        parts.removed.emplace();
      }
      parts.removed->emplace_back(name, value);
    } else {
      parts.rest.Add(whole, value);
    }
  }
  return parts;
}

// Puts groups, in their order, and what was removed behind the rest of a form.
Form PutTogether(Form rest, const std::vector<Controls>& groups,
                 const std::optional<Controls>& removed) {
  int number = 0;
  for (const Controls& group : groups) {
    if (++number > kStepGroupsMax) {
      break;
    }
    for (const auto& [name, value] : group) {
      rest.Add(StepPrefix(number) + name, value);
    }
  }
  for (const auto& [name, value] : removed.value_or(Controls())) {
    rest.Add(absl::StrCat(ToAbsl(kRemoved), name), value);
  }
  return rest;
}

std::vector<Controls> InOrder(std::map<int, Controls> groups) {
  std::vector<Controls> ordered;
  for (auto& [number, controls] : groups) {
    ordered.push_back(std::move(controls));
  }
  return ordered;
}

Controls EmptyGroup() { return {{std::string(kProcedureControl), ""}}; }

bool IsBlank(std::string_view text) { return absl::StripAsciiWhitespace(ToAbsl(text)).empty(); }

// Nothing was typed in it; that it had an id once does not count.
bool IsEmptyGroup(const Form& form, int group) {
  for (const FormField& field : StepFields()) {
    const std::string name = StepPrefix(group) + std::string(field.name);
    if (!IsBlank(form.Get(name).value_or(""))) {
      return false;
    }
  }
  return true;
}

}  // namespace

const std::vector<FormField>& StepFields() {
  static const auto& fields = *new std::vector<FormField>{
      {"name", "name", FieldKind::kLine},
      {"procedure", "procedure", FieldKind::kText},
      {"duration", "minutes", FieldKind::kNumber},
      {"grouping", "grouping", FieldKind::kChoice},
      {"materials", "materials", FieldKind::kLines},
      {"tool", "digital_tool", FieldKind::kLine},
      {"low_tech", "low_tech_alternative", FieldKind::kText},
  };
  return fields;
}

std::string StepPrefix(int group) { return absl::StrCat(ToAbsl(kStep), group, "-"); }

bool IsStepControl(std::string_view name) { return TakeGroupNumber(name).has_value(); }

int StepGroupCount(const Form& form) {
  return static_cast<int>(std::min<size_t>(TakeApart(form).groups.size(), kStepGroupsMax));
}

void RenumberSteps(Form& form) {
  Parts parts = TakeApart(form);
  form = PutTogether(std::move(parts.rest), InOrder(std::move(parts.groups)), parts.removed);
}

void FillSteps(const LessonPlan& plan, Form& form) {
  int group = 0;
  for (const Step& step : plan.steps()) {
    const std::string prefix = StepPrefix(++group);
    form.Add(prefix + std::string(kIdControl), step.id());
    for (const FormField& field : StepFields()) {
      FillField(step, field, prefix, form);
    }
  }
}

void ReadSteps(const Form& form, LessonPlan& plan, FieldProblemList& problems) {
  std::map<std::string, Step> had;
  for (const Step& step : plan.steps()) {
    had.emplace(step.id(), step);
  }
  plan.clear_steps();
  const int groups = StepGroupCount(form);
  for (int group = 1; group <= groups; ++group) {
    if (IsEmptyGroup(form, group)) {
      continue;
    }
    const std::string prefix = StepPrefix(group);
    const std::string path = absl::StrCat("steps[", plan.steps_size(), "].");
    Step& step = *plan.add_steps();
    const auto same =
        had.find(std::string(form.Get(prefix + std::string(kIdControl)).value_or("")));
    if (same != had.end() && !same->first.empty()) {
      step = std::move(same->second);
      had.erase(same);  // A step that was sent twice is two steps.
    }
    for (const FormField& field : StepFields()) {
      ReadField(form, field, prefix, path, step, problems);
    }
  }
}

int GroupOfStep(const Form& form, int index) {
  const int groups = StepGroupCount(form);
  for (int group = 1; group <= groups; ++group) {
    if (!IsEmptyGroup(form, group) && index-- == 0) {
      return group;
    }
  }
  return 0;
}

bool PressStepButton(std::string_view button, Form& form) {
  if (!button.starts_with(kStep)) {
    return false;
  }
  button.remove_prefix(kStep.size());
  const std::string_view action = TakeUntil(button, '-');
  Parts parts = TakeApart(form);
  std::vector<Controls> groups = InOrder(std::move(parts.groups));
  const size_t at = static_cast<size_t>(ParseDecimal(button).value_or(0)) - 1;
  const bool there = at < groups.size();
  if (action == "add") {
    groups.push_back(EmptyGroup());
  } else if (action == "up" && there && at > 0) {
    std::swap(groups[at], groups[at - 1]);
  } else if (action == "down" && there && at + 1 < groups.size()) {
    std::swap(groups[at], groups[at + 1]);
  } else if (action == "remove" && there) {
    parts.removed = std::move(groups[at]);
    groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(at));
  } else if (action == "restore" && parts.removed.has_value()) {
    groups.push_back(*std::exchange(parts.removed, std::nullopt));
  }
  form = PutTogether(std::move(parts.rest), groups, parts.removed);
  return true;
}

bool HasRemovedStep(const Form& form) { return TakeApart(form).removed.has_value(); }

std::vector<std::string> RemovedStepControls(const Form& form) {
  std::vector<std::string> names;
  for (const auto& [name, value] : form.pairs()) {
    if (name.starts_with(kRemoved)) {
      names.push_back(name);
    }
  }
  return names;
}

}  // namespace cledi
