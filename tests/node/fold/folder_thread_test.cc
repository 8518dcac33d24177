#include "node/fold/folder_thread.h"

#include <atomic>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "node/fold/view_reader.h"
#include "node/store/memory_store.h"
#include "tests/node/fold/toy_projection.h"
#include "tests/support/fold/fake_log.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;

class FolderThreadTest : public ::testing::Test {
 protected:
  FolderThreadTest() {
    EXPECT_TRUE(engine_.Open().ok());
    folder_ = std::make_unique<FolderThread>(&engine_, &clock_);
  }

  EventPosition AddNote(std::string_view text, std::string node = "es-granada") {
    return log_.Add(log_.MakeEvent(kNoted, ToyText{.text = std::string(text)}.Payload(),
                                   MakeHlc(clock_.Now(), 0), std::move(node)));
  }
  size_t NoteCount() {
    size_t count = 0;
    EXPECT_TRUE(ViewReader(&store_, &log_)
                    .Read()
                    ->ScanRows("notes", CommonsSpace(),
                               [&](std::string_view, std::string_view) {
                                 ++count;
                                 return true;
                               })
                    .ok());
    return count;
  }

  ManualClock clock_;
  FakeLog log_{&clock_};
  MemoryStore store_;
  NoteProjection notes_;
  ProjectionSet projections_{{&notes_}};
  FoldEngine engine_{&log_, &store_, &clock_, &projections_, {}};
  std::unique_ptr<FolderThread> folder_;
};

TEST_F(FolderThreadTest, WaitsForAnEventThatManyOthersStandBefore) {
  for (int i = 0; i < 3000; ++i) {
    AddNote(absl::StrCat("from elsewhere ", i), "tr-metu");
  }
  const EventPosition own = AddNote("own");

  ASSERT_TRUE(folder_->FoldThrough(own).ok());

  EXPECT_GE(NoteCount(), 1u);
  EXPECT_EQ(folder_->status().last_error, "");
}

TEST_F(FolderThreadTest, WhoWaitsIsToldWhatKeepsTheFolderFromFolding) {
  ASSERT_TRUE(folder_->FoldThrough(AddNote("before")).ok());
  store_.FillUpAfter(0);

  const Status refused = folder_->FoldThrough(AddNote("Fractions"));

  EXPECT_EQ(refused.code(), StatusCode::kResourceExhausted);
  EXPECT_NE(folder_->status().last_error, "");
  store_.Repair();
  EXPECT_TRUE(folder_->FoldThrough(AddNote("after")).ok());
  EXPECT_EQ(NoteCount(), 3u);
}

TEST_F(FolderThreadTest, AnEventThatIsNotInTheLogsIsAnErrorNotAHang) {
  EXPECT_EQ(folder_->FoldThrough({.variant = 77, .index = 0}).code(), StatusCode::kInternal);
}

TEST_F(FolderThreadTest, WritersGoOnWhileTheViewsAreRebuilt) {
  EventPosition last;
  for (int i = 0; i < 5000; ++i) {
    last = AddNote(absl::StrCat("note ", i));
  }
  ASSERT_TRUE(folder_->FoldThrough(last).ok());
  StatusOr<RebuildResult> result = absl::UnknownError("");
  std::atomic<bool> done = false;
  std::jthread rebuild([&] {
    result = folder_->Rebuild();
    done = true;
  });
  size_t written = 0;
  do {
    ASSERT_TRUE(folder_->FoldThrough(AddNote(absl::StrCat("meanwhile ", ++written))).ok());
  } while (!done && written < 200);
  rebuild.join();

  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result->unchanged);
  EXPECT_EQ(NoteCount(), 5000 + written);
}

TEST_F(FolderThreadTest, StatusTellsHowFarItCame) {
  AddNote("one");
  ASSERT_TRUE(folder_->FoldThrough(AddNote("two")).ok());

  const FolderStatus status = folder_->status();

  EXPECT_EQ(status.progress.done, 2u);
  EXPECT_EQ(status.progress.total, 2u);
  EXPECT_EQ(status.counts.events(), 2u);
}

}  // namespace
}  // namespace cledi
