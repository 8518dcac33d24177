#include "node/web/pages/practice_sheet.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "federation/base/bytes.h"
#include "federation/base/sha256.h"
#include "node/web/forms/step_groups.h"
#include "node/web/pages/form_drafts.h"
#include "node/web/pages/form_field_view.h"
#include "node/web/pages/practice_words.h"
#include "node/web/pages/private_page.h"
#include "node/web/pages/problem_words.h"

namespace cledi {
namespace {

using google::protobuf::Message;

// The fields of a step that are not folded away.
constexpr size_t kStepFieldsShown = 4;

std::string_view PurposeName(SheetPurpose purpose) {
  switch (purpose) {
    case SheetPurpose::kNew:
      return "new";
    case SheetPurpose::kRevise:
      return "revise";
    case SheetPurpose::kAdapt:
      return "adapt";
    case SheetPurpose::kTranslate:
      return "translate";
  }
  return "new";
}

// The message "sheet_<what>_<kind>_<purpose>".
std::string SheetMessage(const PracticeSheet& sheet, std::string_view what) {
  return absl::StrCat("sheet_", ToAbsl(what), "_", ToAbsl(sheet.draft_kind), "_",
                      ToAbsl(PurposeName(sheet.purpose)));
}

bool AsksWhy(const PracticeSheet& sheet) { return sheet.purpose == SheetPurpose::kAdapt; }
bool AsksChangeNote(const PracticeSheet& sheet) { return sheet.purpose == SheetPurpose::kRevise; }

// What stands around all controls of one printed form.
class SheetPrinter {
 public:
  SheetPrinter(const PageContext& context, const PracticeSheet& sheet)
      : words_(context.words),
        sheet_(sheet),
        practice_(sheet.is_plan()
                      ? static_cast<const Message&>(event::v1::LessonPlan::default_instance())
                      : event::v1::TrainingResource::default_instance()),
        opened_field_(context.request.query.Get("open").value_or("")),
        controls_{context.words, sheet.form, problems_, sheet.licences} {}

  View Print() {
    View view;
    SetProblems(view);
    SetNotes(view);
    SetHidden(view);
    SetSections(view);
    SetSteps(view);
    SetDraft(view, words_, sheet_.draft_key, sheet_.draft_kind);
    if (AsksWhy(sheet_)) {
      last_fields_.push_back(TextView(controls_, kWhyControl, true));
    }
    if (AsksChangeNote(sheet_)) {
      last_fields_.push_back(TextView(controls_, kChangeNoteControl, false));
    }
    view.Say("sheet_title", words_.Get(SheetMessage(sheet_, "title")))
        .Say("sheet_lead", words_.Get(SheetMessage(sheet_, "lead")))
        .Text("action", sheet_.path)
        .List("last_fields", std::move(last_fields_))
        .Say("publish",
             words_.Get(AsksChangeNote(sheet_) ? "form_publish_revision" : "form_publish"))
        .Flag("opened", sheet_.opened);
    return view;
  }

 private:
  // Before all controls: they show what is found here.
  void SetProblems(View& view) {
    ProblemSummary summary(words_);
    for (const community::v1::FieldProblem& problem : sheet_.problems) {
      ProblemPlace place = PlaceOfProblem(sheet_.form, *sheet_.sections, problem.field());
      if (problem.field() == kWhyControl || problem.field() == kChangeNoteControl) {
        place.control = problem.field();
      }
      const Phrase said = SayProblemAt(words_, problem, place);
      summary.Add(place.control, LabelOf(place), said);
      if (!place.control.empty()) {
        problems_[place.control].push_back(said);
      }
    }
    std::move(summary).Set(view);
  }

  Phrase LabelOf(const ProblemPlace& place) const {
    if (place.field == nullptr) {
      return place.control.empty() ? Phrase{} : words_.Get("field_" + place.control);
    }
    Phrase label = FieldLabel(words_, *place.field);
    if (place.step > 0) {
      label =
          words_.Format("problem_in_step", {{"step", int64_t{place.step}}, {"field", label.text}});
    }
    return label;
  }

  void SetNotes(View& view) const {
    std::vector<View> source;
    if (sheet_.source.has_value()) {
      View& row = source.emplace_back();
      SetLanguage(row, sheet_.source->language);
      row.Text("href", sheet_.source->href).Text("title", sheet_.source->title);
    }
    std::vector<View> drafts;
    for (const community::v1::Draft& draft : sheet_.drafts) {
      const std::string date = words_.DateAndTime(FromUnixMs(draft.saved_unix_ms()));
      const std::string title =
          draft.title().empty() ? words_.Get("sheet_untitled").text : draft.title();
      drafts.emplace_back()
          .Text("href", DraftAddress(draft.key()))
          .Say("text", words_.Format("sheet_draft", {{"title", title}, {"date", date}}));
    }
    view.List("source", std::move(source))
        .Flag("has_drafts", !drafts.empty())
        .List("drafts", std::move(drafts))
        .Say("kept", sheet_.kept     ? words_.Get("sheet_kept")
                     : sheet_.opened ? words_.Get("sheet_opened")
                                     : Phrase{});
    SetMerged(view);
  }

  void SetMerged(View& view) const {
    view.Flag("merged", sheet_.merged.has_value());
    if (!sheet_.merged.has_value()) {
      return;
    }
    std::vector<std::string> labels;
    for (const std::string& control : sheet_.merged->taken_over) {
      labels.push_back(LabelOfControl(control).text);
    }
    std::vector<View> contested;
    for (const std::string& control : sheet_.merged->contested) {
      const bool steps = control == kAllSteps;
      contested.emplace_back()
          .Text("control", steps ? "" : control)
          .Say("label", LabelOfControl(control))
          .Text("theirs", steps ? StepsAsText(sheet_.theirs)
                                : absl::StrJoin(sheet_.theirs.GetAll(control), "\n"));
    }
    view.Say("taken_over",
             labels.empty() ? Phrase{}
                            : words_.Format("sheet_merge_taken", {{"fields", words_.Join(labels)}}))
        .Flag("has_contested", !contested.empty())
        .List("contested", std::move(contested));
  }

  const Phrase& LabelOfControl(std::string_view control) const {
    return words_.Get(control == kAllSteps ? std::string("section_steps")
                                           : absl::StrCat("field_", ToAbsl(control)));
  }

  static std::string StepsAsText(const Form& form) {
    std::string text;
    for (int group = 1; group <= StepGroupCount(form); ++group) {
      absl::StrAppend(&text, group > 1 ? "\n\n" : "", group, ".");
      for (const FormField& field : StepFields()) {
        const auto value = form.Get(StepPrefix(group) + std::string(field.name)).value_or("");
        if (!value.empty() && field.kind != FieldKind::kChoice) {
          absl::StrAppend(&text, " ", ToAbsl(value));
        }
      }
    }
    return text;
  }

  // Of the form itself, and a step that was removed.
  void SetHidden(View& view) const {
    std::vector<View> hidden;
    const auto keep = [&](std::string_view name, std::string_view value) {
      hidden.emplace_back().Text("name", name).Text("value", value);
    };
    for (const std::string_view control : {kKeyControl, kBasedOnControl, kSeenControl}) {
      if (const auto value = sheet_.form.Get(control); value.has_value()) {
        keep(control, *value);
      }
    }
    for (const std::string& control : RemovedStepControls(sheet_.form)) {
      keep(control, sheet_.form.Get(control).value_or(""));
    }
    view.List("hidden", std::move(hidden));
  }

  // What comes last is put aside.
  void SetSections(View& view) {
    std::vector<View> sections;
    std::optional<std::vector<View>> first;
    for (const FormSection& section : *sheet_.sections) {
      std::vector<View> fields;
      bool open = false;
      for (const FormField& field : section.fields) {
        open = open || field.name == opened_field_ || problems_.contains(field.name);
        fields.push_back(FieldView(controls_, field, "", practice_));
      }
      if (section.name.empty() && !first.has_value()) {
        first = std::move(fields);
        continue;
      }
      if (section.name.empty()) {
        std::ranges::move(fields, std::back_inserter(last_fields_));
        continue;
      }
      sections.emplace_back()
          .Say("heading", words_.Get(absl::StrCat("section_form_", ToAbsl(section.name))))
          .Flag("open", open)
          .List("fields", std::move(fields));
    }
    view.List("first_fields", *std::move(first)).List("sections", std::move(sections));
  }

  void SetSteps(View& view) const {
    view.Flag("has_steps", sheet_.is_plan()).Flag("removed", HasRemovedStep(sheet_.form));
    std::vector<View> steps;
    const int count = std::max(StepGroupCount(sheet_.form), 1);
    for (int group = 1; group <= count; ++group) {
      steps.push_back(StepView(group, count));
    }
    view.List("steps", std::move(steps)).Text("next_step", absl::StrCat(count + 1));
  }

  View StepView(int group, int count) const {
    const std::string prefix = StepPrefix(group);
    std::vector<View> fields;
    std::vector<View> more;
    bool open = false;
    for (const FormField& field : StepFields()) {
      const std::string control = prefix + std::string(field.name);
      View shown = FieldView(controls_, field, prefix, event::v1::Step::default_instance());
      if (fields.size() < kStepFieldsShown) {
        fields.push_back(std::move(shown));
      } else {
        open =
            open || problems_.contains(control) || !sheet_.form.Get(control).value_or("").empty();
        more.push_back(std::move(shown));
      }
    }
    const auto say = [&](std::string_view message) {
      return words_.Format(message, {{"step", int64_t{group}}});
    };
    View view;
    view.Text("number", absl::StrCat(group))
        .Text("above", absl::StrCat(group - 1))
        .Text("below", absl::StrCat(group + 1))
        .Say("legend", say("step_number"))
        .Text("id", sheet_.form.Get(prefix + "id").value_or(""))
        .List("fields", std::move(fields))
        .List("more_fields", std::move(more))
        .Flag("open", open)
        .Say("up", group > 1 ? say("step_up") : Phrase{})
        .Say("down", group < count ? say("step_down") : Phrase{})
        .Say("remove", say("step_remove"));
    return view;
  }

  const Words& words_;
  const PracticeSheet& sheet_;
  const Message& practice_;
  const std::string_view opened_field_;
  ControlProblems problems_;
  std::vector<View> last_fields_;
  const FormControls controls_;
};

}  // namespace

HttpResponse PrintSheet(const PageContext& context, const PracticeSheet& sheet, int status) {
  return PrintPrivate(context, "practice_form",
                      {.title = SheetMessage(sheet, "title"),
                       .status = status,
                       .place = sheet.is_plan() ? "plans" : "resources",
                       .islands = {Island::kDraft}},
                      SheetPrinter(context, sheet).Print());
}

std::string PublishKey(const Form& form) {
  Form typed = form;
  typed.Remove(kButtonControl);
  return HexEncode(Sha256(typed.Encode()).view());
}

}  // namespace cledi
