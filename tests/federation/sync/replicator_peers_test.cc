// Whom the replicator calls when: greeting, waiting for news, backing off, comparing.

#include "gmock/gmock.h"

#include "tests/federation/sync/replicator_harness.h"

namespace cledi {
namespace {

using federation::v1::AnnounceRequest;
using federation::v1::AwaitRequest;
using federation::v1::AwaitResponse;
using federation::v1::HelloRequest;
using federation::v1::HelloResponse;
using federation::v1::ListHeadsRequest;
using federation::v1::ListHeadsResponse;
using federation::v1::PullRequest;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class ReplicatorPeersTest : public ReplicatorTest {
 protected:
  SyncNode metu_{&federation_, "tr-metu"};
  SyncNode bicocca_{&federation_, "it-bicocca"};
};

TEST_F(ReplicatorPeersTest, EveryDialablePeerIsGreetedAndThenAwaited) {
  auto hidden = federation_.MemberFor("si-hidden");
  hidden.clear_addresses();
  federation_.Step({AdmitChange(hidden)});
  replicator_->Tick();
  EXPECT_EQ(calls_.size(), 2u);
  ASSERT_EQ(Waiting<HelloRequest>("tr-metu"), 1u);
  ASSERT_EQ(Waiting<HelloRequest>("it-bicocca"), 1u);
  Greet(metu_);
  Greet(bicocca_);
  EXPECT_EQ(Waiting<AwaitRequest>(), 2u);
  EXPECT_EQ(call_counts_["si-hidden"], 0u);
}

// Goal: nodes in step are quiet: one hello and one open Await a peer, whatever time passes.
TEST_F(ReplicatorPeersTest, NothingElseIsCalledWhileAllAreInStep) {
  replicator_->Tick();
  Greet(metu_);
  Greet(bicocca_);
  Pass(minutes(10));
  EXPECT_EQ(call_counts_, (std::map<std::string, size_t>{{"tr-metu", 2}, {"it-bicocca", 2}}));
  EXPECT_TRUE(replicator_->Idle());
}

TEST_F(ReplicatorPeersTest, AnAwaitThatEndsWithoutNewsIsOpenedAgain) {
  replicator_->Tick();
  Greet(metu_);
  for (int i = 0; i < 10; ++i) {
    ServeOnce({&metu_});
    ASSERT_EQ(Waiting<AwaitRequest>("tr-metu"), 0u);  // The server holds it.
    metu_.log.clock().Advance(kAwaitTime);
    Pass(kAwaitTime);
    metu_.server->AnswerWaiters();
    EXPECT_EQ(Waiting<AwaitRequest>("tr-metu"), 1u);
  }
  EXPECT_EQ(call_counts_["tr-metu"], 12u);
}

// Goal: a peer that answers every Await at once, for whatever reason, is not asked in a loop.
TEST_F(ReplicatorPeersTest, APeerThatNeverLetsWaitIsNotAskedInALoop) {
  replicator_->Tick();
  AnswerHello("tr-metu", 1);
  Take<ListHeadsRequest>("tr-metu").done(ExchangeResponse(ListHeadsResponse()));
  uint8_t digest = 1;
  for (const bool news : {false, true}) {
    const size_t before = call_counts_["tr-metu"];
    for (int i = 0; i < 100; ++i) {
      while (Waiting<AwaitRequest>("tr-metu") + Waiting<ListHeadsRequest>("tr-metu") > 0) {
        if (Waiting<AwaitRequest>("tr-metu") > 0) {
          AwaitResponse response;
          digest = static_cast<uint8_t>(digest + (news ? 1 : 0));
          *response.add_spaces() = OtherDigest(digest);
          response.set_roster_number(federation_.roster()->number());
          Take<AwaitRequest>("tr-metu").done(ExchangeResponse(response));
        } else {
          Take<ListHeadsRequest>("tr-metu").done(ExchangeResponse(ListHeadsResponse()));
        }
      }
      Pass(milliseconds(100));
    }
    EXPECT_LE(call_counts_["tr-metu"] - before, news ? 220u : 12u);
  }
}

TEST_F(ReplicatorPeersTest, BackOffDoublesWithJitterUpToAMinuteAndEndsWithAService) {
  const auto time_to_next_hello = [&] {
    milliseconds waited{0};
    while (Waiting<HelloRequest>("tr-metu") == 0 && waited < minutes(3)) {
      Pass(milliseconds(100));
      waited += milliseconds(100);
    }
    return waited;
  };
  replicator_->Tick();
  milliseconds expected = Replicator::kBackoffMin;
  for (int i = 0; i < 12; ++i) {
    Take<HelloRequest>("tr-metu").done(absl::UnavailableError("nobody there"));
    const milliseconds waited = time_to_next_hello();
    EXPECT_GE(waited, expected);
    EXPECT_LE(waited, expected + expected / 4 + milliseconds(100));
    expected = std::min(expected * 2, Replicator::kBackoffMax);
  }
  EXPECT_EQ(replicator_->peers().at("tr-metu").last_error, "nobody there");

  // A hello alone is no service: whoever greets and fails then is left alone for longer, too.
  AnswerHello("tr-metu", 1);
  Take<AwaitRequest>("tr-metu").done(absl::ResourceExhaustedError("too many"));
  EXPECT_GE(time_to_next_hello(), Replicator::kBackoffMax);

  AnswerHello("tr-metu", 1);
  Pass(kAwaitTime);
  AwaitResponse response;
  Take<AwaitRequest>("tr-metu").done(ExchangeResponse(response));
  Take<AwaitRequest>("tr-metu").done(absl::UnavailableError("gone"));
  EXPECT_LE(time_to_next_hello(), Replicator::kBackoffMin * 2);
}

TEST_F(ReplicatorPeersTest, AFailingPeerDoesNotSlowTheOthers) {
  replicator_->Tick();
  Take<HelloRequest>("it-bicocca").done(absl::UnavailableError("nobody there"));
  Greet(metu_);
  ServeOnce({&metu_});  // The Await waits there.
  metu_.log.Append("news");
  metu_.server->AnswerWaiters();
  ServeAll({&metu_});
  EXPECT_EQ(self_.log.Events(), metu_.log.Events());
}

TEST_F(ReplicatorPeersTest, APeerThatCallsIsGreetedWithoutWaiting) {
  replicator_->Tick();
  for (int i = 0; i < 6; ++i) {
    Take<HelloRequest>("tr-metu").done(absl::UnavailableError("nobody there"));
    Pass(minutes(2));
  }
  Take<HelloRequest>("tr-metu").done(absl::UnavailableError("nobody there"));
  replicator_->OnNews({.peer = "tr-metu", .spaces = {}, .heads = {}, .contact_only = true});
  Pass(milliseconds(100));
  EXPECT_EQ(Waiting<HelloRequest>("tr-metu"), 1u);
  EXPECT_EQ(replicator_->peers().at("tr-metu").last_contact,
            self_.log.clock().Now() - milliseconds(100));
}

TEST_F(ReplicatorPeersTest, WhoAnswersUnderAnotherNameOrVersionIsNotUsed) {
  for (const bool name : {true, false}) {
    HelloResponse hello;
    hello.set_node_id(name ? "it-bicocca" : "tr-metu");
    hello.set_protocol(name ? kProtocolVersion : kProtocolVersion + 1);
    replicator_->Tick();
    Take<HelloRequest>("tr-metu").done(ExchangeResponse(hello));
    EXPECT_EQ(Waiting<AwaitRequest>("tr-metu"), 0u);
    EXPECT_FALSE(replicator_->peers().at("tr-metu").last_error.empty());
    Pass(minutes(2));
  }
}

TEST_F(ReplicatorPeersTest, PeersComeAndGoWithTheRoster) {
  replicator_->Tick();
  Greet(metu_);
  federation_.Admit("si-new");
  Pass(milliseconds(100));
  EXPECT_EQ(Waiting<HelloRequest>("si-new"), 1u);
  federation_.Remove("tr-metu");
  Pass(milliseconds(100));
  EXPECT_FALSE(replicator_->peers().contains("tr-metu"));
  Take<AwaitRequest>("tr-metu").done(absl::PermissionDeniedError("late"));  // Changes nothing.
  Pass(minutes(5));
  EXPECT_EQ(call_counts_["tr-metu"], 2u);
}

TEST_F(ReplicatorPeersTest, NewsIsListedAndPulled) {
  replicator_->Tick();
  Greet(metu_);
  ServeOnce({&metu_});  // The Await waits there.
  metu_.log.AppendAll({"a", "b"});
  metu_.server->AnswerWaiters();
  ServeAll({&metu_});
  EXPECT_EQ(self_.log.Events(), metu_.log.Events());
  EXPECT_EQ(self_.log->SpaceDigest(CommonsSpace()), metu_.log->SpaceDigest(CommonsSpace()));
}

// Goal: with its author out of reach, an event comes from whoever has it.
TEST_F(ReplicatorPeersTest, OnesEventsComeFromAnother) {
  bicocca_.log.AppendAll({"by bicocca", "more"});
  GiveAll(*bicocca_.log, *metu_.log);
  replicator_->Tick();
  Take<HelloRequest>("it-bicocca").done(absl::UnavailableError("down"));
  Greet(metu_);
  ServeAll({&metu_});
  EXPECT_EQ(self_.log.Events(), bicocca_.log.Events());
}

TEST_F(ReplicatorPeersTest, AListingOfManyPagesIsReadToItsEnd) {
  replicator_->Tick();
  AnswerHello("tr-metu", 1);
  HandwrittenEpoch one(&federation_, "tr-metu", 1);
  HandwrittenEpoch two(&federation_, "tr-metu", 2);
  ListHeadsResponse page;
  *page.add_heads() = ToProto(one.AddMany(1, 1).Head());
  page.set_next_page_token("1");
  Take<ListHeadsRequest>("tr-metu").done(ExchangeResponse(page));
  const PendingCall next = Take<ListHeadsRequest>("tr-metu");
  EXPECT_EQ(next.As<ListHeadsRequest>().page_token(), "1");
  ListHeadsResponse last;
  *last.add_heads() = ToProto(two.AddMany(1, 1).Head());
  next.done(ExchangeResponse(last));
  EXPECT_EQ(Waiting<PullRequest>("tr-metu"), 2u);
}

TEST_F(ReplicatorPeersTest, AListingWithoutEndIsGivenUp) {
  replicator_->Tick();
  AnswerHello("tr-metu", 1);
  ListHeadsResponse page;
  page.set_next_page_token("on and on");
  Take<ListHeadsRequest>("tr-metu").done(ExchangeResponse(page));
  EXPECT_EQ(Waiting<ListHeadsRequest>("tr-metu"), 0u);

  // With something on each page it ends, too.
  HandwrittenEpoch epoch(&federation_, "tr-metu");
  page = {};
  page.set_next_page_token("on and on");
  for (int i = 0; i < 20'000; ++i) {
    *page.add_heads() = ToProto(epoch.Head());
  }
  Pass(minutes(1));
  size_t pages = 0;
  while (Waiting<ListHeadsRequest>("tr-metu") > 0 && pages < 100) {
    Take<ListHeadsRequest>("tr-metu").done(ExchangeResponse(page));
    ++pages;
  }
  EXPECT_LT(pages, 15u);
}

// What could not be had is looked at again, but not for ever at once.
TEST_F(ReplicatorPeersTest, UnequalDigestsAreComparedAgainAfterAMinute) {
  replicator_->Tick();
  AnswerHello("tr-metu", 1);
  AnswerHeads("tr-metu", {});
  self_.log.Append("a change here");  // And the peer stays as it was.
  ASSERT_EQ(Waiting<ListHeadsRequest>("tr-metu"), 1u);
  AnswerHeads("tr-metu", {});
  replicator_->OnChange();
  EXPECT_EQ(Waiting<ListHeadsRequest>("tr-metu"), 0u);
  Pass(seconds(55));
  EXPECT_EQ(Waiting<ListHeadsRequest>("tr-metu"), 0u);
  Pass(seconds(10));
  EXPECT_EQ(Waiting<ListHeadsRequest>("tr-metu"), 1u);
}

}  // namespace
}  // namespace cledi
