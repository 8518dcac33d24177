#include "tests/federation/sync/replicator_harness.h"

#include <utility>

#include "tests/support/sync/dispatch.h"

namespace cledi {

using federation::v1::AwaitRequest;
using federation::v1::HelloRequest;
using federation::v1::HelloResponse;
using federation::v1::ListHeadsRequest;
using federation::v1::ListHeadsResponse;
using federation::v1::SpaceDigest;
using std::chrono::milliseconds;

ReplicatorTest::ReplicatorTest(bool dialable) {
  replicator_ = std::make_unique<Replicator>(
      Replicator::Environment{.logs = self_.log.get(),
                              .roster = [this] { return federation_.roster(); },
                              .server = self_.server.get(),
                              .acknowledgements = self_.acknowledgements.get(),
                              .network = this,
                              .ingestor = this,
                              .refusals = &self_.refusals,
                              .clock = &self_.log.clock(),
                              .random = &self_.log.random(),
                              .instance = InstanceId(),
                              .software = "test",
                              .dialable = dialable});
  self_.log->SetListener([this] { replicator_->OnChange(); });
}

void ReplicatorTest::Call(const std::string& peer, ExchangeRequest request, milliseconds timeout,
                          ExchangeAnswer done) {
  calls_.push_back({peer, std::move(request), timeout, std::move(done)});
  ++call_counts_[peer];
}

void ReplicatorTest::Ingest(std::vector<LogRange> ranges,
                            std::function<void(std::vector<IngestResult>)> done) {
  queued_.push_back({std::move(ranges), std::move(done)});
}

void ReplicatorTest::CloseEpochIfBehind(const Checkpoint& head) {
  closed_.push_back(head);
  self_.log->CloseEpochIfBehind(head);
}

void ReplicatorTest::Pass(milliseconds time) {
  for (milliseconds passed{0}; passed < time; passed += milliseconds(100)) {
    self_.log.clock().Advance(milliseconds(100));
    replicator_->Tick();
  }
}

bool ReplicatorTest::Busy(const std::vector<SyncNode*>& peers) const {
  return std::ranges::any_of(calls_, [&](const PendingCall& call) {
    return !std::holds_alternative<AwaitRequest>(call.request) &&
           std::ranges::any_of(
               peers, [&](const SyncNode* node) { return node->log.node_id() == call.peer; });
  });
}

void ReplicatorTest::StoreQueued() {
  while (!queued_.empty()) {
    Queued queued = std::move(queued_.front());
    queued_.pop_front();
    queued.done(self_.log->Ingest(std::move(queued.ranges)));
  }
}

void ReplicatorTest::ServeOnce(const std::vector<SyncNode*>& peers) {
  std::deque<PendingCall> calls = std::move(calls_);
  calls_.clear();
  for (PendingCall& call : calls) {
    const auto peer = std::ranges::find(peers, call.peer,
                                        [](const SyncNode* node) { return node->log.node_id(); });
    if (peer == peers.end()) {
      calls_.push_back(std::move(call));
      continue;
    }
    // An Await without news stays; its answer comes when the peer's server is asked again.
    Dispatch(*(*peer)->server, "es-granada", call.request, call.done);
  }
  StoreQueued();
}

void ReplicatorTest::ServeAll(const std::vector<SyncNode*>& peers) {
  for (int i = 0; i < 200 && (Busy(peers) || !queued_.empty()); ++i) {
    ServeOnce(peers);
    for (SyncNode* peer : peers) {
      peer->server->AnswerWaiters();
    }
    Pass(milliseconds(100));
  }
}

SpaceDigest ReplicatorTest::OtherDigest(uint8_t seed) {
  SpaceDigest digest;
  digest.set_space_id(CommonsSpace().str());
  digest.set_digest(std::string(Hash::kSize, static_cast<char>(seed)));
  return digest;
}

void ReplicatorTest::Greet(SyncNode& node) {
  PendingCall call = Take<HelloRequest>(node.log.node_id());
  Dispatch(*node.server, "es-granada", call.request, call.done);
}

void ReplicatorTest::AnswerHello(const std::string& peer, uint8_t digest_seed) {
  HelloResponse hello;
  hello.set_protocol(kProtocolVersion);
  hello.set_node_id(peer);
  hello.set_roster_number(federation_.roster()->number());
  *hello.add_spaces() = OtherDigest(digest_seed);
  Take<HelloRequest>(peer).done(ExchangeResponse(hello));
}

void ReplicatorTest::AnswerHeads(const std::string& peer,
                                 const std::vector<SignedCheckpoint>& heads) {
  ListHeadsResponse response;
  for (const SignedCheckpoint& head : heads) {
    *response.add_heads() = ToProto(head);
  }
  Take<ListHeadsRequest>(peer).done(ExchangeResponse(response));
}

}  // namespace cledi
