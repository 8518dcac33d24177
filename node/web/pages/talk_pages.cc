#include "node/web/pages/talk_pages.h"

#include <utility>

#include "node/web/pages/talk_views.h"

namespace cledi {
namespace {

constexpr uint32_t kThreadsAtPractice = 5;

std::string_view Id(const PathParams& params) { return params.find("id")->second; }

}  // namespace

Status SetTalk(View& view, const PageContext& context, std::string_view practice,
               const Directory& directory) {
  const Words& words = context.words;
  community::v1::ListThreadsRequest request;
  request.set_practice(std::string(practice));
  request.mutable_page()->set_size(kThreadsAtPractice);
  ASSIGN_OR_RETURN(const community::v1::ListThreadsResponse talk,
                   context.community.ListThreads(request));
  const std::string about = "?practice=" + PercentEncode(practice);
  const bool more = talk.total() > static_cast<uint32_t>(talk.threads_size());
  view.Flag("has_threads", !talk.threads().empty())
      .List("threads", ThreadViews(talk.threads(), words, directory))
      .Say("all_threads",
           more ? words.Format("talk_all_about", {{"count", int64_t{talk.total()}}}) : Phrase{})
      .Text("all_threads_href", "/talk" + about)
      .Text("ask_href", "/talk/new" + about);
  return absl::OkStatus();
}

void AddTalkPages(WebPages& pages, Router& router) {
  using Context = const PageContext&;
  using Params = const PathParams&;
  using Sent = const Query&;
  pages.AddPage(router, "/talk", [](Context context, Params) { return TalkListPage(context); });
  pages.AddPage(router, "/talk/new",
                [](Context context, Params) { return ThreadFormPage(context, ""); });
  pages.AddForm(router, "/talk/new", [](Context context, Params, Sent form) {
    return TakeThreadForm(context, "", form);
  });
  pages.AddPage(router, "/talk/{id}", [](Context context, Params params) {
    return ThreadPage(context, Id(params), nullptr);
  });
  pages.AddPage(router, "/talk/{id}/posts",
                [](Context context, Params params) { return PostsFragment(context, Id(params)); });
  pages.AddPage(router, "/talk/{id}/edit",
                [](Context context, Params params) { return ThreadFormPage(context, Id(params)); });

  // What is sent from the pages of threads and posts.
  const auto add_form = [&](std::string_view pattern,
                            StatusOr<HttpResponse> (*take)(Context, std::string_view, Sent)) {
    pages.AddForm(router, pattern, [take](Context context, Params params, Sent form) {
      return take(context, Id(params), form);
    });
  };
  add_form("/talk/{id}/edit", TakeThreadForm);
  add_form("/talk/{id}/answer", TakeAnswer);
  add_form("/talk/{id}/accept", TakeAccept);
  add_form("/talk/{id}/follow", TakeFollow);
  add_form("/posts/{id}/edit", TakePostForm);
  add_form("/posts/{id}/take-back", TakeTakeBack);

  const auto add_page = [&](std::string_view pattern,
                            StatusOr<HttpResponse> (*print)(Context, std::string_view)) {
    pages.AddPage(router, pattern,
                  [print](Context context, Params params) { return print(context, Id(params)); });
  };
  add_page("/posts/{id}", PostPlacePage);
  add_page("/posts/{id}/edit", PostFormPage);
  add_page("/posts/{id}/history", PostHistoryPage);
  add_page("/posts/{id}/take-back", TakeBackPage);

  pages.AddPage(router, "/my/news", [](Context context, Params) { return NewsPage(context); });
  pages.AddForm(router, "/my/news",
                [](Context context, Params, Sent) { return TakeAllSeen(context); });
}

}  // namespace cledi
