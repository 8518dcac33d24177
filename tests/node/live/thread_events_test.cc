#include "node/live/thread_events.h"

#include <optional>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"

#include "cledi/community/v1/discussion_service.pb.h"
#include "node/http/http_target.h"

namespace cledi {
namespace {

using community::v1::GetThreadRequest;
using community::v1::GetThreadResponse;

constexpr std::string_view kThread = "abcdefghijklmnopqrstuvwxyz";

// One thread that can be read in any state, and one worker.
class ThreadEventsTest : public testing::Test {
 protected:
  ThreadEventsTest() {
    table_.Add<GetThreadRequest, GetThreadResponse>(
        "cledi.community.v1.DiscussionService/GetThread", Role::kVisitor,
        [this](const Call&, const GetThreadRequest& request) -> StatusOr<GetThreadResponse> {
          if (while_reading_ != nullptr) {
            std::exchange(while_reading_, nullptr)();
          }
          RETURN_IF_ERROR(failure_);
          if (request.id() != kThread && request.id() != "another-name") {
            return NotFound("no such thread");
          }
          GetThreadResponse response;
          response.mutable_thread()->set_id(std::string(kThread));
          response.set_state(state_);
          return response;
        });
    events_.RegisterWith(router_);
  }

  void Open(std::string_view target, HttpHeaders headers = {}) {
    StatusOr<HttpTarget> parsed = ParseTarget(target);
    ASSERT_TRUE(parsed.ok());
    const auto request = std::make_shared<HttpRequest>();
    request->path = parsed->path;
    request->segments = parsed->segments;
    request->query = parsed->query;
    request->headers = std::move(headers);
    answer_.reset();
    router_.Route(request, [this](HttpResponse response) { answer_ = std::move(response); });
    ASSERT_TRUE(answer_.has_value());
  }

  void OpenAt(std::string_view state) {
    Open(absl::StrCat("/talk/", ToAbsl(kThread), "/live?state=", ToAbsl(state)));
  }

  // What was sent since the last time, once the worker has nothing left to do.
  std::string Sent() {
    absl::Notification idle;
    EXPECT_TRUE(executor_->TryRun([&idle] { idle.Notify(); }).ok());
    idle.WaitForNotification();
    return answer_->events->Take().bytes;
  }

  void Change(std::string_view state) {
    state_ = std::string(state);
    watch_.OnChanged(kThread);
  }

  static std::string Event(std::string_view state) {
    return absl::StrCat("id: ", ToAbsl(state), "\nevent: changed\ndata: ", ToAbsl(state), "\n\n");
  }

  std::string state_ = "1";
  Status failure_;
  std::function<void()> while_reading_;
  MethodTable table_;
  ThreadWatch watch_;
  std::unique_ptr<Executor> executor_ = std::make_unique<Executor>(1, 10);
  const ThreadEvents events_{{.methods = &table_, .watch = &watch_, .executor = executor_.get()}};
  Router router_;
  std::optional<HttpResponse> answer_;
};

TEST_F(ThreadEventsTest, EachChangeIsToldOnce) {
  OpenAt("1");
  ASSERT_NE(answer_->events, nullptr);
  EXPECT_EQ(Sent(), "");
  Change("2");
  EXPECT_EQ(Sent(), Event("2"));
  Change("3");
  EXPECT_EQ(Sent(), Event("3"));
  EXPECT_EQ(watch_.watchers(), 1U);
  answer_->events->End();
}

TEST_F(ThreadEventsTest, AnotherThreadsChangesAreNotTold) {
  OpenAt("1");
  state_ = "2";
  watch_.OnChanged("some-other-thread");
  EXPECT_EQ(Sent(), "");
  answer_->events->End();
}

TEST_F(ThreadEventsTest, WhatHappenedSinceThePageWasPrintedIsToldAtOnce) {
  OpenAt("0");
  EXPECT_EQ(Sent(), Event("1"));
  answer_->events->End();
}

TEST_F(ThreadEventsTest, WhoComesAgainIsToldWhatWasMissed) {
  const std::string target = absl::StrCat("/talk/", ToAbsl(kThread), "/live?state=0");
  Open(target, {{"last-event-id", "1"}});
  EXPECT_EQ(Sent(), "");
  answer_->events->End();
  state_ = "2";
  Open(target, {{"last-event-id", "1"}});
  EXPECT_EQ(Sent(), Event("2"));
  answer_->events->End();
}

TEST_F(ThreadEventsTest, WhatIsWrittenWhileTheThreadIsReadIsNotMissed) {
  OpenAt("1");
  // The state was read before this change, but what is told of it comes after.
  while_reading_ = [this] { watch_.OnChanged(kThread); };
  Change("2");
  Sent();
  state_ = "3";
  while_reading_ = [this] { watch_.OnChanged(kThread); };
  watch_.OnChanged(kThread);
  Sent();
  EXPECT_EQ(watch_.watchers(), 1U);
  Change("4");
  EXPECT_EQ(Sent(), Event("4"));
  answer_->events->End();
}

TEST_F(ThreadEventsTest, WhoLeavesIsNotWatchedForAnyMore) {
  OpenAt("1");
  EXPECT_EQ(watch_.watchers(), 1U);
  answer_->events->End();
  EXPECT_EQ(watch_.watchers(), 0U);
}

TEST_F(ThreadEventsTest, WhoLeavesWhileTheThreadIsReadIsNotWatchedForEither) {
  OpenAt("1");
  while_reading_ = [this] { answer_->events->End(); };
  Change("2");
  Sent();
  EXPECT_EQ(watch_.watchers(), 0U);
}

TEST_F(ThreadEventsTest, AThreadThatIsNotHereHasNoEvents) {
  for (const std::string_view id : {"nothing", "another-name"}) {
    Open(absl::StrCat("/talk/", ToAbsl(id), "/live"));
    EXPECT_EQ(answer_->status, 404) << id;
    EXPECT_EQ(answer_->events, nullptr);
    EXPECT_EQ(watch_.watchers(), 0U);
  }
}

TEST_F(ThreadEventsTest, AThreadThatCannotBeReadAnyMoreEndsItsStream) {
  OpenAt("1");
  failure_ = absl::UnavailableError("the disk is away");
  Change("2");
  absl::Notification idle;
  ASSERT_TRUE(executor_->TryRun([&idle] { idle.Notify(); }).ok());
  idle.WaitForNotification();
  EXPECT_TRUE(answer_->events->Take().last);
  answer_->events->End();
  EXPECT_EQ(watch_.watchers(), 0U);
}

TEST_F(ThreadEventsTest, TooManyReadersAreToldToComeLater) {
  std::vector<ThreadWatch::Ticket> others;
  for (size_t i = 0; i < ThreadWatch::kWatchersMax; ++i) {
    others.push_back(*watch_.Watch("elsewhere", [] {}));
  }
  OpenAt("1");
  EXPECT_EQ(answer_->status, 503);
}

}  // namespace
}  // namespace cledi
