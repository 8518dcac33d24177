#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "node/web/pages/form_drafts.h"
#include "node/web/pages/form_view.h"
#include "node/web/pages/islands.h"
#include "node/web/pages/markdown.h"
#include "node/web/pages/network_summary.h"
#include "node/web/pages/practice_words.h"
#include "node/web/pages/problem_words.h"
#include "node/web/pages/request_key.h"
#include "node/web/pages/talk_pages.h"
#include "node/web/pages/talk_views.h"

namespace cledi {
namespace {

using community::v1::GetThreadRequest;
using community::v1::GetThreadResponse;
using community::v1::PostView;

// Headings of people's texts: below the page's title, and below the names over answers.
constexpr int kOpeningHeading = 2;
constexpr int kAnswerHeading = 4;
// Somebody of whom nothing was heard for longer may have answered already.
constexpr int64_t kLateMs = 10 * 60 * 1000;
constexpr int64_t kDayMs = 24 * 60 * 60 * 1000;

uint32_t PageOf(const Query& query) {
  uint32_t page = 0;
  return absl::SimpleAtoi(ToAbsl(query.Get("page").value_or("")), &page) ? page : 1;
}

StatusOr<GetThreadResponse> Ask(const PageContext& context, std::string_view id) {
  GetThreadRequest request;
  request.set_id(std::string(id));
  request.set_page_number(PageOf(context.request.query));
  request.set_page_size(kPostsPerPage);
  return context.community.GetThread(request);
}

std::string PageHref(std::string_view thread, uint32_t page) {
  const std::string href = ThreadHref(thread);
  return page <= 1 ? href : absl::StrCat(href, "?page=", page);
}

std::vector<View> PagerViews(const GetThreadResponse& thread, const Words& words) {
  constexpr uint32_t kAround = 2;
  std::vector<View> views;
  uint32_t last = 0;
  for (uint32_t page = 1; page <= thread.page_count(); ++page) {
    const uint32_t shown = thread.page_number();
    const bool near = page + kAround >= shown && page <= shown + kAround;
    if (!near && page != 1 && page != thread.page_count()) {
      continue;
    }
    views.emplace_back()
        .Text("number", words.Number(page))
        .Text("href", PageHref(thread.thread().id(), page))
        .Flag("current", page == shown)
        .Flag("gap", page > last + 1);
    last = page;
  }
  return views;
}

// Sets the piece _posts.
void SetPosts(View& view, const GetThreadResponse& thread, const PageContext& context,
              const Directory& directory) {
  const Words& words = context.words;
  std::map<std::string_view, const PostView*> by_id;
  for (const PostView& post : thread.posts()) {
    by_id.emplace(post.id(), &post);
  }
  const std::string page =
      thread.page_number() > 1 ? absl::StrCat("page=", thread.page_number(), "&") : "";
  const bool may_answer = context.reader.signed_in() && !thread.thread().withdrawn();
  std::vector<View> posts;
  for (const PostView& post : thread.posts()) {
    View& said = posts.emplace_back(WordsView(post, kAnswerHeading, words, directory));
    const auto replied = by_id.find(post.reply_to());
    Phrase reply_to;
    if (!post.reply_to().empty()) {
      reply_to = replied == by_id.end()
                     ? words.Get("talk_reply_to")
                     : words.Format("talk_reply_to_name",
                                    {{"name", AuthorName(replied->second->author(), directory)}});
    }
    said.Say("reply_to", reply_to)
        .Text("reply_to_href", PostHref(post.reply_to()))
        .Text("answer_href", may_answer && !post.withdrawn()
                                 ? absl::StrCat(ThreadHref(thread.thread().id()), "?", page,
                                                "reply=", PercentEncode(post.id()), "#answer")
                                 : "")
        .Flag("may_accept", thread.may_accept() && !post.accepted() && !post.withdrawn())
        .Flag("may_unaccept", thread.may_accept() && post.accepted());
  }
  view.List("posts", std::move(posts))
      .Flag("has_posts", !thread.posts().empty())
      .Say("posts_count", words.Format("talk_posts", {{"count", int64_t{thread.thread().posts()}}}))
      .Text("start", absl::StrCat((thread.page_number() - 1) * kPostsPerPage + 1))
      .Text("thread_href", ThreadHref(thread.thread().id()))
      .Flag("paged", thread.page_count() > 1)
      .List("pages", PagerViews(thread, words));
}

// "Answers from Ankara may arrive later", of those who take part.
std::vector<View> DelayViews(const GetThreadResponse& thread,
                             const admin::v1::GetNetworkResponse& network, const Words& words) {
  std::set<std::string> nodes = {thread.thread().author().home_node(),
                                 thread.thread().last_author().home_node()};
  for (const PostView& post : thread.posts()) {
    nodes.insert(post.author().home_node());
  }
  const NetworkSummary summary(network);
  std::vector<View> views;
  for (const std::string& node : nodes) {
    const NetworkSummary::Member* member = summary.Find(node);
    if (member == nullptr || member->self ||
        member->state == admin::v1::PeerStatus::STATE_REMOVED) {
      continue;
    }
    const int64_t heard = member->last_contact_unix_ms;
    const int64_t silent_ms = network.as_of_unix_ms() - heard;
    Phrase text;
    if (heard == 0) {
      text = words.Format("talk_delay_never", {{"institution", member->name}});
    } else if (silent_ms >= kDayMs) {
      text = words.Format("talk_delay_since", {{"institution", member->name},
                                               {"time", words.DateAndTime(FromUnixMs(heard))}});
    } else if (silent_ms >= kLateMs) {
      const auto minutes = static_cast<uint32_t>(silent_ms / 60'000);
      text = words.Format("talk_delay", {{"institution", member->name},
                                         {"duration", SayDuration(words, minutes).text}});
    } else {
      continue;
    }
    views.emplace_back().Say("text", text);
  }
  return views;
}

// The form at the end, with what was typed before: now, or kept as a draft.
void SetAnswerForm(View& view, const GetThreadResponse& thread, const TypedAnswer* refused,
                   const PageContext& context, const Directory& directory) {
  const Words& words = context.words;
  std::optional<Query> typed;
  if (refused != nullptr) {
    typed = refused->form;
  } else if (context.reader.signed_in()) {
    typed = OpenDraft(context.community, AnswerDraftKey(thread.thread().id()));
  }
  const bool is_draft = refused == nullptr && typed.has_value();
  const auto value = [&](std::string_view name) {
    return typed ? std::string(typed->Get(name).value_or("")) : std::string();
  };
  const std::optional<std::string_view> asked = context.request.query.Get("reply");
  const std::string reply = asked && refused == nullptr ? std::string(*asked) : value("reply_to");
  const auto replied = std::ranges::find(thread.posts(), reply, &PostView::id);
  const bool replies = replied != thread.posts().end();
  FormView form(
      words, refused == nullptr ? std::vector<community::v1::FieldProblem>() : refused->problems);
  const std::string language = typed ? value("language") : words.language();
  view.Put("body", form.Area({.id = "body",
                              .label = "talk_field_answer",
                              .hint = "talk_hint_markdown",
                              .paths = {"body"}},
                             value("body")))
      .Put(
          "language",
          form.Select(
              {.id = "language", .label = "talk_field_language", .hint = "", .paths = {"language"}},
              LanguageOptions({language}), language));
  std::move(form).SetProblems(view);
  SetDraft(view, words, AnswerDraftKey(thread.thread().id()), "post");
  const std::string here = PageHref(thread.thread().id(), thread.page_number());
  view.Flag("signed_in", context.reader.signed_in())
      .Flag("may_answer", context.reader.signed_in() && !thread.thread().withdrawn())
      .Text("sign_in_href", "/sign-in?next=" + PercentEncode(here))
      .Say("kept", is_draft ? words.Get("sheet_opened") : Phrase{})
      .Text("key", typed ? value("key") : NewRequestKey(context.random))
      .Text("reply_id", replies ? reply : "")
      .Say("replying", replies ? words.Format("talk_replying",
                                              {{"name", AuthorName(replied->author(), directory)}})
                               : Phrase{})
      .Text("no_reply_href",
            absl::StrCat(here, here.find('?') == std::string::npos ? "?" : "&", "reply=#answer"));
}

// Whoever follows it has seen it now.
void MarkSeen(const PageContext& context, const GetThreadResponse& thread) {
  if (context.reader.signed_in()) {
    community::v1::MarkSeenRequest request;
    request.set_thread(thread.thread().id());
    context.community.MarkSeen(request).status().IgnoreError();  // It is shown as new once more.
  }
}

}  // namespace

StatusOr<HttpResponse> ThreadPage(const PageContext& context, std::string_view id,
                                  const TypedAnswer* refused) {
  const Words& words = context.words;
  ASSIGN_OR_RETURN(const GetThreadResponse thread, Ask(context, id));
  if (refused == nullptr && thread.thread().id() != id) {
    return RedirectTo(ThreadHref(thread.thread().id()), 308);
  }
  ASSIGN_OR_RETURN(const Directory directory, Directory::Read(context.community));
  ASSIGN_OR_RETURN(const admin::v1::GetNetworkResponse network, context.node.GetNetwork());
  MarkSeen(context, thread);
  const community::v1::ThreadCard& card = thread.thread();
  View view;
  SetLanguage(view, card.language());
  SetAbout(view, card, words);
  view.Say("title", SayTitle(card, words))
      .Text("title_text", card.title())
      .Text("id", card.id())
      .Flag("answered", card.answered())
      .Put("opening", WordsView(thread.opening(), kOpeningHeading, words, directory))
      .Text("edit_href", ThreadHref(card.id()) + "/edit")
      .Flag("followed", thread.followed())
      .Text("state", thread.state())
      .Text("news", NewsWords(words))
      .Text("fragment_href",
            absl::StrCat(ThreadHref(card.id()), "/posts?page=", thread.page_number()));
  SetPosts(view, thread, context, directory);
  SetAnswerForm(view, thread, refused, context, directory);
  std::vector<View> delays = DelayViews(thread, network, words);
  view.Flag("delayed", !delays.empty()).List("delays", std::move(delays));
  Frame frame;
  frame.status = card.withdrawn() ? 410 : refused == nullptr ? 200 : 422;
  frame.title = SayTitle(card, words).text;
  frame.title_language = card.language();
  frame.description = MarkdownAsText(thread.opening().body(), kMetaDescriptionBytes);
  frame.place = "talk";
  if (!card.withdrawn()) {
    frame.islands.push_back(Island::kLive);
    if (context.reader.signed_in()) {
      frame.islands.push_back(Island::kDraft);
    }
  }
  return context.layout.Print("talk", frame, std::move(view), words, context.request,
                              context.reader);
}

StatusOr<HttpResponse> PostsFragment(const PageContext& context, std::string_view id) {
  ASSIGN_OR_RETURN(const GetThreadResponse thread, Ask(context, id));
  ASSIGN_OR_RETURN(const Directory directory, Directory::Read(context.community));
  MarkSeen(context, thread);
  View view;
  SetPosts(view, thread, context, directory);
  HttpResponse response = context.layout.PrintFragment("posts_fragment", std::move(view),
                                                       context.words, context.reader);
  response.headers.emplace_back(kThreadStateHeader, thread.state());
  return response;
}

StatusOr<HttpResponse> TakeAnswer(const PageContext& context, std::string_view id,
                                  const Query& form) {
  const std::string draft = AnswerDraftKey(id);
  if (form.Get("do") == "draft") {
    RETURN_IF_ERROR(KeepDraft(context.community, draft, "post", form));
    return RedirectTo(PageHref(id, PageOf(context.request.query)) + "#answer", 303);
  }
  community::v1::PublishPostRequest request;
  request.set_thread(std::string(id));
  request.set_key(std::string(form.Get("key").value_or("")));
  request.set_reply_to(std::string(form.Get("reply_to").value_or("")));
  request.set_body(std::string(form.Get("body").value_or("")));
  request.set_language(std::string(form.Get("language").value_or("")));
  const auto published = context.community.PublishPost(request);
  if (!published.ok()) {
    if (context.reader.signed_in() && !request.body().empty()) {
      KeepDraftQuietly(context.community, draft, "post", form);
    }
    if (!absl::IsInvalidArgument(published.status())) {
      return published.status();
    }
    const TypedAnswer refused{.form = form, .problems = ProblemsOf(published.status())};
    return ThreadPage(context, id, &refused);
  }
  DropDraftQuietly(context.community, draft);
  ASSIGN_OR_RETURN(std::string place, PlaceOfPost(context.community, published->id()));
  return RedirectTo(std::move(place), 303);
}

StatusOr<HttpResponse> TakeAccept(const PageContext& context, std::string_view id,
                                  const Query& form) {
  community::v1::AcceptAnswerRequest request;
  request.set_thread(std::string(id));
  request.set_post(std::string(form.Get("post").value_or("")));
  RETURN_IF_ERROR(context.community.AcceptAnswer(request).status());
  if (request.post().empty()) {
    return RedirectTo(ThreadHref(id), 303);
  }
  ASSIGN_OR_RETURN(std::string place, PlaceOfPost(context.community, request.post()));
  return RedirectTo(std::move(place), 303);
}

StatusOr<HttpResponse> TakeFollow(const PageContext& context, std::string_view id,
                                  const Query& form) {
  community::v1::FollowThreadRequest request;
  request.set_id(std::string(id));
  request.set_follow(form.Get("follow") == "1");
  RETURN_IF_ERROR(context.community.FollowThread(request).status());
  return RedirectTo(ThreadHref(id), 303);
}

}  // namespace cledi
