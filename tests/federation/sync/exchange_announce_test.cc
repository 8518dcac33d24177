#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/sync/exchange_server.h"
#include "tests/support/log/handwritten_epoch.h"
#include "tests/support/sync/sync_node.h"

namespace cledi {
namespace {

using federation::v1::AnnounceRequest;
using federation::v1::AnnounceResponse;
using ::testing::HasSubstr;

class ExchangeAnnounceTest : public testing::Test {
 protected:
  ExchangeAnnounceTest() { theirs_.AddMany(10, 20); }

  StatusOr<AnnounceResponse> Announce(const AnnounceRequest& request,
                                      const std::string& peer = "tr-metu") {
    std::vector<StatusOr<AnnounceResponse>> answers;
    node_.server->Announce(peer, request, [&](StatusOr<AnnounceResponse> answer) {
      answers.push_back(std::move(answer));
    });
    EXPECT_EQ(answers.size(), 1u);
    return answers.at(0);
  }
  static AnnounceRequest Push(const std::vector<LogRange>& ranges) {
    AnnounceRequest request;
    for (const LogRange& range : ranges) {
      *request.add_batches() = ToProto(range);
    }
    return request;
  }
  void ExpectRefused(const AnnounceRequest& request, StatusCode code) {
    const std::string before = node_.log.Describe();
    EXPECT_EQ(Announce(request).status().code(), code);
    EXPECT_EQ(node_.log.Describe(), before);
    EXPECT_TRUE(node_.news.empty());
  }

  TestRoster federation_{{"es-granada", "tr-metu", "it-bicocca"}};
  SyncNode node_{&federation_, "es-granada"};
  HandwrittenEpoch theirs_{&federation_, "tr-metu"};
};

TEST_F(ExchangeAnnounceTest, WhatIsPushedIsStoredAndAcknowledgedOnceItIsDurable) {
  AnnounceRequest request = Push({theirs_.Range(0, 4), theirs_.Range(4, 10)});
  *request.add_heads() = ToProto(theirs_.Head());
  request.set_roster_number(3);
  const uint64_t syncs = node_.log.disk().SyncCount();
  const auto answer = Announce(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_GT(node_.log.disk().SyncCount(), syncs);
  EXPECT_EQ(node_.log.Events().size(), 10u);
  EXPECT_TRUE(answer->refusals().empty());
  ASSERT_EQ(answer->acknowledgements_size(), 2);
  const auto acknowledged = AcknowledgementFrom(answer->acknowledgements(1));
  EXPECT_EQ(acknowledged->checkpoint, theirs_.CheckpointAt(10));
  EXPECT_TRUE(IsGenuine(*acknowledged, *federation_.roster()));
  ASSERT_EQ(answer->spaces_size(), 2);
  EXPECT_EQ(node_.news.size(), 1u);
  EXPECT_EQ(node_.news[0].heads.at(0).checkpoint, theirs_.CheckpointAt(10));
  EXPECT_EQ(node_.news[0].roster_number, 3u);
}

TEST_F(ExchangeAnnounceTest, AnybodyMayRelayWhatIsShared) {
  ASSERT_TRUE(Announce(Push({theirs_.All()}), "it-bicocca").ok());
  EXPECT_EQ(node_.log.Events().size(), 10u);
}

TEST_F(ExchangeAnnounceTest, OnAFullDiskNothingIsAcknowledged) {
  node_.log.disk().FillUpAfter(0);
  const auto answer = Announce(Push({theirs_.All()}));
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->acknowledgements_size(), 0);
  ASSERT_EQ(answer->refusals_size(), 1);
  EXPECT_THAT(answer->refusals(0), HasSubstr("storage"));
  EXPECT_TRUE(node_.refusals.Snapshot().empty());  // Not the sender's fault.
}

// Goal: a changed byte is refused, counted, named, and stores nothing.
TEST_F(ExchangeAnnounceTest, AChangedByteIsRefusedCountedAndNamed) {
  const AnnounceRequest good = Push({theirs_.All()});
  const auto refused = [&](auto change) {
    AnnounceRequest request = good;
    change(*request.mutable_batches(0));
    const std::string before = node_.log.Describe();
    const auto answer = Announce(request);
    EXPECT_EQ(node_.log.Describe(), before);
    if (!answer.ok()) {
      return std::string("malformed");
    }
    EXPECT_EQ(answer->acknowledgements_size(), 0);
    EXPECT_EQ(answer->refusals_size(), 1);
    const std::string& text = answer->refusals(0);
    return text.substr(0, text.find(':'));
  };
  EXPECT_EQ(refused([](auto& batch) { batch.mutable_records()->at(3) ^= 1; }), "root_mismatch");
  EXPECT_EQ(refused([](auto& batch) { batch.mutable_records()->back() ^= 1; }), "root_mismatch");
  EXPECT_EQ(refused([](auto& batch) { batch.mutable_records()->at(24) ^= 2; }), "malformed");
  EXPECT_EQ(refused([](auto& batch) { batch.mutable_end()->mutable_root()->at(0) ^= 1; }),
            "checkpoint_signature");
  EXPECT_EQ(refused([](auto& batch) { batch.mutable_end()->mutable_signature()->at(9) ^= 1; }),
            "checkpoint_signature");
  EXPECT_EQ(refused([](auto& batch) { batch.mutable_statement()->at(40) ^= 1; }), "statement");
  EXPECT_EQ(refused([](auto& batch) { batch.mutable_end()->mutable_tag()->at(0) ^= 1; }),
            "statement");
  EXPECT_EQ(node_.RefusalCount("tr-metu", "root_mismatch"), 2u);
  EXPECT_EQ(node_.RefusalCount("tr-metu", "checkpoint_signature"), 2u);
  EXPECT_EQ(node_.RefusalCount("tr-metu", "statement"), 2u);
  EXPECT_EQ(node_.RefusalCount("tr-metu", "malformed_batch"), 1u);
}

TEST_F(ExchangeAnnounceTest, OneRefusedBatchDoesNotStopTheOthers) {
  LogRange changed = theirs_.All();
  changed.records[0].body->payload[0] ^= 1;
  HandwrittenEpoch other(&federation_, "it-bicocca");
  const auto answer = Announce(Push({changed, other.AddMany(2, 5).All()}));
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->refusals_size(), 1);
  EXPECT_EQ(answer->acknowledgements_size(), 1);
  EXPECT_EQ(node_.log.Events().size(), 2u);
}

TEST_F(ExchangeAnnounceTest, AGapIsNobodysFault) {
  const auto answer = Announce(Push({theirs_.Range(5, 10)}));
  ASSERT_TRUE(answer.ok());
  EXPECT_THAT(answer->refusals(0), HasSubstr("gap"));
  EXPECT_TRUE(node_.refusals.Snapshot().empty());
}

TEST_F(ExchangeAnnounceTest, ALogThatIsNotSharedIsNotTaken) {
  HandwrittenEpoch stranger(&federation_, "si-stranger");
  ExpectRefused(Push({stranger.AddMany(1, 1).All()}), StatusCode::kNotFound);
  HandwrittenEpoch institution(&federation_, "tr-metu", 3, InstitutionSpace("tr-metu"));
  ExpectRefused(Push({institution.AddMany(1, 1).All()}), StatusCode::kNotFound);
  ExpectRefused(Push({theirs_.All(), institution.All()}), StatusCode::kNotFound);
}

TEST_F(ExchangeAnnounceTest, TooMuchAtOnceIsRefused) {
  AnnounceRequest batches;
  AnnounceRequest heads;
  AnnounceRequest acknowledgements;
  for (size_t i = 0; i < 65; ++i) {
    *batches.add_batches() = ToProto(theirs_.Range(0, 1));
  }
  for (size_t i = 0; i < kHeadsPerPage + 1; ++i) {
    heads.add_heads();
  }
  for (size_t i = 0; i < 1001; ++i) {
    acknowledgements.add_acknowledgements();
  }
  for (const AnnounceRequest& request : {batches, heads, acknowledgements}) {
    ExpectRefused(request, StatusCode::kInvalidArgument);
  }
}

// Goal: a megabyte does not unpack to sixty.
TEST_F(ExchangeAnnounceTest, BatchesThatUnpackToTooMuchTogetherAreRefused) {
  HandwrittenEpoch large(&federation_, "tr-metu", 2);
  large.AddMany(20, kPayloadBytesMax);
  const AnnounceRequest request = Push({large.Range(0, 10), large.Range(10, 20)});
  ASSERT_LT(request.ByteSizeLong(), 10'000u);
  ExpectRefused(request, StatusCode::kInvalidArgument);
  EXPECT_TRUE(Announce(Push({large.Range(0, 10)})).ok());
}

TEST_F(ExchangeAnnounceTest, AMalformedBatchIsCountedAndNothingOfTheCallIsTaken) {
  AnnounceRequest request = Push({theirs_.All(), theirs_.All()});
  request.mutable_batches(1)->set_records("rubbish");
  *request.add_acknowledgements() =
      ToProto(Acknowledge(federation_.root().trust_domain, theirs_.CheckpointAt(10), "tr-metu", 1,
                          federation_.log_key("tr-metu")));
  ExpectRefused(request, StatusCode::kInvalidArgument);
  EXPECT_EQ(node_.RefusalCount("tr-metu", "malformed_batch"), 1u);
  EXPECT_TRUE(node_.acknowledgements->ForEpoch(theirs_.log(), theirs_.tag()).empty());
}

class ExchangeAcknowledgementTest : public ExchangeAnnounceTest {
 protected:
  ExchangeAcknowledgementTest() { node_.log->Ingest({theirs_.All()}); }

  void Send(Acknowledgement acknowledgement, const std::string& from = "tr-metu") {
    AnnounceRequest request;
    *request.add_acknowledgements() = ToProto(acknowledgement);
    EXPECT_TRUE(Announce(request, from).ok());
  }
  Acknowledgement By(const std::string& node, const Checkpoint& checkpoint) {
    return Acknowledge(federation_.root().trust_domain, checkpoint, node, 1790000000,
                       federation_.log_key(node));
  }
  size_t Known() { return node_.acknowledgements->ForEpoch(theirs_.log(), theirs_.tag()).size(); }
};

TEST_F(ExchangeAcknowledgementTest, AGenuineOneIsTakenAlsoWhenItIsRelayed) {
  Send(By("tr-metu", theirs_.CheckpointAt(10)));
  Send(By("it-bicocca", theirs_.CheckpointAt(4)));
  EXPECT_EQ(Known(), 2u);
  EXPECT_TRUE(node_.refusals.Snapshot().empty());
}

TEST_F(ExchangeAcknowledgementTest, AForgedOneIsCountedAndNotTaken) {
  Acknowledgement forged = By("tr-metu", theirs_.CheckpointAt(10));
  forged.node_id = "it-bicocca";
  Send(forged);
  forged = By("tr-metu", theirs_.CheckpointAt(10));
  forged.unix_seconds += 1;
  Send(forged);
  forged = By("tr-metu", theirs_.CheckpointAt(10));
  forged.checkpoint.size += 1;
  Send(forged);
  Send(By("si-stranger", theirs_.CheckpointAt(10)));
  EXPECT_EQ(Known(), 0u);
  EXPECT_EQ(node_.RefusalCount("tr-metu", "acknowledgement_signature"), 4u);
}

// Goal: there is no end to the epochs that can be named; only those that are held are remembered.
TEST_F(ExchangeAcknowledgementTest, EpochsThatAreNotHeldAreNotRemembered) {
  Checkpoint unknown = theirs_.CheckpointAt(10);
  unknown.tag.bytes[0] ^= 1;
  Send(By("tr-metu", unknown));
  EXPECT_TRUE(node_.acknowledgements->ForEpoch(unknown.log, unknown.tag).empty());
  // One that covers more than is held here is good to know.
  HandwrittenEpoch longer = theirs_;
  longer.AddMany(5, 5);
  Send(By("tr-metu", longer.CheckpointAt(15)));
  EXPECT_EQ(Known(), 1u);
}

TEST_F(ExchangeAcknowledgementTest, AMalformedOneIsPassedOver) {
  AnnounceRequest request;
  request.add_acknowledgements();
  auto& other = *request.add_acknowledgements();
  other = ToProto(By("tr-metu", theirs_.CheckpointAt(10)));
  EXPECT_TRUE(Announce(request).ok());
  EXPECT_EQ(Known(), 1u);
}

}  // namespace
}  // namespace cledi
