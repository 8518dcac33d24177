#ifndef CLEDI_TESTS_NODE_WEB_SAMPLE_TALK_H_
#define CLEDI_TESTS_NODE_WEB_SAMPLE_TALK_H_

#include <string>
#include <string_view>
#include <vector>

#include "cledi/community/v1/discussion_service.pb.h"
#include "federation/base/status.h"
#include "federation/rpc/method_table.h"
#include "tests/node/web/sample_people.h"

namespace cledi {

// Discussions in memory that are read and not written: whatever a service might answer.
//
// Fill it before it is asked; not thread-safe.
class SampleTalk {
 public:
  // What `people` follow and what is new for them is theirs; it outlives the discussions.
  explicit SampleTalk(SamplePeople* people) : people_(people) {}

  // Each id in it is its own; empty at first.
  community::v1::GetThreadResponse& AddThread(std::string_view id);

  // The service's methods that read; it stays where it is from then on.
  void RegisterWith(MethodTable& table) const;

 private:
  StatusOr<community::v1::ListThreadsResponse> ListThreads(
      const Caller& caller, const community::v1::ListThreadsRequest& request) const;
  StatusOr<community::v1::GetThreadResponse> GetThread(
      const Caller& caller, const community::v1::GetThreadRequest& request) const;
  // Only first words of threads.
  StatusOr<community::v1::GetPostResponse> GetPost(
      const Caller& caller, const community::v1::GetPostRequest& request) const;
  // All of them are new, for everybody.
  StatusOr<community::v1::ListNewsResponse> ListNews(
      const Caller& caller, const community::v1::ListNewsRequest& request) const;
  StatusOr<community::v1::MarkSeenResponse> MarkSeen(
      const Caller& caller, const community::v1::MarkSeenRequest& request) const;

  SamplePeople* const people_;
  std::vector<community::v1::GetThreadResponse> threads_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_NODE_WEB_SAMPLE_TALK_H_
