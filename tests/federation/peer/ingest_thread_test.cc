#include "federation/peer/ingest_thread.h"

#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

#include "tests/support/log/handwritten_epoch.h"
#include "tests/support/log/test_log.h"

namespace cledi {
namespace {

constexpr auto kStored = IngestVerdict::kStored;

class IngestThreadTest : public testing::Test {
 protected:
  // Stores one range and waits for its verdict.
  IngestVerdict Ingest(LogRange range) {
    IngestVerdict verdict{};
    absl::Notification done;
    thread_.Ingest({std::move(range)}, [&](const std::vector<IngestResult>& results) {
      verdict = results.at(0).verdict;
      done.Notify();
    });
    done.WaitForNotification();
    return verdict;
  }
  // Keeps the thread in the answer of a first job until `hold_` is notified.
  void Hold() {
    absl::Notification held;
    HandwrittenEpoch epoch(&federation_, "tr-metu", 99);
    thread_.Ingest({epoch.AddMany(1, 1).All()}, [&](const std::vector<IngestResult>&) {
      held.Notify();
      hold_.WaitForNotification();
    });
    held.WaitForNotification();
  }

  TestRoster federation_{{"es-granada", "tr-metu"}};
  TestLog log_{&federation_, "es-granada"};
  absl::Notification hold_;
  IngestThread thread_{log_.get()};
};

TEST_F(IngestThreadTest, WhatIsHandedOverIsStoredWhenItIsAnswered) {
  HandwrittenEpoch epoch(&federation_, "tr-metu");
  epoch.AddMany(5, 10);
  EXPECT_EQ(Ingest(epoch.Range(0, 3)), kStored);
  EXPECT_TRUE(log_->Holds(epoch.CheckpointAt(3)));
  EXPECT_EQ(Ingest(epoch.Range(0, 3)), IngestVerdict::kAlreadyHeld);
  EXPECT_EQ(Ingest(epoch.Range(3, 5)), kStored);
}

TEST_F(IngestThreadTest, RangesThatWaitTogetherShareOneSyncAndEachHasItsOwnAnswer) {
  HandwrittenEpoch epoch(&federation_, "tr-metu");
  epoch.AddMany(6, 10);
  Hold();
  const uint64_t syncs = log_.disk().SyncCount();
  std::vector<IngestVerdict> verdicts(4);
  absl::Notification done;
  const auto ingest = [&](size_t i, LogRange range) {
    thread_.Ingest({std::move(range)}, [&, i](const std::vector<IngestResult>& results) {
      verdicts[i] = results.at(0).verdict;
      if (i + 1 == verdicts.size()) {
        done.Notify();
      }
    });
  };
  ingest(0, epoch.Range(0, 2));
  ingest(1, epoch.Range(2, 4));
  ingest(2, epoch.Range(5, 6));  // A gap.
  ingest(3, epoch.Range(4, 6));
  hold_.Notify();
  done.WaitForNotification();
  EXPECT_EQ(verdicts, (std::vector{kStored, kStored, IngestVerdict::kGap, kStored}));
  EXPECT_EQ(log_.disk().SyncCount() - syncs, 2u);  // Salts, then events.
}

// Goal: a fast peer waits instead of filling the memory.
TEST_F(IngestThreadTest, WhoBringsMoreThanIsStoredWaits) {
  HandwrittenEpoch epoch(&federation_, "tr-metu");
  epoch.AddMany(200, 1);
  Hold();
  std::atomic<size_t> handed_over = 0;
  std::atomic<size_t> answered = 0;
  absl::Notification all_answered;
  std::jthread fast([&] {
    for (size_t i = 0; i < 200; ++i) {
      thread_.Ingest({epoch.Range(i, i + 1)}, [&](const std::vector<IngestResult>& results) {
        EXPECT_EQ(results.at(0).verdict, kStored);
        if (++answered == 200) {
          all_answered.Notify();
        }
      });
      ++handed_over;
    }
  });
  while (handed_over < 64) {
    std::this_thread::yield();
  }
  EXPECT_LE(handed_over, 64u);
  hold_.Notify();
  all_answered.WaitForNotification();
  EXPECT_EQ(log_.Events().size(), 201u);
}

TEST_F(IngestThreadTest, AnEpochIsClosedAfterTheRangesBeforeIt) {
  log_.Append("own");
  const LogId own = log_->OwnLogId(CommonsSpace());
  const Checkpoint head = log_->HeadsOfLog(own)[0].checkpoint();
  thread_.CloseEpochIfBehind({own, head.tag, 2, head.root});
  HandwrittenEpoch epoch(&federation_, "tr-metu");
  EXPECT_EQ(Ingest(epoch.AddMany(1, 1).All()), kStored);  // What follows finds it done.
  for (const LogSet::EpochInfo& info : log_->Epochs()) {
    EXPECT_FALSE(info.open);
  }
}

TEST_F(IngestThreadTest, WhatWaitsWhenItStopsIsAnsweredAndNotStored) {
  HandwrittenEpoch epoch(&federation_, "tr-metu");
  epoch.AddMany(2, 10);
  Hold();
  std::vector<Status> statuses;
  const auto note = [&](const std::vector<IngestResult>& results) {
    EXPECT_EQ(results.at(0).verdict, IngestVerdict::kStorageFailed);
    statuses.push_back(results.at(0).status);
  };
  thread_.Ingest({epoch.Range(0, 1)}, note);
  std::jthread stopper([&] { thread_.Stop(); });
  // Once it stops, callers are answered at once.
  std::vector<IngestVerdict> late;
  while (late.empty()) {
    thread_.Ingest({epoch.Range(1, 2)},
                   [&, caller = std::this_thread::get_id()](const auto& results) {
                     if (std::this_thread::get_id() == caller) {
                       late.push_back(results.at(0).verdict);
                     }
                   });
    std::this_thread::yield();
  }
  hold_.Notify();
  stopper.join();
  ASSERT_EQ(statuses.size(), 1u);
  EXPECT_EQ(statuses[0].code(), StatusCode::kUnavailable);
  EXPECT_EQ(late[0], IngestVerdict::kStorageFailed);
  EXPECT_FALSE(log_->Holds(epoch.CheckpointAt(1)));
  thread_.CloseEpochIfBehind(epoch.CheckpointAt(1));  // Of no consequence.
}

}  // namespace
}  // namespace cledi
