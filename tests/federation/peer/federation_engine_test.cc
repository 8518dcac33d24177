// Two engines over real gRPC.

#include "federation/peer/federation_engine.h"

#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"

#include "federation/base/check.h"
#include "federation/rpc/executor.h"
#include "federation/rpc_grpc/grpc_server.h"
#include "node/store/store_acknowledgements.h"
#include "tests/support/log/test_log.h"

namespace cledi {
namespace {

using federation::v1::SignedRosterUpdate;
using std::chrono_literals::operator""ms;

constexpr absl::Duration kPatience = absl::Seconds(60);

class NoRosterStorage final : public RosterStorage {
 public:
  Status Put(uint32_t, const SignedRosterUpdate&) override { return absl::OkStatus(); }
  StatusOr<std::vector<SignedRosterUpdate>> Load() override {
    return std::vector<SignedRosterUpdate>();
  }
};

// One node's federation side and its listener on the loopback, without TLS: whoever calls is
// taken for `caller`.
class EngineNode {
 public:
  EngineNode(TestRoster* federation, const std::string& node_id, std::string caller)
      : federation_(federation),
        log_(federation, node_id),
        caller_(std::move(caller)),
        acknowledgement_storage_(&log_.disk()) {}
  ~EngineNode() { Stop(); }

  // Starts the listener; the engine follows once everybody's address is on the roster.
  void Listen() {
    const auto update_count = federation_->updates().size();
    auto keeper = RosterKeeper::Open(federation_->root(), federation_->updates(), &storage_);
    CHECK(keeper.ok() && update_count > 0);
    keeper_ = *std::move(keeper);
    auto book = AcknowledgementBook::Open(&acknowledgement_storage_, log_.get(),
                                          &federation_->log_key(log_.node_id()), &clock_);
    CHECK(book.ok());
    acknowledgements_ = *std::move(book);
    engine_ = std::make_unique<FederationEngine>(FederationEngine::Environment{
        .logs = log_.get(),
        .roster = keeper_.get(),
        .acknowledgements = acknowledgements_.get(),
        .refusals = &refusals_,
        .clock = &clock_,
        .random = &random_,
        .credentials_for = [](const std::string&) { return grpc::InsecureChannelCredentials(); },
        .instance = random_.Draw<InstanceId>(),
        .software = "test",
        .dialable = true});
    log_->SetListener([this] {
      engine_->OnLogsChanged();
      absl::MutexLock lock(&mutex_);
      ++changes_;
    });
    table_ = std::make_unique<MethodTable>();
    engine_->RegisterWith(*table_);
    executor_ = std::make_unique<Executor>(2, 64);
    auto server = GrpcServer::ListenOnNetwork(
        "127.0.0.1:0", grpc::InsecureServerCredentials(),
        [this](const grpc::AuthContext&) { return Caller::Peer(caller_); },
        {.table = table_.get(), .executor = executor_.get(), .clock = &clock_}, {});
    CHECK(server.ok());
    server_ = *std::move(server);
    federation::v1::Member member = federation_->MemberFor(log_.node_id());
    member.clear_addresses();
    member.add_addresses(absl::StrFormat("127.0.0.1:%d", server_->port()));
    federation_->Step({UpdateChange(member)});
  }
  void Start() {
    FollowRoster();
    engine_->Start();
  }
  // What the roster's log would bring.
  void FollowRoster() {
    for (size_t i = keeper_->Get()->number(); i < federation_->updates().size(); ++i) {
      CHECK(keeper_->Adopt(federation_->updates()[i]).ok());
    }
    engine_->OnRosterChanged();
  }
  // In the order of the composition root.
  void Stop() {
    if (engine_ == nullptr) {
      return;
    }
    engine_->AnswerWaiting();
    server_->Stop(1000ms);
    executor_.reset();
    engine_->Stop();
    log_->SetListener(nullptr);
    server_.reset();
    engine_.reset();
  }

  // Whether it holds just so much in the end.
  bool WaitUntilHolding(const std::map<EventId, int>& events) {
    const absl::Time deadline = absl::Now() + kPatience;
    absl::MutexLock lock(&mutex_);
    for (;;) {
      const uint64_t before = changes_;
      mutex_.Unlock();
      const bool there = log_.Events() == events;
      mutex_.Lock();
      if (there) {
        return true;
      }
      const auto changed = [&] { return changes_ != before; };
      if (!mutex_.AwaitWithDeadline(absl::Condition(&changed), deadline)) {
        return false;
      }
    }
  }

  TestLog& log() { return log_; }
  FederationEngine& engine() { return *engine_; }
  const AcknowledgementBook& acknowledgements() const { return *acknowledgements_; }

 private:
  TestRoster* const federation_;
  SystemClock clock_;
  SystemRandom random_;
  NoRosterStorage storage_;
  TestLog log_;
  const std::string caller_;
  StoreAcknowledgements acknowledgement_storage_;
  Refusals refusals_;
  std::unique_ptr<RosterKeeper> keeper_;
  std::unique_ptr<AcknowledgementBook> acknowledgements_;
  std::unique_ptr<FederationEngine> engine_;
  std::unique_ptr<MethodTable> table_;
  std::unique_ptr<Executor> executor_;
  std::unique_ptr<GrpcServer> server_;
  absl::Mutex mutex_;
  uint64_t changes_ ABSL_GUARDED_BY(mutex_) = 0;
};

class FederationEngineTest : public testing::Test {
 protected:
  void StartBoth() {
    granada_.Listen();
    metu_.Listen();
    granada_.Start();
    metu_.Start();
  }
  std::map<EventId, int> All() {
    std::map<EventId, int> all = granada_.log().Events();
    all.merge(metu_.log().Events());
    return all;
  }

  TestRoster federation_{{"es-granada", "tr-metu"}};
  EngineNode granada_{&federation_, "es-granada", "tr-metu"};
  EngineNode metu_{&federation_, "tr-metu", "es-granada"};
};

TEST_F(FederationEngineTest, TwoNodesGetEachOthersEvents) {
  granada_.log().AppendAll({"from before", "the start"});
  metu_.log().AppendAll(std::vector<std::string>(3000, "catching up"));
  StartBoth();
  EXPECT_TRUE(granada_.WaitUntilHolding(All()));
  EXPECT_TRUE(metu_.WaitUntilHolding(All()));

  granada_.log().Append("live");
  metu_.log().Append("and back");
  EXPECT_TRUE(granada_.WaitUntilHolding(All()));
  EXPECT_TRUE(metu_.WaitUntilHolding(All()));
  EXPECT_EQ(granada_.log()->SpaceDigest(CommonsSpace()), metu_.log()->SpaceDigest(CommonsSpace()));
}

TEST_F(FederationEngineTest, WhatAPeerHoldsIsAcknowledged) {
  StartBoth();
  granada_.log().Append("to be held");
  ASSERT_TRUE(metu_.WaitUntilHolding(All()));
  // The signature comes with the answer, or with what the peer says next.
  metu_.log().Append("a reason to talk");
  ASSERT_TRUE(granada_.WaitUntilHolding(All()));
  const LogId log = granada_.log()->OwnLogId(CommonsSpace());
  const Checkpoint head = granada_.log()->HeadsOfLog(log)[0].checkpoint();
  while (granada_.acknowledgements().ForEpoch(log, head.tag).empty()) {
    std::this_thread::yield();
  }
  EXPECT_EQ(granada_.acknowledgements().ForEpoch(log, head.tag)[0].checkpoint, head);
}

// Goal: a node that was away comes back, at another address, and both have everything.
TEST_F(FederationEngineTest, ANodeThatWasStoppedCatchesUpWhenItComesBack) {
  StartBoth();
  granada_.log().Append("while both are there");
  ASSERT_TRUE(metu_.WaitUntilHolding(All()));

  metu_.Stop();
  granada_.log().AppendAll({"while", "it", "is away"});
  metu_.log().Restart();
  metu_.log().Append("written offline");
  metu_.Listen();
  granada_.FollowRoster();
  metu_.Start();

  EXPECT_TRUE(metu_.WaitUntilHolding(All()));
  EXPECT_TRUE(granada_.WaitUntilHolding(All()));
  EXPECT_EQ(All().size(), 5u);
}

TEST_F(FederationEngineTest, TheNetworkIsDrawnFromTheStart) {
  StartBoth();
  EXPECT_EQ(granada_.engine().Network()->node_id(), "es-granada");
  EXPECT_EQ(granada_.engine().Network()->peers_size(), 1);
}

TEST_F(FederationEngineTest, ItStopsWhileTheOtherSideIsInTheMiddleOfACall) {
  metu_.log().AppendAll(std::vector<std::string>(20'000, std::string(200, 'x')));
  StartBoth();
  metu_.Stop();
  granada_.Stop();
  granada_.Stop();
}

TEST_F(FederationEngineTest, ItMayBeDroppedUnstarted) {
  granada_.Listen();
  granada_.Stop();
}

}  // namespace
}  // namespace cledi
