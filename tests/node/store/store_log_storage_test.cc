#include "node/store/store_log_storage.h"

#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/base/bytes.h"
#include "node/store/log_rows.h"
#include "tests/node/store/store_harness.h"
#include "tests/node/store/test_epoch.h"

namespace cledi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr size_t kNoLimit = std::numeric_limits<size_t>::max();

class StoreLogStorageTest : public ::testing::TestWithParam<StoreKit> {
 protected:
  StoreLogStorageTest() { OpenStorage(); }

  void OpenStorage() {
    auto opened = StoreLogStorage::Open(store_.get());
    ASSERT_TRUE(opened.ok()) << opened.status();
    storage_ = *std::move(opened);
  }
  void Restart() {
    storage_.reset();
    store_->Restart();
    OpenStorage();
  }

  // A committed variant whose events hold these payloads.
  VariantState Commit(const std::vector<std::string>& payloads) {
    VariantState state = MakeTestVariant(random_, storage_->NewVariant());
    std::vector<Record> records;
    records.reserve(payloads.size());
    for (const std::string& payload : payloads) {
      records.push_back(MakeTestRecord(random_, payload));
    }
    const LogWrite write = GrowTestVariant(random_, state, std::move(records));
    const Status status = storage_->Commit({&write, 1});
    EXPECT_TRUE(status.ok()) << status;
    return state;
  }

  Status Change(const WriteBatch& batch) { return store_->Write(batch, Durability::kSynced); }
  Status Put(Family family, std::string_view key, std::string_view value) {
    WriteBatch batch;
    batch.Put(family, key, value);
    return Change(batch);
  }
  Status Delete(Family family, std::string_view key) {
    WriteBatch batch;
    batch.Delete(family, key);
    return Change(batch);
  }

  std::vector<std::string> LoadDescribed() {
    std::vector<std::string> described;
    const auto states = storage_->Load();
    EXPECT_TRUE(states.ok()) << states.status();
    for (const VariantState& state : states.ok() ? *states : std::vector<VariantState>()) {
      described.push_back(Describe(state));
    }
    return described;
  }

  void ExpectLoadFails(std::string_view message) {
    const Status status = storage_->Load().status();
    EXPECT_EQ(status.code(), StatusCode::kDataLoss) << status;
    EXPECT_THAT(std::string(Message(status)), HasSubstr(std::string(message)));
  }

  SeededRandom random_{17};
  const std::unique_ptr<StoreHarness> store_ = GetParam().make();
  std::unique_ptr<StoreLogStorage> storage_;
};

TEST_P(StoreLogStorageTest, ANewDiskHoldsNothing) {
  EXPECT_THAT(LoadDescribed(), IsEmpty());
  EXPECT_THAT(*storage_->LoadForkProofs(), IsEmpty());
}

TEST_P(StoreLogStorageTest, WhatWasCommittedIsLoadedAfterARestart) {
  VariantState first = Commit({"a", "b", "c"});
  const VariantState second = Commit({"d"});
  const LogWrite more = GrowTestVariant(random_, first, {MakeTestRecord(random_, "e")});
  ASSERT_TRUE(storage_->Commit({&more, 1}).ok());
  Restart();
  EXPECT_THAT(LoadDescribed(), ElementsAre(Describe(first), Describe(second)));
}

TEST_P(StoreLogStorageTest, WhatWasCommittedSurvivesAPowerCut) {
  const VariantState state = Commit({"a", "b"});
  storage_.reset();
  store_->CutPower(random_);
  OpenStorage();
  EXPECT_THAT(LoadDescribed(), ElementsAre(Describe(state)));
  const auto records = storage_->ReadRecords(state.variant, 0, 2, kNoLimit);
  ASSERT_TRUE(records.ok()) << records.status();
  EXPECT_EQ((*records)[1].body->payload, "b");
}

TEST_P(StoreLogStorageTest, RecordsAreReadAsTheyWereWritten) {
  VariantState state = MakeTestVariant(random_, storage_->NewVariant());
  const std::vector<Record> records = {MakeTestRecord(random_, "words"),
                                       MakeTestRecord(random_, ""),
                                       MakeTestRecordWithoutBody(random_),
                                       MakeTestRecord(random_, std::string(kPayloadBytesMax, 'p'))};
  const LogWrite write = GrowTestVariant(random_, state, records);
  ASSERT_TRUE(storage_->Commit({&write, 1}).ok());

  EXPECT_EQ(*storage_->ReadRecords(state.variant, 0, 4, kNoLimit), records);
  EXPECT_EQ(*storage_->ReadRecords(state.variant, 1, 2, kNoLimit),
            (std::vector<Record>{records[1], records[2]}));
  EXPECT_THAT(*storage_->ReadRecords(state.variant, 2, 0, kNoLimit), IsEmpty());
  EXPECT_THAT(*storage_->ReadLeaves(state.variant, 1, 2),
              ElementsAre(records[1].leaf, records[2].leaf));
}

TEST_P(StoreLogStorageTest, AReadEndsAtItsBytesButGivesOneEvent) {
  const VariantState state = Commit({std::string(100, 'a'), std::string(100, 'b'), "c"});
  const size_t one = RecordBytes((*storage_->ReadRecords(state.variant, 0, 1, kNoLimit))[0]);
  EXPECT_THAT(*storage_->ReadRecords(state.variant, 0, 3, 0), SizeIs(1));
  EXPECT_THAT(*storage_->ReadRecords(state.variant, 0, 3, 2 * one - 1), SizeIs(1));
  EXPECT_THAT(*storage_->ReadRecords(state.variant, 0, 3, 2 * one), SizeIs(2));
}

TEST_P(StoreLogStorageTest, AnEventThatIsNotThereIsNamed) {
  const VariantState state = Commit({"a", "b"});
  for (const uint64_t count : {uint64_t{3}, std::numeric_limits<uint64_t>::max()}) {
    const Status status = storage_->ReadLeaves(state.variant, 0, count).status();
    EXPECT_EQ(status.code(), StatusCode::kNotFound);
    EXPECT_THAT(std::string(Message(status)), HasSubstr("event 2 of variant 1"));
  }
  EXPECT_EQ(storage_->ReadRecords(state.variant, 2, 1, kNoLimit).status().code(),
            StatusCode::kNotFound);
  EXPECT_EQ(storage_->ReadRecords(99, 0, 1, kNoLimit).status().code(), StatusCode::kNotFound);
}

TEST_P(StoreLogStorageTest, AHoleBetweenEventsIsNotSkipped) {
  const VariantState state = Commit({"a", "b", "c"});
  ASSERT_TRUE(Delete(Family::kEvents, EventKey(state.variant, 1)).ok());
  const Status status = storage_->ReadLeaves(state.variant, 0, 3).status();
  EXPECT_EQ(status.code(), StatusCode::kNotFound);
  EXPECT_THAT(std::string(Message(status)), HasSubstr("event 1 of variant 1"));
}

TEST_P(StoreLogStorageTest, ASharedPrefixIsNotFollowed) {
  const VariantState parent = Commit({"a", "b", "c"});
  VariantState branch = MakeTestVariant(random_, storage_->NewVariant());
  branch.log = parent.log;
  branch.tag = parent.tag;
  branch.parent = parent.variant;
  branch.shared = 2;
  const auto leaves = storage_->ReadLeaves(parent.variant, 0, 2);
  for (const LeafBytes& leaf : *leaves) {
    branch.edge.Append(MerkleLeafHash(branch.log, leaf));
  }
  const Record other = MakeTestRecord(random_, "another history");
  const LogWrite write = GrowTestVariant(random_, branch, {other});
  ASSERT_TRUE(storage_->Commit({&write, 1}).ok());

  EXPECT_EQ(storage_->ReadLeaves(branch.variant, 0, 3).status().code(), StatusCode::kNotFound);
  EXPECT_THAT(*storage_->ReadRecords(branch.variant, 2, 1, kNoLimit), ElementsAre(other));
  EXPECT_THAT(LoadDescribed(), ElementsAre(Describe(parent), Describe(branch)));
}

TEST_P(StoreLogStorageTest, AnEventWhoseSaltIsGoneHasNoBody) {
  const VariantState state = Commit({"erased", "kept"});
  const Record record = (*storage_->ReadRecords(state.variant, 0, 1, kNoLimit))[0];
  ASSERT_TRUE(Delete(Family::kSalts, EventIdOf(state.log, record.leaf).view()).ok());

  const auto records = storage_->ReadRecords(state.variant, 0, 2, kNoLimit);
  ASSERT_TRUE(records.ok()) << records.status();
  EXPECT_EQ((*records)[0], (Record{.leaf = record.leaf, .body = std::nullopt}));
  EXPECT_EQ((*records)[1].body->payload, "kept");
}

TEST_P(StoreLogStorageTest, ASaltThatContradictsItsEventIsReportedWithItsName) {
  const VariantState state = Commit({"a", "b"});
  const EventId id = EventIdOf(state.log, (*storage_->ReadLeaves(state.variant, 1, 1))[0]);
  for (const std::string& damaged : {random_.Draw<Salt>().str(), std::string("short")}) {
    ASSERT_TRUE(Put(Family::kSalts, id.view(), damaged).ok());
    const Status status = storage_->ReadRecords(state.variant, 0, 2, kNoLimit).status();
    EXPECT_EQ(status.code(), StatusCode::kDataLoss);
    EXPECT_THAT(std::string(Message(status)), HasSubstr("event 1 of variant 1"));
    EXPECT_THAT(std::string(Message(status)), HasSubstr(HexEncode(id.view())));
  }
}

TEST_P(StoreLogStorageTest, ADamagedEventRowIsReportedWithItsPlace) {
  const VariantState state = Commit({"a", "b"});
  const std::string key = EventKey(state.variant, 1);
  const std::string row = *store_->Get(Family::kEvents, key);
  const struct {
    std::string row;
    std::string message;
  } cases[] = {
      {row.substr(0, row.size() - 1) + "x", "do not belong to"},
      {row.substr(0, 20), "has 20 bytes"},
      {row.substr(0, kLeafBytes) + "\x07", "under cipher 7"},
  };
  for (const auto& damaged : cases) {
    ASSERT_TRUE(Put(Family::kEvents, key, damaged.row).ok());
    const Status status = storage_->ReadRecords(state.variant, 0, 2, kNoLimit).status();
    EXPECT_EQ(status.code(), StatusCode::kDataLoss) << status;
    EXPECT_THAT(std::string(Message(status)), HasSubstr("event 1 of variant 1"));
    EXPECT_THAT(std::string(Message(status)), HasSubstr(damaged.message));
  }
}

TEST_P(StoreLogStorageTest, LoadRefusesADiskThatContradictsItself) {
  const VariantState good = Commit({"fine"});
  const VariantState state = Commit({"a", "b"});
  const std::string number = std::to_string(state.variant);
  VariantState orphan = state;
  orphan.parent = good.variant;
  orphan.shared = 2;
  const struct {
    Family family;
    std::string key;
    std::optional<std::string> row;  // Nothing: the row is deleted.
    std::string message;
  } cases[] = {
      {Family::kVariants, EpochKey(state.variant), std::nullopt, "epoch is missing"},
      {Family::kVariants, EpochKey(state.variant), "\xff", "EpochRow"},
      {Family::kVariants, EpochKey(state.variant), EpochRowOf(orphan), "shares 2 events"},
      {Family::kVariants, EdgeKey(state.variant), std::nullopt, "size is missing"},
      {Family::kVariants, EdgeKey(state.variant), "\x08\x03", "right edge"},
      {Family::kVariants, EdgeKey(state.variant), EdgeRowOf(good.edge), "checkpoint of 2"},
      {Family::kVariants, CheckpointKey(state.variant, 2), "", "checkpoint of size 2"},
      {Family::kVariants, CheckpointKey(state.variant, 2), CheckpointRowOf(good.checkpoints[0]),
       "another root"},
      {Family::kEvents, EventKey(state.variant, 1), std::nullopt, "event 1 is missing"},
  };
  for (const auto& damage : cases) {
    const std::string intact = *store_->Get(damage.family, damage.key);
    ASSERT_TRUE((damage.row.has_value() ? Put(damage.family, damage.key, *damage.row)
                                        : Delete(damage.family, damage.key))
                    .ok());
    ExpectLoadFails(damage.message);
    ExpectLoadFails("variant " + number);
    ASSERT_TRUE(Put(damage.family, damage.key, intact).ok());
  }
  EXPECT_THAT(LoadDescribed(), ElementsAre(Describe(good), Describe(state)));
}

TEST_P(StoreLogStorageTest, ARowThatIsNoVariantsIsReported) {
  ASSERT_TRUE(Put(Family::kVariants, "rubbish", "").ok());
  EXPECT_EQ(StoreLogStorage::Open(store_.get()).status().code(), StatusCode::kDataLoss);
  ExpectLoadFails(HexEncode("rubbish"));
}

TEST_P(StoreLogStorageTest, NumbersOfCommittedVariantsAreNeverGivenAgain) {
  EXPECT_EQ(Commit({"a"}).variant, 1u);
  EXPECT_EQ(Commit({"b"}).variant, 2u);
  EXPECT_EQ(storage_->NewVariant(), 3u);  // Never committed.
  EXPECT_EQ(storage_->NewVariant(), 4u);
  Restart();
  EXPECT_EQ(storage_->NewVariant(), 3u);
}

TEST_P(StoreLogStorageTest, CheckpointsThatWereThinnedAreGone) {
  VariantState state = Commit({"a"});
  for (const char* payload : {"b", "c", "d"}) {
    const LogWrite write = GrowTestVariant(random_, state, {MakeTestRecord(random_, payload)});
    ASSERT_TRUE(storage_->Commit({&write, 1}).ok());
  }
  state.checkpoints.erase(state.checkpoints.begin() + 1, state.checkpoints.begin() + 3);
  const LogWrite thinned{.state = state, .first_index = state.edge.size()};
  ASSERT_TRUE(storage_->Commit({&thinned, 1}).ok());
  EXPECT_THAT(LoadDescribed(), ElementsAre(Describe(state)));

  // Also by a run that did not write them.
  Restart();
  state.checkpoints.erase(state.checkpoints.begin());
  const LogWrite again{.state = state, .first_index = state.edge.size()};
  ASSERT_TRUE(storage_->Commit({&again, 1}).ok());
  EXPECT_THAT(LoadDescribed(), ElementsAre(Describe(state)));
}

TEST_P(StoreLogStorageTest, OneCommitMayWriteAVariantTwice) {
  VariantState state = MakeTestVariant(random_, storage_->NewVariant());
  std::vector<LogWrite> writes;
  writes.push_back(GrowTestVariant(random_, state, {MakeTestRecord(random_, "a")}));
  state.checkpoints.clear();
  writes.push_back(GrowTestVariant(random_, state, {MakeTestRecord(random_, "b")}));
  ASSERT_TRUE(storage_->Commit(writes).ok());
  EXPECT_THAT(LoadDescribed(), ElementsAre(Describe(state)));
  EXPECT_THAT(*storage_->ReadRecords(state.variant, 0, 2, kNoLimit),
              ElementsAre(writes[0].records[0], writes[1].records[0]));
}

TEST_P(StoreLogStorageTest, AForkProofIsStoredOnce) {
  VariantState state = Commit({"a", "b"});
  ForkProof proof{state.checkpoints[0], state.checkpoints[0], {random_.Draw<Hash>()}};
  LogWrite write{.state = state, .first_index = 2, .fork_proofs = {proof, proof}};
  ASSERT_TRUE(storage_->Commit({&write, 1}).ok());
  proof.path.push_back(random_.Draw<Hash>());
  write.fork_proofs = {proof};
  ASSERT_TRUE(storage_->Commit({&write, 1}).ok());
  Restart();

  const auto proofs = storage_->LoadForkProofs();
  ASSERT_TRUE(proofs.ok()) << proofs.status();
  ASSERT_THAT(*proofs, SizeIs(2));
  const size_t longer = (*proofs)[0].path.size() == 2 ? 0 : 1;
  EXPECT_EQ((*proofs)[longer].path, proof.path);
  EXPECT_EQ((*proofs)[longer].smaller, proof.smaller);
  EXPECT_EQ((*proofs)[longer].larger, proof.larger);
}

TEST_P(StoreLogStorageTest, ADamagedForkProofIsReported) {
  ASSERT_TRUE(Put(Family::kForkProofs, "key", "\xff").ok());
  EXPECT_EQ(storage_->LoadForkProofs().status().code(), StatusCode::kDataLoss);
}

INSTANTIATE_TEST_SUITE_P(Stores, StoreLogStorageTest,
                         ::testing::Values(MemoryStoreKit(), RocksStoreKit()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace cledi
