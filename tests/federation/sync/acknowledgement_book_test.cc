#include "federation/sync/acknowledgement_book.h"

#include <algorithm>
#include <thread>

#include "gtest/gtest.h"

#include "node/store/store_acknowledgements.h"
#include "tests/support/log/handwritten_epoch.h"
#include "tests/support/log/test_log.h"

namespace cledi {
namespace {

class AcknowledgementBookTest : public testing::Test {
 protected:
  AcknowledgementBookTest() {
    one_.AddMany(4, 10);
    other_ = one_;
    one_.AddMany(3, 11);
    other_.AddMany(5, 12);
    Open();
  }

  void Open() {
    storage_ = std::make_unique<StoreAcknowledgements>(&log_.disk());
    auto opened = AcknowledgementBook::Open(storage_.get(), log_.get(),
                                            &federation_.log_key("es-granada"), &log_.clock());
    ASSERT_TRUE(opened.ok()) << opened.status();
    book_ = *std::move(opened);
  }
  void Ingest(LogRange range) {
    const IngestResult result = log_->Ingest({std::move(range)}).front();
    ASSERT_TRUE(result.status.ok()) << result.status;
  }
  bool Makes(const Checkpoint& checkpoint) {
    const auto made = book_->Make(checkpoint);
    if (!made.has_value()) {
      return false;
    }
    EXPECT_EQ(made->checkpoint, checkpoint);
    EXPECT_EQ(made->node_id, "es-granada");
    EXPECT_TRUE(VerifyAcknowledgement(federation_.root().trust_domain, *made,
                                      federation_.log_key("es-granada").public_key()));
    return true;
  }
  Acknowledgement By(const std::string& node, const Checkpoint& checkpoint) {
    return Acknowledge(federation_.root().trust_domain, checkpoint, node, 1790000000,
                       federation_.log_key(node));
  }

  TestRoster federation_{{"es-granada", "tr-metu", "it-bicocca"}};
  TestLog log_{&federation_, "es-granada"};
  HandwrittenEpoch one_{&federation_, "tr-metu"};
  HandwrittenEpoch other_ = one_;
  std::unique_ptr<StoreAcknowledgements> storage_;
  std::unique_ptr<AcknowledgementBook> book_;
};

TEST_F(AcknowledgementBookTest, OnlyWhatIsHeldIsAcknowledged) {
  EXPECT_FALSE(Makes(one_.CheckpointAt(4)));
  Ingest(one_.Range(0, 4));
  EXPECT_FALSE(Makes(one_.CheckpointAt(7)));
  Checkpoint wrong = one_.CheckpointAt(4);
  wrong.root.bytes[0] ^= 1;
  EXPECT_FALSE(Makes(wrong));
  EXPECT_TRUE(Makes(one_.CheckpointAt(4)));
}

TEST_F(AcknowledgementBookTest, TheNewestIsKeptAndNothingSmallerIsMade) {
  Ingest(one_.All());
  EXPECT_TRUE(Makes(one_.CheckpointAt(4)));
  EXPECT_TRUE(Makes(one_.CheckpointAt(7)));
  EXPECT_TRUE(Makes(one_.CheckpointAt(7)));  // The same one again.
  EXPECT_FALSE(Makes(one_.CheckpointAt(4)));
  ASSERT_EQ(book_->ForEpoch(one_.log(), one_.tag()).size(), 1u);
  EXPECT_EQ(book_->ForEpoch(one_.log(), one_.tag())[0].checkpoint.size, 7u);
}

// Goal: no two cosignatures of one epoch contradict each other, whatever came when.
TEST_F(AcknowledgementBookTest, OfAForkedEpochOnlyTheFirstHistoryIsAcknowledged) {
  Ingest(one_.Range(0, 5));
  Ingest(other_.All());
  EXPECT_FALSE(Makes(other_.CheckpointAt(9)));
  EXPECT_TRUE(Makes(one_.CheckpointAt(5)));
  EXPECT_FALSE(Makes(other_.CheckpointAt(9)));
  Ingest(one_.Range(5, 7));
  EXPECT_TRUE(Makes(one_.CheckpointAt(7)));
}

// Acknowledgements are not synced: a power cut may take the last one, but not the choice.
TEST_F(AcknowledgementBookTest, AcrossAPowerCutTheSameHistoryIsAcknowledged) {
  Ingest(one_.All());
  Ingest(other_.All());
  ASSERT_TRUE(Makes(one_.CheckpointAt(7)));
  for (int i = 0; i < 4; ++i) {
    book_.reset();
    log_.CutPower();
    Open();
    EXPECT_FALSE(Makes(other_.CheckpointAt(9)));
  }
  EXPECT_TRUE(Makes(one_.CheckpointAt(7)));
}

// A restored disk got the other history first. What a peer remembers comes back.
TEST_F(AcknowledgementBookTest, WhatPeersRememberBindsARestoredNode) {
  Ingest(other_.All());
  book_->Record(By("es-granada", one_.CheckpointAt(7)));
  EXPECT_FALSE(Makes(other_.CheckpointAt(9)));
}

TEST_F(AcknowledgementBookTest, TwoThreadsNeverAcknowledgeTwoHistories) {
  Ingest(one_.All());
  Ingest(other_.All());
  std::vector<std::optional<Acknowledgement>> made(4);
  {
    std::vector<std::jthread> threads;
    for (size_t i = 0; i < made.size(); ++i) {
      threads.emplace_back(
          [&, i] { made[i] = book_->Make((i % 2 == 0 ? other_ : one_).CheckpointAt(7)); });
    }
  }
  EXPECT_FALSE(made[0].has_value());
  EXPECT_FALSE(made[2].has_value());
  EXPECT_TRUE(made[1].has_value());
}

TEST_F(AcknowledgementBookTest, EveryNodesNewestIsKeptOverARestart) {
  Ingest(one_.All());
  ASSERT_TRUE(Makes(one_.CheckpointAt(7)));
  book_->Record(By("it-bicocca", one_.CheckpointAt(6)));
  book_->Record(By("it-bicocca", one_.CheckpointAt(2)));  // Late.
  book_->Record(By("tr-metu", one_.CheckpointAt(7)));
  HandwrittenEpoch next(&federation_, "tr-metu", 2);
  next.AddMany(1, 1);
  book_->Record(By("tr-metu", next.CheckpointAt(1)));
  for (int start = 0; start < 2; ++start) {
    std::map<std::string, uint64_t> sizes;
    for (const Acknowledgement& one : book_->ForEpoch(one_.log(), one_.tag())) {
      sizes.emplace(one.node_id, one.checkpoint.size);
    }
    EXPECT_EQ(sizes, (std::map<std::string, uint64_t>{
                         {"es-granada", 7}, {"it-bicocca", 6}, {"tr-metu", 7}}));
    EXPECT_EQ(book_->ForEpoch(next.log(), next.tag()).size(), 1u);
    book_.reset();
    log_.Restart();
    Open();
  }
  EXPECT_TRUE(book_->ForEpoch(one_.log(), EpochTag()).empty());
}

TEST_F(AcknowledgementBookTest, AFullDiskDoesNotStopAcknowledging) {
  Ingest(one_.All());
  log_.disk().FillUpAfter(0);
  EXPECT_TRUE(Makes(one_.CheckpointAt(7)));
}

}  // namespace
}  // namespace cledi
