// What every Store promises, held against each.

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "node/store/store.h"
#include "tests/node/store/store_harness.h"

namespace cledi {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using Rows = std::vector<std::pair<std::string, std::string>>;

Status Put(Store& store, Family family, std::string_view key, std::string_view value,
           Durability durability = Durability::kSynced) {
  WriteBatch batch;
  batch.Put(family, key, value);
  return store.Write(batch, durability);
}

RowVisitor AppendTo(Rows& rows) {
  return [&rows](std::string_view key, std::string_view value) {
    rows.emplace_back(key, value);
    return true;
  };
}

Rows Scan(const Snapshot& snapshot, Family family, std::string_view begin = "",
          std::string_view end = "") {
  Rows rows;
  const Status status = snapshot.Scan(family, begin, end, AppendTo(rows));
  EXPECT_TRUE(status.ok()) << status;
  return rows;
}

Rows Scan(const Store& store, Family family, std::string_view begin = "",
          std::string_view end = "") {
  return Scan(*store.Read(), family, begin, end);
}

Rows ScanBackwards(const Store& store, Family family, std::string_view begin,
                   std::string_view end) {
  Rows rows;
  const Status status = store.Read()->ScanBackwards(family, begin, end, AppendTo(rows));
  EXPECT_TRUE(status.ok()) << status;
  return rows;
}

class StoreConformanceTest : public ::testing::TestWithParam<StoreKit> {
 protected:
  void PutKeys(Family family, std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) {
      ASSERT_TRUE(Put(*store_, family, key, "").ok());
    }
  }

  const std::unique_ptr<StoreHarness> store_ = GetParam().make();
};

TEST_P(StoreConformanceTest, AMissingKeyIsNotFound) {
  EXPECT_EQ(store_->Get(Family::kLocal, "nothing").status().code(), StatusCode::kNotFound);
}

TEST_P(StoreConformanceTest, WhatWasPutLastIsRead) {
  ASSERT_TRUE(Put(*store_, Family::kLocal, "city", "Granada").ok());
  EXPECT_EQ(*store_->Get(Family::kLocal, "city"), "Granada");
  ASSERT_TRUE(Put(*store_, Family::kLocal, "city", "Milano").ok());
  EXPECT_EQ(*store_->Get(Family::kLocal, "city"), "Milano");
}

TEST_P(StoreConformanceTest, FamiliesDoNotSeeEachOther) {
  for (const FamilyInfo& info : AllFamilies()) {
    ASSERT_TRUE(Put(*store_, info.family, "key", info.name).ok());
  }
  for (const FamilyInfo& info : AllFamilies()) {
    EXPECT_THAT(Scan(*store_, info.family), ElementsAre(Pair("key", info.name)));
  }
}

TEST_P(StoreConformanceTest, EmptyAndBinaryKeysAndValuesAreKept) {
  const std::string zeros("\0\0", 2);
  const std::string high("\xff\xff\0", 3);
  ASSERT_TRUE(Put(*store_, Family::kLocal, "", "the empty key").ok());
  ASSERT_TRUE(Put(*store_, Family::kLocal, zeros, "").ok());
  ASSERT_TRUE(Put(*store_, Family::kLocal, high, zeros).ok());
  EXPECT_THAT(Scan(*store_, Family::kLocal),
              ElementsAre(Pair("", "the empty key"), Pair(zeros, ""), Pair(high, zeros)));
  EXPECT_EQ(*store_->Get(Family::kLocal, zeros), "");
}

TEST_P(StoreConformanceTest, KeysSortAsUnsignedBytes) {
  PutKeys(Family::kLocal, {"\x80", "b", "a", "\x7f", "ab"});
  EXPECT_THAT(Scan(*store_, Family::kLocal),
              ElementsAre(Pair("a", ""), Pair("ab", ""), Pair("b", ""), Pair("\x7f", ""),
                          Pair("\x80", "")));
}

TEST_P(StoreConformanceTest, ABatchIsMadeInItsOrder) {
  WriteBatch batch;
  batch.Put(Family::kLocal, "a", "1");
  batch.Put(Family::kLocal, "a", "2");
  batch.Put(Family::kLocal, "b", "1");
  batch.Delete(Family::kLocal, "b");
  batch.Put(Family::kLocal, "c", "1");
  batch.DeleteRange(Family::kLocal, "c", "d");
  batch.Put(Family::kLocal, "c", "2");
  batch.Delete(Family::kLocal, "never there");
  ASSERT_TRUE(store_->Write(batch, Durability::kSynced).ok());
  EXPECT_THAT(Scan(*store_, Family::kLocal), ElementsAre(Pair("a", "2"), Pair("c", "2")));
}

TEST_P(StoreConformanceTest, AnEmptyBatchChangesNothing) {
  const uint64_t syncs = store_->SyncCount();
  EXPECT_TRUE(store_->Write(WriteBatch(), Durability::kSynced).ok());
  EXPECT_EQ(store_->SyncCount(), syncs);
}

TEST_P(StoreConformanceTest, ScansKeepToTheirRange) {
  PutKeys(Family::kViews, {"a", "b", "c", "d"});
  EXPECT_THAT(Scan(*store_, Family::kViews, "b", "d"), ElementsAre(Pair("b", ""), Pair("c", "")));
  EXPECT_THAT(Scan(*store_, Family::kViews, "bb"), ElementsAre(Pair("c", ""), Pair("d", "")));
  EXPECT_THAT(Scan(*store_, Family::kViews, "d", "b"), IsEmpty());
  EXPECT_THAT(Scan(*store_, Family::kViews, "b", "b"), IsEmpty());
  EXPECT_THAT(Scan(*store_, Family::kViews, "e"), IsEmpty());
}

TEST_P(StoreConformanceTest, BackwardScansAreTheSameRowsReversed) {
  PutKeys(Family::kViews, {"a", "b", "c", "d"});
  EXPECT_THAT(ScanBackwards(*store_, Family::kViews, "b", "d"),
              ElementsAre(Pair("c", ""), Pair("b", "")));
  EXPECT_THAT(ScanBackwards(*store_, Family::kViews, "c", ""),
              ElementsAre(Pair("d", ""), Pair("c", "")));
  EXPECT_THAT(ScanBackwards(*store_, Family::kViews, "", "aa"), ElementsAre(Pair("a", "")));
  EXPECT_THAT(ScanBackwards(*store_, Family::kViews, "d", "b"), IsEmpty());
}

TEST_P(StoreConformanceTest, AScanStopsWhenItIsTold) {
  PutKeys(Family::kViews, {"a", "b", "c"});
  std::vector<std::string> seen;
  const auto first_two = [&](std::string_view key, std::string_view) {
    seen.emplace_back(key);
    return seen.size() < 2;
  };
  ASSERT_TRUE(store_->Scan(Family::kViews, "", "", first_two).ok());
  EXPECT_THAT(seen, ElementsAre("a", "b"));
  seen.clear();
  ASSERT_TRUE(store_->Read()->ScanBackwards(Family::kViews, "", "", first_two).ok());
  EXPECT_THAT(seen, ElementsAre("c", "b"));
}

TEST_P(StoreConformanceTest, DeletingARangeTakesItsBeginAndLeavesItsEnd) {
  PutKeys(Family::kFacts, {"a", "b", "c", "d"});
  WriteBatch batch;
  batch.DeleteRange(Family::kFacts, "b", "d");
  batch.DeleteRange(Family::kFacts, "d", "a");
  ASSERT_TRUE(store_->Write(batch, Durability::kSynced).ok());
  EXPECT_THAT(Scan(*store_, Family::kFacts), ElementsAre(Pair("a", ""), Pair("d", "")));
}

TEST_P(StoreConformanceTest, DeletingARangeWithoutAnEndTakesTheLongestAndHighestKey) {
  PutKeys(Family::kFacts, {"a", std::string(kKeyBytesMax, '\xff')});
  WriteBatch batch;
  batch.DeleteRange(Family::kFacts, "b", "");
  ASSERT_TRUE(store_->Write(batch, Durability::kSynced).ok());
  EXPECT_THAT(Scan(*store_, Family::kFacts), ElementsAre(Pair("a", "")));
}

TEST_P(StoreConformanceTest, AKeyOverTheLimitIsRefusedAndNothingOfItsBatchIsWritten) {
  WriteBatch batch;
  batch.Put(Family::kLocal, "a", "1");
  batch.Put(Family::kLocal, std::string(kKeyBytesMax + 1, 'k'), "2");
  EXPECT_EQ(store_->Write(batch, Durability::kSynced).code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(Scan(*store_, Family::kLocal), IsEmpty());
}

TEST_P(StoreConformanceTest, ASnapshotDoesNotChange) {
  ASSERT_TRUE(Put(*store_, Family::kEvents, "a", "old").ok());
  ASSERT_TRUE(Put(*store_, Family::kSalts, "s", "old").ok());
  ASSERT_TRUE(Put(*store_, Family::kViews, "v", "old").ok());
  const std::shared_ptr<const Snapshot> before = store_->Read();

  WriteBatch batch;
  batch.Put(Family::kEvents, "a", "new");
  batch.Put(Family::kEvents, "b", "new");
  batch.Delete(Family::kSalts, "s");
  batch.DeleteRange(Family::kViews, "", "");
  ASSERT_TRUE(store_->Write(batch, Durability::kSynced).ok());

  EXPECT_EQ(*before->Get(Family::kEvents, "a"), "old");
  EXPECT_EQ(before->Get(Family::kEvents, "b").status().code(), StatusCode::kNotFound);
  EXPECT_EQ(*before->Get(Family::kSalts, "s"), "old");
  EXPECT_THAT(Scan(*before, Family::kViews), ElementsAre(Pair("v", "old")));
  EXPECT_EQ(*store_->Get(Family::kEvents, "a"), "new");
  EXPECT_THAT(Scan(*store_, Family::kViews), IsEmpty());
}

TEST_P(StoreConformanceTest, SyncsAreCountedWhereTheyHappen) {
  const uint64_t before = store_->SyncCount();
  ASSERT_TRUE(Put(*store_, Family::kLocal, "a", "1", Durability::kUnsynced).ok());
  ASSERT_TRUE(Put(*store_, Family::kViews, "a", "1", Durability::kSynced).ok());
  EXPECT_EQ(store_->SyncCount(), before);
  ASSERT_TRUE(Put(*store_, Family::kLocal, "a", "2").ok());
  EXPECT_EQ(store_->SyncCount(), before + 1);
  WriteBatch both;
  both.Put(Family::kSalts, "a", "1");
  both.Put(Family::kLocal, "a", "3");
  ASSERT_TRUE(store_->Write(both, Durability::kSynced).ok());
  EXPECT_EQ(store_->SyncCount(), before + 3);
}

TEST_P(StoreConformanceTest, ARestartLosesNothing) {
  ASSERT_TRUE(Put(*store_, Family::kEvents, "synced", "1").ok());
  ASSERT_TRUE(Put(*store_, Family::kEvents, "unsynced", "2", Durability::kUnsynced).ok());
  ASSERT_TRUE(Put(*store_, Family::kViews, "view", "3", Durability::kUnsynced).ok());
  store_->Restart();
  EXPECT_EQ(*store_->Get(Family::kEvents, "synced"), "1");
  EXPECT_EQ(*store_->Get(Family::kEvents, "unsynced"), "2");
  EXPECT_EQ(*store_->Get(Family::kViews, "view"), "3");
}

TEST_P(StoreConformanceTest, SyncedRowsAndAllBeforeThemSurviveAPowerCut) {
  ASSERT_TRUE(Put(*store_, Family::kEvents, "a", "1", Durability::kUnsynced).ok());
  WriteBatch batch;
  batch.Put(Family::kSalts, "b", "salt");
  batch.Put(Family::kEvents, "b", "2");
  ASSERT_TRUE(store_->Write(batch, Durability::kSynced).ok());
  SeededRandom random(1);
  store_->CutPower(random);
  EXPECT_THAT(Scan(*store_, Family::kEvents), ElementsAre(Pair("a", "1"), Pair("b", "2")));
  EXPECT_EQ(*store_->Get(Family::kSalts, "b"), "salt");
}

// Goal: whatever a power cut takes, what is left is what some number of whole batches made.
TEST_P(StoreConformanceTest, APowerCutLeavesWholeBatchesInTheirOrder) {
  constexpr int kBatches = 12;
  const auto key_of = [](int batch) { return std::string(1, static_cast<char>('a' + batch)); };
  const std::string value(300, 'e');
  bool something_was_lost = false;
  for (uint64_t seed = 0; seed < 5; ++seed) {
    const std::unique_ptr<StoreHarness> store = GetParam().make();
    for (int i = 1; i <= kBatches; ++i) {
      WriteBatch batch;
      batch.Put(Family::kVariants, "count", std::to_string(i));
      batch.Delete(Family::kEvents, key_of(i - 1));
      batch.Put(Family::kEvents, key_of(i), value);
      ASSERT_TRUE(store->Write(batch, i == 3 ? Durability::kSynced : Durability::kUnsynced).ok());
    }
    SeededRandom random(seed);
    store->CutPower(random);

    const int count = std::stoi(*store->Get(Family::kVariants, "count"));
    EXPECT_GE(count, 3) << "a synced batch is gone";
    something_was_lost |= count < kBatches;
    EXPECT_THAT(Scan(*store, Family::kEvents), ElementsAre(Pair(key_of(count), value)));
  }
  EXPECT_TRUE(something_was_lost) << "the power was never cut before the last batch";
}

INSTANTIATE_TEST_SUITE_P(Stores, StoreConformanceTest,
                         ::testing::Values(MemoryStoreKit(), RocksStoreKit()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace cledi
