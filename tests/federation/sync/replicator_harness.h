#ifndef CLEDI_TESTS_FEDERATION_SYNC_REPLICATOR_HARNESS_H_
#define CLEDI_TESTS_FEDERATION_SYNC_REPLICATOR_HARNESS_H_

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "federation/sync/replicator.h"
#include "tests/support/log/handwritten_epoch.h"
#include "tests/support/sync/sync_node.h"

namespace cledi {

// A replicator ("es-granada") whose calls wait for the test to answer them.
class ReplicatorTest : public testing::Test, public PeerNetwork, public Ingestor {
 protected:
  explicit ReplicatorTest(bool dialable = true);

  struct PendingCall {
    std::string peer;
    ExchangeRequest request;
    std::chrono::milliseconds timeout;
    ExchangeAnswer done;

    template <class Request>
    const Request& As() const {
      return std::get<Request>(request);
    }
  };

  // PeerNetwork and Ingestor.
  void Call(const std::string& peer, ExchangeRequest request, std::chrono::milliseconds timeout,
            ExchangeAnswer done) override;
  void Ingest(std::vector<LogRange> ranges,
              std::function<void(std::vector<IngestResult>)> done) override;
  void CloseEpochIfBehind(const Checkpoint& head) override;

  // Time passes, with a tick every 100 ms.
  void Pass(std::chrono::milliseconds time);
  // Calls of one kind that wait, to one peer or to all.
  template <class Request>
  size_t Waiting(const std::string& peer = "") const {
    return static_cast<size_t>(std::ranges::count_if(calls_, [&](const PendingCall& call) {
      return std::holds_alternative<Request>(call.request) && (peer.empty() || call.peer == peer);
    }));
  }
  // The oldest such call, taken out; fails the test if there is none.
  template <class Request>
  PendingCall Take(const std::string& peer = "") {
    for (auto it = calls_.begin(); it != calls_.end(); ++it) {
      if (std::holds_alternative<Request>(it->request) && (peer.empty() || it->peer == peer)) {
        PendingCall call = std::move(*it);
        calls_.erase(it);
        return call;
      }
    }
    ADD_FAILURE() << "no such call to " << peer;
    return {peer, Request(), {}, [](StatusOr<ExchangeResponse>) {}};
  }
  // Whether a call waits at any of `peers` that is no Await.
  bool Busy(const std::vector<SyncNode*>& peers) const;
  // Lets `peer`'s own server answer; stores what was pulled; until only Awaits wait.
  void ServeAll(const std::vector<SyncNode*>& peers);
  // As ServeAll, answering only what is there now. An Await is answered if there is news.
  void ServeOnce(const std::vector<SyncNode*>& peers);
  void StoreQueued();

  // Hello and Await with what `node` holds; nothing is asked yet.
  void Greet(SyncNode& node);
  // What a peer says that holds, beside all that is here, the heads of `epochs`.
  federation::v1::SpaceDigest OtherDigest(uint8_t seed);
  void AnswerHello(const std::string& peer, uint8_t digest_seed);
  void AnswerHeads(const std::string& peer, const std::vector<SignedCheckpoint>& heads);

  TestRoster federation_{{"es-granada", "tr-metu", "it-bicocca"}};
  SyncNode self_{&federation_, "es-granada"};
  std::deque<PendingCall> calls_;
  std::map<std::string, size_t> call_counts_;  // By peer.
  struct Queued {
    std::vector<LogRange> ranges;
    std::function<void(std::vector<IngestResult>)> done;
  };
  std::deque<Queued> queued_;
  std::vector<Checkpoint> closed_;  // What CloseEpochIfBehind was called with.
  std::unique_ptr<Replicator> replicator_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_FEDERATION_SYNC_REPLICATOR_HARNESS_H_
