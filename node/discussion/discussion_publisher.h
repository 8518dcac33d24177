#ifndef CLEDI_NODE_DISCUSSION_DISCUSSION_PUBLISHER_H_
#define CLEDI_NODE_DISCUSSION_DISCUSSION_PUBLISHER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cledi/community/v1/discussion_service.pb.h"
#include "cledi/event/v1/discussion.pb.h"
#include "node/discussion/discussion_reader.h"
#include "node/discussion/discussion_writer.h"
#include "node/discussion/thread_news.h"

namespace cledi {

// Opens threads, answers, revises, takes back and accepts. Each as its proto says. Safe from
// any thread.
//
// InvalidArgument: names each field that breaks a rule. NotFound: what is named is not here.
// PermissionDenied: it is another node's, or somebody else's. FailedPrecondition: a bound is
// reached, or it was taken back. ResourceExhausted: the caller writes too fast.
// AlreadyExists: the key was used before, for something else. Otherwise as EventWriter::Append.
class DiscussionPublisher {
 public:
  // A thread takes no further posts from here; whoever wants to go on opens a new one.
  static constexpr uint32_t kPostsMax = 5000;

  // What `sources` points at, `writer` and `news` outlive it.
  DiscussionPublisher(DiscussionSources sources, const DiscussionWriter* writer,
                      const ThreadNews* news)
      : sources_(sources), writer_(writer), news_(news) {}

  StatusOr<community::v1::PublishThreadResponse> PublishThread(
      const Caller& caller, const community::v1::PublishThreadRequest& request) const;
  StatusOr<community::v1::PublishPostResponse> PublishPost(
      const Caller& caller, const community::v1::PublishPostRequest& request) const;
  StatusOr<community::v1::WithdrawThreadResponse> WithdrawThread(
      const Caller& caller, const community::v1::WithdrawThreadRequest& request) const;
  StatusOr<community::v1::WithdrawPostResponse> WithdrawPost(
      const Caller& caller, const community::v1::WithdrawPostRequest& request) const;
  StatusOr<community::v1::AcceptAnswerResponse> AcceptAnswer(
      const Caller& caller, const community::v1::AcceptAnswerRequest& request) const;

 private:
  // What a request says of a new thread or of the one that it revises, without its words.
  StatusOr<event::v1::ThreadRevised> StartThread(
      const Caller& caller, const community::v1::PublishThreadRequest& request) const;
  StatusOr<event::v1::PostRevised> StartPost(
      const Caller& caller, const community::v1::PublishPostRequest& request) const;
  // What a new thread is about. InvalidArgument: the practice has no such step.
  Status AddAnchor(const DiscussionReader& reader,
                   const community::v1::PublishThreadRequest& request,
                   event::v1::Thread& thread) const;
  // The post of `thread` that a request names.
  StatusOr<FoundPost> FindPostIn(const DiscussionReader& reader, const FoundThread& thread,
                                 std::string_view id) const;

  const DiscussionSources sources_;
  const DiscussionWriter* const writer_;
  const ThreadNews* const news_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_DISCUSSION_DISCUSSION_PUBLISHER_H_
