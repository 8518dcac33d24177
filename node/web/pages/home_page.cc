#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/pages/card_view.h"
#include "node/web/pages/directory.h"
#include "node/web/pages/network_summary.h"
#include "node/web/pages/pages.h"
#include "node/web/pages/practice_filter.h"
#include "node/web/pages/practice_words.h"
#include "node/web/words/language_names.h"

namespace cledi {
namespace {

constexpr uint32_t kNewest = 3;

template <class Request>
Request Newest() {
  Request request;
  request.mutable_page()->set_size(kNewest);
  return request;
}

// The languages of all practices, with how many there are in each.
std::vector<View> LanguageViews(const community::v1::PracticeFacets& plans,
                                const community::v1::PracticeFacets& resources,
                                const Words& words) {
  struct Counts {
    uint32_t plans = 0;
    uint32_t resources = 0;
  };
  std::map<std::string, Counts> by_language;
  for (const FilterCount& count : CountsOf(FilterField::Kind::kLanguage, plans)) {
    by_language[count.value].plans += count.count;
  }
  for (const FilterCount& count : CountsOf(FilterField::Kind::kLanguage, resources)) {
    by_language[count.value].resources += count.count;
  }
  std::vector<View> views;
  for (const auto& [language, counts] : by_language) {
    View& view = views.emplace_back();
    SetLanguage(view, language);
    view.Text("name", OwnLanguageName(language))
        .Text("href", absl::StrCat(counts.plans > 0 ? "/plans" : "/resources",
                                   "?language=", PercentEncode(language)))
        .Say("count",
             words.Format("home_practices", {{"count", int64_t{counts.plans} + counts.resources}}));
  }
  return views;
}

void SetInstitutions(View& view, const Directory& directory, const Words& words) {
  std::vector<View> institutions;
  std::set<std::string> codes;
  for (const auto& [id, institution] : directory.all()) {
    View& one = institutions.emplace_back();
    SetCountry(one, institution.description().country(), words);
    one.Text("name", directory.Name(id)).Text("href", "/institutions/" + PercentEncode(id));
    if (!institution.description().country().empty()) {
      codes.insert(institution.description().country());
    }
  }
  std::vector<std::string> countries;
  for (const std::string& code : codes) {
    countries.push_back(words.CountryName(code));
  }
  std::ranges::sort(countries,
                    [&](const std::string& a, const std::string& b) { return words.Before(a, b); });
  view.Flag("has_institutions", !institutions.empty())
      .List("institutions", std::move(institutions))
      .Say("countries", countries.empty() ? Phrase{}
                                          : words.Format("home_countries",
                                                         {{"countries", words.Join(countries)}}));
}

}  // namespace

StatusOr<HttpResponse> HomePage(const PageContext& context) {
  if (context.reader.signed_in()) {
    return WeekPage(context);
  }
  const Words& words = context.words;
  ASSIGN_OR_RETURN(const auto plans,
                   context.community.ListPlans(Newest<community::v1::ListPlansRequest>()));
  ASSIGN_OR_RETURN(const auto resources,
                   context.community.ListResources(Newest<community::v1::ListResourcesRequest>()));
  ASSIGN_OR_RETURN(const Directory directory, Directory::Read(context.community));
  ASSIGN_OR_RETURN(const auto network, context.node.GetNetwork());

  std::vector<View> languages = LanguageViews(plans.facets(), resources.facets(), words);
  View view;
  view.List("plans", CardViews(plans.cards(), "plans", words, directory))
      .Say("all_plans", plans.total() == 0
                            ? Phrase{}
                            : words.Format("home_all_plans", {{"count", int64_t{plans.total()}}}))
      .List("resources", CardViews(resources.cards(), "resources", words, directory))
      .Say("all_resources",
           resources.total() == 0
               ? Phrase{}
               : words.Format("home_all_resources", {{"count", int64_t{resources.total()}}}))
      .Flag("has_languages", !languages.empty())
      .List("languages", std::move(languages));
  SetNetworkSentences(view, NetworkSummary(network), words);
  SetInstitutions(view, directory, words);
  Frame frame;
  frame.title = words.Get("site_claim").text;
  frame.description = words.Get("home_lead").text;
  return context.layout.Print("home", frame, std::move(view), words, context.request,
                              context.reader);
}

}  // namespace cledi
