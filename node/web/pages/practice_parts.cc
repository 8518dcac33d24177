#include "node/web/pages/practice_parts.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/pages/card_view.h"
#include "node/web/pages/markdown.h"
#include "node/web/pages/practice_address.h"
#include "node/web/pages/practice_words.h"
#include "node/web/words/language_names.h"

namespace cledi {
namespace {

View ValueView(std::string_view text, std::string_view href = "", std::string_view language = "") {
  View view;
  SetLanguage(view, language);
  view.Text("text", text).Text("href", href);
  return view;
}

std::string FilterHref(const PracticeRecord& practice, std::string_view parameter,
                       std::string_view value) {
  return absl::StrCat("/", ToAbsl(practice.folder), "?", ToAbsl(parameter), "=",
                      PercentEncode(value));
}

std::vector<View> CreditViews(const google::protobuf::RepeatedPtrField<event::v1::Credit>& credits,
                              const Directory& directory, std::string_view own_institution) {
  std::vector<View> views;
  for (const auto& credit : credits) {
    std::string text = credit.name();
    if (!credit.institution_id().empty() && credit.institution_id() != own_institution) {
      absl::StrAppend(&text, " (", directory.ShortName(credit.institution_id()), ")");
    }
    views.push_back(ValueView(text));
  }
  return views;
}

// Authors, contributors and translators, each kind with its name.
std::vector<View> CreditLists(const event::v1::Description& description, const Words& words,
                              const Directory& directory) {
  std::vector<View> lists;
  for (const auto& [message, people] :
       {std::pair{"fact_authors", &description.authors()},
        std::pair{"fact_contributors", &description.contributors()},
        std::pair{"fact_translators", &description.translators()}}) {
    if (!people->empty()) {
      lists.emplace_back()
          .Say("name", words.Get(message))
          .List("people", CreditViews(*people, directory, description.institution_id()));
    }
  }
  return lists;
}

std::vector<View> PhraseValues(std::vector<Phrase> phrases) {
  std::vector<View> views;
  for (const Phrase& phrase : phrases) {
    if (!phrase.text.empty()) {
      View& view = views.emplace_back();
      SetLanguage(view, "");
      view.Say("text", phrase).Text("href", "");
    }
  }
  return views;
}

View LicenceView(const PracticeRecord& practice, const Words& words) {
  const Licence licence = SayLicence(words, practice.description.licence());
  View view;
  view.Text("name", licence.name).Text("href", licence.url).Say("meaning", licence.meaning);
  return view;
}

}  // namespace

void FactViews::AddList(std::string_view message, std::vector<View> texts) {
  if (!texts.empty()) {
    facts_.emplace_back()
        .Say("name", words_.Get(message))
        .Flag("several", texts.size() > 1)
        .List("values", std::move(texts));
  }
}

PracticeRecord RecordOf(const community::v1::PlanView& plan) {
  return {.id = plan.id(),
          .folder = "plans",
          .description = plan.plan().description(),
          .home_node = plan.home_node(),
          .revision = plan.revision(),
          .first_published_unix_ms = plan.first_published_unix_ms(),
          .revised_unix_ms = plan.revised_unix_ms(),
          .revisions = plan.revisions(),
          .derived_from = plan.derived_from(),
          .derivatives = plan.derivatives(),
          .newest = plan.heads().empty() ? std::string_view() : plan.heads(0),
          .person_id = plan.person_id(),
          .may_revise = plan.may_revise(),
          .withdrawn = plan.withdrawn(),
          .withdrawn_reason = plan.withdrawn_reason()};
}

PracticeRecord RecordOf(const community::v1::ResourceView& resource) {
  return {.id = resource.id(),
          .folder = "resources",
          .description = resource.resource().description(),
          .home_node = resource.home_node(),
          .revision = resource.revision(),
          .first_published_unix_ms = resource.first_published_unix_ms(),
          .revised_unix_ms = resource.revised_unix_ms(),
          .revisions = resource.revisions(),
          .derived_from = resource.derived_from(),
          .derivatives = resource.derivatives(),
          .newest = resource.revisions().empty() ? std::string_view()
                                                 : resource.revisions().rbegin()->event_id(),
          .person_id = resource.person_id(),
          .may_revise = resource.may_revise(),
          .withdrawn = resource.withdrawn(),
          .withdrawn_reason = resource.withdrawn_reason()};
}

void FactViews::Add(std::string_view message, const Phrase& value) {
  AddList(message, PhraseValues({value}));
}

void FactViews::AddText(std::string_view message, std::string_view value) {
  AddLink(message, value, "");
}

void FactViews::AddLink(std::string_view message, std::string_view value, std::string_view href) {
  if (!value.empty()) {
    std::vector<View> values;
    values.push_back(ValueView(value, href));
    AddList(message, std::move(values));
  }
}

void FactViews::AddLanguages(std::string_view message, const std::vector<std::string>& tags,
                             std::string_view path) {
  std::vector<View> values;
  for (const std::string& tag : tags) {
    if (tag.empty()) {
      continue;
    }
    values.push_back(ValueView(
        OwnLanguageName(tag),
        path.empty() ? "" : absl::StrCat(ToAbsl(path), "?language=", PercentEncode(tag)), tag));
  }
  AddList(message, std::move(values));
}

void AddDescriptionFacts(FactViews& facts, const PracticeRecord& practice, const Words& words,
                         const Directory& directory) {
  const event::v1::Description& description = practice.description;
  facts.AddLanguages("fact_language", {description.language()},
                     absl::StrCat("/", ToAbsl(practice.folder)));
  if (const auto* institution = directory.Find(description.institution_id())) {
    const std::string& country = institution->description().country();
    facts.AddLink("fact_country", words.CountryName(country),
                  FilterHref(practice, "country", country));
  }
  facts.AddLink("fact_institution", directory.Name(description.institution_id()),
                directory.Href(description.institution_id()));
  std::vector<Phrase> levels;
  for (const int level : description.levels()) {
    levels.push_back(SayEnum(words, static_cast<event::v1::EducationLevel>(level)));
  }
  facts.AddList("fact_level", PhraseValues(std::move(levels)));
  facts.Add("fact_ages", SayAges(words, description.ages()));
  std::vector<Phrase> pillars;
  for (const int pillar : description.pillars()) {
    pillars.push_back(SayEnum(words, static_cast<event::v1::Pillar>(pillar)));
  }
  facts.AddList("fact_pillars", PhraseValues(std::move(pillars)));
  std::vector<Phrase> subjects;
  for (const std::string& subject : description.subjects()) {
    subjects.push_back(SaySubject(words, subject));
  }
  facts.AddList("fact_subjects", PhraseValues(std::move(subjects)));
  std::vector<View> keywords;
  for (const std::string& keyword : description.keywords()) {
    keywords.push_back(ValueView(keyword, "", description.language()));
  }
  facts.AddList("fact_keywords", std::move(keywords));
}

void AddRecordFacts(FactViews& facts, const PracticeRecord& practice, const Words& words,
                    PersonNames& names) {
  facts.AddLink("fact_publisher", names.NameOf(practice.person_id), PersonHref(practice.person_id));
  const event::v1::Description& description = practice.description;
  const int64_t first = description.first_published_unix_ms() != 0
                            ? description.first_published_unix_ms()
                            : practice.first_published_unix_ms;
  facts.AddText("fact_published", first == 0 ? "" : words.Date(FromUnixMs(first)));
  facts.AddText("fact_revised", practice.revised_unix_ms == 0
                                    ? ""
                                    : words.Date(FromUnixMs(practice.revised_unix_ms)));
}

namespace {

// What those who made this out of something else say that they changed, and why.
std::vector<View> OriginNotes(const event::v1::Description& description) {
  std::vector<View> notes;
  for (const event::v1::Derivation& source : description.derived_from()) {
    if (!source.note().empty()) {
      notes.emplace_back().Insert("note_html", RenderMarkdown(source.note(), 4));
    }
  }
  return notes;
}

}  // namespace

void SetCommonParts(View& view, const PracticeRecord& practice, const Words& words,
                    const Directory& directory) {
  const event::v1::Description& description = practice.description;
  SetLanguage(view, description.language());
  const auto* institution = directory.Find(description.institution_id());
  SetCountry(view, institution == nullptr ? "" : institution->description().country(), words);
  view.Text("title", description.title())
      .Insert("summary_html", RenderMarkdown(description.summary(), 2))
      .Text("language_name", OwnLanguageName(description.language()))
      .Text("institution", directory.Name(description.institution_id()))
      .Put("licence", LicenceView(practice, words))
      .List("origin_notes", OriginNotes(description))
      .List("credits", CreditLists(description, words, directory));
}

StatusOr<HttpResponse> WithdrawnPage(const PageContext& context, const PracticeRecord& practice) {
  View view;
  SetLanguage(view, practice.description.language());
  view.Text("title", practice.description.title())
      .Text("reason", practice.withdrawn_reason)
      .Text("list", absl::StrCat("/", ToAbsl(practice.folder)));
  Frame frame;
  frame.status = 410;
  frame.title = practice.description.title();
  frame.place = practice.folder;
  return context.layout.Print("withdrawn", frame, std::move(view), context.words, context.request,
                              context.reader);
}

void SetOlderNote(View& view, const PracticeRecord& practice, bool older, const Words& words) {
  const community::v1::RevisionInfo* shown = ShownRevision(practice);
  const int64_t written = shown == nullptr ? practice.revised_unix_ms : shown->written_unix_ms();
  view.Flag("older", older)
      .Say("older_note",
           older ? words.Format("older_version", {{"date", words.Date(FromUnixMs(written))}})
                 : Phrase{})
      .Text("current_href", PracticeHref(practice.folder, practice.id))
      .Text("since_href", CompareHref(practice.folder, practice.id, practice.id, practice.newest,
                                      practice.revision));
}

const community::v1::RevisionInfo* ShownRevision(const PracticeRecord& practice) {
  const auto found = std::ranges::find(practice.revisions, practice.revision,
                                       &community::v1::RevisionInfo::event_id);
  return found == practice.revisions.end() ? nullptr : &*found;
}

void AddProse(std::vector<View>& parts, const Words& words, std::string_view message,
              std::string_view markdown) {
  if (!markdown.empty()) {
    parts.emplace_back()
        .Say("name", words.Get(message))
        .Insert("prose_html", RenderMarkdown(markdown, 4));
  }
}

std::string BetterAddress(std::string_view folder, std::string_view asked, std::string_view id) {
  return asked == id ? "" : PracticeHref(folder, id);
}

}  // namespace cledi
