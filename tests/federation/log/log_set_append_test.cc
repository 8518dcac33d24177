#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/log/log_set.h"
#include "node/store/log_rows.h"
#include "tests/support/log/handwritten_epoch.h"
#include "tests/support/log/test_log.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;

constexpr auto kStored = IngestVerdict::kStored;

class LogSetAppendTest : public testing::Test {
 protected:
  std::vector<VariantExtent> Extents() { return log_->Variants(); }
  // Of all epochs, in the order in which they came to be here.
  std::vector<EpochStatement> Statements() {
    std::map<VariantNo, EpochStatement> statements;
    for (const LogSet::EpochInfo& epoch : log_->Epochs()) {
      const auto statement = ParseStatement(federation_.root().trust_domain, epoch.state.statement);
      EXPECT_TRUE(statement.ok());
      statements.emplace(epoch.state.variant, *statement);
    }
    std::vector<EpochStatement> in_order;
    for (auto& [variant, statement] : statements) {
      in_order.push_back(std::move(statement));
    }
    return in_order;
  }
  std::vector<SignedCheckpoint> Heads() { return log_->HeadsOfLog(log_->OwnLogId(CommonsSpace())); }

  TestRoster federation_{{"es-granada", "tr-metu"}};
  TestLog log_{&federation_, "es-granada"};
};

TEST_F(LogSetAppendTest, WhatWasAppendedIsReadBackInOrder) {
  const NewEvent events[] = {{.space = CommonsSpace(), .type = 7, .payload = "first"},
                             {.space = CommonsSpace(), .type = 9, .flags = 0, .payload = ""}};
  const auto appended = log_->Append(events);

  ASSERT_TRUE(appended.ok()) << appended.status();
  ASSERT_EQ(appended->size(), 2u);
  const auto records = log_->ReadRecords((*appended)[0].position.variant, 0, 2, SIZE_MAX);
  ASSERT_TRUE(records.ok());
  for (size_t i = 0; i < 2; ++i) {
    const AppendedEvent& event = (*appended)[i];
    const Header header = HeaderOf((*records)[i].leaf);
    EXPECT_EQ(event.id, EventIdOf(event.log, (*records)[i].leaf));
    EXPECT_EQ(event.position.index, i);
    EXPECT_EQ((*records)[i].body->payload, events[i].payload);
    EXPECT_EQ(header.type, events[i].type);
    EXPECT_EQ(header.flags, events[i].flags);
    EXPECT_EQ(header.hlc, event.hlc);
    EXPECT_EQ(header.roster_number, federation_.roster()->number());
  }
  EXPECT_LT((*appended)[0].hlc, (*appended)[1].hlc);
}

TEST_F(LogSetAppendTest, EachSpaceHasAnEpochOfItsOwn) {
  log_.Append("c", CommonsSpace());
  log_.Append("i", InstitutionSpace("es-granada"));
  log_.Append("c", CommonsSpace());

  ASSERT_EQ(Extents().size(), 2u);
  EXPECT_EQ(Extents()[0].size, 2u);
  EXPECT_EQ(Extents()[0].space, CommonsSpace());
  EXPECT_EQ(Extents()[1].size, 1u);
  EXPECT_EQ(Extents()[1].space, InstitutionSpace("es-granada"));
}

TEST_F(LogSetAppendTest, ManyEventsShareOneSync) {
  log_.Append("opens the epoch");
  const uint64_t before = log_.disk().SyncCount();
  log_.AppendAll(std::vector<std::string>(256, "many"));
  EXPECT_EQ(log_.disk().SyncCount() - before, 2u);  // Salts, then events.
}

TEST_F(LogSetAppendTest, APayloadOverTheLimitIsRefusedAndNothingIsAppended) {
  const std::string before = log_.Describe();
  const NewEvent events[] = {
      {.space = CommonsSpace(), .payload = "fine"},
      {.space = CommonsSpace(), .payload = std::string(kPayloadBytesMax + 1, 'x')}};
  EXPECT_EQ(log_->Append(events).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(log_.Describe(), before);

  EXPECT_TRUE(
      log_->Append({{{.space = CommonsSpace(), .payload = std::string(kPayloadBytesMax, 'x')}}})
          .ok());
}

TEST_F(LogSetAppendTest, AFullDiskRefusesAndChangesNothing) {
  log_.Append("before");
  const std::string before = log_.Describe();
  const NewEvent event{.space = CommonsSpace(), .payload = "no room"};
  for (const uint64_t writes_that_fit : {0u, 1u}) {  // Also between the salts and the events.
    log_.disk().FillUpAfter(writes_that_fit);
    EXPECT_EQ(log_->Append({&event, 1}).status().code(), StatusCode::kResourceExhausted);
    EXPECT_EQ(log_.Describe(), before);
    log_.disk().Repair();
  }
  log_.Append("after");
  EXPECT_EQ(Extents().size(), 1u);
  EXPECT_EQ(Extents()[0].size, 2u);
  log_.Restart();
  EXPECT_EQ(log_.Events().size(), 2u);
}

// Goal: what was told to be appended survives; what follows it goes into an epoch of its own.
TEST_F(LogSetAppendTest, ARestartOpensANewEpoch) {
  const EventId first = log_.Append("before");
  const InstanceId instance = Statements()[0].instance;
  log_.CutPower();
  EXPECT_FALSE(log_->Epochs()[0].open);
  const EventId second = log_.Append("after");

  ASSERT_EQ(Extents().size(), 2u);
  EXPECT_EQ(Extents()[0].size, 1u);
  EXPECT_EQ(Extents()[1].size, 1u);
  EXPECT_NE(Statements()[1].instance, instance);
  EXPECT_EQ(log_.Events(), (std::map<EventId, int>{{first, 1}, {second, 1}}));
  EXPECT_FALSE(log_->Epochs()[0].open);
  EXPECT_TRUE(log_->Epochs()[1].open);
}

TEST_F(LogSetAppendTest, ARestartThatWritesNothingOpensNothing) {
  log_.Append("only");
  for (int i = 0; i < 3; ++i) {
    log_.Restart();
  }
  EXPECT_EQ(Extents().size(), 1u);
}

TEST_F(LogSetAppendTest, AnEpochNamesEachEarlierOneOnce) {
  for (int i = 0; i < 4; ++i) {
    log_.Append("one event an epoch");
    log_.Restart();
  }
  const std::vector<EpochStatement> statements = Statements();
  ASSERT_EQ(statements.size(), 4u);
  EXPECT_TRUE(statements[0].previous.empty());
  for (size_t i = 1; i < 4; ++i) {
    ASSERT_EQ(statements[i].previous.size(), 1u);
    const PreviousEpoch& previous = statements[i].previous[0];
    EXPECT_EQ(previous.tag,
              TagOf(StatementText(federation_.root().trust_domain, statements[i - 1])));
    EXPECT_EQ(previous.size, 1u);
    EXPECT_TRUE(log_->Holds({statements[i].log, previous.tag, previous.size, previous.root}));
  }
}

TEST_F(LogSetAppendTest, AnEpochThatGrewSinceItWasNamedIsNamedAgain) {
  log_.Append("named at 1 by the copy");
  const MemoryDisk copy = log_.disk().CopyDisk();
  log_.Append("grew");
  TestLog peer(&federation_, "tr-metu");
  GiveAll(*log_, *peer);
  log_.StartOn(copy);
  log_.Append("after the restore");
  GiveAll(*peer, *log_);
  log_.Restart();
  log_.Append("after everything came back");

  const std::vector<EpochStatement> statements = Statements();
  ASSERT_EQ(statements.size(), 3u);
  ASSERT_EQ(statements[1].previous.size(), 1u);
  EXPECT_EQ(statements[1].previous[0].size, 1u);
  std::map<EpochTag, uint64_t> named;
  for (const PreviousEpoch& previous : statements[2].previous) {
    named.emplace(previous.tag, previous.size);
  }
  EXPECT_EQ(named.size(), 2u);
  EXPECT_EQ(named.at(statements[1].previous[0].tag), 2u);
}

TEST_F(LogSetAppendTest, WhatCameBackOfOnesOwnIsCounted) {
  log_.Append("in the copy");
  const MemoryDisk copy = log_.disk().CopyDisk();
  log_.AppendAll({"after it", "and another"});
  const Hlc newest =
      HeaderOf(*log_->ReadLeaves(log_->Variants().front().variant, 2, 1)->begin()).hlc;
  TestLog peer(&federation_, "tr-metu");
  peer.Append("somebody else's");
  GiveAll(*log_, *peer);

  log_.StartOn(copy);
  EXPECT_EQ(log_->own_return().events, 0u);
  const Hlc in_the_copy = log_->own_return().newest_at_open;
  log_.Append("after the restore");
  GiveAll(*peer, *log_);
  GiveAll(*peer, *log_);

  EXPECT_EQ(log_->own_return().events, 2u);
  EXPECT_EQ(log_->own_return().newest, newest);
  EXPECT_GT(in_the_copy, 0u);
  EXPECT_LT(in_the_copy, newest);
  EXPECT_EQ(log_->own_return().newest_at_open, in_the_copy);
}

TEST_F(LogSetAppendTest, AtMost64EarlierEpochsAreNamedAtOnceAndTheRestNext) {
  for (uint64_t i = 0; i < 70; ++i) {
    HandwrittenEpoch epoch(&federation_, "es-granada", 100 + i);
    epoch.Add("x");
    ASSERT_EQ(log_->Ingest({epoch.All()})[0].verdict, kStored);
  }
  log_.Append("names 64");
  log_.Restart();
  log_.Append("names the other 6 and the one before");

  std::set<EpochTag> named;
  size_t count = 0;
  for (const EpochStatement& statement : Statements()) {
    EXPECT_LE(statement.previous.size(), kPreviousMax);
    for (const PreviousEpoch& previous : statement.previous) {
      named.insert(previous.tag);
      ++count;
    }
  }
  EXPECT_EQ(named.size(), 71u);
  EXPECT_EQ(count, 71u);
}

// Goal: a crash between sync and signature loses nothing: the events are signed at the start.
TEST_F(LogSetAppendTest, ADurableTailThatNobodySignedIsSignedAtTheStart) {
  log_.AppendAll({"a", "b"});
  const std::vector<SignedCheckpoint> heads = Heads();
  log_.CutPower();  // Signatures are written with the next commit.

  EXPECT_EQ(Heads(), heads);
  EXPECT_EQ(log_->Epochs()[0].state.edge.size(), 2u);
  TestLog peer(&federation_, "tr-metu");
  EXPECT_THAT(Give(*log_, *peer, heads[0].checkpoint()), testing::ElementsAre(kStored));
}

// Goal: however much one write held, every part of it can be passed on after a crash.
TEST_F(LogSetAppendTest, ALargeTailIsSignedInPartsThatFitIntoMessages) {
  log_.AppendAll(std::vector<std::string>(100, std::string(kPayloadBytesMax, 'x')));
  log_.AppendAll(std::vector<std::string>(2000, "small"), RosterSpace());
  log_.CutPower();

  TestLog peer(&federation_, "tr-metu");
  for (const SpaceId& space : {CommonsSpace(), RosterSpace()}) {
    const auto heads = log_->HeadsOfLog(log_->OwnLogId(space));
    ASSERT_EQ(heads.size(), 1u);
    EXPECT_THAT(Give(*log_, *peer, heads[0].checkpoint()), testing::Each(kStored));
  }
  EXPECT_EQ(peer.Events(), log_.Events());
}

TEST_F(LogSetAppendTest, ADiskThatReadsBackOtherBytesGetsNoSignature) {
  log_.Append("fine");
  class Liar final : public LogStorage {
   public:
    explicit Liar(LogStorage* storage) : storage_(storage) {}
    VariantNo NewVariant() override { return storage_->NewVariant(); }
    Status Commit(std::span<const LogWrite> writes) override { return storage_->Commit(writes); }
    StatusOr<std::vector<VariantState>> Load() override { return storage_->Load(); }
    StatusOr<std::vector<ForkProof>> LoadForkProofs() override {
      return storage_->LoadForkProofs();
    }
    StatusOr<std::vector<Record>> ReadRecords(VariantNo variant, uint64_t from, uint64_t count,
                                              size_t bytes_max) const override {
      return storage_->ReadRecords(variant, from, count, bytes_max);
    }
    StatusOr<std::vector<LeafBytes>> ReadLeaves(VariantNo variant, uint64_t from,
                                                uint64_t count) const override {
      auto leaves = storage_->ReadLeaves(variant, from, count);
      if (lies && leaves.ok() && !leaves->empty()) {
        leaves->back().bytes[40] ^= 1;
      }
      return leaves;
    }
    bool lies = false;

   private:
    LogStorage* const storage_;
  };
  const auto storage = StoreLogStorage::Open(&log_.disk());
  Liar liar(storage->get());
  const RosterDirectory directory([this] { return federation_.roster(); });
  const auto opened = LogSet::Open(log_->options(), &liar, &federation_.log_key("es-granada"),
                                   &directory, &log_.clock(), &log_.random());
  ASSERT_TRUE(opened.ok()) << opened.status();
  LogSet& logs = **opened;
  const NewEvent events[] = {{.space = CommonsSpace(), .payload = "one"},
                             {.space = RosterSpace(), .payload = "two"}};
  ASSERT_TRUE(logs.Append(events).ok());
  const size_t variants = logs.Variants().size();

  liar.lies = true;
  const Status status = logs.Append(events).status();
  EXPECT_EQ(status.code(), StatusCode::kDataLoss);
  EXPECT_THAT(std::string(Message(status)), HasSubstr("nothing was signed"));
  for (const VariantExtent& extent : logs.Variants()) {
    EXPECT_EQ(extent.size, 1u);
  }
  // Neither epoch is gone on with.
  liar.lies = false;
  ASSERT_TRUE(logs.Append(events).ok());
  EXPECT_EQ(logs.Variants().size(), variants + 2);
  // What was durable all the same is signed at the next start.
  log_.Restart();
  EXPECT_EQ(log_.Events().size(), 7u);
}

TEST_F(LogSetAppendTest, CheckpointsAreAtMost512EventsAnd256KibApart) {
  std::vector<std::string> payloads(1500, "small");
  payloads.insert(payloads.end(), 40, std::string(20'000, 'x'));
  log_.AppendAll(payloads);

  uint64_t from = 0;
  const std::vector<LogSet::EpochInfo> epochs = log_->Epochs();
  for (const SignedCheckpoint& end : epochs[0].state.checkpoints) {
    const auto records = log_->ReadRecords(1, from, end.size() - from, SIZE_MAX);
    size_t bytes = 0;
    for (const Record& record : *records) {
      bytes += RecordBytes(record);
    }
    EXPECT_LE(records->size(), kSignedEventsMax);
    EXPECT_LE(bytes, kSignedBytesMax);
    from = end.size();
  }
  EXPECT_EQ(from, payloads.size());
}

TEST_F(LogSetAppendTest, TimesRiseOverARestartWithAClockThatWasSetBack) {
  const NewEvent event{.space = CommonsSpace(), .payload = "x"};
  log_.clock().Advance(std::chrono::minutes(4));
  const Hlc before = log_->Append({&event, 1})->front().hlc;
  log_.clock().Advance(-std::chrono::minutes(4));
  log_.Restart();
  EXPECT_GT(log_->Append({&event, 1})->front().hlc, before);
}

TEST_F(LogSetAppendTest, AnOwnEventIsLaterThanWhatWasReceived) {
  HandwrittenEpoch theirs(&federation_, "tr-metu");
  theirs.AddMany(3, 10);
  ASSERT_EQ(log_->Ingest({theirs.All()})[0].verdict, kStored);
  const NewEvent event{.space = CommonsSpace(), .payload = "x"};
  EXPECT_GT(log_->Append({&event, 1})->front().hlc, HeaderOf(theirs.record(2).leaf).hlc);
}

TEST_F(LogSetAppendTest, ListenersHearOfEachChangeOnceItIsVisible) {
  std::vector<uint64_t> sizes;
  log_->SetListener([&] { sizes.push_back(log_->Variants()[0].size); });
  const uint64_t generation = log_->generation();
  log_.Append("a");
  log_.Append("b");
  EXPECT_EQ(sizes, (std::vector<uint64_t>{1, 2}));
  EXPECT_EQ(log_->generation(), generation + 2);
}

// E3.
TEST_F(LogSetAppendTest, AnEpochThatIsLongerElsewhereIsClosed) {
  log_.Append("a");
  const Checkpoint own = Heads()[0].checkpoint();
  log_->CloseEpochIfBehind({own.log, own.tag, 1, own.root});
  EXPECT_TRUE(log_->Epochs()[0].open);  // Not longer.
  log_->CloseEpochIfBehind({own.log, EpochTag(), 2, own.root});
  EXPECT_TRUE(log_->Epochs()[0].open);  // Another epoch.
  log_->CloseEpochIfBehind({own.log, own.tag, 2, own.root});
  EXPECT_FALSE(log_->Epochs()[0].open);

  log_.Append("b");
  ASSERT_EQ(Extents().size(), 2u);
  EXPECT_EQ(Extents()[0].size, 1u);
}

// E3: a copy of the running machine went on with the same epoch.
TEST_F(LogSetAppendTest, AnEpochThatGrewOrForkedElsewhereIsClosedOnceItsEventsArrive) {
  for (const bool fork : {false, true}) {
    TestLog original(&federation_, "es-granada", 3);
    original.Append("common");
    MemoryStore disk(original.disk().CopyMachine());
    const auto storage = StoreLogStorage::Open(&disk);
    const RosterDirectory directory([this] { return federation_.roster(); });
    const auto clone = original->CopyOfMemory(storage->get(), &directory, &original.clock());
    const NewEvent event{.space = CommonsSpace(), .payload = "by the clone"};
    ASSERT_TRUE(clone->Append({&event, 1}).ok());
    if (fork) {
      original.Append("by the original");
    }
    ASSERT_TRUE(original->Epochs()[0].open);

    GiveAll(*clone, *original);
    for (const LogSet::EpochInfo& epoch : original->Epochs()) {
      EXPECT_FALSE(epoch.open);
      EXPECT_EQ(epoch.forked, fork);
    }
    original.Append("in a new epoch");
    EXPECT_EQ(original.Events().size(), fork ? 4u : 3u);
    EXPECT_EQ(original->Variants().size(), fork ? 3u : 2u);
  }
}

}  // namespace
}  // namespace cledi
