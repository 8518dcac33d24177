// The log's rows on a disk that fails and loses power.

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "node/store/memory_store.h"
#include "node/store/store_log_storage.h"
#include "tests/node/store/test_epoch.h"

namespace cledi {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

std::unique_ptr<StoreLogStorage> OpenStorage(Store& store) {
  auto storage = StoreLogStorage::Open(&store);
  EXPECT_TRUE(storage.ok()) << storage.status();
  return *std::move(storage);
}

std::vector<std::string> LoadDescribed(StoreLogStorage& storage) {
  const auto states = storage.Load();
  EXPECT_TRUE(states.ok()) << states.status();
  std::vector<std::string> described;
  for (const VariantState& state : *states) {
    described.push_back(Describe(state));
  }
  return described;
}

class LogCrashTest : public ::testing::Test {
 protected:
  // A commit of one event more, with the checkpoints thinned to the newest.
  LogWrite GrowByOne(VariantState& state) {
    state.checkpoints.clear();
    return GrowTestVariant(random_, state, {MakeTestRecord(random_, "more")});
  }

  SeededRandom random_{23};
  MemoryStore store_;
};

// Goal: whichever of a commit's writes the disk refuses, before or after the salts, Load sees
// the state before, and the next commit is not built on what was refused.
TEST_F(LogCrashTest, ARefusedCommitChangesNothingThatIsLoaded) {
  const auto storage = OpenStorage(store_);
  VariantState state = MakeTestVariant(random_, storage->NewVariant());
  const LogWrite first = GrowTestVariant(random_, state, {MakeTestRecord(random_, "first")});
  ASSERT_TRUE(storage->Commit({&first, 1}).ok());
  for (const uint64_t writes : {uint64_t{0}, uint64_t{1}}) {
    const std::string before = Describe(state);
    VariantState grown = state;
    const LogWrite write = GrowByOne(grown);
    store_.FillUpAfter(writes);
    EXPECT_EQ(storage->Commit({&write, 1}).code(), StatusCode::kResourceExhausted);
    EXPECT_THAT(LoadDescribed(*storage), ElementsAre(before));
    EXPECT_EQ(storage->ReadLeaves(state.variant, state.edge.size(), 1).status().code(),
              StatusCode::kNotFound);

    store_.Repair();
    const LogWrite retried = GrowByOne(state);
    ASSERT_TRUE(storage->Commit({&retried, 1}).ok());
    EXPECT_THAT(LoadDescribed(*storage), ElementsAre(Describe(state)));
  }
}

TEST_F(LogCrashTest, ANumberWhoseFirstCommitWasLostIsFreeAgain) {
  auto storage = OpenStorage(store_);
  VariantState state = MakeTestVariant(random_, storage->NewVariant());
  const LogWrite write = GrowTestVariant(random_, state, {MakeTestRecord(random_, "lost")});
  store_.FailAfter(1, absl::UnavailableError("the power failed between salts and rows"));
  ASSERT_FALSE(storage->Commit({&write, 1}).ok());
  store_.Crash(random_);
  storage = OpenStorage(store_);
  EXPECT_EQ(storage->NewVariant(), state.variant);
}

// Goal: over long lives full of failures and power cuts, what was acknowledged is there, whole,
// and nothing else.
TEST_F(LogCrashTest, WhateverFailsTheDiskHoldsWhatWasAcknowledged) {
  auto storage = OpenStorage(store_);
  std::map<VariantNo, VariantState> model;
  std::map<VariantNo, std::vector<Record>> records;
  for (int step = 0; step < 400; ++step) {
    VariantState state;
    if (model.empty() || random_.Below(10) == 0) {
      state = MakeTestVariant(random_, storage->NewVariant());
    } else {
      state = std::next(model.begin(), static_cast<long>(random_.Below(model.size())))->second;
    }
    if (state.checkpoints.size() > 3) {
      state.checkpoints.erase(state.checkpoints.begin() + 1);
    }
    std::vector<Record> grown;
    for (uint64_t i = random_.Below(3); i > 0; --i) {
      grown.push_back(random_.Below(4) == 0 ? MakeTestRecordWithoutBody(random_)
                                            : MakeTestRecord(random_, std::to_string(step)));
    }
    const LogWrite write = GrowTestVariant(random_, state, grown, !grown.empty());
    const bool fails = random_.Below(4) == 0;
    if (fails) {
      store_.FillUpAfter(random_.Below(2));
    }
    if (storage->Commit({&write, 1}).ok()) {
      model[state.variant] = state;
      std::vector<Record>& all = records[state.variant];
      all.insert(all.end(), grown.begin(), grown.end());
    }
    store_.Repair();
    if (random_.Below(8) == 0) {
      store_.Crash(random_);
      storage = OpenStorage(store_);
    }
  }

  std::vector<std::string> expected;
  for (const auto& [variant, state] : model) {
    expected.push_back(Describe(state));
    const auto read = storage->ReadRecords(variant, 0, state.edge.size(), size_t{1} << 30);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(*read, records[variant]);
  }
  EXPECT_THAT(LoadDescribed(*storage), ElementsAreArray(expected));
}

// Passes everything on, and keeps the last batch.
class WatchedStore final : public Store {
 public:
  explicit WatchedStore(Store* store) : store_(store) {}

  Status Write(const WriteBatch& batch, Durability durability) override {
    last_batch_bytes = batch.bytes();
    last_durability = durability;
    return store_->Write(batch, durability);
  }
  std::shared_ptr<const Snapshot> Read() const override { return store_->Read(); }
  uint64_t SyncCount() const override { return store_->SyncCount(); }

  size_t last_batch_bytes = 0;
  Durability last_durability = Durability::kUnsynced;

 private:
  Store* const store_;
};

// Goal: an epoch's commits do not become dearer as it ages, nor with a long statement.
TEST_F(LogCrashTest, ACommitOfOneEventWritesLittleHoweverOldItsEpoch) {
  WatchedStore watched(&store_);
  auto storage = OpenStorage(watched);
  VariantState state = MakeTestVariant(random_, storage->NewVariant());
  state.statement = std::string(8'000, 's');
  std::vector<LogWrite> writes;
  for (int i = 0; i < 2'000; ++i) {
    writes = {GrowTestVariant(random_, state, {MakeTestRecord(random_, "one of many")})};
    ASSERT_TRUE(storage->Commit(writes).ok());
  }
  EXPECT_LT(watched.last_batch_bytes, 1'000u);
  EXPECT_EQ(watched.last_durability, Durability::kSynced);

  storage = OpenStorage(watched);  // A run that has to look first.
  writes = {GrowTestVariant(random_, state, {MakeTestRecord(random_, "one more")})};
  ASSERT_TRUE(storage->Commit(writes).ok());
  EXPECT_LT(watched.last_batch_bytes, 1'000u);
  EXPECT_THAT(LoadDescribed(*storage), ElementsAre(Describe(state)));
}

}  // namespace
}  // namespace cledi
