#include "gmock/gmock.h"

#include "tests/federation/sync/replicator_harness.h"
#include "tests/support/sync/dispatch.h"

namespace cledi {
namespace {

using federation::v1::AnnounceRequest;
using federation::v1::AnnounceResponse;
using federation::v1::HelloRequest;
using federation::v1::ListHeadsRequest;
using federation::v1::ListHeadsResponse;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class ReplicatorAnnounceTest : public ReplicatorTest {
 protected:
  explicit ReplicatorAnnounceTest(bool dialable = true) : ReplicatorTest(dialable) {
    replicator_->Tick();
    Take<HelloRequest>("it-bicocca").done(absl::UnavailableError("down"));
  }

  SyncNode metu_{&federation_, "tr-metu"};
};

TEST_F(ReplicatorAnnounceTest, OwnEventsAreToldAtOnceWithTheirBytes) {
  Greet(metu_);
  self_.log.Append("news");
  ASSERT_EQ(Waiting<AnnounceRequest>("tr-metu"), 1u);
  const PendingCall call = Take<AnnounceRequest>("tr-metu");
  ASSERT_EQ(call.As<AnnounceRequest>().batches_size(), 1);
  const auto range = RangeFrom(call.As<AnnounceRequest>().batches(0));
  ASSERT_TRUE(range.ok());
  EXPECT_EQ(range->records.at(0).body->payload, "news");
  calls_.push_front(call);
  ServeAll({&metu_});
  EXPECT_EQ(metu_.log.Events(), self_.log.Events());
}

TEST_F(ReplicatorAnnounceTest, EachEventIsToldOnce) {
  Greet(metu_);
  for (int i = 0; i < 20; ++i) {
    self_.log.Append("news");
    const PendingCall call = Take<AnnounceRequest>("tr-metu");
    ASSERT_EQ(call.As<AnnounceRequest>().batches_size(), 1);
    EXPECT_EQ(call.As<AnnounceRequest>().batches(0).from(), static_cast<uint64_t>(i));
    EXPECT_EQ(call.As<AnnounceRequest>().batches(0).end().size(), static_cast<uint64_t>(i + 1));
    calls_.push_front(call);
    ServeOnce({&metu_});
  }
  Pass(minutes(5));
  EXPECT_FALSE(Busy({&metu_}));
  EXPECT_EQ(metu_.log.Events(), self_.log.Events());
}

TEST_F(ReplicatorAnnounceTest, EventsDuringACallGoTogetherIntoTheNext) {
  Greet(metu_);
  self_.log.Append("first");
  for (int i = 0; i < 10; ++i) {
    self_.log.Append("meanwhile");
  }
  EXPECT_EQ(Waiting<AnnounceRequest>("tr-metu"), 1u);
  ServeOnce({&metu_});
  ASSERT_EQ(Waiting<AnnounceRequest>("tr-metu"), 1u);
  const PendingCall call = Take<AnnounceRequest>("tr-metu");
  EXPECT_EQ(call.As<AnnounceRequest>().batches(0).from(), 1u);
  EXPECT_EQ(call.As<AnnounceRequest>().batches(0).end().size(), 11u);
}

TEST_F(ReplicatorAnnounceTest, WhatIsLargeIsToldByItsHeadAlone) {
  Greet(metu_);
  self_.log.AppendAll(std::vector<std::string>(4, std::string(kPayloadBytesMax, 'x')));
  const PendingCall call = Take<AnnounceRequest>("tr-metu");
  EXPECT_EQ(call.As<AnnounceRequest>().heads_size(), 1);
  EXPECT_LE(call.As<AnnounceRequest>().ByteSizeLong(), 2 * Replicator::kInlineBytesMax);
  calls_.push_front(call);
  ServeOnce({&metu_});
  Pass(minutes(1));
  EXPECT_EQ(Waiting<AnnounceRequest>("tr-metu"), 0u);  // It knows where to pull.
}

TEST_F(ReplicatorAnnounceTest, WhatIsOthersIsNotPushedByADialableNode) {
  HandwrittenEpoch bicoccas(&federation_, "it-bicocca");
  self_.log->Ingest({bicoccas.AddMany(2, 10).All()});
  Greet(metu_);
  ServeOnce({&metu_});
  EXPECT_EQ(Waiting<AnnounceRequest>("tr-metu"), 0u);
}

TEST_F(ReplicatorAnnounceTest, AFailedAnnouncementIsMadeAgainAfterTheNextHello) {
  Greet(metu_);
  self_.log.Append("news");
  Take<AnnounceRequest>("tr-metu").done(absl::UnavailableError("gone"));
  EXPECT_EQ(Waiting<AnnounceRequest>("tr-metu"), 0u);
  Pass(seconds(2));
  ServeAll({&metu_});
  EXPECT_EQ(metu_.log.Events(), self_.log.Events());
}

TEST_F(ReplicatorAnnounceTest, APeersOwnLogIsAcknowledgedToItOnce) {
  metu_.log.Append("theirs");
  Greet(metu_);
  ServeAll({&metu_});
  const LogId log = metu_.log->OwnLogId(CommonsSpace());
  const Checkpoint head = metu_.log->HeadsOfLog(log).at(0).checkpoint();
  const auto known = metu_.acknowledgements->ForEpoch(log, head.tag);
  ASSERT_EQ(known.size(), 1u);
  EXPECT_EQ(known[0].node_id, "es-granada");
  EXPECT_EQ(known[0].checkpoint, head);
  const size_t before = call_counts_["tr-metu"];
  Pass(minutes(5));
  EXPECT_LE(call_counts_["tr-metu"], before + 1);
}

TEST_F(ReplicatorAnnounceTest, AnAcknowledgementOfTheAnswerIsVerified) {
  Greet(metu_);
  self_.log.Append("news");
  const Checkpoint head =
      self_.log->HeadsOfLog(self_.log->OwnLogId(CommonsSpace())).at(0).checkpoint();
  const auto by = [&](const std::string& node, const std::string& key_of) {
    Acknowledgement made = Acknowledge(federation_.root().trust_domain, head, node, 1790000000,
                                       federation_.log_key(key_of));
    return ToProto(made);
  };
  const PendingCall call = Take<AnnounceRequest>("tr-metu");
  Dispatch(*metu_.server, "es-granada", call.request, [&](StatusOr<ExchangeResponse> answer) {
    AnnounceResponse response = std::get<AnnounceResponse>(*answer);
    *response.add_acknowledgements() = by("tr-metu", "it-bicocca");     // Forged.
    *response.add_acknowledgements() = by("it-bicocca", "it-bicocca");  // Not its own.
    response.add_acknowledgements();                                    // Malformed.
    call.done(ExchangeResponse(response));
  });
  const auto known = self_.acknowledgements->ForEpoch(head.log, head.tag);
  ASSERT_EQ(known.size(), 1u);
  EXPECT_EQ(known[0].node_id, "tr-metu");
  EXPECT_TRUE(IsGenuine(known[0], *federation_.roster()));
}

TEST_F(ReplicatorAnnounceTest, ARefusalIsShownAndNotRepeatedInALoop) {
  Greet(metu_);
  self_.log.Append("news");
  AnnounceResponse response;
  response.add_refusals("storage: the disk is full");
  Take<AnnounceRequest>("tr-metu").done(ExchangeResponse(response));
  EXPECT_EQ(replicator_->peers().at("tr-metu").last_error, "storage: the disk is full");
  EXPECT_EQ(Waiting<AnnounceRequest>("tr-metu"), 0u);
}

// A node that nobody can dial.
class HiddenReplicatorTest : public ReplicatorAnnounceTest {
 protected:
  HiddenReplicatorTest() : ReplicatorAnnounceTest(false) {}
};

TEST_F(HiddenReplicatorTest, PushesAllThatItsPeersLack) {
  HandwrittenEpoch bicoccas(&federation_, "it-bicocca");
  self_.log->Ingest({bicoccas.AddMany(3000, 400).Range(0, 2000)});
  self_.log->Ingest({bicoccas.Range(2000, 3000)});
  self_.log.AppendAll(std::vector<std::string>(40, std::string(kPayloadBytesMax, 'x')));
  Greet(metu_);
  ServeAll({&metu_});
  EXPECT_EQ(metu_.log.Events(), self_.log.Events());
  EXPECT_TRUE(metu_.refusals.Snapshot().empty());
}

TEST_F(HiddenReplicatorTest, NoMessageIsLargerThanAPeerTakes) {
  self_.log.AppendAll(std::vector<std::string>(40, std::string(kPayloadBytesMax, 'x')));
  for (uint64_t i = 0; i < 100; ++i) {
    HandwrittenEpoch epoch(&federation_, "it-bicocca", i + 1);
    self_.log->Ingest({epoch.AddMany(20, 1000).All()});
  }
  Greet(metu_);
  for (int i = 0; i < 500 && Busy({&metu_}); ++i) {
    for (const PendingCall& call : calls_) {
      if (const auto* announce = std::get_if<AnnounceRequest>(&call.request)) {
        EXPECT_LE(announce->ByteSizeLong(), kExchangeBytesMax);
      }
    }
    ServeOnce({&metu_});
    Pass(milliseconds(100));
  }
  EXPECT_EQ(metu_.log.Events(), self_.log.Events());
}

TEST_F(HiddenReplicatorTest, WaitsWhereAPeerRefuses) {
  metu_.log.disk().FillUpAfter(0);
  self_.log.Append("news");
  Greet(metu_);
  const size_t before = call_counts_["tr-metu"];
  for (int i = 0; i < 600; ++i) {  // A minute.
    while (Busy({&metu_})) {
      ServeOnce({&metu_});
    }
    Pass(milliseconds(100));
  }
  EXPECT_LT(call_counts_["tr-metu"] - before, 60u);
  metu_.log.disk().Repair();
  Pass(seconds(6));
  ServeAll({&metu_});
  EXPECT_EQ(metu_.log.Events(), self_.log.Events());
}

TEST_F(HiddenReplicatorTest, ARangeThatCannotBeReadHereIsNotTriedInALoop) {
  const EventId id = self_.log.Append("damaged");
  WriteBatch damage;
  damage.Put(Family::kSalts, id.view(), "too short");
  ASSERT_TRUE(self_.log.disk().Write(damage, Durability::kSynced).ok());
  Greet(metu_);
  const size_t before = call_counts_["tr-metu"];
  for (int i = 0; i < 100; ++i) {
    while (Busy({&metu_})) {
      ServeOnce({&metu_});
    }
    Pass(milliseconds(100));
  }
  EXPECT_LT(call_counts_["tr-metu"] - before, 20u);
}

// Its machine was copied while it ran, and what both share is one long stretch at the peer.
TEST_F(HiddenReplicatorTest, AnotherHistoryIsPushedFromWhereThePeerCanTakeIt) {
  HandwrittenEpoch held(&federation_, "es-granada");
  held.AddMany(1000, 20);
  HandwrittenEpoch other = held;
  held.AddMany(100, 21);
  other.AddMany(100, 22);
  metu_.log->Ingest({held.All()});
  for (size_t i = 0; i < 1100; i += 300) {
    self_.log->Ingest({other.Range(i, std::min<size_t>(i + 300, 1100))});
  }
  Greet(metu_);
  for (int i = 0; i < 30; ++i) {
    ServeAll({&metu_});
    Pass(seconds(6));
  }
  EXPECT_TRUE(metu_.log->Holds(other.CheckpointAt(1100)));
  EXPECT_TRUE(self_.log->Holds(held.CheckpointAt(1100)));
}

}  // namespace
}  // namespace cledi
