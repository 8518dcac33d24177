#include "node/web/pages/form_view.h"

#include <algorithm>
#include <utility>

#include "node/web/forms/known_tags.h"
#include "node/web/pages/practice_words.h"
#include "node/web/words/language_names.h"
#include "node/web/words/word_book.h"

namespace cledi {
namespace {

// Of many boxes these come first, with all that are checked; the others unfold.
constexpr size_t kBoxesShown = 6;

// "profile.languages" is about "profile.languages[3]" and "profile.languages.tag" too.
bool IsAbout(std::string_view path, std::string_view field) {
  return field.starts_with(path) &&
         (field.size() == path.size() || field[path.size()] == '.' || field[path.size()] == '[');
}

ControlOption LanguageOption(std::string_view tag) {
  return {.value = std::string(tag), .label = {OwnLanguageName(tag)}, .language = std::string(tag)};
}

View OptionView(const ControlOption& option, bool chosen) {
  View view;
  SetLanguage(view, option.language);
  view.Text("value", option.value).Say("label", option.label).Flag("chosen", chosen);
  return view;
}

}  // namespace

View FormView::Common(const Control& control) {
  const auto mine = [&](const community::v1::FieldProblem& problem) {
    return std::ranges::any_of(
        control.paths, [&](std::string_view path) { return IsAbout(path, problem.field()); });
  };
  const auto found = std::ranges::find_if(problems_, mine);
  Phrase wrong;
  if (found != problems_.end()) {
    wrong = SayProblem(words_, *found);
    summary_.Add(control.id, words_.Get(control.label), wrong);
    std::erase_if(problems_, mine);
  }
  View view;
  view.Text("id", control.id)
      .Say("label", words_.Get(control.label))
      .Say("hint", control.hint.empty() ? Phrase{} : words_.Get(control.hint))
      .Say("wrong", wrong)
      .Flag("described", !control.hint.empty() || !wrong.text.empty());
  return view;
}

View FormView::Input(const Control& control, std::string_view value, std::string_view type,
                     std::string_view autocomplete) {
  View view = Common(control);
  // Names and passwords are not words.
  const bool plain = autocomplete != "off" && autocomplete != "name";
  view.Text("value", value).Text("type", type).Text("autocomplete", autocomplete);
  return std::move(view.Flag("plain", plain));
}

View FormView::Area(const Control& control, std::string_view value) {
  View view = Common(control);
  return std::move(view.Text("value", value));
}

View FormView::Select(const Control& control, const std::vector<ControlOption>& options,
                      std::string_view chosen) {
  std::vector<View> views;
  for (const ControlOption& option : options) {
    views.push_back(OptionView(option, option.value == chosen));
  }
  View view = Common(control);
  return std::move(view.List("options", std::move(views)));
}

View FormView::Boxes(const Control& control, const std::vector<ControlOption>& options,
                     const std::vector<std::string>& chosen) {
  std::vector<View> first;
  std::vector<View> more;
  for (size_t i = 0; i < options.size(); ++i) {
    const bool checked = std::ranges::find(chosen, options[i].value) != chosen.end();
    (i < kBoxesShown || checked ? first : more).push_back(OptionView(options[i], checked));
  }
  View view = Common(control);
  view.List("options", std::move(first)).Flag("has_more", !more.empty());
  return std::move(view.List("more", std::move(more)));
}

void FormView::SetProblems(View& view) && {
  for (const auto& problem : problems_) {
    const Phrase field = {problem.field(), words_.language() != "en"};
    summary_.Add("", field, SayProblem(words_, problem));
  }
  std::move(summary_).Set(view);
}

std::vector<ControlOption> LanguageOptions(const std::vector<std::string>& also) {
  std::vector<std::string> tags(OfferedLanguages().begin(), OfferedLanguages().end());
  for (const std::string& tag : also) {
    if (std::ranges::find(tags, tag) == tags.end()) {
      tags.push_back(tag);
    }
  }
  std::vector<ControlOption> options;
  for (const std::string& tag : tags) {
    options.push_back(LanguageOption(tag));
  }
  return options;
}

std::vector<ControlOption> PageLanguageOptions() {
  std::vector<ControlOption> options;
  for (const std::string& tag : WordBook::Languages()) {
    options.push_back(LanguageOption(tag));
  }
  return options;
}

}  // namespace cledi
