#include "node/fold/event_writer.h"

#include <thread>

#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "node/fold/fold_engine.h"
#include "node/fold/folder_thread.h"
#include "node/store/memory_store.h"
#include "tests/node/fold/toy_projection.h"
#include "tests/support/fold/fake_log.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;

class EventWriterTest : public ::testing::Test {
 protected:
  EventWriterTest() {
    EXPECT_TRUE(engine_.Open().ok());
    folder_ = std::make_unique<FolderThread>(&engine_, &clock_);
    writer_ = std::make_unique<EventWriter>(&log_, &reader_, [this](const EventPosition& place) {
      return fold_fails_ ? absl::UnavailableError("the folder fails") : folder_->FoldThrough(place);
    });
  }
  ~EventWriterTest() override {
    writer_.reset();
    folder_.reset();
  }

  StatusOr<WrittenFact> Write(ToyText text, SpaceId space = CommonsSpace()) {
    return writer_->Append({.space = space, .type = kNoted, .payload = text.Payload()});
  }
  size_t EventCount() const {
    size_t events = 0;
    for (const VariantExtent& extent : log_.Variants()) {
      events += extent.size;
    }
    return events;
  }

  ManualClock clock_;
  FakeLog log_{&clock_};
  MemoryStore store_;
  NoteProjection notes_;
  ProjectionSet projections_{{&notes_}};
  ViewReader reader_{&store_, &log_};
  FoldEngine engine_{&log_, &store_, &clock_, &projections_, {}};
  std::atomic<bool> fold_fails_ = false;
  std::unique_ptr<FolderThread> folder_;
  std::unique_ptr<EventWriter> writer_;
};

TEST_F(EventWriterTest, WhoWroteCanReadItAtOnce) {
  const StatusOr<WrittenFact> written = Write({.text = "Fractions"});

  ASSERT_TRUE(written.ok());
  const StatusOr<ViewSnapshot> views = reader_.Read();
  const StatusOr<StatementId> note = views->StatementOf(written->event);
  ASSERT_TRUE(note.ok());
  EXPECT_THAT(*views->Row("notes", CommonsSpace(), note->view()), HasSubstr("Fractions"));
}

TEST_F(EventWriterTest, TheSameKeyIsWrittenOnce) {
  const StatusOr<WrittenFact> first = Write({.text = "Fractions", .key = "k"});
  const StatusOr<WrittenFact> again = Write({.text = "Fractions", .key = "k"});

  EXPECT_FALSE(first->existed);
  EXPECT_TRUE(again->existed);
  EXPECT_EQ(first->event, again->event);
  EXPECT_EQ(EventCount(), 1u);
}

TEST_F(EventWriterTest, OtherSpacesAuthorsAndEmptyKeysAreOtherFacts) {
  ASSERT_TRUE(Write({.text = "Fractions", .key = "k"}).ok());
  ASSERT_TRUE(Write({.text = "Fractions", .key = "k", .author = std::string(16, 'a')}).ok());
  ASSERT_TRUE(Write({.text = "Fractions", .key = "k"}, InstitutionSpace("es-granada")).ok());
  ASSERT_TRUE(Write({.text = "Fractions"}).ok());
  ASSERT_TRUE(Write({.text = "Fractions"}).ok());

  EXPECT_EQ(EventCount(), 5u);
}

// Goal: writers that come while a sync is going on share the next one. Method: the first
// append is held open until twenty more are queued.
TEST_F(EventWriterTest, TwentyWritersShareOneSync) {
  absl::Notification appending;
  absl::Notification go_on;
  std::atomic<bool> first = true;
  log_.OnAppend([&] {
    if (first.exchange(false)) {
      appending.Notify();
      go_on.WaitForNotification();
    }
  });
  std::vector<std::jthread> writers;
  writers.emplace_back([&] { EXPECT_TRUE(Write({.text = "the first"}).ok()); });
  appending.WaitForNotification();
  std::atomic<int> written = 0;
  for (int i = 0; i < 20; ++i) {
    writers.emplace_back([&, i] {
      // Two of each key: only one of them becomes an event.
      if (Write({.text = "more", .key = absl::StrCat("k", i / 2)}).ok()) {
        ++written;
      }
    });
  }
  while (writer_->queued() < 20) {
    std::this_thread::yield();
  }
  go_on.Notify();
  writers.clear();

  EXPECT_EQ(written, 20);
  EXPECT_EQ(log_.appends(), 2u);
  EXPECT_EQ(EventCount(), 11u);
}

TEST_F(EventWriterTest, ADiskThatFailsIsAnErrorAndNothingIsWritten) {
  log_.FailAppends(absl::ResourceExhaustedError("the disk is full"));
  const StatusOr<WrittenFact> refused = Write({.text = "Fractions", .key = "k"});
  EXPECT_EQ(refused.status().code(), StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(Message(refused.status())), HasSubstr("the disk is full"));

  log_.FailAppends(absl::OkStatus());
  const StatusOr<WrittenFact> retried = Write({.text = "Fractions", .key = "k"});

  ASSERT_TRUE(retried.ok());
  EXPECT_FALSE(retried->existed);
  EXPECT_EQ(EventCount(), 1u);
}

// A fact that is durable must not be asked for again, even where the views lag.
TEST_F(EventWriterTest, AFactThatCannotBeFoldedYetIsWrittenAndIsNotDoubled) {
  fold_fails_ = true;
  const StatusOr<WrittenFact> first = Write({.text = "Fractions", .key = "k"});
  const StatusOr<WrittenFact> again = Write({.text = "Fractions", .key = "k"});
  fold_fails_ = false;
  ASSERT_TRUE(Write({.text = "something else"}).ok());
  const StatusOr<WrittenFact> later = Write({.text = "Fractions", .key = "k"});

  ASSERT_TRUE(first.ok());
  EXPECT_TRUE(again->existed && later->existed);
  EXPECT_EQ(again->event, first->event);
  EXPECT_EQ(later->event, first->event);
  EXPECT_EQ(EventCount(), 2u);
}

TEST_F(EventWriterTest, PayloadsOverTheLimitAreRefusedWithBothNumbers) {
  const StatusOr<WrittenFact> refused = Write({.text = std::string(70000, 'x')});

  EXPECT_EQ(refused.status().code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(Message(refused.status())), HasSubstr("at most 65536 bytes"));
  EXPECT_THAT(std::string(Message(refused.status())), HasSubstr("7000"));
}

TEST_F(EventWriterTest, MalformedCommonFieldsAreRefused) {
  EXPECT_EQ(Write({.text = "x", .author = "ada"}).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(Write({.text = "x", .key = std::string(65, 'k')}).status().code(),
            StatusCode::kInvalidArgument);
  EXPECT_EQ(EventCount(), 0u);
}

}  // namespace
}  // namespace cledi
