#include "admin/cli/thread_verbs.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_format.h"

#include "admin/cli/display_text.h"
#include "admin/cli/input_file.h"
#include "admin/cli/key_register.h"
#include "admin/cli/line_job.h"
#include "cledi/admin/v1/user_service.pb.h"
#include "cledi/community/v1/discussion_service.pb.h"
#include "cledi/community/v1/thread_document.pb.h"

namespace cledi {
namespace {

using community::v1::GetPostResponse;
using community::v1::PostDocument;
using community::v1::ThreadDocument;

// Writes what can be written at one node now. Each step answers whether it is done by now;
// false: it waits for another node.
class ThreadImport {
 public:
  // `people`: user names of the node. All that is passed outlives it.
  ThreadImport(Session& session, KeyRegister& keys, std::set<std::string> people)
      : session_(session), keys_(keys), people_(std::move(people)) {}

  uint64_t written() const { return written_; }
  uint64_t waiting() const { return waiting_; }

  Status Import(const ThreadDocument& thread) {
    ASSIGN_OR_RETURN(bool done, WriteThread(thread));
    waiting_ += done ? 0 : 1;
    const std::string* before = &thread.key();
    for (const PostDocument& post : thread.posts()) {
      if (done) {
        ASSIGN_OR_RETURN(done, WritePost(thread, post, *before));
      }
      waiting_ += done ? 0 : 1;
      before = &post.key();
    }
    if (done) {
      ASSIGN_OR_RETURN(done, AcceptAnswer(thread));
      waiting_ += done ? 0 : 1;
    }
    return absl::OkStatus();
  }

 private:
  StatusOr<bool> WriteThread(const ThreadDocument& thread) {
    if (keys_.Has(thread.key())) {
      return true;
    }
    if (!people_.contains(thread.person())) {
      return false;
    }
    community::v1::PublishThreadRequest request;
    request.set_key(thread.key());
    request.set_title(thread.title());
    request.set_body(thread.body());
    request.set_language(thread.language());
    request.set_step(thread.step());
    if (!thread.about().empty()) {
      ASSIGN_OR_RETURN(*request.mutable_practice(), keys_.IdOf(thread.about()));
    }
    ASSIGN_OR_RETURN(
        const auto response,
        session_.AskAs<community::v1::PublishThreadResponse>(
            thread.person(), "cledi.community.v1.DiscussionService/PublishThread", request));
    Note(thread.key(), response.id());
    return true;
  }

  // `before`: the key of what was said before it.
  StatusOr<bool> WritePost(const ThreadDocument& thread, const PostDocument& post,
                           const std::string& before) {
    if (keys_.Has(post.key())) {
      return true;
    }
    if (!people_.contains(post.person())) {
      return false;
    }
    ASSIGN_OR_RETURN(const std::optional<GetPostResponse> answered, Arrived(before));
    if (!answered.has_value()) {
      return false;
    }
    community::v1::PublishPostRequest request;
    request.set_key(post.key());
    ASSIGN_OR_RETURN(*request.mutable_thread(), keys_.IdOf(thread.key()));
    if (!post.reply_to().empty()) {
      ASSIGN_OR_RETURN(*request.mutable_reply_to(), keys_.IdOf(post.reply_to()));
    }
    request.set_body(post.body());
    request.set_language(post.language());
    ASSIGN_OR_RETURN(
        const auto response,
        session_.AskAs<community::v1::PublishPostResponse>(
            post.person(), "cledi.community.v1.DiscussionService/PublishPost", request));
    Note(post.key(), response.id());
    return true;
  }

  // By who opened the thread.
  StatusOr<bool> AcceptAnswer(const ThreadDocument& thread) {
    const auto answer = std::ranges::find_if(thread.posts(), &PostDocument::accepted);
    if (answer == thread.posts().end() || !people_.contains(thread.person())) {
      return true;
    }
    ASSIGN_OR_RETURN(const std::optional<GetPostResponse> arrived, Arrived(answer->key()));
    if (!arrived.has_value() || arrived->post().accepted()) {
      return arrived.has_value();
    }
    community::v1::AcceptAnswerRequest request;
    ASSIGN_OR_RETURN(*request.mutable_thread(), keys_.IdOf(thread.key()));
    request.set_post(arrived->post().id());
    RETURN_IF_ERROR(
        session_
            .AskAs<community::v1::AcceptAnswerResponse>(
                thread.person(), "cledi.community.v1.DiscussionService/AcceptAnswer", request)
            .status());
    return true;
  }

  // A post, or the first words of a thread, by its key; nothing: not here yet.
  StatusOr<std::optional<GetPostResponse>> Arrived(const std::string& key) {
    community::v1::GetPostRequest request;
    ASSIGN_OR_RETURN(*request.mutable_id(), keys_.IdOf(key));
    StatusOr<GetPostResponse> post =
        session_.Ask<GetPostResponse>("cledi.community.v1.DiscussionService/GetPost", request);
    if (post.status().code() == StatusCode::kNotFound) {
      return std::optional<GetPostResponse>();
    }
    RETURN_IF_ERROR(post.status());
    return std::optional(*std::move(post));
  }

  void Note(const std::string& key, const std::string& id) {
    keys_.Note(key, id);
    ++written_;
  }

  Session& session_;
  KeyRegister& keys_;
  const std::set<std::string> people_;
  uint64_t written_ = 0;
  uint64_t waiting_ = 0;
};

StatusOr<std::set<std::string>> PeopleOfNode(Session& session) {
  ASSIGN_OR_RETURN(const auto response,
                   session.Ask<admin::v1::ListUsersResponse>("cledi.admin.v1.UserService/ListUsers",
                                                             admin::v1::ListUsersRequest()));
  std::set<std::string> people;
  for (const admin::v1::UserEntry& user : response.users()) {
    people.insert(user.user_name());
  }
  return people;
}

// Something that is referred to by its key has one.
Status CheckKeys(const ThreadDocument& thread) {
  bool all = !thread.key().empty();
  for (const PostDocument& post : thread.posts()) {
    all = all && !post.key().empty();
  }
  return all ? absl::OkStatus()
             : Invalid(
                   "a thread and its posts need a \"key\" each, so that importing the file "
                   "again does not write them again");
}

}  // namespace

Status ImportThreads(Session& session, const ImportThreadsOptions& options) {
  ASSIGN_OR_RETURN(KeyRegister keys, KeyRegister::Load(options.keys_file));
  ASSIGN_OR_RETURN(std::set<std::string> people, PeopleOfNode(session));
  ThreadImport import(session, keys, std::move(people));
  const StatusOr<LineCounts> counts = ForEachLine(session, options.file, "Importing discussions",
                                                  [&](std::string_view line) -> Status {
                                                    ThreadDocument thread;
                                                    RETURN_IF_ERROR(ParseJson(line, thread));
                                                    RETURN_IF_ERROR(CheckKeys(thread));
                                                    return import.Import(thread);
                                                  });
  RETURN_IF_ERROR(keys.Save());  // Even if the node went away: what was written was written.
  RETURN_IF_ERROR(counts.status());
  session.out() << absl::StrFormat("%s written here; %s wait for what others write first.\n",
                                   WithThousands(import.written()),
                                   WithThousands(import.waiting()));
  return CheckAllTaken(*counts);
}

}  // namespace cledi
