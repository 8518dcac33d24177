#include "tests/node/web/sample_talk.h"

#include "absl/strings/str_cat.h"

namespace cledi {

using community::v1::GetPostRequest;
using community::v1::GetPostResponse;
using community::v1::GetThreadRequest;
using community::v1::GetThreadResponse;
using community::v1::ListNewsRequest;
using community::v1::ListNewsResponse;
using community::v1::ListThreadsRequest;
using community::v1::ListThreadsResponse;
using community::v1::MarkSeenRequest;
using community::v1::MarkSeenResponse;

GetThreadResponse& SampleTalk::AddThread(std::string_view id) {
  GetThreadResponse& thread = threads_.emplace_back();
  thread.mutable_thread()->set_id(std::string(id));
  thread.mutable_opening()->set_id(std::string(id));
  thread.set_page_number(1);
  thread.set_page_count(1);
  return thread;
}

void SampleTalk::RegisterWith(MethodTable& table) const {
  const auto add = [&]<class Request, class Response>(std::string_view name,
                                                      StatusOr<Response> (SampleTalk::*method)(
                                                          const Caller&, const Request&) const) {
    table.Add<Request, Response>(
        absl::StrCat("cledi.community.v1.DiscussionService/", ToAbsl(name)), Role::kVisitor,
        [this, method](const Call& call, const Request& request) {
          return (this->*method)(call.caller(), request);
        });
  };
  add("ListThreads", &SampleTalk::ListThreads);
  add("GetThread", &SampleTalk::GetThread);
  add("GetPost", &SampleTalk::GetPost);
  add("ListNews", &SampleTalk::ListNews);
  add("MarkSeen", &SampleTalk::MarkSeen);
}

StatusOr<ListThreadsResponse> SampleTalk::ListThreads(const Caller& caller,
                                                      const ListThreadsRequest& request) const {
  ListThreadsResponse response;
  if (request.followed()) {
    const auto& followed = people_->FollowedBy(caller.id);
    response.mutable_threads()->Assign(followed.begin(), followed.end());
    return response;
  }
  for (const GetThreadResponse& thread : threads_) {
    if (request.practice().empty() ||
        thread.thread().anchor().practice_id() == request.practice()) {
      *response.add_threads() = thread.thread();
    }
  }
  response.set_total(static_cast<uint32_t>(response.threads_size()));
  return response;
}

StatusOr<GetThreadResponse> SampleTalk::GetThread(const Caller&,
                                                  const GetThreadRequest& request) const {
  for (const GetThreadResponse& thread : threads_) {
    if (thread.thread().id() == request.id()) {
      return thread;
    }
  }
  return NotFound("no discussion has this id here");
}

StatusOr<GetPostResponse> SampleTalk::GetPost(const Caller&, const GetPostRequest& request) const {
  for (const GetThreadResponse& thread : threads_) {
    if (thread.thread().id() == request.id()) {
      GetPostResponse response;
      *response.mutable_post() = thread.opening();
      response.set_title(thread.thread().title());
      response.set_thread_id(request.id());
      auto* revision = response.add_revisions();
      revision->set_title(thread.thread().title());
      revision->set_body(thread.opening().body());
      return response;
    }
  }
  return NotFound("no discussion has this id here");
}

StatusOr<ListNewsResponse> SampleTalk::ListNews(const Caller& caller,
                                                const ListNewsRequest&) const {
  ListNewsResponse response;
  const auto& news = people_->NewsFor(caller.id);
  response.mutable_items()->Assign(news.begin(), news.end());
  for (const GetThreadResponse& thread : threads_) {
    *response.add_items()->mutable_thread() = thread.thread();
  }
  response.set_total(static_cast<uint32_t>(response.items_size()));
  return response;
}

StatusOr<MarkSeenResponse> SampleTalk::MarkSeen(const Caller&, const MarkSeenRequest&) const {
  return MarkSeenResponse();
}

}  // namespace cledi
