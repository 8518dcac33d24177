#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "node/web/pages/form_drafts.h"
#include "node/web/pages/form_view.h"
#include "node/web/pages/islands.h"
#include "node/web/pages/practice_words.h"
#include "node/web/pages/private_page.h"
#include "node/web/pages/problem_words.h"
#include "node/web/pages/request_key.h"
#include "node/web/pages/talk_pages.h"
#include "node/web/pages/talk_views.h"

namespace cledi {
namespace {

using community::v1::GetPostResponse;
using community::v1::ThreadCard;
using Problems = std::vector<community::v1::FieldProblem>;

std::string ValueOf(const Query& form, std::string_view name) {
  return std::string(form.Get(name).value_or(""));
}

Status CheckSignedIn(const PageContext& context) {
  return context.reader.signed_in() ? absl::OkStatus()
                                    : absl::UnauthenticatedError("sign in first");
}

StatusOr<GetPostResponse> FindPost(const PageContext& context, std::string_view id) {
  community::v1::GetPostRequest request;
  request.set_id(std::string(id));
  return context.community.GetPost(request);
}

// The practice that a new question is about, as a thread's card would show it. Where the
// address names none, or one that is not here, the question is about no one practice.
ThreadCard AboutOf(const PageContext& context, const Query& fields) {
  ThreadCard card;
  const std::string id = ValueOf(fields, "practice");
  uint32_t step = 0;
  if (!absl::SimpleAtoi(ValueOf(fields, "step"), &step)) {
    step = 0;
  }
  if (id.empty()) {
    return card;
  }
  community::v1::GetPlanRequest plan_request;
  plan_request.set_id(id);
  if (const auto plan = context.community.GetPlan(plan_request);
      plan.ok() && !plan->plan().withdrawn()) {
    const event::v1::LessonPlan& lesson = plan->plan().plan();
    community::v1::AnchorView& anchor = *card.mutable_anchor();
    anchor.set_practice_id(plan->plan().id());
    anchor.set_title(lesson.description().title());
    anchor.set_language(lesson.description().language());
    if (step > 0 && step <= static_cast<uint32_t>(lesson.steps_size())) {
      anchor.set_step(step);
      anchor.set_step_name(lesson.steps(static_cast<int>(step) - 1).name());
    }
    return card;
  }
  community::v1::GetResourceRequest resource_request;
  resource_request.set_id(id);
  if (const auto resource = context.community.GetResource(resource_request);
      resource.ok() && !resource->resource().withdrawn()) {
    community::v1::AnchorView& anchor = *card.mutable_anchor();
    anchor.set_practice_id(resource->resource().id());
    anchor.set_title(resource->resource().resource().description().title());
    anchor.set_language(resource->resource().resource().description().language());
    anchor.set_resource(true);
  }
  return card;
}

// What the page with the form for a question, or for words that are revised, shows.
struct TalkForm {
  std::string_view title;  // A message.
  std::string_view send;   // Likewise.
  std::string action;
  std::string back;
  bool titled = true;     // Whether what is written has a title.
  bool drafts = false;    // Whether it can be kept as a draft.
  bool is_draft = false;  // Whether it was.
  std::string_view body_label;
  ThreadCard about;
  Query fields;  // As they are, or as they were typed.
  Problems problems;
};

HttpResponse Print(const PageContext& context, TalkForm talk) {
  const Words& words = context.words;
  const bool refused = !talk.problems.empty();
  FormView form(words, std::move(talk.problems));
  const std::string language = ValueOf(talk.fields, "language");
  View view;
  SetAbout(view, talk.about, words);
  view.Say("title", words.Get(talk.title))
      .Say("send", words.Get(talk.send))
      .Text("action", talk.action)
      .Text("back", talk.back)
      .Text("key", ValueOf(talk.fields, "key"))
      .Text("practice", talk.about.anchor().practice_id())
      .Text("step", talk.about.anchor().step() > 0 ? absl::StrCat(talk.about.anchor().step()) : "")
      .Flag("titled", talk.titled)
      .Flag("drafts", talk.drafts)
      .Say("kept", talk.is_draft ? words.Get("sheet_opened") : Phrase{});
  View title;
  if (talk.titled) {
    title = form.Input(
        {.id = "title", .label = "talk_field_title", .hint = "talk_hint_title", .paths = {"title"}},
        ValueOf(talk.fields, "title"));
  }
  view.Put("title_field", std::move(title))
      .Put("body_field", form.Area({.id = "body",
                                    .label = talk.body_label,
                                    .hint = "talk_hint_markdown",
                                    .paths = {"body"}},
                                   ValueOf(talk.fields, "body")))
      .Put(
          "language_field",
          form.Select(
              {.id = "language", .label = "talk_field_language", .hint = "", .paths = {"language"}},
              LanguageOptions({language}), language));
  std::move(form).SetProblems(view);
  PrivateFrame frame{.title = talk.title, .status = refused ? 422 : 200, .place = "talk"};
  if (talk.drafts) {
    SetDraft(view, words, QuestionDraftKey(ValueOf(talk.fields, "key")), "thread");
    frame.islands = {Island::kDraft};
  }
  return PrintPrivate(context, "talk_form", frame, std::move(view));
}

TalkForm NewQuestion(const PageContext& context, Query fields) {
  ThreadCard about = AboutOf(context, fields);
  const community::v1::AnchorView& anchor = about.anchor();
  const std::string back = !about.has_anchor() ? "/talk" : AnchorHref(anchor);
  return {.title = "talk_new_title",
          .send = "talk_new_send",
          .action = "/talk/new",
          .back = back,
          .drafts = true,
          .body_label = "talk_field_question",
          .about = std::move(about),
          .fields = std::move(fields)};
}

// Words that were written and are revised. PermissionDenied: not by this reader.
StatusOr<TalkForm> Revision(const PageContext& context, const GetPostResponse& post, bool thread) {
  if (!post.post().may_revise()) {
    return Denied("only who wrote this, or an administrator of their institution, changes it");
  }
  const std::string href = thread ? ThreadHref(post.thread_id()) : PostHref(post.post().id());
  Query fields;
  fields.Add("title", post.title());
  fields.Add("body", post.post().body());
  fields.Add("language", post.post().language());
  fields.Add("key", NewRequestKey(context.random));
  return TalkForm{.title = thread ? "talk_edit_title" : "talk_edit_post_title",
                  .send = "talk_edit_send",
                  .action = href + "/edit",
                  .back = href,
                  .titled = thread,
                  .body_label = thread ? "talk_field_question" : "talk_field_answer",
                  .about = {},
                  .fields = std::move(fields)};
}

// The words of a form in a request that publishes them.
template <class Request>
Request RequestOf(const Query& form) {
  Request request;
  request.set_key(ValueOf(form, "key"));
  request.set_body(ValueOf(form, "body"));
  request.set_language(ValueOf(form, "language"));
  return request;
}

}  // namespace

StatusOr<HttpResponse> ThreadFormPage(const PageContext& context, std::string_view id) {
  RETURN_IF_ERROR(CheckSignedIn(context));
  if (id.empty()) {
    const std::string draft = ValueOf(context.request.query, "draft");
    if (auto kept = draft.empty() ? std::nullopt : OpenDraft(context.community, draft)) {
      TalkForm form = NewQuestion(context, *std::move(kept));
      form.is_draft = true;
      return Print(context, std::move(form));
    }
    Query fields = context.request.query;
    fields.Add("key", NewRequestKey(context.random));
    fields.Add("language", context.words.language());
    return Print(context, NewQuestion(context, std::move(fields)));
  }
  ASSIGN_OR_RETURN(const GetPostResponse post, FindPost(context, id));
  ASSIGN_OR_RETURN(TalkForm form, Revision(context, post, /*thread=*/true));
  return Print(context, std::move(form));
}

StatusOr<HttpResponse> TakeThreadForm(const PageContext& context, std::string_view id,
                                      const Query& form) {
  RETURN_IF_ERROR(CheckSignedIn(context));
  auto request = RequestOf<community::v1::PublishThreadRequest>(form);
  request.set_title(ValueOf(form, "title"));
  request.set_revises(std::string(id));
  const std::string draft = QuestionDraftKey(request.key());
  TalkForm talk;
  if (id.empty()) {
    if (form.Get("do") == "draft") {
      RETURN_IF_ERROR(KeepDraft(context.community, draft, "thread", form));
      return RedirectTo(DraftAddress(draft), 303);
    }
    talk = NewQuestion(context, form);
    request.set_practice(talk.about.anchor().practice_id());
    request.set_step(talk.about.anchor().step());
  } else {
    ASSIGN_OR_RETURN(const GetPostResponse post, FindPost(context, id));
    ASSIGN_OR_RETURN(talk, Revision(context, post, /*thread=*/true));
    talk.fields = form;
  }
  const auto published = context.community.PublishThread(request);
  if (id.empty() && published.ok()) {
    DropDraftQuietly(context.community, draft);
  } else if (id.empty()) {
    KeepDraftQuietly(context.community, draft, "thread", form);
  }
  if (absl::IsInvalidArgument(published.status())) {
    talk.problems = ProblemsOf(published.status());
    return Print(context, std::move(talk));
  }
  RETURN_IF_ERROR(published.status());
  return RedirectTo(ThreadHref(published->id()), 303);
}

StatusOr<HttpResponse> PostFormPage(const PageContext& context, std::string_view id) {
  RETURN_IF_ERROR(CheckSignedIn(context));
  ASSIGN_OR_RETURN(const GetPostResponse post, FindPost(context, id));
  ASSIGN_OR_RETURN(TalkForm form, Revision(context, post, /*thread=*/false));
  return Print(context, std::move(form));
}

StatusOr<HttpResponse> TakePostForm(const PageContext& context, std::string_view id,
                                    const Query& form) {
  RETURN_IF_ERROR(CheckSignedIn(context));
  ASSIGN_OR_RETURN(const GetPostResponse post, FindPost(context, id));
  ASSIGN_OR_RETURN(TalkForm talk, Revision(context, post, /*thread=*/false));
  auto request = RequestOf<community::v1::PublishPostRequest>(form);
  request.set_revises(std::string(id));
  const auto published = context.community.PublishPost(request);
  if (absl::IsInvalidArgument(published.status())) {
    talk.fields = form;
    talk.problems = ProblemsOf(published.status());
    return Print(context, std::move(talk));
  }
  RETURN_IF_ERROR(published.status());
  ASSIGN_OR_RETURN(std::string place, PlaceOfPost(context.community, id));
  return RedirectTo(std::move(place), 303);
}

}  // namespace cledi
