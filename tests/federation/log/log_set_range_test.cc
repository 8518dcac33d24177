#include <algorithm>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/log/log_set.h"
#include "tests/support/log/handwritten_epoch.h"
#include "tests/support/log/test_log.h"

namespace cledi {
namespace {

constexpr auto kStored = IngestVerdict::kStored;

size_t BytesOf(const std::vector<Record>& records) {
  size_t bytes = 0;
  for (const Record& record : records) {
    bytes += RecordBytes(record);
  }
  return bytes;
}

class LogSetRangeTest : public testing::Test {
 protected:
  Checkpoint OwnHead() { return log_->HeadsOfLog(own_)[0].checkpoint(); }

  TestRoster federation_{{"es-granada", "tr-metu"}};
  TestLog log_{&federation_, "es-granada"};
  LogId own_ = log_->OwnLogId(CommonsSpace());
};

// Goal: whatever was signed and thinned, a range from any event on ends at a signature, fits
// into a message, and is taken by a peer that holds just what is before it.
TEST_F(LogSetRangeTest, ARangeFromAnyEventEndsAtASignatureAndFitsIntoAMessage) {
  SeededRandom random(9);
  for (int i = 0; i < 120; ++i) {
    const size_t bytes = random.Below(8) == 0 ? 40'000 : 50;
    log_.AppendAll(std::vector<std::string>(1 + random.Below(12), std::string(bytes, 'x')));
    if (i == 60) {
      log_.Restart();  // What is remembered of distances is gone.
    }
  }
  for (const LogSet::EpochInfo& epoch : log_->Epochs()) {
    const Checkpoint head = epoch.state.checkpoints.back().checkpoint();
    TestLog peer(&federation_, "tr-metu");
    ASSERT_THAT(Give(*log_, *peer, head), testing::Each(kStored));
    for (uint64_t from = 0; from < head.size; ++from) {
      const size_t bytes_max = random.Below(2) == 0 ? 1 : 500'000;
      const auto range = log_->ReadRange(head, from, bytes_max);
      ASSERT_TRUE(range.ok()) << range.status();
      EXPECT_EQ(range->from, from);
      EXPECT_EQ(range->records.size(), range->end.size - from);
      EXPECT_LE(BytesOf(range->records), kRangeBytesMax);
      EXPECT_EQ(range->statement.empty(), from > 0);
      EXPECT_TRUE(VerifyCheckpoint(federation_.root().trust_domain, range->end, range->signature,
                                   federation_.log_key("es-granada").public_key())
                      .ok());
      EXPECT_EQ(peer->Ingest({*range})[0].verdict, IngestVerdict::kAlreadyHeld);
    }
  }
}

TEST_F(LogSetRangeTest, ARangeHoldsNoMoreThanWasAskedForIfABoundaryAllowsIt) {
  for (int i = 0; i < 30; ++i) {
    log_.Append(std::string(30'000, 'x'));
  }
  const auto range = log_->ReadRange(OwnHead(), 0, 600'000);
  ASSERT_TRUE(range.ok());
  EXPECT_LE(BytesOf(range->records), 600'000u);
  EXPECT_GT(BytesOf(range->records), 600'000u - 2 * kBoundaryBytes);
}

TEST_F(LogSetRangeTest, NothingIsReadBehindTheHead) {
  log_.AppendAll({"a", "b"});
  const Checkpoint head = OwnHead();
  for (const uint64_t from : {uint64_t{2}, uint64_t{3}, UINT64_MAX}) {
    EXPECT_EQ(log_->ReadRange(head, from, SIZE_MAX).status().code(), StatusCode::kNotFound);
  }
  EXPECT_EQ(log_->ReadRange({own_, EpochTag(), 2, head.root}, 0, SIZE_MAX).status().code(),
            StatusCode::kNotFound);
  EXPECT_EQ(log_->ReadRange({LogId(), head.tag, 2, head.root}, 0, SIZE_MAX).status().code(),
            StatusCode::kNotFound);
  EXPECT_EQ(log_->ReadRange({own_, head.tag, 3, head.root}, 0, SIZE_MAX).status().code(),
            StatusCode::kNotFound);
}

TEST_F(LogSetRangeTest, ADamagedRowIsReportedAndNotServed) {
  log_.AppendAll({"a", "b"});
  WriteBatch damage;
  damage.Put(Family::kSalts, log_.Events().begin()->first.view(), "too short");
  ASSERT_TRUE(log_.disk().Write(damage, Durability::kSynced).ok());
  EXPECT_EQ(log_->ReadRange(OwnHead(), 0, SIZE_MAX).status().code(), StatusCode::kDataLoss);
}

// Goal: an epoch whose events were signed one by one does not keep a signature for each.
TEST_F(LogSetRangeTest, SignaturesAreThinned) {
  for (int i = 0; i < 600; ++i) {
    log_.Append("small");
  }
  const size_t kept = log_->Epochs()[0].state.checkpoints.size();
  EXPECT_LE(kept, 600 / kBoundaryEvents + 2);
  // On the disk too, but for the newest.
  log_.CutPower();
  EXPECT_LE(log_->Epochs()[0].state.checkpoints.size(), kept + 1);
}

TEST_F(LogSetRangeTest, HoldsKnowsEverySizeAndRoot) {
  HandwrittenEpoch epoch(&federation_, "tr-metu");
  epoch.AddMany(700, 10);
  ASSERT_EQ(log_->Ingest({epoch.Range(0, 300), epoch.Range(300, 700)})[1].verdict, kStored);
  for (const size_t size : {1u, 2u, 255u, 256u, 257u, 299u, 300u, 511u, 512u, 513u, 699u, 700u}) {
    Checkpoint checkpoint = epoch.CheckpointAt(size);
    EXPECT_TRUE(log_->Holds(checkpoint)) << size;
    EXPECT_TRUE(log_->IsPrefix(checkpoint, epoch.CheckpointAt(700)));
    EXPECT_EQ(log_->IsPrefix(epoch.CheckpointAt(700), checkpoint), size == 700);
    checkpoint.root.bytes[0] ^= 1;
    EXPECT_FALSE(log_->Holds(checkpoint)) << size;
    EXPECT_FALSE(log_->IsPrefix(checkpoint, epoch.CheckpointAt(700)));
  }
  EXPECT_FALSE(log_->Holds({epoch.log(), epoch.tag(), 701, Hash()}));
  EXPECT_FALSE(log_->Holds({epoch.log(), EpochTag(), 1, Hash()}));
}

TEST_F(LogSetRangeTest, APrefixIsOneWithinOneHistory) {
  HandwrittenEpoch one(&federation_, "tr-metu");
  one.AddMany(4, 10);
  HandwrittenEpoch other = one;
  one.AddMany(2, 11);
  other.AddMany(3, 12);
  ASSERT_EQ(log_->Ingest({one.All()})[0].verdict, kStored);
  ASSERT_EQ(log_->Ingest({other.All()})[0].verdict, kStored);
  EXPECT_TRUE(log_->IsPrefix(one.CheckpointAt(4), other.CheckpointAt(7)));
  EXPECT_TRUE(log_->IsPrefix(one.CheckpointAt(5), one.CheckpointAt(6)));
  EXPECT_FALSE(log_->IsPrefix(one.CheckpointAt(5), other.CheckpointAt(7)));
}

TEST_F(LogSetRangeTest, TheLargestBoundaryIsThatOfAnyHistory) {
  HandwrittenEpoch one(&federation_, "tr-metu");
  one.AddMany(400, 10);
  HandwrittenEpoch other = one;
  one.AddMany(200, 11);
  other.AddMany(400, 12);
  EXPECT_EQ(log_->LargestBoundary(one.log(), one.tag(), 1000), 0u);
  ASSERT_EQ(log_->Ingest({one.Range(0, 400), one.Range(400, 600)})[1].verdict, kStored);
  ASSERT_EQ(log_->Ingest({other.Range(400, 800)})[0].verdict, kStored);
  for (const auto& [at_most, expected] : std::vector<std::pair<uint64_t, uint64_t>>{
           {1000, 800}, {800, 800}, {799, 600}, {599, 400}, {399, 0}}) {
    EXPECT_EQ(log_->LargestBoundary(one.log(), one.tag(), at_most), expected) << at_most;
  }
}

TEST_F(LogSetRangeTest, DigestsFollowEachChange) {
  std::set<Hash> digests = {log_->SpaceDigest(CommonsSpace())};
  for (int i = 0; i < 3; ++i) {
    log_.Append("x");
    digests.insert(log_->SpaceDigest(CommonsSpace()));
  }
  EXPECT_EQ(digests.size(), 4u);
  const Hash roster = log_->SpaceDigest(RosterSpace());
  log_.Append("x");
  EXPECT_EQ(log_->SpaceDigest(RosterSpace()), roster);
  EXPECT_EQ(log_->LogDigests(CommonsSpace()).size(), 1u);
  EXPECT_TRUE(log_->LogDigests(RosterSpace()).empty());
}

// Goal: nodes that give each other what they have, in pieces of any size and in any order,
// while they restart, are restored and are copied, end with the same.
TEST(LogSetExchangeTest, NodesThatExchangeInAnyPiecesConverge) {
  for (uint64_t seed = 1; seed <= 15; ++seed) {
    SCOPED_TRACE(seed);
    SeededRandom random(seed);
    TestRoster federation({"node-a", "node-b", "node-c"});
    std::deque<TestLog> logs;
    for (const char* id : {"node-a", "node-b", "node-c"}) {
      logs.emplace_back(&federation, id, seed);
    }
    std::set<EventId> written;
    std::map<size_t, MemoryDisk> backups;
    const auto give_some = [&](size_t rounds) {
      for (size_t i = 0; i < rounds; ++i) {
        const TestLog& from = logs[random.Below(logs.size())];
        TestLog& to = logs[random.Below(logs.size())];
        for (const auto& [log, digest] : from->LogDigests(CommonsSpace())) {
          for (const SignedCheckpoint& head : from->HeadsOfLog(log)) {
            const uint64_t at = to->LargestBoundary(log, head.tag(), random.Below(head.size() + 1));
            const auto range = from->ReadRange(head.checkpoint(), at, 1 + random.Below(3000));
            if (range.ok()) {
              to->Ingest({*range});
            }
          }
        }
      }
    };
    for (int step = 0; step < 60; ++step) {
      const size_t at = random.Below(logs.size());
      switch (random.Below(6)) {
        case 0:
          logs[at].CutPower();
          break;
        case 1:
          backups[at] = logs[at].disk().CopyDisk();
          break;
        case 2:
          if (backups.contains(at) && random.Below(3) == 0) {
            // What only this disk held is lost with it.
            for (const auto& [id, count] : logs[at].Events()) {
              const bool elsewhere = std::ranges::any_of(logs, [&](const TestLog& log) {
                return &log != &logs[at] && log.Events().contains(id);
              });
              if (!elsewhere) {
                written.erase(id);
              }
            }
            logs[at].StartOn(backups[at]);
            for (const auto& [id, count] : logs[at].Events()) {
              written.insert(id);
            }
          }
          break;
        default:
          for (const EventId& id : logs[at].AppendAll(std::vector<std::string>(
                   1 + random.Below(5), std::string(random.Below(900), 'x')))) {
            written.insert(id);
          }
      }
      give_some(2);
    }
    for (int round = 0; round < 4; ++round) {
      for (const TestLog& from : logs) {
        for (TestLog& to : logs) {
          GiveAll(*from, *to);
        }
      }
    }
    for (const TestLog& log : logs) {
      EXPECT_EQ(log->SpaceDigest(CommonsSpace()), logs[0]->SpaceDigest(CommonsSpace()));
      EXPECT_EQ(log.Events(), logs[0].Events());
      for (const auto& [id, count] : log.Events()) {
        EXPECT_EQ(count, 1);
      }
      for (const EventId& id : written) {
        EXPECT_TRUE(log.Events().contains(id));
      }
    }
  }
}

// Goal: what a reader sees is whole and durable at every moment; no reader waits for a write.
TEST(LogSetThreadsTest, ReadersSeeWholeStatesWhileOthersWrite) {
  TestRoster federation({"node-a", "node-b"});
  TestLog log(&federation, "node-a");
  HandwrittenEpoch theirs(&federation, "node-b");
  theirs.AddMany(300, 50);
  std::atomic<bool> done = false;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      uint64_t reads = 0;
      while (!done || reads == 0) {
        for (const VariantExtent& extent : log->Variants()) {
          const auto records = log->ReadRecords(extent.variant, 0, extent.size, SIZE_MAX);
          ASSERT_TRUE(records.ok()) << records.status();
          ASSERT_EQ(records->size(), extent.size);
          for (const SignedCheckpoint& head : log->HeadsOfLog(extent.log)) {
            ASSERT_TRUE(log->Holds(head.checkpoint()));
            ASSERT_TRUE(log->ReadRange(head.checkpoint(), head.size() / 2, 1000).ok());
          }
        }
        log->SpaceDigest(CommonsSpace());
        log->Epochs();
        ++reads;
      }
    });
  }
  {
    std::jthread appends([&] {
      for (int i = 0; i < 60; ++i) {
        log.AppendAll({"a", "b"});
      }
    });
    std::jthread ingests([&] {
      for (size_t i = 0; i < 300; i += 10) {
        ASSERT_EQ(log->Ingest({theirs.Range(i, i + 10)})[0].verdict, kStored);
      }
    });
  }
  done = true;
  readers.clear();
  EXPECT_EQ(log.Events().size(), 420u);
}

}  // namespace
}  // namespace cledi
