#include "node/web/pages/practice_parts.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/pages/card_view.h"
#include "node/web/pages/json_ld.h"
#include "node/web/pages/markdown.h"
#include "node/web/pages/practice_words.h"
#include "node/web/words/language_names.h"

namespace cledi {
namespace {

using community::v1::RelatedPractice;

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

std::string InstitutionHref(const Directory& directory, std::string_view id) {
  return directory.Has(id) ? "/institutions/" + PercentEncode(id) : "";
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

View RelatedView(const RelatedPractice& related, const Words& words, const Directory& directory,
                 std::string_view folder, std::string_view message_prefix) {
  View view;
  SetLanguage(view, related.language());
  const Phrase kind = SayEnum(words, related.kind());
  view.Text("title", related.title())
      .Text("href", related.id().empty()
                        ? ""
                        : absl::StrCat("/", ToAbsl(folder), "/", PercentEncode(related.id())))
      .Say("kind",
           message_prefix.empty() || kind.text.empty()
               ? kind
               : words.Get(absl::StrCat(
                     ToAbsl(message_prefix),
                     related.kind() == event::v1::Derivation::KIND_TRANSLATION ? "translation"
                     : related.kind() == event::v1::Derivation::KIND_MERGE     ? "merge"
                                                                               : "adaptation")))
      .Text("language_name", related.language().empty() ? "" : OwnLanguageName(related.language()))
      .Text("institution",
            related.institution_id().empty() ? "" : directory.ShortName(related.institution_id()));
  return view;
}

// What the network does not hold itself: named by title, with an address elsewhere.
std::vector<View> OutsideSources(const event::v1::Description& description, const Words& words) {
  std::vector<View> views;
  for (const auto& source : description.derived_from()) {
    if (source.object().empty()) {
      View& view = views.emplace_back();
      SetLanguage(view, "");
      view.Text("title", source.title().empty() ? source.url() : source.title())
          .Text("href", WebAddress(source.url()))
          .Say("kind", SayEnum(words, source.kind()))
          .Text("language_name", "")
          .Text("institution", words.Get("origin_outside").text);
    }
  }
  return views;
}

View RevisionView(const PracticeRecord& practice, const community::v1::RevisionInfo& revision,
                  const NetworkSummary& network, const Words& words) {
  const bool shown = revision.event_id() == practice.revision;
  const auto* member = network.Find(revision.node());
  View view;
  SetLanguage(view, practice.description.language());
  view.Put("date", DateView(revision.written_unix_ms(), words))
      .Text("note", revision.change_note())
      .Flag("first", revision.parents().empty())
      .Flag("shown", shown)
      .Say("at", words.Format("history_at", {{"institution",
                                              member == nullptr ? revision.node() : member->name}}))
      .Text("href",
            practice.revisions_readable && !shown
                ? absl::StrCat("/", ToAbsl(practice.folder), "/", PercentEncode(practice.id),
                               "?revision=", PercentEncode(revision.event_id()))
                : "");
  return view;
}

// Who has a copy, as far as this node knows.
View HoldersView(const PracticeRecord& practice, const NetworkSummary& network,
                 const Words& words) {
  std::vector<std::string> complete;
  std::vector<std::string> unknown;
  std::vector<View> behind;
  for (const NetworkSummary::Member* member : network.ActiveMembers()) {
    if (member->node_id == practice.home_node) {
      continue;
    }
    const auto holding = network.HoldingOf(member->node_id, practice.home_node);
    if (!holding) {
      unknown.push_back(member->name);
    } else if (holding->missing == 0) {
      complete.push_back(member->name);
    } else {
      behind.emplace_back().Say(
          "text",
          words.Format("holders_behind", {{"institution", member->name},
                                          {"count", static_cast<int64_t>(holding->missing)}}));
    }
  }
  const auto* home = network.Find(practice.home_node);
  const std::string home_name = home == nullptr ? std::string(practice.home_node) : home->name;
  const auto names = [&](std::string_view id, const std::vector<std::string>& who) {
    return who.empty() ? Phrase{} : words.Format(id, {{"institutions", words.Join(who)}});
  };
  View view;
  view.Say("home", words.Format("holders_home", {{"institution", home_name}}))
      .Say("complete", names("holders_all", complete))
      .List("behind", std::move(behind))
      .Say("unknown", names("holders_unknown", unknown))
      .Flag("alone", network.ActiveMembers().size() == 1);
  return view;
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
                InstitutionHref(directory, description.institution_id()));
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

void AddRecordFacts(FactViews& facts, const PracticeRecord& practice, const Words& words) {
  const event::v1::Description& description = practice.description;
  const int64_t first = description.first_published_unix_ms() != 0
                            ? description.first_published_unix_ms()
                            : practice.first_published_unix_ms;
  facts.AddText("fact_published", first == 0 ? "" : words.Date(FromUnixMs(first)));
  facts.AddText("fact_revised", practice.revised_unix_ms == 0
                                    ? ""
                                    : words.Date(FromUnixMs(practice.revised_unix_ms)));
}

void SetCommonParts(View& view, const PracticeRecord& practice, const NetworkSummary& network,
                    const Words& words, const Directory& directory) {
  const event::v1::Description& description = practice.description;
  SetLanguage(view, description.language());
  const auto* institution = directory.Find(description.institution_id());
  SetCountry(view, institution == nullptr ? "" : institution->description().country(), words);
  view.Text("title", description.title())
      .Insert("summary_html", RenderMarkdown(description.summary(), 2))
      .Text("language_name", OwnLanguageName(description.language()))
      .Text("institution", directory.Name(description.institution_id()))
      .Put("licence", LicenceView(practice, words));

  const std::string_view own = description.institution_id();
  std::vector<View> credits;
  for (const auto& [message, people] :
       {std::pair{"fact_authors", &description.authors()},
        std::pair{"fact_contributors", &description.contributors()},
        std::pair{"fact_translators", &description.translators()}}) {
    if (!people->empty()) {
      credits.emplace_back()
          .Say("name", words.Get(message))
          .List("people", CreditViews(*people, directory, own));
    }
  }
  view.List("credits", std::move(credits));

  std::vector<View> origins;
  for (const auto& related : practice.derived_from) {
    origins.push_back(RelatedView(related, words, directory, practice.folder, ""));
  }
  std::ranges::move(OutsideSources(description, words), std::back_inserter(origins));
  std::vector<View> derivatives;
  for (const auto& related : practice.derivatives) {
    derivatives.push_back(RelatedView(related, words, directory, practice.folder, "grown_"));
  }
  view.Flag("original", origins.empty())
      .Say("origin_here", words.Format("origin_here", {{"institution", directory.Name(own)}}))
      .List("origins", std::move(origins))
      .Flag("has_derivatives", !derivatives.empty())
      .List("derivatives", std::move(derivatives));

  std::vector<View> revisions;
  for (const auto& revision : practice.revisions) {
    revisions.push_back(RevisionView(practice, revision, network, words));
  }
  std::ranges::reverse(revisions);
  view.Flag("revised", revisions.size() > 1)
      .List("revisions", std::move(revisions))
      .Put("holders", HoldersView(practice, network, words));
}

StatusOr<HttpResponse> WithdrawnPage(const PageContext& context, const PracticeRecord& practice,
                                     std::string_view reason) {
  View view;
  SetLanguage(view, practice.description.language());
  view.Text("title", practice.description.title())
      .Text("reason", reason)
      .Text("list", absl::StrCat("/", ToAbsl(practice.folder)));
  Frame frame;
  frame.status = 410;
  frame.title = practice.description.title();
  frame.place = practice.folder;
  return context.layout.Print("withdrawn", frame, std::move(view), context.words, context.request);
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
  return asked == id ? "" : absl::StrCat("/", ToAbsl(folder), "/", PercentEncode(id));
}

}  // namespace cledi
