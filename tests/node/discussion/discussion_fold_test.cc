// What counts of a thread and of a post, and who may say it.

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "cledi/event/v1/discussion.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "cledi/view/v1/discussion.pb.h"
#include "node/discussion/post_projection.h"
#include "node/discussion/thread_projection.h"
#include "node/fold/fold_engine.h"
#include "node/fold/view_reader.h"
#include "node/store/memory_store.h"
#include "tests/support/fold/fake_log.h"

namespace cledi {
namespace {

using event::v1::AnswerAccepted;
using event::v1::PostRevised;
using event::v1::PostWithdrawn;
using event::v1::ThreadRevised;
using event::v1::ThreadWithdrawn;

const std::string kAda(16, 'a');
const std::string kBo(16, 'b');
const std::string kInstitution;
constexpr const char* kHome = "tr-metu";
constexpr const char* kOther = "es-granada";

class DiscussionFoldTest : public ::testing::Test {
 protected:
  DiscussionFoldTest() { EXPECT_TRUE(engine_.Open().ok()); }

  template <class Fact>
  EventId State(uint16_t type, Fact fact, const std::string& author, const std::string& node,
                const std::string& object = "") {
    fact.set_author(author);
    fact.set_object(object);
    return StateBytes(type, fact.SerializeAsString(), node);
  }
  EventId StateBytes(uint16_t type, const std::string& payload, const std::string& node) {
    clock_.Advance(std::chrono::seconds(1));
    const TestEvent event = log_.MakeEvent(type, payload, MakeHlc(clock_.Now(), 0), node);
    log_.Add(event);
    EXPECT_TRUE(engine_.CatchUp().ok());
    return event.id();
  }

  static ThreadRevised Thread(const std::string& title) {
    ThreadRevised fact;
    fact.mutable_thread()->set_title(title);
    fact.mutable_thread()->set_body("How?");
    fact.mutable_thread()->set_language("en");
    return fact;
  }
  EventId Open(const std::string& title, const std::string& author = kAda,
               const std::string& node = kHome) {
    return State(event::v1::EVENT_TYPE_THREAD_REVISED, Thread(title), author, node);
  }
  EventId Revise(const EventId& thread, const std::string& title, const std::string& author,
                 const std::string& node) {
    return State(event::v1::EVENT_TYPE_THREAD_REVISED, Thread(title), author, node, thread.str());
  }
  EventId Withdraw(const EventId& thread, const std::string& author, const std::string& node) {
    ThreadWithdrawn fact;
    fact.set_reason("twice");
    return State(event::v1::EVENT_TYPE_THREAD_WITHDRAWN, fact, author, node, thread.str());
  }
  EventId Accept(const EventId& thread, const std::string& post, const std::string& author,
                 const std::string& node) {
    AnswerAccepted fact;
    fact.set_post(post);
    return State(event::v1::EVENT_TYPE_ANSWER_ACCEPTED, fact, author, node, thread.str());
  }
  static PostRevised Post(const EventId& thread, const std::string& body) {
    PostRevised fact;
    fact.mutable_post()->set_thread(thread.str());
    fact.mutable_post()->set_body(body);
    fact.mutable_post()->set_language("es");
    return fact;
  }

  template <class Row>
  std::optional<Row> RowOf(std::string_view view, const EventId& event) {
    const ViewSnapshot views = *reader_.Read();
    const StatusOr<StatementId> entity = views.StatementOf(event);
    const StatusOr<std::string> bytes =
        entity.ok() ? views.Row(view, CommonsSpace(), entity->view()) : entity.status();
    Row row;
    return bytes.ok() && row.ParseFromString(*bytes) ? std::optional(row) : std::nullopt;
  }
  std::optional<view::v1::ThreadRow> ThreadOf(const EventId& event) {
    return RowOf<view::v1::ThreadRow>(kThreadViews, event);
  }
  std::optional<view::v1::PostRow> PostOf(const EventId& event) {
    return RowOf<view::v1::PostRow>(kPostViews, event);
  }
  static std::string TitleOf(const view::v1::ThreadRow& row) {
    ThreadRevised fact;
    EXPECT_TRUE(fact.ParseFromString(row.written().payload()));
    return fact.thread().title();
  }

  ManualClock clock_;
  FakeLog log_{&clock_};
  MemoryStore store_;
  ThreadProjection threads_;
  PostProjection posts_;
  ProjectionSet projections_{{&threads_, &posts_}};
  FoldEngine engine_{&log_, &store_, &clock_, &projections_, {}};
  ViewReader reader_{&store_, &log_};
};

TEST_F(DiscussionFoldTest, AThreadShowsItsNewestWordsAndKeepsItsHistory) {
  const EventId thread = Open("Fractions?");
  const EventId revised = Revise(thread, "Fractions with pizza?", kAda, kHome);

  const auto row = ThreadOf(thread);

  ASSERT_TRUE(row);
  EXPECT_EQ(TitleOf(*row), "Fractions with pizza?");
  EXPECT_EQ(row->written().author(), kAda);
  EXPECT_EQ(row->written().home_node(), kHome);
  EXPECT_EQ(row->written().revision_count(), 2u);
  ASSERT_EQ(row->written().revisions_size(), 2);
  EXPECT_EQ(row->written().revisions(0).event(), thread.str());
  EXPECT_EQ(row->written().revisions(1).event(), revised.str());
}

// Who × what: the same for revising, taking back and accepting.
TEST_F(DiscussionFoldTest, OnlyTheAuthorAndTheInstitutionOfTheSameNodeChangeAThread) {
  const struct {
    std::string author;
    std::string node;
    bool counts;
  } cases[] = {
      {kAda, kHome, true},           // The author.
      {kInstitution, kHome, true},   // The institution whose node it is.
      {kBo, kHome, false},           // A colleague.
      {kAda, kOther, false},         // A pseudonym that was copied elsewhere.
      {kBo, kOther, false},          // Somebody elsewhere.
      {kInstitution, kOther, false}  // Another institution.
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.node + " " + c.author);
    const EventId revised = Open("old");
    Revise(revised, "new", c.author, c.node);
    EXPECT_EQ(TitleOf(*ThreadOf(revised)), c.counts ? "new" : "old");

    const EventId withdrawn = Open("old");
    Withdraw(withdrawn, c.author, c.node);
    EXPECT_EQ(ThreadOf(withdrawn)->written().withdrawn(), c.counts);

    const EventId answered = Open("old");
    Accept(answered, std::string(32, 'p'), c.author, c.node);
    EXPECT_EQ(ThreadOf(answered)->accepted(), c.counts ? std::string(32, 'p') : "");
  }
}

TEST_F(DiscussionFoldTest, WhatTheInstitutionWroteNoPersonChanges) {
  const EventId thread = Open("Opening hours", kInstitution, kHome);

  Revise(thread, "Hacked", kAda, kHome);
  EXPECT_EQ(TitleOf(*ThreadOf(thread)), "Opening hours");

  Revise(thread, "Opening hours in July", kInstitution, kHome);
  EXPECT_EQ(TitleOf(*ThreadOf(thread)), "Opening hours in July");
}

TEST_F(DiscussionFoldTest, OnlyTheAuthorAndTheInstitutionOfTheSameNodeChangeAPost) {
  const EventId thread = Open("Fractions?");
  for (const auto& [author, node, counts] :
       {std::tuple(kBo, kOther, true), std::tuple(kInstitution, kOther, true),
        std::tuple(kAda, kOther, false), std::tuple(kBo, kHome, false),
        std::tuple(kInstitution, kHome, false)}) {
    SCOPED_TRACE(std::string(node) + " " + author);
    const EventId post =
        State(event::v1::EVENT_TYPE_POST_REVISED, Post(thread, "With pizza."), kBo, kOther);
    State(event::v1::EVENT_TYPE_POST_REVISED, Post(thread, "With cake."), author, node, post.str());
    EXPECT_EQ(PostOf(post)->written().revision_count(), counts ? 2u : 1u);

    PostWithdrawn fact;
    fact.set_reason("wrong");
    State(event::v1::EVENT_TYPE_POST_WITHDRAWN, fact, author, node, post.str());
    EXPECT_EQ(PostOf(post)->written().withdrawn(), counts);
  }
}

TEST_F(DiscussionFoldTest, TakingBackIsFinalAndLeavesNoWords) {
  const EventId thread = Open("Nonsense");
  Withdraw(thread, kInstitution, kHome);

  Revise(thread, "Nonsense again", kAda, kHome);
  Withdraw(thread, kAda, kHome);

  const auto row = ThreadOf(thread);
  ASSERT_TRUE(row);
  EXPECT_TRUE(row->written().withdrawn());
  EXPECT_EQ(row->written().withdrawn_reason(), "twice");
  EXPECT_EQ(row->written().payload(), "");
  EXPECT_EQ(row->written().revisions_size(), 0);
}

TEST_F(DiscussionFoldTest, TheNewestAcceptedAnswerCounts) {
  const EventId thread = Open("Fractions?");
  Accept(thread, std::string(32, 'p'), kAda, kHome);
  Accept(thread, std::string(32, 'q'), kAda, kHome);
  EXPECT_EQ(ThreadOf(thread)->accepted(), std::string(32, 'q'));

  Accept(thread, "no event id", kAda, kHome);
  EXPECT_EQ(ThreadOf(thread)->accepted(), std::string(32, 'q'));

  Accept(thread, "", kAda, kHome);
  EXPECT_EQ(ThreadOf(thread)->accepted(), "");
}

TEST_F(DiscussionFoldTest, WhatAThreadAndAPostBelongToStaysAsItWasFirst) {
  ThreadRevised anchored = Thread("Step three");
  anchored.mutable_thread()->mutable_anchor()->set_practice(std::string(32, 'p'));
  anchored.mutable_thread()->mutable_anchor()->set_step(3);
  const EventId thread = State(event::v1::EVENT_TYPE_THREAD_REVISED, anchored, kAda, kHome);
  Revise(thread, "Step three, again", kAda, kHome);
  EXPECT_EQ(ThreadOf(thread)->practice(), std::string(32, 'p'));
  EXPECT_EQ(ThreadOf(thread)->step(), 3u);

  const EventId post =
      State(event::v1::EVENT_TYPE_POST_REVISED, Post(thread, "With pizza."), kBo, kOther);
  State(event::v1::EVENT_TYPE_POST_REVISED, Post(Open("Another"), "With cake."), kBo, kOther,
        post.str());
  EXPECT_EQ(PostOf(post)->thread(), thread.str());
  EXPECT_EQ(PostOf(post)->written().revision_count(), 2u);
}

TEST_F(DiscussionFoldTest, WordsThatBreakTheRulesAreSkipped) {
  const EventId thread = Open("Fractions?");
  Revise(thread, std::string(301, 'x'), kAda, kHome);
  StateBytes(event::v1::EVENT_TYPE_THREAD_REVISED, "\xff\xff", kHome);
  EXPECT_EQ(TitleOf(*ThreadOf(thread)), "Fractions?");

  ThreadRevised endless = Thread("Endless");
  endless.mutable_thread()->set_body(std::string(20'001, 'x'));
  EXPECT_FALSE(ThreadOf(State(event::v1::EVENT_TYPE_THREAD_REVISED, endless, kAda, kHome)));
  ThreadRevised control = Thread("A\x1b[31mred");
  EXPECT_FALSE(ThreadOf(State(event::v1::EVENT_TYPE_THREAD_REVISED, control, kAda, kHome)));
  ThreadRevised anchor = Thread("Anchored at nothing");
  anchor.mutable_thread()->mutable_anchor()->set_step(3);
  EXPECT_FALSE(ThreadOf(State(event::v1::EVENT_TYPE_THREAD_REVISED, anchor, kAda, kHome)));

  PostRevised lost = Post(thread, "Lost");
  lost.mutable_post()->set_thread("short");
  EXPECT_FALSE(PostOf(State(event::v1::EVENT_TYPE_POST_REVISED, lost, kBo, kOther)));
  lost = Post(thread, " \n ");
  EXPECT_FALSE(PostOf(State(event::v1::EVENT_TYPE_POST_REVISED, lost, kBo, kOther)));
}

TEST_F(DiscussionFoldTest, AThreadIsNoPostAndAPostNoThread) {
  const EventId thread = Open("Fractions?");
  const EventId post =
      State(event::v1::EVENT_TYPE_POST_REVISED, Post(thread, "With pizza."), kBo, kOther);

  // A post that says it revises the thread, and the other way round.
  State(event::v1::EVENT_TYPE_POST_REVISED, Post(thread, "Taken over"), kAda, kHome, thread.str());
  Revise(post, "Taken over", kBo, kOther);

  EXPECT_FALSE(PostOf(thread));
  EXPECT_FALSE(ThreadOf(post));
  EXPECT_EQ(ThreadOf(thread)->written().revision_count(), 1u);
  EXPECT_EQ(PostOf(post)->written().revision_count(), 1u);
}

TEST_F(DiscussionFoldTest, ARetryIsAnotherNameOfTheSameThread) {
  ThreadRevised fact = Thread("Fractions?");
  fact.set_idempotency_key("k");
  const EventId first = State(event::v1::EVENT_TYPE_THREAD_REVISED, fact, kAda, kHome);
  const EventId retry = State(event::v1::EVENT_TYPE_THREAD_REVISED, fact, kAda, kHome);
  Revise(retry, "Fractions with pizza?", kAda, kHome);

  const auto row = ThreadOf(retry);

  ASSERT_TRUE(row);
  ASSERT_EQ(row->written().ids_size(), 2);
  EXPECT_EQ(row->written().ids(0), first.str());
  EXPECT_EQ(row->written().ids(1), retry.str());
  EXPECT_EQ(TitleOf(*row), "Fractions with pizza?");
}

TEST_F(DiscussionFoldTest, OfManyRevisionsTheNewestFortyAreListed) {
  const EventId thread = Open("0");
  EventId newest;
  for (int i = 1; i <= 60; ++i) {
    newest = Revise(thread, std::to_string(i), kAda, kHome);
  }

  const auto row = ThreadOf(thread);

  EXPECT_EQ(row->written().revision_count(), 61u);
  ASSERT_EQ(row->written().revisions_size(), 40);
  EXPECT_EQ(row->written().revisions(39).event(), newest.str());
  EXPECT_EQ(row->written().fact_count(), 61u);
  EXPECT_GT(row->written().history_bytes(), 61u * 10);
}

}  // namespace
}  // namespace cledi
