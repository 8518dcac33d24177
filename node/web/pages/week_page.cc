// The start page of somebody who is signed in: what is new for them, what they are writing, and
// the newest practices in the languages that they read.

#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/pages/card_view.h"
#include "node/web/pages/directory.h"
#include "node/web/pages/my_parts.h"
#include "node/web/pages/network_summary.h"
#include "node/web/pages/pages.h"
#include "node/web/pages/private_page.h"

namespace cledi {
namespace {

constexpr uint32_t kPlansShown = 5;
constexpr uint32_t kResourcesShown = 3;
constexpr uint32_t kNewsShown = 5;
constexpr size_t kDraftsShown = 3;

template <class Request>
Request NewestIn(const community::v1::Settings& settings, uint32_t count) {
  Request request;
  *request.mutable_filter()->mutable_languages() = settings.reading_languages();
  request.mutable_page()->set_size(count);
  return request;
}

// The list of all of them: "/plans?language=it&language=es".
std::string ListAddress(std::string_view path, const community::v1::Settings& settings) {
  Query query;
  for (const std::string& language : settings.reading_languages()) {
    query.Add("language", language);
  }
  const std::string encoded = query.Encode();
  return encoded.empty() ? std::string(path) : absl::StrCat(ToAbsl(path), "?", encoded);
}

Phrase SayAll(const Words& words, std::string_view message, uint32_t total) {
  return total == 0 ? Phrase{} : words.Format(message, {{"count", int64_t{total}}});
}

Status SetPractices(const PageContext& context, const community::v1::Settings& settings,
                    View& view) {
  const Words& words = context.words;
  ASSIGN_OR_RETURN(const Directory directory, Directory::Read(context.community));
  ASSIGN_OR_RETURN(const auto plans,
                   context.community.ListPlans(
                       NewestIn<community::v1::ListPlansRequest>(settings, kPlansShown)));
  ASSIGN_OR_RETURN(const auto resources,
                   context.community.ListResources(
                       NewestIn<community::v1::ListResourcesRequest>(settings, kResourcesShown)));
  view.List("plans", CardViews(plans.cards(), "plans", words, directory))
      .Say("all_plans", SayAll(words, "home_all_plans", plans.total()))
      .Text("plans_href", ListAddress("/plans", settings))
      .List("resources", CardViews(resources.cards(), "resources", words, directory))
      .Say("all_resources", SayAll(words, "home_all_resources", resources.total()))
      .Text("resources_href", ListAddress("/resources", settings))
      .Flag("asks_languages", settings.reading_languages().empty());
  return absl::OkStatus();
}

}  // namespace

StatusOr<HttpResponse> WeekPage(const PageContext& context) {
  const Words& words = context.words;
  const community::v1::Account& account = *context.reader.account;
  ASSIGN_OR_RETURN(std::vector<View> news, NewsViews(context, kNewsShown));
  ASSIGN_OR_RETURN(std::vector<View> drafts, DraftViews(context, kDraftsShown));
  ASSIGN_OR_RETURN(const auto network, context.node.GetNetwork());
  View view;
  RETURN_IF_ERROR(SetPractices(context, account.settings(), view));
  view.Say("lead", words.Format("week_lead", {{"name", account.profile().name()}}))
      .Flag("has_news", !news.empty())
      .List("news", std::move(news))
      .Flag("has_drafts", !drafts.empty())
      .List("drafts", std::move(drafts));
  SetNetworkSentences(view, NetworkSummary(network), words);
  return PrintPrivate(context, "week", {.title = "week_title"}, std::move(view));
}

}  // namespace cledi
