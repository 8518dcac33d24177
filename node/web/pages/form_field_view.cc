#include "node/web/pages/form_field_view.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "federation/base/status.h"
#include "federation/base/text.h"
#include "node/web/forms/known_tags.h"
#include "node/web/pages/practice_words.h"
#include "node/web/pages/problem_words.h"
#include "node/web/words/language_names.h"

namespace cledi {
namespace {

using community::v1::FieldProblem;
using google::protobuf::EnumDescriptor;

struct Option {
  std::string value;
  Phrase label;
  Phrase note = {};
  std::string language = {};  // Of the label, where it is not the reader's.
};

// The enumeration that a field's values are of.
const EnumDescriptor& EnumAt(const google::protobuf::Message& message, std::string_view path) {
  const google::protobuf::Descriptor* type = message.GetDescriptor();
  while (true) {
    const std::string name(TakeUntil(path, '.'));
    const google::protobuf::FieldDescriptor* field = type->FindFieldByName(name);
    if (path.empty()) {
      return *field->enum_type();
    }
    type = field->message_type();
  }
}

std::vector<Option> EnumOptions(const Words& words, const EnumDescriptor& type) {
  std::vector<Option> options;
  for (int i = 0; i < type.value_count(); ++i) {
    if (const int value = type.value(i)->number(); value != 0) {
      options.push_back({type.value(i)->name(), SayEnum(words, type, value)});
    }
  }
  return options;
}

Phrase SayTag(const Words& words, std::string_view path, std::string_view tag) {
  if (path == "description.subjects") {
    return SaySubject(words, tag);
  }
  return path == "caption_languages" ? Phrase{OwnLanguageName(tag)} : SayAccessibility(words, tag);
}

std::vector<Option> TagOptions(const Words& words, std::string_view path) {
  std::vector<Option> options;
  for (const std::string_view tag : KnownTags(path)) {
    options.push_back({std::string(tag), SayTag(words, path, tag)});
    options.back().language = path == "caption_languages" ? tag : "";
  }
  return options;
}

std::vector<Option> LanguageOptions() {
  std::vector<Option> options;
  for (const std::string_view tag : OfferedLanguages()) {
    options.push_back({std::string(tag), {OwnLanguageName(tag)}, {}, std::string(tag)});
  }
  return options;
}

std::vector<Option> LicenceOptions(const Words& words, const std::vector<std::string>& licences) {
  std::vector<Option> options;
  for (const std::string& licence : licences) {
    Licence said = SayLicence(words, licence);
    const bool known = !said.offer.text.empty();
    options.push_back(
        {licence, known ? said.offer : Phrase{said.name}, known ? Phrase{said.name} : Phrase{}});
  }
  return options;
}

std::vector<Option> OptionsOf(const FormControls& controls, const FormField& field,
                              const google::protobuf::Message& message) {
  switch (field.kind) {
    case FieldKind::kChoice:
    case FieldKind::kChoices:
      return EnumOptions(controls.words, EnumAt(message, field.path));
    case FieldKind::kTags:
      return TagOptions(controls.words, field.path);
    case FieldKind::kLanguage:
      return LanguageOptions();
    case FieldKind::kLicence:
      return LicenceOptions(controls.words, controls.licences);
    default:
      return {};
  }
}

// The options as views; what was chosen and is not offered stays as an option of its own.
std::vector<View> OptionViews(std::vector<Option> options, const std::vector<std::string>& chosen,
                              std::string_view name) {
  for (const std::string& value : chosen) {
    if (!value.empty() && std::ranges::find(options, value, &Option::value) == options.end()) {
      options.push_back({value, Phrase{value}});
    }
  }
  std::vector<View> views;
  for (const Option& option : options) {
    View& view = views.emplace_back();
    SetLanguage(view, option.language);
    view.Text("id", absl::StrCat(ToAbsl(name), "-", views.size()))
        .Text("value", option.value)
        .Say("label", option.label)
        .Text("plain_label", option.label.text)
        .Say("note", option.note)
        .Flag("on", std::ranges::find(chosen, option.value) != chosen.end());
  }
  return views;
}

// Label, hint and problems, and every kind of control switched off.
View BareView(const FormControls& controls, const std::string& control, const Phrase& label,
              std::string_view hint, bool needed) {
  const Words& words = controls.words;
  const auto problems = controls.problems.find(control);
  const bool wrong = problems != controls.problems.end();
  const std::string hint_id = absl::StrCat("hint_", ToAbsl(hint));
  const bool has_hint = words.Has(hint_id);
  std::vector<std::string> described;
  if (wrong) {
    described.push_back(control + "-wrong");
  }
  if (has_hint) {
    described.push_back(control + "-hint");
  }
  std::vector<View> wrongs;
  for (const Phrase& problem : wrong ? problems->second : std::vector<Phrase>()) {
    wrongs.emplace_back().Say("text", problem);
  }
  View view;
  view.Text("name", control)
      .Say("label", label)
      .Say("hint", has_hint ? words.Get(hint_id) : Phrase{})
      .Flag("wrong", wrong)
      .List("wrongs", std::move(wrongs))
      .Flag("needed", needed)
      .Text("described", absl::StrJoin(described, " "))
      .Text("value", controls.form.Get(control).value_or(""))
      .List("options", {})
      .Text("rows", "4")
      .Flag("numeric", false);
  for (const std::string_view kind : {"line", "area", "select", "ticks", "pick"}) {
    view.Flag(kind, false);
  }
  return view;
}

std::string_view ControlKind(FieldKind kind) {
  switch (kind) {
    case FieldKind::kLine:
    case FieldKind::kNumber:
    case FieldKind::kDate:
      return "line";
    case FieldKind::kText:
    case FieldKind::kOtherTags:
    case FieldKind::kLines:
      return "area";
    case FieldKind::kLanguage:
    case FieldKind::kChoice:
      return "select";
    case FieldKind::kLicence:
      return "pick";
    case FieldKind::kChoices:
    case FieldKind::kTags:
      return "ticks";
  }
  return "line";
}

}  // namespace

Phrase FieldLabel(const Words& words, const FormField& field) {
  return words.Get(absl::StrCat("field_", ToAbsl(field.name)));
}

Phrase SayProblemAt(const Words& words, const FieldProblem& problem, const ProblemPlace& place) {
  const FieldKind kind = place.field == nullptr ? FieldKind::kLine : place.field->kind;
  Phrase said = SayProblem(words, problem);
  if (problem.kind() == FieldProblem::KIND_MALFORMED && kind == FieldKind::kNumber) {
    said = words.Get("problem_number");
  } else if (problem.kind() == FieldProblem::KIND_MALFORMED && kind == FieldKind::kDate) {
    said = words.Get("problem_date");
  } else if (problem.kind() == FieldProblem::KIND_NOT_ALLOWED && kind == FieldKind::kLicence) {
    said = words.Get("problem_licence_of_source");
  } else if (problem.kind() == FieldProblem::KIND_NOT_ALLOWED && kind == FieldKind::kLanguage) {
    said = words.Get("problem_same_language");
  } else if (problem.kind() == FieldProblem::KIND_ONE_OF_NEEDED) {
    said = words.Get(place.step > 0 ? "problem_step_empty" : "problem_content_empty");
  } else if (problem.field() == "steps" && problem.kind() == FieldProblem::KIND_NEEDED) {
    said = words.Get("problem_no_steps");
  }
  if (place.line == 0) {
    return said;
  }
  Phrase in_line =
      words.Format("problem_in_line", {{"line", int64_t{place.line}}, {"problem", said.text}});
  in_line.english = in_line.english || said.english;
  return in_line;
}

View FieldView(const FormControls& controls, const FormField& field, std::string_view prefix,
               const google::protobuf::Message& message) {
  const std::string control = absl::StrCat(ToAbsl(prefix), ToAbsl(field.name));
  const std::string_view kind = ControlKind(field.kind);
  View view =
      BareView(controls, control, FieldLabel(controls.words, field), field.name, field.needed);
  view.Flag(kind, true)
      .Text("rows", field.kind == FieldKind::kText ? "5" : "3")
      .Flag("numeric", field.kind == FieldKind::kNumber)
      .List("options", OptionViews(OptionsOf(controls, field, message),
                                   controls.form.GetAll(control), control));
  return view;
}

View TextView(const FormControls& controls, std::string_view name, bool needed) {
  View view = BareView(controls, std::string(name),
                       controls.words.Get(absl::StrCat("field_", ToAbsl(name))), name, needed);
  view.Flag("area", true).Text("rows", "3");
  return view;
}

}  // namespace cledi
