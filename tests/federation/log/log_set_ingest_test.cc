#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/base/sha256.h"
#include "federation/log/log_set.h"
#include "tests/support/log/handwritten_epoch.h"
#include "tests/support/log/test_log.h"

namespace cledi {
namespace {

using ::testing::ElementsAre;

constexpr auto kStored = IngestVerdict::kStored;
constexpr auto kAlreadyHeld = IngestVerdict::kAlreadyHeld;

class LogSetIngestTest : public testing::Test {
 protected:
  LogSetIngestTest() { theirs_.AddMany(10, 20); }

  IngestVerdict Ingest(LogRange range) { return IngestAll({std::move(range)}).front(); }
  std::vector<IngestVerdict> IngestAll(std::vector<LogRange> ranges) {
    std::vector<IngestVerdict> verdicts;
    for (const IngestResult& result : log_->Ingest(std::move(ranges))) {
      const bool fine = result.verdict == kStored || result.verdict == kAlreadyHeld;
      EXPECT_EQ(fine, result.status.ok()) << result.status;
      verdicts.push_back(result.verdict);
    }
    return verdicts;
  }
  void ExpectRefused(LogRange range, IngestVerdict verdict) {
    const std::string before = log_.Describe();
    const uint64_t syncs = log_.disk().SyncCount();
    EXPECT_EQ(VerdictName(Ingest(std::move(range))), VerdictName(verdict));
    EXPECT_EQ(log_.Describe(), before);
    EXPECT_EQ(log_.disk().SyncCount(), syncs);
  }

  TestRoster federation_{{"es-granada", "tr-metu", "it-bicocca"}};
  TestLog log_{&federation_, "es-granada"};
  HandwrittenEpoch theirs_{&federation_, "tr-metu"};
};

TEST_F(LogSetIngestTest, ARangeIsStoredByteForByte) {
  ASSERT_EQ(Ingest(theirs_.Range(0, 4)), kStored);
  ASSERT_EQ(Ingest(theirs_.Range(4, 10)), kStored);
  log_.Restart();

  const VariantExtent extent = log_->Variants().at(0);
  EXPECT_EQ(extent.node_id, "tr-metu");
  EXPECT_EQ(extent.space, CommonsSpace());
  EXPECT_EQ(extent.size, 10u);
  const auto records = log_->ReadRecords(extent.variant, 0, 10, SIZE_MAX);
  for (size_t i = 0; i < 10; ++i) {
    EXPECT_EQ((*records)[i], theirs_.record(i));
  }
  EXPECT_EQ(log_->HeadsOfLog(theirs_.log()), std::vector{theirs_.Head()});
  EXPECT_EQ(log_->Statements(theirs_.log()), std::vector{theirs_.note()});
}

TEST_F(LogSetIngestTest, RangesThatFollowEachOtherShareOneSync) {
  const uint64_t before = log_.disk().SyncCount();
  EXPECT_THAT(IngestAll({theirs_.Range(0, 3), theirs_.Range(3, 7), theirs_.Range(7, 10)}),
              ElementsAre(kStored, kStored, kStored));
  EXPECT_EQ(log_.disk().SyncCount() - before, 2u);  // Salts, then events.
}

TEST_F(LogSetIngestTest, WhatIsHeldChangesNothing) {
  ASSERT_EQ(Ingest(theirs_.All()), kStored);
  const std::string before = log_.Describe();
  const uint64_t syncs = log_.disk().SyncCount();
  for (const auto& [from, to] :
       std::vector<std::pair<size_t, size_t>>{{0, 10}, {0, 1}, {3, 7}, {9, 10}}) {
    EXPECT_EQ(Ingest(theirs_.Range(from, to)), kAlreadyHeld) << from << " to " << to;
  }
  EXPECT_EQ(log_.Describe(), before);
  EXPECT_EQ(log_.disk().SyncCount(), syncs);
}

TEST_F(LogSetIngestTest, AnOverlapIsContinued) {
  ASSERT_EQ(Ingest(theirs_.Range(0, 6)), kStored);
  EXPECT_EQ(Ingest(theirs_.Range(2, 10)), kStored);
  EXPECT_EQ(log_.Events().size(), 10u);
  EXPECT_EQ(log_->Variants().size(), 1u);
}

TEST_F(LogSetIngestTest, OneCallMayRepeatAndOverlap) {
  EXPECT_THAT(IngestAll({theirs_.Range(0, 4), theirs_.Range(0, 4), theirs_.Range(0, 8),
                         theirs_.Range(8, 10), theirs_.Range(0, 10)}),
              ElementsAre(kStored, kAlreadyHeld, kStored, kStored, kAlreadyHeld));
  EXPECT_EQ(log_.Events().size(), 10u);
  EXPECT_EQ(log_->Variants().size(), 1u);
}

TEST_F(LogSetIngestTest, ARangeThatBeginsInsideWhatTheSameCallAddsComesAgainLater) {
  EXPECT_THAT(IngestAll({theirs_.Range(0, 4), theirs_.Range(2, 8)}),
              ElementsAre(kStored, IngestVerdict::kGap));
  EXPECT_EQ(Ingest(theirs_.Range(2, 8)), kStored);
}

TEST_F(LogSetIngestTest, ARefusedRangeDoesNotStopThoseOfOtherEpochs) {
  HandwrittenEpoch other(&federation_, "it-bicocca");
  other.AddMany(2, 10);
  EXPECT_THAT(IngestAll({theirs_.Range(5, 10), other.All()}),
              ElementsAre(IngestVerdict::kGap, kStored));
}

TEST_F(LogSetIngestTest, AGapIsRefused) {
  ExpectRefused(theirs_.Range(1, 4), IngestVerdict::kGap);
  ASSERT_EQ(Ingest(theirs_.Range(0, 4)), kStored);
  ExpectRefused(theirs_.Range(5, 10), IngestVerdict::kGap);
}

TEST_F(LogSetIngestTest, AnUnknownLogWaits) {
  HandwrittenEpoch stranger(&federation_, "si-new");
  stranger.AddMany(2, 10);
  ExpectRefused(stranger.All(), IngestVerdict::kUnknownLog);
  federation_.Admit("si-new");
  EXPECT_EQ(Ingest(stranger.All()), kStored);
}

TEST_F(LogSetIngestTest, OversizeRangesAreRefused) {
  LogRange empty = theirs_.Range(0, 4);
  empty.records.clear();
  ExpectRefused(empty, IngestVerdict::kTooLarge);

  LogRange short_one = theirs_.Range(0, 4);
  short_one.records.pop_back();
  ExpectRefused(short_one, IngestVerdict::kTooLarge);

  HandwrittenEpoch many(&federation_, "tr-metu", 2);
  many.AddMany(kRangeEventsMax + 1, 0);
  ExpectRefused(many.All(), IngestVerdict::kTooLarge);
  EXPECT_EQ(Ingest(many.Range(0, kRangeEventsMax)), kStored);

  HandwrittenEpoch large(&federation_, "tr-metu", 3);
  large.AddMany(15, kPayloadBytesMax);
  ExpectRefused(large.All(), IngestVerdict::kTooLarge);
  EXPECT_EQ(Ingest(large.Range(0, 14)), kStored);
}

// Goal: a changed byte, wherever it stands, is refused with the right reason, and nothing
// changes. Both where the epoch is new here and where it is held in part.
TEST_F(LogSetIngestTest, AChangedByteInAnyFieldIsRefused) {
  for (const size_t from : {0u, 4u}) {
    const LogRange good = theirs_.Range(from, 10);
    const auto changed = [&](auto change) {
      LogRange range = good;
      change(range);
      return range;
    };
    for (const size_t byte : {0u, 1u, 2u, 4u, 8u, 16u, 20u, 24u, 55u}) {
      ExpectRefused(changed([&](LogRange& range) { range.records[2].leaf.bytes[byte] ^= 1; }),
                    IngestVerdict::kRootMismatch);
    }
    ExpectRefused(changed([](LogRange& range) { std::swap(range.records[0], range.records[1]); }),
                  IngestVerdict::kRootMismatch);
    ExpectRefused(changed([](LogRange& range) { range.end.root.bytes[7] ^= 1; }),
                  IngestVerdict::kBadSignature);
    ExpectRefused(changed([](LogRange& range) { range.signature.bytes[0] ^= 1; }),
                  IngestVerdict::kBadSignature);
    ExpectRefused(changed([](LogRange& range) { range.signature.bytes[63] ^= 1; }),
                  IngestVerdict::kBadSignature);
    ExpectRefused(changed([](LogRange& range) { range.end.size ^= 1; }), IngestVerdict::kTooLarge);
    ExpectRefused(changed([](LogRange& range) { range.end.log.bytes[0] ^= 1; }),
                  IngestVerdict::kUnknownLog);
    ExpectRefused(changed([](LogRange& range) { range.end.tag.bytes[0] ^= 1; }),
                  from == 0 ? IngestVerdict::kBadStatement : IngestVerdict::kGap);
    if (from == 0) {
      for (size_t i = 0; i < good.statement.size(); i += 11) {
        ExpectRefused(changed([&](LogRange& range) { range.statement[i] ^= 1; }),
                      IngestVerdict::kBadStatement);
      }
      ExpectRefused(changed([](LogRange& range) { range.statement.clear(); }),
                    IngestVerdict::kBadStatement);
      ASSERT_EQ(Ingest(theirs_.Range(0, 4)), kStored);
    }
  }
  EXPECT_EQ(Ingest(theirs_.Range(4, 10)), kStored);
}

TEST_F(LogSetIngestTest, AnotherNodesSignatureIsRefused) {
  LogRange range = theirs_.All();
  range.signature =
      SignCheckpoint(federation_.root().trust_domain, range.end, federation_.log_key("it-bicocca"))
          .signature();
  ExpectRefused(range, IngestVerdict::kBadSignature);
}

TEST_F(LogSetIngestTest, TheStatementOfAnotherEpochIsRefused) {
  HandwrittenEpoch other(&federation_, "tr-metu", 2);
  LogRange range = theirs_.All();
  range.statement = other.note();
  ExpectRefused(range, IngestVerdict::kBadStatement);
}

// Goal: who relays an event cannot strip it of its payload, for ever and unnoticed.
TEST_F(LogSetIngestTest, AWithheldPayloadIsRefused) {
  LogRange first = theirs_.Range(0, 4);
  first.records[1].body.reset();
  ExpectRefused(first, IngestVerdict::kWithheld);
  ASSERT_EQ(Ingest(theirs_.Range(0, 4)), kStored);
  EXPECT_EQ(Ingest(first), kAlreadyHeld);
  LogRange next = theirs_.Range(2, 10);
  next.records[0].body.reset();
  EXPECT_EQ(Ingest(next), kStored);  // It is held here.
  ASSERT_EQ(log_.Events().size(), 10u);
}

TEST_F(LogSetIngestTest, AnEventThatCanHaveNoPayloadNeedsNone) {
  const Header newer{.version = 9, .type = 3, .payload_bytes = 70, .hlc = 1};
  theirs_.Add(Record{MakeLeaf(newer, Sha256("unknown")), std::nullopt});
  const Header huge{.type = 3, .payload_bytes = kPayloadBytesMax + 1, .hlc = 1};
  theirs_.Add(Record{MakeLeaf(huge, Sha256("huge")), std::nullopt});
  EXPECT_EQ(Ingest(theirs_.All()), kStored);
}

TEST_F(LogSetIngestTest, AFullDiskIsReportedAndChangesNothing) {
  ASSERT_EQ(Ingest(theirs_.Range(0, 4)), kStored);
  const std::string before = log_.Describe();
  for (const uint64_t writes_that_fit : {0u, 1u}) {
    log_.disk().FillUpAfter(writes_that_fit);
    // The repeated range is not held either: it was so by this very write.
    for (const IngestResult& result : log_->Ingest({theirs_.Range(4, 10), theirs_.Range(4, 10)})) {
      EXPECT_EQ(result.verdict, IngestVerdict::kStorageFailed);
      EXPECT_EQ(result.status.code(), StatusCode::kResourceExhausted);
    }
    EXPECT_EQ(log_.Describe(), before);
    log_.disk().Repair();
  }
  EXPECT_EQ(Ingest(theirs_.Range(4, 10)), kStored);
  log_.CutPower();
  EXPECT_EQ(log_.Events().size(), 10u);
}

TEST_F(LogSetIngestTest, WhatIsHeldAlreadyStaysSoWhenTheDiskIsFull) {
  HandwrittenEpoch other(&federation_, "it-bicocca");
  other.AddMany(2, 10);
  ASSERT_EQ(Ingest(theirs_.Range(0, 4)), kStored);
  log_.disk().FillUpAfter(0);
  EXPECT_EQ(log_->Ingest({theirs_.Range(0, 4), other.All()})[0].verdict, kAlreadyHeld);
}

TEST_F(LogSetIngestTest, OwnEpochsComeBackFromPeers) {
  const std::string first = "before the disk was lost";
  const EventId id = log_.Append(first);
  TestLog peer(&federation_, "tr-metu");
  GiveAll(*log_, *peer);
  log_.StartOn({});
  log_.Append("after it");
  GiveAll(*peer, *log_);
  EXPECT_EQ(log_.Events().size(), 2u);
  EXPECT_EQ(log_.Events().at(id), 1);
  EXPECT_TRUE(log_->Epochs()[0].state.own);
  EXPECT_TRUE(log_->Epochs()[1].state.own);
}

}  // namespace
}  // namespace cledi
