#include "node/discussion/discussion_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "federation/rpc/limits.h"
#include "federation/rpc/service_methods.h"
#include "node/fields/field_checks.h"

namespace cledi {

using community::v1::GetPostRequest;
using community::v1::GetPostResponse;
using community::v1::GetThreadRequest;
using community::v1::GetThreadResponse;
using community::v1::ListThreadsRequest;
using community::v1::ListThreadsResponse;
using community::v1::PostView;
using community::v1::ThreadCard;

DiscussionService::DiscussionService(HomeNode home, DiscussionSources sources, Store* store,
                                     const Clock* clock)
    : sources_(sources),
      writer_(home, sources.practices.views, clock),
      news_(std::move(home), sources, store),
      publisher_(sources, &writer_, &news_) {}

void DiscussionService::RegisterWith(MethodTable& table) {
  const std::string service = "cledi.community.v1.DiscussionService";
  ServiceMethods<DiscussionService> reads(service, this, &table);
  reads.Add("ListThreads", Role::kVisitor, &DiscussionService::ListThreads);
  reads.Add("GetThread", Role::kVisitor, &DiscussionService::GetThread);
  reads.Add("GetPost", Role::kVisitor, &DiscussionService::GetPost);
  ServiceMethods<DiscussionPublisher> writes(service, &publisher_, &table);
  writes.Add("PublishThread", Role::kEducator, &DiscussionPublisher::PublishThread);
  writes.Add("PublishPost", Role::kEducator, &DiscussionPublisher::PublishPost);
  writes.Add("WithdrawThread", Role::kEducator, &DiscussionPublisher::WithdrawThread);
  writes.Add("WithdrawPost", Role::kEducator, &DiscussionPublisher::WithdrawPost);
  writes.Add("AcceptAnswer", Role::kEducator, &DiscussionPublisher::AcceptAnswer);
  ServiceMethods<ThreadNews> news(service, &news_, &table);
  news.Add("FollowThread", Role::kEducator, &ThreadNews::Follow);
  news.Add("ListNews", Role::kEducator, &ThreadNews::List);
  news.Add("MarkSeen", Role::kEducator, &ThreadNews::MarkSeen);
}

StatusOr<ListThreadsResponse> DiscussionService::ListThreads(
    const Caller& caller, const ListThreadsRequest& request) const {
  ASSIGN_OR_RETURN(ThreadQuery query, QueryOf(caller, request));
  // A page token must not go on in a list with other filters, or in somebody else's.
  ListThreadsRequest selection = request;
  selection.clear_page();
  const std::string list_name = NameOfList(
      "ListThreads",
      absl::StrCat(request.followed() ? caller.id : "", " ", selection.SerializeAsString()));
  const PageTokens& tokens = *sources_.practices.page_tokens;
  ASSIGN_OR_RETURN(const std::string key, tokens.Read(list_name, request.page().token()));
  ASSIGN_OR_RETURN(query.after, PlaceIn(key));
  query.count = PageSize(request.page().size());
  const ThreadPage page = sources_.threads->List(query);
  // Read after the index, so the views hold all that it names, or something newer.
  ASSIGN_OR_RETURN(DiscussionReader reader, sources_.Read());
  ListThreadsResponse response;
  response.set_total(page.total);
  for (const StatementId& entity : page.threads) {
    const StatusOr<FoundThread> thread = reader.ThreadOf(entity);
    if (thread.status().code() == StatusCode::kNotFound) {
      continue;  // Another try of its writer has just taken its place, and breaks a rule.
    }
    RETURN_IF_ERROR(thread.status());
    ASSIGN_OR_RETURN(*response.add_threads(), reader.CardOf(*thread));
  }
  if (page.last) {
    response.set_next_page_token(tokens.Make(list_name, TokenKey(*page.last)));
  }
  return response;
}

StatusOr<ThreadQuery> DiscussionService::QueryOf(const Caller& caller,
                                                 const ListThreadsRequest& request) const {
  FieldProblems problems;
  CheckCount("languages", request.languages_size(), kFilterValuesMax, problems);
  CheckCount("institutions", request.institutions_size(), kFilterValuesMax, problems);
  if (request.step() != 0 && request.practice().empty()) {
    problems.Add("step", FieldProblem::KIND_NOT_ALLOWED, "only with `practice`");
  }
  RETURN_IF_ERROR(problems.ToStatus());
  ThreadQuery query;
  query.languages.assign(request.languages().begin(), request.languages().end());
  query.home_nodes.assign(request.institutions().begin(), request.institutions().end());
  query.step = request.step();
  query.person = request.person();
  query.participant = request.participant();
  query.unanswered = request.unanswered();
  if (!request.practice().empty()) {
    ASSIGN_OR_RETURN(const DiscussionReader reader, sources_.Read());
    ASSIGN_OR_RETURN(const view::v1::PracticeRow practice, reader.FindPractice(request.practice()));
    query.practices = NamesOf(practice);
  }
  if (request.followed()) {
    ASSIGN_OR_RETURN(query.among, news_.FollowedBy(caller));
  }
  return query;
}

StatusOr<GetThreadResponse> DiscussionService::GetThread(const Caller& caller,
                                                         const GetThreadRequest& request) const {
  ASSIGN_OR_RETURN(const DiscussionReader finder, sources_.Read());
  ASSIGN_OR_RETURN(const FoundThread found, finder.FindThread(request.id()));
  const StatementId entity = found.entity;
  const std::optional<ThreadActivity> activity = sources_.threads->ActivityOf(entity);
  if (!activity) {
    return NotFound("no discussion has this id here");
  }
  const uint32_t size =
      request.page_size() == 0 ? kPageSizeDefault : std::min(request.page_size(), kPageSizeMax);
  const PostPage page =
      sources_.threads->PostsOf(entity, std::max<uint32_t>(request.page_number(), 1), size);
  // Read after the index, so the views hold all that it names, or something newer.
  ASSIGN_OR_RETURN(DiscussionReader reader, sources_.Read());
  ASSIGN_OR_RETURN(const FoundThread thread, reader.ThreadOf(entity));
  GetThreadResponse response;
  ASSIGN_OR_RETURN(*response.mutable_thread(), reader.CardOf(thread));
  RETURN_IF_ERROR(reader.AddStepName(thread, *response.mutable_thread()));
  ASSIGN_OR_RETURN(*response.mutable_opening(), reader.OpeningOf(thread));
  AddRights(caller, thread.row.written(), *response.mutable_opening());
  for (const StatementId& post_entity : page.posts) {
    ASSIGN_OR_RETURN(const FoundPost post, reader.PostOf(post_entity));
    PostView& view = *response.add_posts();
    ASSIGN_OR_RETURN(view, reader.ViewOf(entity, post));
    view.set_accepted(activity->accepted == post_entity);
    AddRights(caller, post.row.written(), view);
  }
  response.set_page_number(page.number);
  response.set_page_count(page.count);
  ASSIGN_OR_RETURN(const bool followed, news_.Follows(caller, entity));
  response.set_followed(followed);
  response.set_may_accept(response.opening().may_revise());
  response.set_state(activity->state);
  return response;
}

void DiscussionService::AddRights(const Caller& caller, const view::v1::WrittenRow& written,
                                  PostView& view) const {
  view.set_may_revise(writer_.May(caller, written, Change::kRevise));
  view.set_may_withdraw(writer_.May(caller, written, Change::kWithdraw));
}

StatusOr<GetPostResponse> DiscussionService::GetPost(const Caller& caller,
                                                     const GetPostRequest& request) const {
  ASSIGN_OR_RETURN(DiscussionReader reader, sources_.Read());
  GetPostResponse response;
  const StatusOr<FoundThread> opening = reader.FindThread(request.id());
  if (opening.ok()) {
    ASSIGN_OR_RETURN(*response.mutable_post(), reader.OpeningOf(*opening));
    AddRights(caller, opening->row.written(), *response.mutable_post());
    ASSIGN_OR_RETURN(const ThreadCard card, reader.CardOf(*opening));
    response.set_title(card.title());
    response.set_thread_id(card.id());
    *response.mutable_revisions() = reader.RevisionsOf(*opening);
    return response;
  }
  if (opening.status().code() != StatusCode::kNotFound) {
    return opening.status();
  }
  ASSIGN_OR_RETURN(const FoundPost post, reader.FindPost(request.id()));
  ASSIGN_OR_RETURN(const FoundThread thread, ThreadOfPost(reader, post));
  ASSIGN_OR_RETURN(*response.mutable_post(), reader.ViewOf(thread.entity, post));
  const std::optional<ThreadActivity> activity = sources_.threads->ActivityOf(thread.entity);
  response.mutable_post()->set_accepted(activity && activity->accepted == post.entity);
  AddRights(caller, post.row.written(), *response.mutable_post());
  response.set_thread_id(IdOf(thread.row.written()));
  *response.mutable_revisions() = reader.RevisionsOf(post);
  response.set_position(sources_.threads->PositionOf(thread.entity, post.entity));
  return response;
}

StatusOr<FoundThread> DiscussionService::ThreadOfPost(const DiscussionReader& reader,
                                                      const FoundPost& post) const {
  const std::optional<StatementId> thread = sources_.threads->ThreadOf(post.entity);
  if (!thread) {
    return NotFound("the discussion of this answer has not arrived here yet");
  }
  return reader.ThreadOf(*thread);
}

}  // namespace cledi
