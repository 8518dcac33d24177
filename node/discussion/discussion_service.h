#ifndef CLEDI_NODE_DISCUSSION_DISCUSSION_SERVICE_H_
#define CLEDI_NODE_DISCUSSION_DISCUSSION_SERVICE_H_

#include "cledi/community/v1/discussion_service.pb.h"
#include "federation/rpc/method_table.h"
#include "node/discussion/discussion_publisher.h"
#include "node/discussion/discussion_reader.h"
#include "node/discussion/discussion_writer.h"
#include "node/discussion/thread_index.h"
#include "node/discussion/thread_news.h"

namespace cledi {

// Discussions of the whole network: everybody reads, educators of this node write. Safe from
// any thread.
class DiscussionService {
 public:
  // So that a page of the longest posts fits a response.
  static constexpr uint32_t kPageSizeDefault = 20;
  static constexpr uint32_t kPageSizeMax = 40;

  // What `home` and `sources` point at, `store` and `clock` outlive the service.
  DiscussionService(HomeNode home, DiscussionSources sources, Store* store, const Clock* clock);

  void RegisterWith(MethodTable& table);

  // Each as its proto says. InvalidArgument: names each field that breaks a rule, or a token of
  // another list. NotFound: what is named is not here. Otherwise as DiscussionPublisher and
  // ThreadNews.
  StatusOr<community::v1::ListThreadsResponse> ListThreads(
      const Caller& caller, const community::v1::ListThreadsRequest& request) const;
  StatusOr<community::v1::GetThreadResponse> GetThread(
      const Caller& caller, const community::v1::GetThreadRequest& request) const;
  StatusOr<community::v1::GetPostResponse> GetPost(
      const Caller& caller, const community::v1::GetPostRequest& request) const;
  const DiscussionPublisher& publisher() const { return publisher_; }
  const ThreadNews& news() const { return news_; }

 private:
  StatusOr<ThreadQuery> QueryOf(const Caller& caller,
                                const community::v1::ListThreadsRequest& request) const;
  void AddRights(const Caller& caller, const view::v1::WrittenRow& written,
                 community::v1::PostView& view) const;
  StatusOr<FoundThread> ThreadOfPost(const DiscussionReader& reader, const FoundPost& post) const;

  const DiscussionSources sources_;
  const DiscussionWriter writer_;
  const ThreadNews news_;
  const DiscussionPublisher publisher_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_DISCUSSION_DISCUSSION_SERVICE_H_
