#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "node/web/pages/card_view.h"
#include "node/web/pages/json_ld.h"
#include "node/web/pages/markdown.h"
#include "node/web/pages/pages.h"
#include "node/web/pages/practice_actions.h"
#include "node/web/pages/practice_fetch.h"
#include "node/web/pages/practice_lineage.h"
#include "node/web/pages/practice_parts.h"
#include "node/web/pages/practice_words.h"
#include "node/web/pages/talk_pages.h"

namespace cledi {
namespace {

using community::v1::ResourceView;
using event::v1::TrainingResource;

std::vector<Phrase> Competences(const TrainingResource& resource) {
  std::vector<Phrase> competences;
  for (const auto& competence : resource.competences()) {
    // "DIG_COMP_EDU_LEVEL_B1": its code is the same in all languages.
    const std::string level = event::v1::DigCompEduLevel_Name(competence.level());
    const bool said = competence.level() != 0 && !level.empty();
    competences.push_back({absl::StrCat("DigCompEdu ", competence.competence(),
                                        said ? " (" + level.substr(level.size() - 2) + ")" : ""),
                           false});
  }
  return competences;
}

std::vector<View> PhraseViews(const std::vector<Phrase>& phrases) {
  std::vector<View> views;
  for (const Phrase& phrase : phrases) {
    View& view = views.emplace_back();
    SetLanguage(view, "");
    view.Say("text", phrase).Text("href", "");
  }
  return views;
}

std::vector<View> ResourceFacts(const ResourceView& view, const Words& words,
                                const Directory& directory, PersonNames& names) {
  const TrainingResource& resource = view.resource();
  const PracticeRecord record = RecordOf(view);
  FactViews facts(words);
  facts.Add("fact_kind", SayEnum(words, resource.type()));
  facts.Add("fact_resource_time", SayDuration(words, resource.minutes()));
  facts.Add("fact_mode", SayEnum(words, resource.mode()));
  std::vector<Phrase> roles;
  for (const int role : resource.audience_roles()) {
    roles.push_back(SayEnum(words, static_cast<event::v1::AudienceRole>(role)));
  }
  facts.AddList("fact_audience", PhraseViews(roles));
  facts.AddText("fact_uses", words.Join({resource.uses().begin(), resource.uses().end()}));
  AddDescriptionFacts(facts, record, words, directory);
  facts.AddList("fact_competences", PhraseViews(Competences(resource)));
  facts.AddLanguages("fact_captions",
                     {resource.caption_languages().begin(), resource.caption_languages().end()},
                     "");
  std::vector<Phrase> features;
  for (const std::string& feature : resource.accessibility_features()) {
    features.push_back(SayAccessibility(words, feature));
  }
  facts.AddList("fact_accessibility", PhraseViews(features));
  AddRecordFacts(facts, record, words, names);
  facts.AddText("fact_review", resource.review_due_unix_ms() == 0
                                   ? ""
                                   : words.Date(FromUnixMs(resource.review_due_unix_ms())));
  return facts.Take();
}

// "1.4 MB"; decimal, as file managers show it.
std::string SizeInWords(uint64_t bytes) {
  constexpr double kKilo = 1000;
  const auto size = static_cast<double>(bytes);
  if (size < kKilo) {
    return absl::StrFormat("%d B", bytes);
  }
  return size < kKilo * kKilo ? absl::StrFormat("%.0f kB", size / kKilo)
                              : absl::StrFormat("%.1f MB", size / (kKilo * kKilo));
}

void SetResourceParts(View& view, const TrainingResource& resource) {
  std::vector<std::string> links;
  for (const std::string& link : resource.links()) {
    if (std::string address = WebAddress(link); !address.empty()) {
      links.push_back(std::move(address));
    }
  }
  std::vector<View> files;
  for (const auto& file : resource.files()) {
    files.emplace_back()
        .Text("name", file.name())
        .Text("type", file.media_type())
        .Text("size", SizeInWords(file.size_bytes()));
  }
  const std::string low = WebAddress(resource.low_connectivity_link());
  view.Flag("has_links", !links.empty() || !low.empty())
      .Texts("links", links)
      .Text("low_connectivity", low)
      .Insert("body_html", RenderMarkdown(resource.body(), 3))
      .Flag("has_files", !files.empty())
      .List("files", std::move(files));
}

}  // namespace

StatusOr<HttpResponse> ResourcePage(const PageContext& context, std::string_view id) {
  const Words& words = context.words;
  const std::string revision(context.request.query.Get("revision").value_or(""));
  ASSIGN_OR_RETURN(const ResourceView resource, FetchResource(context.community, id, revision));
  const PracticeRecord record = RecordOf(resource);
  if (std::string better = BetterAddress("resources", id, resource.id()); !better.empty()) {
    return RedirectTo(std::move(better), 308);
  }
  if (resource.withdrawn()) {
    return WithdrawnPage(context, record);
  }
  ASSIGN_OR_RETURN(const Directory directory, Directory::Read(context.community));
  ASSIGN_OR_RETURN(const admin::v1::GetNetworkResponse network, context.node.GetNetwork());

  const event::v1::Description& description = resource.resource().description();
  View view;
  PersonNames names(context.community);
  view.List("facts", ResourceFacts(resource, words, directory, names));
  SetCommonParts(view, record, words, directory);
  SetLineage(view, record, NetworkSummary(network), words, directory);
  SetResourceParts(view, resource.resource());
  SetPracticeActions(view, context, resource);
  SetOlderNote(view, record, record.revision != record.newest, words);
  RETURN_IF_ERROR(SetTalk(view, context, resource.id(), directory));
  const Frame frame{.title = description.title(),
                    .title_language = description.language(),
                    .description = MarkdownAsText(description.summary(), kMetaDescriptionBytes),
                    .place = "resources",
                    .json_ld = ResourceJsonLd(resource, directory, context.layout.site().address),
                    .listed = revision.empty()};
  return context.layout.Print("resource", frame, std::move(view), words, context.request,
                              context.reader);
}

}  // namespace cledi
