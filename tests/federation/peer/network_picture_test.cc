#include "federation/peer/network_picture.h"

#include "gtest/gtest.h"

#include "tests/support/log/handwritten_epoch.h"
#include "tests/support/sync/sync_node.h"

namespace cledi {
namespace {

using admin::v1::GetNetworkResponse;
using admin::v1::LogHolding;
using admin::v1::PeerStatus;
using std::chrono::minutes;
using std::chrono::seconds;

class NetworkPictureTest : public testing::Test {
 protected:
  NetworkPictureTest() {
    metu_.id = "tr-metu";
    metu_.dialable = true;
    metu_.phase = RemotePeer::Phase::kUp;
    metu_.last_contact = self_.log.clock().Now();
  }
  GetNetworkResponse Draw() {
    peers_["tr-metu"] = metu_;
    return DrawNetwork({.logs = self_.log.get(),
                        .roster = federation_.roster(),
                        .peers = &peers_,
                        .acknowledgements = self_.acknowledgements.get(),
                        .refusals = &self_.refusals,
                        .now = self_.log.clock().Now(),
                        .monotonic = self_.log.clock().Monotonic()});
  }
  PeerStatus StatusOf(const std::string& node) {
    const GetNetworkResponse picture = Draw();
    for (const PeerStatus& peer : picture.peers()) {
      if (peer.node_id() == node) {
        return peer;
      }
    }
    ADD_FAILURE() << node;
    return {};
  }
  LogHolding Holding(const std::string& owner, const std::string& holder) {
    const GetNetworkResponse picture = Draw();
    for (const LogHolding& holding : picture.holdings()) {
      if (holding.owner() == owner && holding.holder() == holder && holding.space() == "commons") {
        return holding;
      }
    }
    ADD_FAILURE() << owner << " at " << holder;
    return {};
  }

  TestRoster federation_{{"es-granada", "tr-metu"}};
  SyncNode self_{&federation_, "es-granada"};
  std::map<std::string, RemotePeer, std::less<>> peers_;
  RemotePeer metu_;
};

TEST_F(NetworkPictureTest, ItShowsEveryMemberAndWhoIsLooking) {
  federation_.Admit("si-left");
  federation_.Remove("si-left");
  federation_.Admit("si-new");
  const GetNetworkResponse picture = Draw();
  EXPECT_EQ(picture.node_id(), "es-granada");
  EXPECT_EQ(picture.institution(), "Institution es-granada");
  ASSERT_EQ(picture.peers_size(), 3);
  EXPECT_EQ(StatusOf("tr-metu").state(), PeerStatus::STATE_LIVE);
  EXPECT_EQ(StatusOf("tr-metu").reason(), "");
  EXPECT_EQ(StatusOf("si-left").state(), PeerStatus::STATE_REMOVED);
  EXPECT_EQ(StatusOf("si-new").state(), PeerStatus::STATE_UNKNOWN);
}

TEST_F(NetworkPictureTest, AStateFollowsFromContactErrorsAndLag) {
  metu_.behind_since = self_.log.clock().Now();
  EXPECT_EQ(StatusOf("tr-metu").state(), PeerStatus::STATE_LIVE);  // It has just begun.
  self_.log.clock().Advance(minutes(3));
  metu_.last_contact = self_.log.clock().Now();
  EXPECT_EQ(StatusOf("tr-metu").state(), PeerStatus::STATE_LAGGING);
  EXPECT_NE(StatusOf("tr-metu").reason(), "");

  metu_.phase = RemotePeer::Phase::kWaiting;
  metu_.last_error = "tr-metu cannot be reached at localhost:8443";
  metu_.next_try = self_.log.clock().Monotonic() + seconds(30);
  EXPECT_EQ(StatusOf("tr-metu").state(), PeerStatus::STATE_FAILING);
  EXPECT_EQ(StatusOf("tr-metu").reason(), metu_.last_error);
  EXPECT_EQ(StatusOf("tr-metu").next_try_unix_ms(),
            ToUnixMs(self_.log.clock().Now() + seconds(30)));

  self_.log.clock().Advance(minutes(6));
  EXPECT_EQ(StatusOf("tr-metu").state(), PeerStatus::STATE_SILENT);

  metu_.last_contact = {};
  EXPECT_EQ(StatusOf("tr-metu").state(), PeerStatus::STATE_UNKNOWN);
}

TEST_F(NetworkPictureTest, APeerHoldsWhatItListedAndAcknowledged) {
  HandwrittenEpoch own(&federation_, "es-granada");
  own.AddMany(10, 5);
  self_.log->Ingest({own.All()});
  EXPECT_EQ(Holding("es-granada", "es-granada").events(), 10u);
  EXPECT_EQ(Holding("es-granada", "tr-metu").events(), 0u);

  metu_.heads[own.log()] = {own.CheckpointAt(4)};
  EXPECT_EQ(Holding("es-granada", "tr-metu").events(), 4u);

  self_.acknowledgements->Record(Acknowledge(federation_.root().trust_domain, own.CheckpointAt(7),
                                             "tr-metu", 1790000000,
                                             federation_.log_key("tr-metu")));
  EXPECT_EQ(Holding("es-granada", "tr-metu").events(), 7u);
  EXPECT_EQ(Holding("es-granada", "tr-metu").events_known(), 10u);
  EXPECT_NE(Holding("es-granada", "tr-metu").behind_since_unix_ms(), 0);

  metu_.told = {own.CheckpointAt(10)};  // It may still be pulling.
  EXPECT_EQ(Holding("es-granada", "tr-metu").events(), 7u);

  metu_.digests[CommonsSpace()] = self_.log->SpaceDigest(CommonsSpace());
  EXPECT_EQ(Holding("es-granada", "tr-metu").events(), 10u);
  EXPECT_EQ(Holding("es-granada", "tr-metu").behind_since_unix_ms(), 0);
}

TEST_F(NetworkPictureTest, APeerMayHoldMoreThanThisNode) {
  HandwrittenEpoch theirs(&federation_, "tr-metu");
  theirs.AddMany(10, 5);
  self_.log->Ingest({theirs.Range(0, 2)});
  metu_.heads[theirs.log()] = {theirs.CheckpointAt(10)};
  EXPECT_EQ(Holding("tr-metu", "es-granada").events(), 2u);
  EXPECT_EQ(Holding("tr-metu", "es-granada").events_known(), 10u);
  EXPECT_NE(Holding("tr-metu", "es-granada").behind_since_unix_ms(), 0);
}

// Events of a forked epoch are counted once, in its longest history.
TEST_F(NetworkPictureTest, AForkIsCountedOnceAndRefusalsAreShown) {
  HandwrittenEpoch one(&federation_, "tr-metu");
  HandwrittenEpoch other = one.AddMany(3, 5);
  self_.log->Ingest({one.AddMany(2, 6).All()});
  self_.log->Ingest({other.AddMany(4, 7).All()});
  self_.refusals.Count("tr-metu", "gap", "why");
  const GetNetworkResponse picture = Draw();
  EXPECT_EQ(Holding("tr-metu", "es-granada").events(), 7u);
  EXPECT_EQ(picture.forked_epochs(), 1u);
  ASSERT_EQ(picture.refusals_size(), 1);
  EXPECT_EQ(picture.refusals(0).peer(), "tr-metu");
  EXPECT_EQ(picture.refusals(0).last_detail(), "why");
}

TEST_F(NetworkPictureTest, TheInstitutionsLogIsNotInIt) {
  self_.log.Append("for this house", InstitutionSpace("es-granada"));
  const GetNetworkResponse picture = Draw();
  ASSERT_FALSE(picture.holdings().empty());
  for (const LogHolding& holding : picture.holdings()) {
    EXPECT_EQ(holding.events(), 0u) << holding.space();
  }
}

}  // namespace
}  // namespace cledi
