#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/pages/private_page.h"
#include "node/web/pages/talk_pages.h"
#include "node/web/pages/talk_views.h"

namespace cledi {
namespace {

constexpr std::string_view kPath = "/my/news";

View NewsView(const community::v1::NewsItem& item, const Words& words, const Directory& directory) {
  View view = ThreadView(item.thread(), words, directory);
  const bool thread_is_new = item.first_new_post().empty();
  view.Text("href",
            thread_is_new ? ThreadHref(item.thread().id()) : PostHref(item.first_new_post()))
      .Say("news", thread_is_new
                       ? words.Get("news_thread")
                       : words.Format("news_posts", {{"count", int64_t{item.new_posts()}}}))
      .Say("why", item.about_own_practice() ? words.Get("news_own_practice") : Phrase{});
  return view;
}

}  // namespace

StatusOr<HttpResponse> NewsPage(const PageContext& context) {
  if (!context.reader.signed_in()) {
    return absl::UnauthenticatedError("sign in first");
  }
  const Words& words = context.words;
  const std::string token(context.request.query.Get("page").value_or(""));
  community::v1::ListNewsRequest request;
  request.mutable_page()->set_token(token);
  const auto news = context.community.ListNews(request);
  if (absl::IsInvalidArgument(news.status()) && !token.empty()) {
    return RedirectTo(std::string(kPath), 303);  // Tokens do not outlive the node's restarts.
  }
  RETURN_IF_ERROR(news.status());
  ASSIGN_OR_RETURN(const Directory directory, Directory::Read(context.community));
  std::vector<View> items;
  for (const community::v1::NewsItem& item : news->items()) {
    items.push_back(NewsView(item, words, directory));
  }
  View view;
  view.Flag("empty", items.empty())
      .List("threads", std::move(items))
      .Text("first", token.empty() ? "" : kPath)
      .Text("next",
            news->next_page_token().empty()
                ? ""
                : absl::StrCat(ToAbsl(kPath), "?page=", PercentEncode(news->next_page_token())))
      .Flag("paged", !token.empty() || !news->next_page_token().empty());
  return PrintPrivate(context, "news", {.title = "news_title", .place = "my"}, std::move(view));
}

StatusOr<HttpResponse> TakeAllSeen(const PageContext& context) {
  RETURN_IF_ERROR(context.community.MarkSeen({}).status());
  return RedirectTo(std::string(kPath), 303);
}

}  // namespace cledi
