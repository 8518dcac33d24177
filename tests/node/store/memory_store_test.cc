#include "node/store/memory_store.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace cledi {
namespace {

Status Put(Store& store, Family family, std::string_view key,
           Durability durability = Durability::kSynced) {
  WriteBatch batch;
  batch.Put(family, key, "");
  return store.Write(batch, durability);
}

size_t CountRows(const Store& store, Family family) {
  size_t rows = 0;
  const Status status = store.Scan(family, "", "", [&](std::string_view, std::string_view) {
    ++rows;
    return true;
  });
  EXPECT_TRUE(status.ok()) << status;
  return rows;
}

TEST(MemoryStoreTest, ACrashLosesAnyNumberOfUnsyncedWritesByChance) {
  std::set<size_t> survivors;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    MemoryStore store;
    ASSERT_TRUE(Put(store, Family::kEvents, "synced").ok());
    ASSERT_TRUE(Put(store, Family::kEvents, "a", Durability::kUnsynced).ok());
    ASSERT_TRUE(Put(store, Family::kEvents, "b", Durability::kUnsynced).ok());
    SeededRandom random(seed);
    store.Crash(random);
    survivors.insert(CountRows(store, Family::kEvents));
  }
  EXPECT_EQ(survivors, (std::set<size_t>{1, 2, 3}));
}

TEST(MemoryStoreTest, OneSeedLosesTheSameWritesAgain) {
  const auto survivors = [](uint64_t seed) {
    MemoryStore store;
    for (int i = 0; i < 20; ++i) {
      EXPECT_TRUE(Put(store, Family::kLocal, std::to_string(i), Durability::kUnsynced).ok());
    }
    SeededRandom random(seed);
    store.Crash(random);
    return CountRows(store, Family::kLocal);
  };
  EXPECT_EQ(survivors(11), survivors(11));
}

TEST(MemoryStoreTest, WritesOlderThanTheLimitReachTheDiskByThemselves) {
  MemoryStore store;
  const size_t writes = MemoryStore::kUnsyncedMax + 5;
  for (size_t i = 0; i < writes; ++i) {
    ASSERT_TRUE(Put(store, Family::kViews, std::to_string(i), Durability::kUnsynced).ok());
  }
  EXPECT_EQ(CountRows(MemoryStore(store.CopyDisk()), Family::kViews), 5u);
  EXPECT_EQ(CountRows(MemoryStore(store.CopyMachine()), Family::kViews), writes);
}

TEST(MemoryStoreTest, SyncingOneDatabaseDoesNotSyncAnother) {
  MemoryStore store;
  ASSERT_TRUE(Put(store, Family::kViews, "view", Durability::kSynced).ok());
  ASSERT_TRUE(Put(store, Family::kSalts, "salt", Durability::kUnsynced).ok());
  ASSERT_TRUE(Put(store, Family::kEvents, "event", Durability::kSynced).ok());
  const MemoryStore copy(store.CopyDisk());
  EXPECT_EQ(CountRows(copy, Family::kViews), 0u);
  EXPECT_EQ(CountRows(copy, Family::kSalts), 0u);
  EXPECT_EQ(CountRows(copy, Family::kEvents), 1u);
}

TEST(MemoryStoreTest, ACopiedDiskAndItsOriginGoTheirOwnWays) {
  MemoryStore original;
  ASSERT_TRUE(Put(original, Family::kEvents, "a").ok());
  MemoryStore clone(original.CopyDisk());
  ASSERT_TRUE(Put(original, Family::kEvents, "b").ok());
  ASSERT_TRUE(Put(clone, Family::kEvents, "c").ok());
  EXPECT_TRUE(clone.Get(Family::kEvents, "a").ok());
  EXPECT_EQ(clone.Get(Family::kEvents, "b").status().code(), StatusCode::kNotFound);
  EXPECT_EQ(original.Get(Family::kEvents, "c").status().code(), StatusCode::kNotFound);
}

TEST(MemoryStoreTest, AFailureCanFallBetweenTheSaltsOfABatchAndItsRows) {
  MemoryStore store;
  WriteBatch batch;
  batch.Put(Family::kEvents, "event", "");
  batch.Put(Family::kSalts, "salt", "");
  store.FailAfter(1, absl::UnavailableError("the cable was pulled"));
  EXPECT_EQ(store.Write(batch, Durability::kSynced).code(), StatusCode::kUnavailable);
  EXPECT_EQ(CountRows(store, Family::kSalts), 1u);
  EXPECT_EQ(CountRows(store, Family::kEvents), 0u);
}

TEST(MemoryStoreTest, AFullDiskRefusesWritesAndServesReadsUntilItIsRepaired) {
  MemoryStore store;
  store.FillUpAfter(1);
  ASSERT_TRUE(Put(store, Family::kEvents, "a").ok());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Put(store, Family::kEvents, "b").code(), StatusCode::kResourceExhausted);
  }
  EXPECT_EQ(CountRows(store, Family::kEvents), 1u);
  store.Repair();
  EXPECT_TRUE(Put(store, Family::kEvents, "b").ok());
}

TEST(MemoryStoreTest, ACrashEndsAFailure) {
  MemoryStore store;
  store.FillUpAfter(0);
  SeededRandom random(1);
  store.Crash(random);
  EXPECT_TRUE(Put(store, Family::kEvents, "a").ok());
}

}  // namespace
}  // namespace cledi
