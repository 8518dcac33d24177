// One post, or the first words of a thread: where it stands, what it was before, taking it back.

#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/pages/form_view.h"
#include "node/web/pages/markdown.h"
#include "node/web/pages/practice_words.h"
#include "node/web/pages/private_page.h"
#include "node/web/pages/problem_words.h"
#include "node/web/pages/talk_pages.h"
#include "node/web/pages/talk_views.h"

namespace cledi {
namespace {

using community::v1::GetPostResponse;

constexpr int kHistoryHeading = 3;

StatusOr<GetPostResponse> FindPost(const Community& community, std::string_view id) {
  community::v1::GetPostRequest request;
  request.set_id(std::string(id));
  return community.GetPost(request);
}

std::string PlaceOf(const GetPostResponse& post) {
  const std::string thread = ThreadHref(post.thread_id());
  if (post.position() == 0) {
    return thread;
  }
  const uint32_t page = (post.position() - 1) / kPostsPerPage + 1;
  return absl::StrCat(thread, page > 1 ? absl::StrCat("?page=", page) : "", "#post-",
                      post.post().id());
}

HttpResponse PrintTakeBack(const PageContext& context, const GetPostResponse& post,
                           std::string_view reason,
                           std::vector<community::v1::FieldProblem> problems) {
  const Words& words = context.words;
  const int status = problems.empty() ? 200 : 422;
  FormView form(words, std::move(problems));
  View view;
  SetLanguage(view, post.post().language());
  view.Insert("body_html", RenderMarkdown(post.post().body(), 2))
      .Text("action", PostHref(post.post().id()) + "/take-back")
      .Text("back", PlaceOf(post))
      .Put("reason_field", form.Input({.id = "reason",
                                       .label = "talk_field_reason",
                                       .hint = "talk_hint_reason",
                                       .paths = {"reason"}},
                                      reason));
  std::move(form).SetProblems(view);
  return PrintPrivate(context, "take_back",
                      {.title = "talk_take_back_title", .status = status, .place = "talk"},
                      std::move(view));
}

// What may be taken back by this reader.
StatusOr<GetPostResponse> FindOwn(const PageContext& context, std::string_view id) {
  if (!context.reader.signed_in()) {
    return absl::UnauthenticatedError("sign in first");
  }
  ASSIGN_OR_RETURN(GetPostResponse post, FindPost(context.community, id));
  if (!post.post().may_withdraw() && !post.post().withdrawn()) {
    return Denied("only who wrote this, or a moderator of their institution, takes it back");
  }
  return post;
}

Status TakeBack(const Community& community, const GetPostResponse& post,
                const std::string& reason) {
  if (post.position() == 0) {
    community::v1::WithdrawThreadRequest request;
    request.set_id(post.thread_id());
    request.set_reason(reason);
    return community.WithdrawThread(request).status();
  }
  community::v1::WithdrawPostRequest request;
  request.set_id(post.post().id());
  request.set_reason(reason);
  return community.WithdrawPost(request).status();
}

}  // namespace

StatusOr<std::string> PlaceOfPost(const Community& community, std::string_view id) {
  ASSIGN_OR_RETURN(const GetPostResponse post, FindPost(community, id));
  return PlaceOf(post);
}

StatusOr<HttpResponse> PostPlacePage(const PageContext& context, std::string_view id) {
  ASSIGN_OR_RETURN(std::string place, PlaceOfPost(context.community, id));
  return RedirectTo(std::move(place), 303);
}

StatusOr<HttpResponse> PostHistoryPage(const PageContext& context, std::string_view id) {
  const Words& words = context.words;
  ASSIGN_OR_RETURN(const GetPostResponse post, FindPost(context.community, id));
  ASSIGN_OR_RETURN(const Directory directory, Directory::Read(context.community));
  std::vector<View> revisions;
  for (int i = post.revisions_size() - 1; i >= 0; --i) {
    const community::v1::PostRevision& revision = post.revisions(i);
    revisions.emplace_back()
        .Text("time", words.DateAndTime(FromUnixMs(revision.written_unix_ms())))
        .Text("title", revision.title())
        .Flag("shown", i == post.revisions_size() - 1)
        .Insert("body_html", RenderMarkdown(revision.body(), kHistoryHeading));
  }
  const auto left_out = static_cast<int64_t>(post.post().revision_count()) - post.revisions_size();
  View view;
  SetLanguage(view, post.post().language());
  SetAuthor(view, post.post().author(), words, directory);
  view.Text("back", PlaceOf(post))
      .Flag("withdrawn", post.post().withdrawn())
      .Text("reason", post.post().withdrawn_reason())
      .Say("left_out", left_out > 0 && !post.post().withdrawn()
                           ? words.Format("talk_history_left_out", {{"count", left_out}})
                           : Phrase{})
      .List("revisions", std::move(revisions));
  return PrintPrivate(context, "post_history", {.title = "talk_history_title", .place = "talk"},
                      std::move(view));
}

StatusOr<HttpResponse> TakeBackPage(const PageContext& context, std::string_view id) {
  ASSIGN_OR_RETURN(const GetPostResponse post, FindOwn(context, id));
  if (post.post().withdrawn()) {
    return RedirectTo(PlaceOf(post), 303);
  }
  return PrintTakeBack(context, post, "", {});
}

StatusOr<HttpResponse> TakeTakeBack(const PageContext& context, std::string_view id,
                                    const Query& form) {
  ASSIGN_OR_RETURN(const GetPostResponse post, FindOwn(context, id));
  const std::string reason(form.Get("reason").value_or(""));
  const Status done = TakeBack(context.community, post, reason);
  if (absl::IsInvalidArgument(done)) {
    return PrintTakeBack(context, post, reason, ProblemsOf(done));
  }
  RETURN_IF_ERROR(done);
  return RedirectTo(PlaceOf(post), 303);
}

}  // namespace cledi
