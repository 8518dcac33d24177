#include "federation/peer/federation_loop.h"

#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace cledi {
namespace {

class FederationLoopTest : public testing::Test {
 protected:
  SystemClock clock_;
  FederationLoop loop_{&clock_};
};

TEST_F(FederationLoopTest, WhatIsPostedRunsInOrderOnOneThread) {
  std::vector<int> order;
  std::set<std::thread::id> threads;
  absl::Notification done;
  loop_.Post([&] { order.push_back(0); });  // Also before the start.
  loop_.Start([] {});
  for (int i = 1; i < 100; ++i) {
    loop_.Post([&, i] {
      order.push_back(i);
      threads.insert(std::this_thread::get_id());
      if (i == 99) {
        done.Notify();
      }
    });
  }
  done.WaitForNotification();
  EXPECT_TRUE(std::ranges::is_sorted(order));
  EXPECT_EQ(order.size(), 100u);
  EXPECT_EQ(threads.size(), 1u);
}

TEST_F(FederationLoopTest, ItTicksAlsoWhileItIsKeptBusy) {
  std::atomic<int> ticks = 0;
  absl::Notification ticked;
  loop_.Start([&] {
    if (++ticks == 3) {
      ticked.Notify();
    }
  });
  std::function<void()> again = [&] { loop_.Post(again); };
  loop_.Post(again);
  ticked.WaitForNotification();
  loop_.Stop();
  EXPECT_GE(ticks, 3);
}

// Goal: time that is set back does not stop the ticks: only the steady clock counts.
TEST_F(FederationLoopTest, TicksFollowTheMonotonicClock) {
  class Stopped final : public Clock {
   public:
    UnixMillis Now() const override { return UnixMillis(); }
    std::chrono::milliseconds Monotonic() const override {
      return std::chrono::milliseconds(now.load());
    }
    std::atomic<int64_t> now = 0;
  };
  Stopped clock;
  FederationLoop loop(&clock);
  std::atomic<int> ticks = 0;
  absl::Notification first;
  absl::Notification second;
  loop.Start([&] {
    const int count = ++ticks;
    if (count <= 2) {
      (count == 1 ? first : second).Notify();
    }
  });
  first.WaitForNotification();
  for (int i = 0; i < 5; ++i) {
    absl::Notification ran;
    loop.Post([&] { ran.Notify(); });
    ran.WaitForNotification();
  }
  EXPECT_EQ(ticks, 1);
  clock.now = FederationLoop::kTickEvery.count();
  loop.Post([] {});
  second.WaitForNotification();
}

TEST_F(FederationLoopTest, WhatIsPostedAfterTheStopIsDropped) {
  loop_.Start([] {});
  loop_.Stop();
  auto held = std::make_shared<int>(7);
  loop_.Post([held] { ADD_FAILURE(); });
  EXPECT_EQ(held.use_count(), 1);
  loop_.Stop();
}

// A dropped task may post when it goes, such as a callback that answers for itself.
TEST_F(FederationLoopTest, WhatIsDroppedMayPost) {
  struct PostsWhenItGoes {
    explicit PostsWhenItGoes(FederationLoop* one) : loop(one) {}
    ~PostsWhenItGoes() {
      loop->Post([] {});
    }
    FederationLoop* loop;
  };
  loop_.Post([kept = std::make_shared<PostsWhenItGoes>(&loop_)] {});
  loop_.Stop();  // Never started.
}

}  // namespace
}  // namespace cledi
