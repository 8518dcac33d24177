#include "node/discussion/discussion_publisher.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

#include "cledi/event/v1/plan.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "node/discussion/discussion_rules.h"
#include "node/discussion/written_fold.h"
#include "node/fields/field_checks.h"

namespace cledi {

using community::v1::AcceptAnswerRequest;
using community::v1::AcceptAnswerResponse;
using community::v1::PublishPostRequest;
using community::v1::PublishPostResponse;
using community::v1::PublishThreadRequest;
using community::v1::PublishThreadResponse;
using community::v1::WithdrawPostRequest;
using community::v1::WithdrawPostResponse;
using community::v1::WithdrawThreadRequest;
using community::v1::WithdrawThreadResponse;
using event::v1::PostRevised;
using event::v1::ThreadRevised;
using view::v1::WrittenRow;

namespace {

constexpr std::string_view kThread = "discussion";
constexpr std::string_view kPost = "answer";

Status KeyTaken() {
  return absl::AlreadyExistsError(
      "this key was used before, for something else; choose another key");
}

void CheckKey(std::string_view key, FieldProblems& problems) {
  CheckText("key", key, {.bytes_max = CommonFields::kKeyBytesMax}, problems);
}

// A field that says where something new belongs.
void CheckStays(std::string_view field, bool revises, bool said, FieldProblems& problems) {
  if (revises && said) {
    problems.Add(field, FieldProblem::KIND_NOT_ALLOWED,
                 "not with `revises`: it stays as it was first");
  }
}

// Whether what was written as `event` is this thread's or post's first state, or else a
// revision of it. An earlier request may have used the same key.
Status CheckWritten(const WrittenRow& row, const EventId& event, bool revises) {
  const bool first = row.ids(0) == event.view();
  const bool listed =
      std::ranges::count(row.revisions(), event.view(), &view::v1::KeptRevision::event) > 0;
  return (revises ? listed && !first : first) ? absl::OkStatus() : KeyTaken();
}

}  // namespace

StatusOr<PublishThreadResponse> DiscussionPublisher::PublishThread(
    const Caller& caller, const PublishThreadRequest& request) const {
  const bool revises = !request.revises().empty();
  FieldProblems problems;
  CheckKey(request.key(), problems);
  CheckTitle(request.title(), problems);
  CheckWords(request.body(), request.language(), problems);
  CheckStays("practice", revises, !request.practice().empty(), problems);
  CheckStays("step", revises, request.step() != 0, problems);
  RETURN_IF_ERROR(problems.ToStatus());

  ASSIGN_OR_RETURN(ThreadRevised fact, StartThread(caller, request));
  fact.mutable_thread()->set_title(request.title());
  fact.mutable_thread()->set_body(request.body());
  fact.mutable_thread()->set_language(request.language());
  fact.set_idempotency_key(writer_->KeyFor(request.key()));
  ASSIGN_OR_RETURN(const WrittenFact written,
                   writer_->Append(caller, event::v1::EVENT_TYPE_THREAD_REVISED, fact));

  ASSIGN_OR_RETURN(const DiscussionReader reader, sources_.Read());
  const EventId named = revises ? *EventId::From(fact.object()) : written.event;
  ASSIGN_OR_RETURN(const StatementId entity, reader.views().StatementOf(named));
  const StatusOr<FoundThread> thread = reader.ThreadOf(entity);
  if (!thread.ok()) {
    return written.existed ? KeyTaken() : thread.status();
  }
  RETURN_IF_ERROR(CheckWritten(thread->row.written(), written.event, revises));
  if (!revises) {
    news_->OnWritten(caller, entity).IgnoreError();  // What was published stays published.
  }
  PublishThreadResponse response;
  response.set_id(IdOf(thread->row.written()));
  response.set_event_id(HexEncode(written.event.view()));
  return response;
}

StatusOr<ThreadRevised> DiscussionPublisher::StartThread(
    const Caller& caller, const PublishThreadRequest& request) const {
  ThreadRevised fact;
  ASSIGN_OR_RETURN(const DiscussionReader reader, sources_.Read());
  if (request.revises().empty()) {
    ASSIGN_OR_RETURN(*fact.mutable_author(), writer_->AuthorOfNew(caller));
    RETURN_IF_ERROR(AddAnchor(reader, request, *fact.mutable_thread()));
    return fact;
  }
  ASSIGN_OR_RETURN(const FoundThread thread, reader.FindThread(request.revises()));
  const WrittenRow& written = thread.row.written();
  ASSIGN_OR_RETURN(*fact.mutable_author(),
                   writer_->AuthorOf(caller, written, kThread, Change::kRevise));
  RETURN_IF_ERROR(DiscussionWriter::CheckTakesMore(written, kThread));
  fact.set_object(written.ids(0));
  if (!thread.row.practice().empty()) {
    event::v1::Anchor& anchor = *fact.mutable_thread()->mutable_anchor();
    anchor.set_practice(thread.row.practice());
    anchor.set_step(thread.row.step());
    anchor.set_revision(thread.row.revision());
  }
  return fact;
}

Status DiscussionPublisher::AddAnchor(const DiscussionReader& reader,
                                      const PublishThreadRequest& request,
                                      event::v1::Thread& thread) const {
  FieldProblems problems;
  if (request.practice().empty()) {
    if (request.step() != 0) {
      problems.Add("step", FieldProblem::KIND_NOT_ALLOWED, "only with `practice`");
    }
    return problems.ToStatus();
  }
  ASSIGN_OR_RETURN(const view::v1::PracticeRow practice, reader.FindPractice(request.practice()));
  thread.mutable_anchor()->set_practice(practice.ids(0));
  if (request.step() == 0) {
    return absl::OkStatus();
  }
  const auto plan = ReadPayload<event::v1::PlanRevised>(practice.payload());
  const bool is_plan = practice.card().resource_type() == event::v1::RESOURCE_TYPE_UNSPECIFIED;
  const auto step_count = plan ? static_cast<uint32_t>(plan->plan().steps_size()) : 0;
  if (!is_plan) {
    problems.Add("step", FieldProblem::KIND_NOT_ALLOWED, "a training resource has no steps");
  } else if (request.step() > step_count) {
    problems.Add("step", FieldProblem::KIND_TOO_LARGE, "this lesson plan has fewer steps",
                 {step_count, request.step()});
  }
  RETURN_IF_ERROR(problems.ToStatus());
  thread.mutable_anchor()->set_step(request.step());
  thread.mutable_anchor()->set_revision(practice.revision());
  return absl::OkStatus();
}

StatusOr<PublishPostResponse> DiscussionPublisher::PublishPost(
    const Caller& caller, const PublishPostRequest& request) const {
  const bool revises = !request.revises().empty();
  FieldProblems problems;
  CheckKey(request.key(), problems);
  CheckWords(request.body(), request.language(), problems);
  CheckStays("thread", revises, !request.thread().empty(), problems);
  CheckStays("reply_to", revises, !request.reply_to().empty(), problems);
  if (!revises && request.thread().empty()) {
    problems.AddNeeded("thread");
  }
  RETURN_IF_ERROR(problems.ToStatus());

  ASSIGN_OR_RETURN(PostRevised fact, StartPost(caller, request));
  fact.mutable_post()->set_body(request.body());
  fact.mutable_post()->set_language(request.language());
  fact.set_idempotency_key(writer_->KeyFor(request.key()));
  ASSIGN_OR_RETURN(const WrittenFact written,
                   writer_->Append(caller, event::v1::EVENT_TYPE_POST_REVISED, fact));

  ASSIGN_OR_RETURN(const DiscussionReader reader, sources_.Read());
  const EventId named = revises ? *EventId::From(fact.object()) : written.event;
  ASSIGN_OR_RETURN(const StatementId entity, reader.views().StatementOf(named));
  const StatusOr<FoundPost> post = reader.PostOf(entity);
  if (!post.ok()) {
    return written.existed ? KeyTaken() : post.status();
  }
  RETURN_IF_ERROR(CheckWritten(post->row.written(), written.event, revises));
  if (const std::optional<StatementId> thread = sources_.threads->ThreadOf(entity);
      thread && !revises) {
    news_->OnWritten(caller, *thread).IgnoreError();  // What was published stays published.
  }
  PublishPostResponse response;
  response.set_id(IdOf(post->row.written()));
  response.set_event_id(HexEncode(written.event.view()));
  return response;
}

StatusOr<PostRevised> DiscussionPublisher::StartPost(const Caller& caller,
                                                     const PublishPostRequest& request) const {
  PostRevised fact;
  ASSIGN_OR_RETURN(const DiscussionReader reader, sources_.Read());
  if (!request.revises().empty()) {
    ASSIGN_OR_RETURN(const FoundPost post, reader.FindPost(request.revises()));
    const WrittenRow& written = post.row.written();
    ASSIGN_OR_RETURN(*fact.mutable_author(),
                     writer_->AuthorOf(caller, written, kPost, Change::kRevise));
    RETURN_IF_ERROR(DiscussionWriter::CheckTakesMore(written, kPost));
    fact.set_object(written.ids(0));
    fact.mutable_post()->set_thread(post.row.thread());
    fact.mutable_post()->set_reply_to(post.row.reply_to());
    return fact;
  }
  ASSIGN_OR_RETURN(*fact.mutable_author(), writer_->AuthorOfNew(caller));
  ASSIGN_OR_RETURN(const FoundThread thread, reader.FindThread(request.thread()));
  if (thread.row.written().withdrawn()) {
    return absl::FailedPreconditionError("this discussion was taken back; open a new one");
  }
  const std::optional<ThreadActivity> activity = sources_.threads->ActivityOf(thread.entity);
  if (activity && activity->posts_in_all >= kPostsMax) {
    return absl::FailedPreconditionError(ToAbsl(absl::StrFormat(
        "this discussion has %s answers and takes no more; open a new one that names it",
        WithCommas(activity->posts_in_all))));
  }
  fact.mutable_post()->set_thread(thread.row.written().ids(0));
  if (!request.reply_to().empty()) {
    ASSIGN_OR_RETURN(const FoundPost replied, FindPostIn(reader, thread, request.reply_to()));
    fact.mutable_post()->set_reply_to(replied.row.written().ids(0));
  }
  return fact;
}

StatusOr<FoundPost> DiscussionPublisher::FindPostIn(const DiscussionReader& reader,
                                                    const FoundThread& thread,
                                                    std::string_view id) const {
  ASSIGN_OR_RETURN(FoundPost post, reader.FindPost(id));
  if (sources_.threads->ThreadOf(post.entity) != thread.entity) {
    return NotFound("this discussion has no such answer");
  }
  return post;
}

StatusOr<WithdrawThreadResponse> DiscussionPublisher::WithdrawThread(
    const Caller& caller, const WithdrawThreadRequest& request) const {
  FieldProblems problems;
  CheckReason(request.reason(), problems);
  RETURN_IF_ERROR(problems.ToStatus());
  ASSIGN_OR_RETURN(const DiscussionReader reader, sources_.Read());
  ASSIGN_OR_RETURN(const FoundThread thread, reader.FindThread(request.id()));
  const WrittenRow& written = thread.row.written();
  event::v1::ThreadWithdrawn fact;
  ASSIGN_OR_RETURN(*fact.mutable_author(),
                   writer_->AuthorOf(caller, written, kThread, Change::kWithdraw));
  if (!written.withdrawn()) {
    fact.set_object(written.ids(0));
    fact.set_reason(request.reason());
    RETURN_IF_ERROR(writer_->Append(caller, event::v1::EVENT_TYPE_THREAD_WITHDRAWN, fact).status());
  }
  return WithdrawThreadResponse();
}

StatusOr<WithdrawPostResponse> DiscussionPublisher::WithdrawPost(
    const Caller& caller, const WithdrawPostRequest& request) const {
  FieldProblems problems;
  CheckReason(request.reason(), problems);
  RETURN_IF_ERROR(problems.ToStatus());
  ASSIGN_OR_RETURN(const DiscussionReader reader, sources_.Read());
  ASSIGN_OR_RETURN(const FoundPost post, reader.FindPost(request.id()));
  const WrittenRow& written = post.row.written();
  event::v1::PostWithdrawn fact;
  ASSIGN_OR_RETURN(*fact.mutable_author(),
                   writer_->AuthorOf(caller, written, kPost, Change::kWithdraw));
  if (!written.withdrawn()) {
    fact.set_object(written.ids(0));
    fact.set_reason(request.reason());
    RETURN_IF_ERROR(writer_->Append(caller, event::v1::EVENT_TYPE_POST_WITHDRAWN, fact).status());
  }
  return WithdrawPostResponse();
}

StatusOr<AcceptAnswerResponse> DiscussionPublisher::AcceptAnswer(
    const Caller& caller, const AcceptAnswerRequest& request) const {
  ASSIGN_OR_RETURN(const DiscussionReader reader, sources_.Read());
  ASSIGN_OR_RETURN(const FoundThread thread, reader.FindThread(request.thread()));
  const WrittenRow& written = thread.row.written();
  event::v1::AnswerAccepted fact;
  ASSIGN_OR_RETURN(*fact.mutable_author(),
                   writer_->AuthorOf(caller, written, kThread, Change::kRevise));
  RETURN_IF_ERROR(DiscussionWriter::CheckTakesMore(written, kThread));
  fact.set_object(written.ids(0));
  if (!request.post().empty()) {
    ASSIGN_OR_RETURN(const FoundPost post, FindPostIn(reader, thread, request.post()));
    if (post.row.written().withdrawn()) {
      return absl::FailedPreconditionError("this answer was taken back");
    }
    fact.set_post(post.row.written().ids(0));
  }
  if (fact.post() != thread.row.accepted()) {
    RETURN_IF_ERROR(writer_->Append(caller, event::v1::EVENT_TYPE_ANSWER_ACCEPTED, fact).status());
  }
  return AcceptAnswerResponse();
}

}  // namespace cledi
