// Who watches a thread is woken once, and nobody is called who let go.

#include "node/discussion/thread_watch.h"

#include <optional>
#include <vector>

#include "gtest/gtest.h"

namespace cledi {
namespace {

TEST(ThreadWatchTest, WakesTheWatchersOfTheThreadOnceAndNobodyElse) {
  ThreadWatch watch;
  int woken = 0;
  int others = 0;
  const auto first = watch.Watch("thread", [&] { ++woken; });
  const auto second = watch.Watch("thread", [&] { ++woken; });
  const auto other = watch.Watch("other", [&] { ++others; });

  watch.OnChanged("thread");
  watch.OnChanged("thread");

  EXPECT_EQ(woken, 2);
  EXPECT_EQ(others, 0);
  EXPECT_EQ(watch.watchers(), 1u);
}

TEST(ThreadWatchTest, NobodyIsCalledWhoLetGoOfTheTicket) {
  ThreadWatch watch;
  int woken = 0;
  {
    const auto ticket = watch.Watch("thread", [&] { ++woken; });
  }

  watch.OnChanged("thread");

  EXPECT_EQ(woken, 0);
  EXPECT_EQ(watch.watchers(), 0u);
}

TEST(ThreadWatchTest, AWatcherMayWatchAgainFromItsCallback) {
  ThreadWatch watch;
  int woken = 0;
  std::vector<ThreadWatch::Ticket> tickets;
  ThreadWatch::Callback again = [&] {
    ++woken;
    tickets.push_back(*watch.Watch("thread", again));
  };
  tickets.push_back(*watch.Watch("thread", again));

  watch.OnChanged("thread");
  watch.OnChanged("thread");

  EXPECT_EQ(woken, 2);
  EXPECT_EQ(watch.watchers(), 1u);
}

TEST(ThreadWatchTest, AnAssignedTicketEndsTheOneBefore) {
  ThreadWatch watch;
  int woken = 0;
  ThreadWatch::Ticket ticket = *watch.Watch("thread", [&] { woken += 1; });
  ticket = *watch.Watch("thread", [&] { woken += 10; });

  watch.OnChanged("thread");

  EXPECT_EQ(woken, 10);
}

TEST(ThreadWatchTest, RefusesMoreWatchersThanItCanWakeUntilSomebodyLeaves) {
  ThreadWatch watch;
  std::vector<ThreadWatch::Ticket> tickets;
  for (size_t i = 0; i < ThreadWatch::kWatchersMax; ++i) {
    tickets.push_back(*watch.Watch("thread", [] {}));
  }

  EXPECT_EQ(watch.Watch("thread", [] {}).status().code(), StatusCode::kResourceExhausted);
  tickets.pop_back();
  EXPECT_TRUE(watch.Watch("thread", [] {}).ok());
}

}  // namespace
}  // namespace cledi
