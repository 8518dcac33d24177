// What one practice changed of another that it came from, or one version of the version before.

#include <utility>

#include "absl/strings/str_cat.h"

#include "federation/base/bytes.h"
#include "federation/base/language_tag.h"
#include "node/web/compare/outline_comparison.h"
#include "node/web/pages/directory.h"
#include "node/web/pages/pages.h"
#include "node/web/pages/practice_address.h"
#include "node/web/pages/practice_fetch.h"
#include "node/web/pages/practice_outline.h"
#include "node/web/pages/practice_parts.h"
#include "node/web/pages/practice_words.h"
#include "node/web/words/language_names.h"

namespace cledi {
namespace {

using community::v1::PlanView;
using community::v1::ResourceView;
using community::v1::RevisionInfo;

// How the pages of each kind get and outline what they compare.
struct Plans {
  using Practice = PlanView;
  static StatusOr<PlanView> Get(const PageContext& context, std::string_view id,
                                std::string_view revision) {
    return FetchPlan(context.community, id, revision);
  }
  static Outline OutlineOfIt(const PlanView& plan, const Words& words) {
    return OutlineOf(plan.plan(), words);
  }
};
struct Resources {
  using Practice = ResourceView;
  static StatusOr<ResourceView> Get(const PageContext& context, std::string_view id,
                                    std::string_view revision) {
    return FetchResource(context.community, id, revision);
  }
  static Outline OutlineOfIt(const ResourceView& resource, const Words& words) {
    return OutlineOf(resource.resource(), words);
  }
};

// What the later practice says of the source that the other one is; null: it is none.
template <class Practice>
const event::v1::Derivation* FindDerivation(const Practice& later, const Practice& earlier) {
  const std::string object = HexDecode(earlier.object_id()).value_or("");
  const auto& sources = RecordOf(later).description.derived_from();
  const auto found = std::ranges::find(sources, object, &event::v1::Derivation::object);
  return object.empty() || found == sources.end() ? nullptr : &*found;
}

// The source as it was when the later one was made from it, where that version is still here.
template <class Kind>
StatusOr<typename Kind::Practice> SourceAsTaken(const PageContext& context,
                                                const typename Kind::Practice& later,
                                                typename Kind::Practice newest) {
  const event::v1::Derivation* derivation = FindDerivation(later, newest);
  if (derivation == nullptr || derivation->revision().empty()) {
    return newest;
  }
  StatusOr<typename Kind::Practice> taken =
      Kind::Get(context, newest.id(), HexEncode(derivation->revision()));
  return taken.status().code() == StatusCode::kNotFound ||
                 taken.status().code() == StatusCode::kInvalidArgument
             ? StatusOr<typename Kind::Practice>(std::move(newest))
             : std::move(taken);
}

// One of the two, as the head of the page names it.
View SideView(const PracticeRecord& practice, const Words& words, const Directory& directory) {
  const RevisionInfo* revision = ShownRevision(practice);
  View view;
  SetLanguage(view, practice.description.language());
  view.Text("title", practice.description.title())
      .Text("href", PracticeHref(practice.folder, practice.id, practice.revision))
      .Text("language_name", OwnLanguageName(practice.description.language()))
      .Text("institution", directory.ShortName(practice.description.institution_id()))
      .Text("date",
            revision == nullptr ? "" : words.DateAndTime(FromUnixMs(revision->written_unix_ms())));
  return view;
}

// Prints one comparison.
class ComparisonViews {
 public:
  ComparisonViews(const Words& words, std::string_view language_before,
                  std::string_view language_after, bool by_words)
      : words_(words),
        language_before_(language_before),
        language_after_(language_after),
        by_words_(by_words) {}

  std::vector<View> Sections(const std::vector<ComparedSection>& sections) const {
    std::vector<View> views;
    for (const ComparedSection& section : sections) {
      View& view = views.emplace_back();
      view.Say("heading", words_.Get(section.heading)).Flag("folded", Folded(section.changed));
      SetFields(view, section.fields);
    }
    return views;
  }

  std::vector<View> Steps(const std::vector<ComparedStep>& steps) const {
    std::vector<View> views;
    for (const ComparedStep& step : steps) {
      View& view = views.emplace_back();
      SetLanguage(view, step.removed() ? language_before_ : language_after_);
      view.Text("name", step.name)
          .Text("number", step.after ? absl::StrCat(*step.after + 1, ".") : "")
          .Say("fate", FateOf(step))
          .Say("moved", step.moved ? words_.Format("compare_step_moved",
                                                   {{"number", int64_t(*step.before) + 1}})
                                   : Phrase{})
          .Flag("folded", Folded(step.changed || step.added() || step.removed()));
      SetFields(view, step.fields);
    }
    return views;
  }

 private:
  // What is put beside each other is to be read; of words that are the same nobody wants to.
  bool Folded(bool changed) const { return by_words_ && !changed; }

  Phrase FateOf(const ComparedStep& step) const {
    if (step.added()) {
      return words_.Get("compare_step_new");
    }
    if (step.removed()) {
      return words_.Get("compare_step_gone");
    }
    if (!by_words_) {
      return {};
    }
    return words_.Get(step.changed ? "compare_changed" : "compare_unchanged");
  }

  void SetFields(View& view, const std::vector<ComparedField>& fields) const {
    std::vector<View> shown;
    std::vector<View> same;
    for (const ComparedField& field : fields) {
      (Folded(field.changed) ? same : shown).push_back(FieldView(field));
    }
    view.Flag("has_same", !same.empty())
        .List("fields", std::move(shown))
        .List("same_fields", std::move(same));
  }

  View FieldView(const ComparedField& field) const {
    View view;
    view.Say("label", field.heading.empty() ? Phrase{} : words_.Get(field.heading))
        .Flag("by_words", by_words_);
    if (by_words_) {
      std::vector<View> parts;
      for (const TextPart& part : field.parts) {
        parts.emplace_back()
            .Text("text", part.text)
            .Flag("removed", part.kind == TextPart::Kind::kRemoved)
            .Flag("added", part.kind == TextPart::Kind::kAdded)
            .Flag("same", part.kind == TextPart::Kind::kSame);
      }
      SetLanguage(view, language_after_);
      view.List("parts", std::move(parts)).List("sides", {});
      return view;
    }
    std::vector<View> sides(2);
    SetLanguage(sides[0], language_before_);
    sides[0].Text("text", field.before).Say("whose", words_.Get("compare_earlier"));
    SetLanguage(sides[1], language_after_);
    sides[1].Text("text", field.after).Say("whose", words_.Get("compare_later"));
    SetLanguage(view, "");
    view.List("parts", {}).List("sides", std::move(sides));
    return view;
  }

  const Words& words_;
  const std::string_view language_before_;
  const std::string_view language_after_;
  const bool by_words_;
};

// "3 steps changed, one step added"; nothing where no step is different.
std::string StepsInWords(const Words& words, const std::vector<ComparedStep>& steps) {
  std::vector<std::string> said;
  const auto say = [&](std::string_view message, auto which) {
    if (const int64_t count = std::ranges::count_if(steps, which); count > 0) {
      said.push_back(words.Format(message, {{"count", count}}).text);
    }
  };
  say("compare_steps_changed", [](const ComparedStep& step) { return step.changed; });
  say("compare_steps_added", [](const ComparedStep& step) { return step.added(); });
  say("compare_steps_removed", [](const ComparedStep& step) { return step.removed(); });
  say("compare_steps_moved", [](const ComparedStep& step) { return step.moved; });
  return said.empty() ? "" : words.Join(said);
}

// The whole comparison in one sentence.
Phrase InOneSentence(const OutlineComparison& comparison, const Words& words) {
  if (!comparison.changed()) {
    return words.Get("compare_no_change");
  }
  std::vector<std::string> sections;
  for (const auto* part : {&comparison.before_steps, &comparison.after_steps}) {
    for (const ComparedSection& section : *part) {
      if (section.changed) {
        sections.push_back(words.Get(section.heading).text);
      }
    }
  }
  const std::string steps = StepsInWords(words, comparison.steps);
  if (sections.empty()) {
    return words.Format("compare_only_steps", {{"steps", steps}});
  }
  if (steps.empty()) {
    return words.Format(comparison.steps.empty() ? "compare_sections" : "compare_only_sections",
                        {{"sections", words.Join(sections)}});
  }
  return words.Format("compare_steps_and_sections",
                      {{"steps", steps}, {"sections", words.Join(sections)}});
}

// What the writer said of it: of the adaptation, or of the later of two versions.
template <class Practice>
std::string WhyOf(const Practice& later, const Practice& earlier) {
  if (later.id() == earlier.id()) {
    const RevisionInfo* revision = ShownRevision(RecordOf(later));
    return revision == nullptr ? "" : revision->change_note();
  }
  const event::v1::Derivation* derivation = FindDerivation(later, earlier);
  return derivation == nullptr ? "" : derivation->note();
}

// Where the source has changed since the later one was made from it.
std::string NewestHref(const PracticeRecord& later, const PracticeRecord& earlier) {
  return earlier.revision == earlier.newest || later.id == earlier.id
             ? ""
             : CompareHref(later.folder, later.id, earlier.id, later.revision, earlier.newest);
}

template <class Kind>
StatusOr<HttpResponse> ComparePage(const PageContext& context, std::string_view id,
                                   std::string_view other) {
  const Words& words = context.words;
  const std::string_view with = context.request.query.Get("with").value_or("");
  ASSIGN_OR_RETURN(const typename Kind::Practice later,
                   Kind::Get(context, id, context.request.query.Get("revision").value_or("")));
  ASSIGN_OR_RETURN(typename Kind::Practice earlier, Kind::Get(context, other, with));
  if (with.empty()) {
    ASSIGN_OR_RETURN(earlier, SourceAsTaken<Kind>(context, later, std::move(earlier)));
  }
  const PracticeRecord after = RecordOf(later);
  const PracticeRecord before = RecordOf(earlier);
  for (const PracticeRecord* practice : {&after, &before}) {
    if (practice->withdrawn) {
      return WithdrawnPage(context, *practice);
    }
  }
  ASSIGN_OR_RETURN(const Directory directory, Directory::Read(context.community));
  const std::string& language_before = before.description.language();
  const std::string& language_after = after.description.language();
  const bool by_words = PrimaryLanguage(language_before) == PrimaryLanguage(language_after);
  const OutlineComparison comparison =
      CompareOutlines(Kind::OutlineOfIt(earlier, words), Kind::OutlineOfIt(later, words), by_words);
  const ComparisonViews views(words, language_before, language_after, by_words);
  const std::string why = WhyOf(later, earlier);

  View why_view;
  SetLanguage(why_view, language_after);
  why_view.Text("text", why);
  View view;
  view.Put("earlier", SideView(before, words, directory))
      .Put("later", SideView(after, words, directory))
      .Say("sentence", by_words ? InOneSentence(comparison, words)
                                : words.Format("compare_languages",
                                               {{"earlier", OwnLanguageName(language_before)},
                                                {"later", OwnLanguageName(language_after)}}))
      .Flag("has_why", !why.empty())
      .Put("why", std::move(why_view))
      .Text("newest_href", NewestHref(after, before))
      .List("before_steps", views.Sections(comparison.before_steps))
      .Flag("has_steps", !comparison.steps.empty())
      .List("steps", views.Steps(comparison.steps))
      .List("after_steps", views.Sections(comparison.after_steps));
  const Frame frame{
      .title = words.Get("compare_title").text, .place = after.folder, .listed = false};
  return context.layout.Print("compare", frame, std::move(view), words, context.request,
                              context.reader);
}

}  // namespace

StatusOr<HttpResponse> PlanComparePage(const PageContext& context, std::string_view id,
                                       std::string_view other) {
  return ComparePage<Plans>(context, id, other);
}

StatusOr<HttpResponse> ResourceComparePage(const PageContext& context, std::string_view id,
                                           std::string_view other) {
  return ComparePage<Resources>(context, id, other);
}

}  // namespace cledi
