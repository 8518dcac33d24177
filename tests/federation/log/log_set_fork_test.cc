#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/log/fork_proof.h"
#include "federation/log/log_set.h"
#include "tests/support/log/handwritten_epoch.h"
#include "tests/support/log/test_log.h"

namespace cledi {
namespace {

using ::testing::Each;

constexpr auto kStored = IngestVerdict::kStored;
constexpr auto kAlreadyHeld = IngestVerdict::kAlreadyHeld;

class LogSetForkTest : public testing::Test {
 protected:
  // Two histories of one epoch that part behind `shared` events.
  void Part(size_t shared, size_t one, size_t other) {
    one_.AddMany(shared, 10);
    other_ = one_;
    one_.AddMany(one, 11);
    other_.AddMany(other, 12);
  }
  IngestResult Ingest(LogRange range) { return log_->Ingest({std::move(range)}).front(); }
  void Restart() { log_.Restart(); }

  // Everything of `epoch` is read back from here, by a variant that holds it.
  void ExpectReadBack(const HandwrittenEpoch& epoch) {
    ASSERT_TRUE(log_->Holds(epoch.CheckpointAt(epoch.size())));
    const auto range = log_->ReadRange(epoch.CheckpointAt(epoch.size()), 0, SIZE_MAX);
    ASSERT_TRUE(range.ok()) << range.status();
    EXPECT_EQ(range->end, epoch.CheckpointAt(epoch.size()));
    ASSERT_EQ(range->records.size(), epoch.size());
    for (size_t i = 0; i < epoch.size(); ++i) {
      EXPECT_EQ(range->records[i], epoch.record(i)) << i;
    }
  }

  TestRoster federation_{{"es-granada", "tr-metu", "it-bicocca"}};
  TestLog log_{&federation_, "es-granada"};
  HandwrittenEpoch one_{&federation_, "tr-metu"};
  HandwrittenEpoch other_ = one_;
};

// E2.
TEST_F(LogSetForkTest, BothHistoriesAreKeptWithTheProofWhateverTheyShare) {
  for (const auto& [shared, one, other] : std::vector<std::tuple<size_t, size_t, size_t>>{
           {0, 1, 1}, {0, 3, 2}, {1, 1, 1}, {4, 1, 5}, {4, 3, 3}, {7, 9, 2}}) {
    SCOPED_TRACE(testing::Message() << shared << " shared, then " << one << " and " << other);
    log_.StartOn({});
    one_ = HandwrittenEpoch(&federation_, "tr-metu");
    Part(shared, one, other);
    ASSERT_EQ(Ingest(one_.All()).verdict, kStored);
    EXPECT_TRUE(log_->ForkProofs().empty());

    const IngestResult result = Ingest(other_.All());
    EXPECT_EQ(result.verdict, kStored) << result.status;
    EXPECT_TRUE(result.forked);
    for (int start = 0; start < 2; ++start) {
      ASSERT_EQ(log_->Variants().size(), 2u);
      EXPECT_EQ(log_->Variants()[1].shared, shared);
      ExpectReadBack(one_);
      ExpectReadBack(other_);
      EXPECT_EQ(log_.Events().size(), shared + one + other);
      ASSERT_EQ(log_->ForkProofs().size(), 1u);
      EXPECT_TRUE(VerifyForkProof(log_->ForkProofs()[0]).ok());
      for (const LogSet::EpochInfo& epoch : log_->Epochs()) {
        EXPECT_TRUE(epoch.forked);
      }
      Restart();
    }
  }
}

TEST_F(LogSetForkTest, BothHistoriesGrowOn) {
  Part(3, 2, 2);
  ASSERT_EQ(Ingest(one_.All()).verdict, kStored);
  ASSERT_EQ(Ingest(other_.All()).verdict, kStored);
  one_.AddMany(4, 13);
  other_.AddMany(5, 14);
  for (const HandwrittenEpoch* epoch : {&one_, &other_}) {
    const IngestResult result = Ingest(epoch->Range(5, epoch->size()));
    EXPECT_EQ(result.verdict, kStored);
    EXPECT_FALSE(result.forked);
    ExpectReadBack(*epoch);
  }
  EXPECT_EQ(log_->Variants().size(), 2u);
  EXPECT_EQ(Ingest(one_.Range(1, 9)).verdict, kAlreadyHeld);
  EXPECT_EQ(Ingest(other_.Range(0, 4)).verdict, kAlreadyHeld);
}

TEST_F(LogSetForkTest, AHistoryMayPartFromABranch) {
  Part(3, 2, 6);
  HandwrittenEpoch third = other_;
  third.Truncate(6).AddMany(2, 15);
  HandwrittenEpoch fourth = other_;  // From before the branch.
  fourth.Truncate(2).AddMany(1, 16);
  for (const HandwrittenEpoch* epoch : {&one_, &other_, &third, &fourth}) {
    ASSERT_EQ(Ingest(epoch->All()).verdict, kStored);
  }
  for (int start = 0; start < 2; ++start) {
    for (const HandwrittenEpoch* epoch : {&one_, &other_, &third, &fourth}) {
      ExpectReadBack(*epoch);
    }
    EXPECT_EQ(log_->Variants().size(), 4u);
    EXPECT_EQ(log_->ForkProofs().size(), 3u);
    for (const ForkProof& proof : log_->ForkProofs()) {
      EXPECT_TRUE(VerifyForkProof(proof).ok());
    }
    Restart();
  }
}

TEST_F(LogSetForkTest, TwoHistoriesInOneCallAreBothKeptInTheEnd) {
  Part(2, 2, 3);
  const auto results = log_->Ingest({one_.All(), other_.All()});
  EXPECT_EQ(results[0].verdict, kStored);
  EXPECT_EQ(results[1].verdict, IngestVerdict::kGap);  // Send again.
  EXPECT_EQ(Ingest(other_.All()).verdict, kStored);
  ExpectReadBack(one_);
  ExpectReadBack(other_);
}

// Goal: nodes that hold the same histories have the same digest, in whatever order and pieces
// they came.
TEST_F(LogSetForkTest, DigestsAreEqualWhateverTheOrderOfArrival) {
  Part(4, 3, 5);
  HandwrittenEpoch third = one_;
  third.Truncate(6).AddMany(3, 15);
  const std::vector<HandwrittenEpoch> histories = {one_, other_, third};
  std::vector<size_t> order = {0, 1, 2};
  std::set<Hash> digests;
  do {
    TestLog log(&federation_, "it-bicocca");
    for (const size_t i : order) {
      const HandwrittenEpoch& epoch = histories[i];
      const size_t middle = 1 + i;
      for (LogRange range : {epoch.Range(0, middle), epoch.Range(middle, epoch.size())}) {
        if (log->Ingest({std::move(range)})[0].verdict == IngestVerdict::kForkInside) {
          ASSERT_EQ(log->Ingest({epoch.All()})[0].verdict, kStored);
        }
      }
    }
    EXPECT_EQ(log->HeadsOfLog(one_.log()).size(), 3u);
    digests.insert(log->SpaceDigest(CommonsSpace()));
    log.Restart();
    digests.insert(log->SpaceDigest(CommonsSpace()));
  } while (std::ranges::next_permutation(order).found);
  EXPECT_EQ(digests.size(), 1u);
}

TEST_F(LogSetForkTest, AnHonestPeerPassesBothHistoriesOn) {
  Part(4, 3, 5);
  ASSERT_EQ(Ingest(one_.All()).verdict, kStored);
  ASSERT_EQ(Ingest(other_.All()).verdict, kStored);
  TestLog peer(&federation_, "it-bicocca");
  GiveAll(*log_, *peer);
  EXPECT_EQ(peer.Events(), log_.Events());
  EXPECT_EQ(peer->SpaceDigest(CommonsSpace()), log_->SpaceDigest(CommonsSpace()));
  EXPECT_EQ(peer->ForkProofs().size(), 1u);
}

TEST_F(LogSetForkTest, AnotherHistoryIsNotServedInPlaceOfTheOneThatIsWanted) {
  Part(4, 3, 5);
  ASSERT_EQ(Ingest(one_.All()).verdict, kStored);
  EXPECT_EQ(log_->ReadRange(other_.CheckpointAt(9), 0, SIZE_MAX).status().code(),
            StatusCode::kNotFound);
  EXPECT_EQ(log_->ReadRange(other_.CheckpointAt(5), 4, SIZE_MAX).status().code(),
            StatusCode::kNotFound);
  // The common beginning leads towards both.
  EXPECT_TRUE(log_->ReadRange(other_.CheckpointAt(4), 0, SIZE_MAX).ok());
}

// Goal: what another history begins with inside a stretch that is kept unsplit cannot be passed
// on in one message with that stretch; so it is refused, and the stretch is split.
TEST_F(LogSetForkTest, AForkInsideALongStretchIsTakenFromABoundaryOn) {
  Part(1000, 100, 100);
  ASSERT_EQ(Ingest(one_.Range(0, 1100)).verdict, kStored);  // One stretch.
  EXPECT_EQ(Ingest(other_.Range(900, 1100)).verdict, IngestVerdict::kForkInside);
  EXPECT_EQ(log_->Variants().size(), 1u);

  // Asked from further back, the other side sends signed pieces of what is held already.
  EXPECT_EQ(Ingest(other_.Range(0, 900)).verdict, kAlreadyHeld);
  EXPECT_EQ(log_->LargestBoundary(one_.log(), one_.tag(), 999), 900u);
  EXPECT_EQ(Ingest(other_.Range(900, 1100)).verdict, kStored);
  for (int start = 0; start < 2; ++start) {
    for (const LogSet::EpochInfo& epoch : log_->Epochs()) {
      std::vector<uint64_t> sizes;
      for (const SignedCheckpoint& checkpoint : epoch.state.checkpoints) {
        sizes.push_back(checkpoint.size());
      }
      EXPECT_THAT(sizes, testing::ElementsAre(900, 1100));
    }
    Restart();
  }
  // Afterwards nothing more is kept of what is held.
  EXPECT_EQ(Ingest(other_.Range(0, 500)).verdict, kAlreadyHeld);
  EXPECT_EQ(log_->LargestBoundary(one_.log(), one_.tag(), 899), 0u);
}

// Goal: two copies of a machine that wrote megabytes each, before and after they parted, reach
// everybody by ranges that everybody takes.
TEST_F(LogSetForkTest, LargeHistoriesThatPartCanBePassedOn) {
  TestLog original(&federation_, "tr-metu", 5);
  const std::vector<std::string> batch(13, std::string(40'000, 'x'));  // Half a megabyte.
  for (int i = 0; i < 4; ++i) {
    original.AppendAll(batch);
  }
  MemoryStore disk(original.disk().CopyMachine());
  const auto storage = StoreLogStorage::Open(&disk);
  const RosterDirectory directory([this] { return federation_.roster(); });
  const auto clone = original->CopyOfMemory(storage->get(), &directory, &original.clock());
  original.AppendAll(batch);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(clone
                    ->Append({{{.space = CommonsSpace(),
                                .payload = std::string(60'000, static_cast<char>('a' + i))}}})
                    .ok());
  }
  const Checkpoint head = original->HeadsOfLog(original->OwnLogId(CommonsSpace()))[0].checkpoint();
  const Checkpoint clone_head = clone->HeadsOfLog(head.log)[0].checkpoint();

  // Relayed over two nodes, whose ranges end at other boundaries than their author's.
  EXPECT_THAT(Give(*original, *log_, head, 700'000), Each(kStored));
  std::vector<IngestVerdict> verdicts = Give(*clone, *log_, clone_head);
  if (!log_->Holds(clone_head)) {
    verdicts = Give(*clone, *log_, clone_head);
  }
  ASSERT_TRUE(log_->Holds(clone_head));
  TestLog third(&federation_, "it-bicocca");
  for (int round = 0; round < 2; ++round) {
    GiveAll(*log_, *third);
  }
  EXPECT_EQ(third->SpaceDigest(CommonsSpace()), log_->SpaceDigest(CommonsSpace()));
  EXPECT_EQ(third.Events().size(), 5 * 13u + 3u);
}

// A crash between two histories and the proof of it.
TEST_F(LogSetForkTest, AProofThatWasNotStoredIsMadeAtTheNextStart) {
  Part(3, 2, 2);
  ASSERT_EQ(Ingest(one_.All()).verdict, kStored);
  log_.disk().FillUpAfter(2);  // Salts and events of the other history fit.
  EXPECT_EQ(Ingest(other_.All()).verdict, kStored);
  log_.disk().Repair();
  EXPECT_TRUE(log_->ForkProofs().empty());
  for (int start = 0; start < 2; ++start) {
    Restart();
    ASSERT_EQ(log_->ForkProofs().size(), 1u);
    EXPECT_TRUE(VerifyForkProof(log_->ForkProofs()[0]).ok());
  }
}

TEST_F(LogSetForkTest, TheHistoryThatCameFirstStaysTheOneToAcknowledge) {
  Part(3, 2, 6);
  ASSERT_EQ(Ingest(one_.Range(0, 4)).verdict, kStored);
  ASSERT_EQ(Ingest(other_.All()).verdict, kStored);
  ASSERT_EQ(Ingest(one_.Range(4, 5)).verdict, kStored);
  for (int start = 0; start < 2; ++start) {
    EXPECT_TRUE(log_->InFirstVariant(one_.CheckpointAt(5)));
    EXPECT_TRUE(log_->InFirstVariant(other_.CheckpointAt(3)));
    EXPECT_FALSE(log_->InFirstVariant(other_.CheckpointAt(9)));
    EXPECT_FALSE(log_->InFirstVariant(other_.CheckpointAt(4)));
    EXPECT_EQ(log_->FirstVariant(one_.log(), one_.tag())->edge.size(), 5u);
    Restart();
  }
  EXPECT_FALSE(log_->InFirstVariant({one_.log(), EpochTag(), 1, Hash()}));
}

}  // namespace
}  // namespace cledi
