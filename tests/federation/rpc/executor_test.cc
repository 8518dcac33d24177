#include "federation/rpc/executor.h"

#include <atomic>

#include "absl/synchronization/barrier.h"
#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace cledi {
namespace {

TEST(ExecutorTest, RunsEverythingThatItTookBeforeItEnds) {
  std::atomic<int> runs{0};
  {
    Executor executor(2, 100);
    for (int i = 0; i < 100; ++i) {
      ASSERT_TRUE(executor.TryRun([&] { ++runs; }).ok());
    }
  }
  EXPECT_EQ(runs, 100);
}

TEST(ExecutorTest, AFullQueueIsRefusedAndTakesAgainWhenThereIsRoom) {
  absl::Notification started;
  absl::Notification go_on;
  absl::Notification second_ran;
  Executor executor(1, 1);
  ASSERT_TRUE(executor
                  .TryRun([&] {
                    started.Notify();
                    go_on.WaitForNotification();
                  })
                  .ok());
  started.WaitForNotification();
  ASSERT_TRUE(executor.TryRun([&] { second_ran.Notify(); }).ok());

  const Status refused = executor.TryRun([] { FAIL() << "was refused"; });
  EXPECT_EQ(refused.code(), StatusCode::kUnavailable);

  go_on.Notify();
  second_ran.WaitForNotification();
  EXPECT_TRUE(executor.TryRun([] {}).ok());
}

TEST(ExecutorTest, TasksRunOnAsManyThreadsAsWereAskedFor) {
  absl::Barrier* const all_there = new absl::Barrier(3);
  Executor executor(3, 3);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(executor
                    .TryRun([&] {
                      if (all_there->Block()) {
                        delete all_there;
                      }
                    })
                    .ok());
  }
}

TEST(ExecutorTest, ATaskMayQueueAnother) {
  absl::Notification ran;
  Executor executor(1, 1);
  ASSERT_TRUE(
      executor.TryRun([&] { EXPECT_TRUE(executor.TryRun([&] { ran.Notify(); }).ok()); }).ok());
  ran.WaitForNotification();
}

}  // namespace
}  // namespace cledi
