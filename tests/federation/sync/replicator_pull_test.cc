#include "gmock/gmock.h"

#include "tests/federation/sync/replicator_harness.h"

namespace cledi {
namespace {

using federation::v1::AwaitRequest;
using federation::v1::HelloRequest;
using federation::v1::ListHeadsRequest;
using federation::v1::PullRequest;
using federation::v1::PullResponse;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class ReplicatorPullTest : public ReplicatorTest {
 protected:
  // Both peers are up, and both say that they hold something else than this node.
  void MeetBoth() {
    replicator_->Tick();
    AnswerHello("tr-metu", 1);
    AnswerHello("it-bicocca", 2);
  }
  // `peer` lists these heads, and the other one lists nothing.
  void MeetWith(const std::string& peer, const std::vector<SignedCheckpoint>& heads) {
    MeetBoth();
    AnswerHeads(peer == "tr-metu" ? "it-bicocca" : "tr-metu", {});
    AnswerHeads(peer, heads);
  }
  static ExchangeResponse Batch(const LogRange& range) {
    PullResponse response;
    *response.mutable_batch() = ToProto(range);
    return response;
  }
  // Answers pulls of one epoch by `peer` from `epoch`, in ranges of `step` events.
  void ServePulls(const std::string& peer, const HandwrittenEpoch& epoch, size_t step) {
    while (Waiting<PullRequest>(peer) > 0) {
      const PendingCall call = Take<PullRequest>(peer);
      const size_t from = call.As<PullRequest>().from();
      froms_.push_back(from);
      call.done(Batch(epoch.Range(from, std::min(epoch.size(), from + step))));
      StoreQueued();
    }
  }

  HandwrittenEpoch theirs_{&federation_, "tr-metu"};
  std::vector<size_t> froms_;  // Where pulls began.
};

TEST_F(ReplicatorPullTest, RangesArePulledOneAfterAnother) {
  theirs_.AddMany(10, 20);
  MeetWith("tr-metu", {theirs_.Head()});
  ServePulls("tr-metu", theirs_, 4);
  EXPECT_EQ(froms_, (std::vector<size_t>{0, 4, 8}));
  EXPECT_EQ(self_.log.Events().size(), 10u);
  EXPECT_TRUE(replicator_->wants().empty());
}

TEST_F(ReplicatorPullTest, WhatIsHeldInPartIsPulledFromThereOn) {
  theirs_.AddMany(10, 20);
  self_.log->Ingest({theirs_.Range(0, 6)});
  MeetWith("it-bicocca", {theirs_.Head()});
  ServePulls("it-bicocca", theirs_, 10);
  EXPECT_EQ(froms_, (std::vector<size_t>{6}));
  EXPECT_EQ(self_.log.Events().size(), 10u);
}

TEST_F(ReplicatorPullTest, HeadsThatAreHeldAreNotPulled) {
  theirs_.AddMany(10, 20);
  self_.log->Ingest({theirs_.All()});
  MeetWith("tr-metu", {theirs_.SignedAt(10), theirs_.SignedAt(7), theirs_.SignedAt(1)});
  EXPECT_EQ(Waiting<PullRequest>(), 0u);
  EXPECT_TRUE(replicator_->wants().empty());
}

// Goal: a fast peer does not fill the memory while the disk is slow.
TEST_F(ReplicatorPullTest, AFewRangesAreAheadOfTheDiskAtMost) {
  theirs_.AddMany(20, 20);
  MeetWith("tr-metu", {theirs_.Head()});
  size_t pulled = 0;
  while (Waiting<PullRequest>("tr-metu") > 0) {
    const PendingCall call = Take<PullRequest>("tr-metu");
    const size_t from = call.As<PullRequest>().from();
    call.done(Batch(theirs_.Range(from, from + 1)));
    ++pulled;
  }
  EXPECT_EQ(pulled, static_cast<size_t>(Replicator::kRangesAhead));
  StoreQueued();
  EXPECT_EQ(Waiting<PullRequest>("tr-metu"), 1u);
}

TEST_F(ReplicatorPullTest, APeerHasAFewPullsInFlightAtMost) {
  std::vector<SignedCheckpoint> heads;
  for (uint64_t i = 0; i < 20; ++i) {
    heads.push_back(HandwrittenEpoch(&federation_, "tr-metu", i + 1).AddMany(1, 1).Head());
  }
  MeetWith("it-bicocca", heads);
  EXPECT_EQ(Waiting<PullRequest>("it-bicocca"), static_cast<size_t>(Replicator::kPullsPerPeer));
  Take<PullRequest>("it-bicocca").done(ExchangeResponse(PullResponse()));
  EXPECT_EQ(Waiting<PullRequest>("it-bicocca"), static_cast<size_t>(Replicator::kPullsPerPeer));
}

TEST_F(ReplicatorPullTest, AnEpochIsPulledFromTheOtherHolderWhenOneFails) {
  theirs_.AddMany(10, 20);
  MeetBoth();
  AnswerHeads("tr-metu", {theirs_.Head()});
  AnswerHeads("it-bicocca", {theirs_.Head()});
  ASSERT_EQ(Waiting<PullRequest>(), 1u);
  PendingCall first = Take<PullRequest>();
  const std::string other = first.peer == "tr-metu" ? "it-bicocca" : "tr-metu";
  first.done(absl::UnavailableError("gone"));
  ServePulls(other, theirs_, 10);
  EXPECT_EQ(self_.log.Events().size(), 10u);
}

// Goal: a peer's damaged row is a reason to ask another for that epoch, and for nothing more.
TEST_F(ReplicatorPullTest, ARangeThatAPeerCannotReadDoesNotMakeItAFailingPeer) {
  theirs_.AddMany(10, 20);
  HandwrittenEpoch fine(&federation_, "tr-metu", 2);
  fine.AddMany(3, 20);
  MeetWith("it-bicocca", {theirs_.Head(), fine.Head()});
  for (int i = 0; i < 2; ++i) {
    PendingCall call = Take<PullRequest>("it-bicocca");
    if (call.As<PullRequest>().tag() == theirs_.tag().str()) {
      call.done(absl::DataLossError("event 3 of variant 1: damaged"));
    } else {
      call.done(Batch(fine.All()));
      StoreQueued();
    }
  }
  EXPECT_EQ(self_.log.Events().size(), 3u);
  EXPECT_EQ(replicator_->peers().at("it-bicocca").phase, RemotePeer::Phase::kUp);
  EXPECT_EQ(self_.RefusalCount("it-bicocca", "pull_failed"), 1u);
}

TEST_F(ReplicatorPullTest, ASlowLineGetsSmallerRanges) {
  theirs_.AddMany(10, 20);
  MeetWith("tr-metu", {theirs_.Head()});
  uint32_t asked = static_cast<uint32_t>(kRangeBytesMax);
  for (int i = 0; i < 4; ++i) {
    const PendingCall call = Take<PullRequest>("tr-metu");
    EXPECT_EQ(call.As<PullRequest>().bytes_max(), asked);
    call.done(absl::DeadlineExceededError("too slow"));
    asked = std::max<uint32_t>(asked / 4, 64 * 1024);
    Pass(minutes(1));
    while (Waiting<HelloRequest>("tr-metu") > 0) {
      AnswerHello("tr-metu", 1);
      AnswerHeads("tr-metu", {theirs_.Head()});
    }
  }
  Take<PullRequest>("tr-metu").done(Batch(theirs_.Range(0, 2)));
  StoreQueued();
  EXPECT_EQ(Take<PullRequest>("tr-metu").As<PullRequest>().bytes_max(), 2 * asked);
}

// Goal: both histories of a forked epoch are got, wherever they part.
TEST_F(ReplicatorPullTest, AnotherHistoryIsFoundByAskingFromFurtherBack) {
  for (const size_t shared : {0u, 1u, 40u, 99u}) {
    SCOPED_TRACE(shared);
    HandwrittenEpoch held(&federation_, "tr-metu", 100 + shared);
    held.AddMany(shared, 20);
    HandwrittenEpoch other = held;
    held.AddMany(100 - shared, 21);
    other.AddMany(150 - shared, 22);
    for (size_t i = 0; i < 100; i += 20) {
      self_.log->Ingest({held.Range(i, i + 20)});
    }
    const size_t before = self_.log.Events().size();
    ClaimedHead head{other.Head().checkpoint(), other.Head().signature()};
    replicator_->Tick();
    if (shared == 0) {
      AnswerHello("tr-metu", 1);
      AnswerHeads("tr-metu", {});
    }
    replicator_->OnNews({.peer = "tr-metu", .spaces = {}, .heads = {head}});
    while (Waiting<PullRequest>("tr-metu") == 0 && Waiting<ListHeadsRequest>("tr-metu") > 0) {
      AnswerHeads("tr-metu", {});
    }
    Pass(milliseconds(100));
    ServePulls("tr-metu", other, 30);
    EXPECT_TRUE(self_.log->Holds(other.CheckpointAt(150)));
    EXPECT_EQ(self_.log.Events().size(), before + 150 - shared);
    EXPECT_TRUE(replicator_->wants().empty());
  }
  EXPECT_TRUE(self_.refusals.Snapshot().empty());
}

// As above, where what both share is one long stretch without a boundary.
TEST_F(ReplicatorPullTest, AnotherHistoryIsFoundInsideALongStretch) {
  HandwrittenEpoch held(&federation_, "tr-metu");
  held.AddMany(1000, 20);
  HandwrittenEpoch other = held;
  held.AddMany(100, 21);
  other.AddMany(100, 22);
  self_.log->Ingest({held.Range(0, 1100)});
  MeetWith("tr-metu", {other.Head()});
  ServePulls("tr-metu", other, 300);
  EXPECT_TRUE(self_.log->Holds(other.CheckpointAt(1100)));
  EXPECT_TRUE(replicator_->wants().empty());
  EXPECT_LT(froms_.size(), 20u);
}

// Goal: who relays a log cannot invent heads of it.
TEST_F(ReplicatorPullTest, AHeadWithoutItsLogsSignatureIsNotPulledForNorBelieved) {
  theirs_.AddMany(10, 20);
  self_.log.Append("own");
  const Checkpoint own = self_.log->HeadsOfLog(self_.log->OwnLogId(CommonsSpace()))[0].checkpoint();
  MeetBoth();
  AnswerHeads("tr-metu", {});
  std::vector<SignedCheckpoint> forged;
  const SigningKey& liars_key = federation_.log_key("it-bicocca");
  for (uint64_t size = 1000; size < 1100; ++size) {
    forged.push_back(SignCheckpoint(federation_.root().trust_domain,
                                    {theirs_.log(), theirs_.tag(), size, Hash()}, liars_key));
  }
  forged.push_back(SignCheckpoint(federation_.root().trust_domain,
                                  {own.log, own.tag, own.size + 5, own.root}, liars_key));
  AnswerHeads("it-bicocca", forged);
  EXPECT_EQ(Waiting<PullRequest>(), 0u);
  EXPECT_TRUE(closed_.empty());
  EXPECT_TRUE(self_.log->Epochs()[0].open);
  EXPECT_GT(self_.RefusalCount("it-bicocca", "head_signature"), 0u);

  // The true head finds its place.
  const SignedCheckpoint head = theirs_.Head();
  replicator_->OnNews(
      {.peer = "tr-metu", .spaces = {}, .heads = {{head.checkpoint(), head.signature()}}});
  Pass(milliseconds(100));
  ServePulls("tr-metu", theirs_, 10);
  EXPECT_TRUE(self_.log->Holds(theirs_.CheckpointAt(10)));
}

TEST_F(ReplicatorPullTest, AnOwnEpochThatIsLongerElsewhereIsClosed) {
  HandwrittenEpoch own(&federation_, "es-granada");
  own.AddMany(3, 10);
  MeetWith("it-bicocca", {own.Head()});
  EXPECT_EQ(closed_, std::vector{own.CheckpointAt(3)});
}

// Goal: a liar that signs heads of its own log which are not there does not stop the others, nor
// makes this node call without end.
TEST_F(ReplicatorPullTest, ALiarWhoseHeadsAreNotThereDoesNotStopTheOthers) {
  HandwrittenEpoch lies(&federation_, "it-bicocca");
  lies.AddMany(100, 10);
  std::vector<SignedCheckpoint> forged;
  for (uint64_t i = 1; i <= 100; ++i) {
    forged.push_back(lies.SignedAt(i));
  }
  theirs_.AddMany(10, 20);
  MeetBoth();
  AnswerHeads("it-bicocca", forged);
  AnswerHeads("tr-metu", {theirs_.Head()});
  ServePulls("tr-metu", theirs_, 3);
  EXPECT_TRUE(self_.log->Holds(theirs_.CheckpointAt(10)));

  const size_t before = call_counts_["it-bicocca"];
  for (int i = 0; i < 3000; ++i) {
    while (Waiting<PullRequest>("it-bicocca") > 0) {
      Take<PullRequest>("it-bicocca").done(ExchangeResponse(PullResponse()));
    }
    while (Waiting<ListHeadsRequest>("it-bicocca") > 0) {
      AnswerHeads("it-bicocca", forged);
    }
    while (Waiting<ListHeadsRequest>("tr-metu") > 0) {
      AnswerHeads("tr-metu", {});
    }
    Pass(milliseconds(100));
  }
  EXPECT_LT(call_counts_["it-bicocca"] - before, 150u);  // In five minutes.
}

TEST_F(ReplicatorPullTest, APeerThatSendsSomethingElseIsNotAskedForThatEpochAgainAtOnce) {
  theirs_.AddMany(10, 20);
  HandwrittenEpoch other(&federation_, "tr-metu", 2);
  other.AddMany(10, 20);
  LogRange stripped = theirs_.All();
  stripped.records[3].body.reset();
  PullResponse rubbish;
  rubbish.mutable_batch()->set_records("rubbish");
  LogRange changed = theirs_.All();
  changed.records[3].body->payload[0] ^= 1;
  const struct {
    ExchangeResponse response;
    std::string kind;
  } cases[] = {{Batch(other.All()), "malformed_batch"},
               {Batch(theirs_.Range(1, 10)), "malformed_batch"},
               {rubbish, "malformed_batch"},
               {Batch(stripped), "withheld"},
               {Batch(changed), "root_mismatch"}};
  MeetBoth();
  AnswerHeads("tr-metu", {});
  AnswerHeads("it-bicocca", {theirs_.Head()});
  for (const auto& one : cases) {
    const uint64_t before = self_.RefusalCount("it-bicocca", one.kind);
    Take<PullRequest>("it-bicocca").done(one.response);
    StoreQueued();
    EXPECT_EQ(self_.RefusalCount("it-bicocca", one.kind), before + 1) << one.kind;
    EXPECT_EQ(Waiting<PullRequest>(), 0u);
    EXPECT_TRUE(self_.log.Events().empty());
    Pass(seconds(6));
    AnswerHeads("it-bicocca", {theirs_.Head()});  // It is looked at again.
  }
  Take<PullRequest>("it-bicocca").done(Batch(theirs_.All()));
  StoreQueued();
  EXPECT_EQ(self_.log.Events().size(), 10u);
}

TEST_F(ReplicatorPullTest, RangesThatLeadNowhereAreGivenUp) {
  theirs_.AddMany(10, 20);
  self_.log->Ingest({theirs_.Range(0, 8)});
  MeetWith("it-bicocca", {theirs_.Head()});
  size_t pulls = 0;
  while (Waiting<PullRequest>("it-bicocca") > 0 && pulls < 1000) {
    const PendingCall call = Take<PullRequest>("it-bicocca");
    const size_t from = call.As<PullRequest>().from();
    LogRange range = theirs_.Range(from, 10);
    range.records.back().body->payload[0] ^= 1;
    call.done(Batch(range));
    StoreQueued();
    ++pulls;
  }
  EXPECT_LE(pulls, 82u);
  EXPECT_EQ(self_.refusals.Snapshot().size(), 1u);
}

TEST_F(ReplicatorPullTest, AFullDiskIsWaitedForAndBlamedOnNobody) {
  theirs_.AddMany(10, 20);
  self_.log.disk().FillUpAfter(0);
  MeetWith("tr-metu", {theirs_.Head()});
  size_t pulls = 0;
  for (int i = 0; i < 6000; ++i) {  // Ten minutes.
    while (Waiting<PullRequest>("tr-metu") > 0) {
      ServePulls("tr-metu", theirs_, 10);
      ++pulls;
    }
    Pass(milliseconds(100));
  }
  EXPECT_GT(pulls, 90u);
  EXPECT_LT(pulls, 125u);  // Every five seconds.
  EXPECT_TRUE(self_.refusals.Snapshot().empty());
  self_.log.disk().Repair();
  Pass(seconds(6));
  ServePulls("tr-metu", theirs_, 10);
  EXPECT_EQ(self_.log.Events().size(), 10u);
}

TEST_F(ReplicatorPullTest, AMemberThatIsRemovedWhileItIsPulledFromLeavesNothingStuck) {
  theirs_.AddMany(10, 20);
  HandwrittenEpoch bicoccas(&federation_, "it-bicocca");
  bicoccas.AddMany(4, 20);
  MeetBoth();
  AnswerHeads("tr-metu", {bicoccas.Head()});
  AnswerHeads("it-bicocca", {bicoccas.Head()});
  PendingCall first = Take<PullRequest>();
  const std::string removed = first.peer;
  const std::string other = removed == "tr-metu" ? "it-bicocca" : "tr-metu";
  federation_.Remove(removed);
  Pass(milliseconds(100));
  first.done(absl::UnavailableError("cut"));
  Pass(milliseconds(100));
  ServePulls(other, bicoccas, 10);
  EXPECT_TRUE(self_.log->Holds(bicoccas.CheckpointAt(4)));
  EXPECT_TRUE(replicator_->wants().empty());
}

TEST_F(ReplicatorPullTest, AnAnswerThatComesAfterTheEpochWasGotOtherwiseChangesNothing) {
  theirs_.AddMany(10, 20);
  MeetWith("tr-metu", {theirs_.Head()});
  self_.log->Ingest({theirs_.All()});  // Pushed meanwhile.
  Take<PullRequest>("tr-metu").done(Batch(theirs_.All()));
  StoreQueued();
  EXPECT_EQ(self_.log.Events().size(), 10u);
  EXPECT_TRUE(replicator_->wants().empty());
}

}  // namespace
}  // namespace cledi
