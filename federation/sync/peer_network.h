#ifndef CLEDI_FEDERATION_SYNC_PEER_NETWORK_H_
#define CLEDI_FEDERATION_SYNC_PEER_NETWORK_H_

#include <chrono>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "cledi/federation/v1/exchange.pb.h"
#include "federation/base/status.h"
#include "federation/log/log_set.h"

namespace cledi {

using ExchangeRequest = std::variant<federation::v1::HelloRequest, federation::v1::ListHeadsRequest,
                                     federation::v1::PullRequest, federation::v1::AnnounceRequest,
                                     federation::v1::AwaitRequest>;
using ExchangeResponse =
    std::variant<federation::v1::HelloResponse, federation::v1::ListHeadsResponse,
                 federation::v1::PullResponse, federation::v1::AnnounceResponse,
                 federation::v1::AwaitResponse>;
using ExchangeAnswer = std::function<void(StatusOr<ExchangeResponse>)>;

// The way to other nodes: gRPC, or the simulator's events.
class PeerNetwork {
 public:
  virtual ~PeerNetwork() = default;
  // `done` runs exactly once, later, on the federation loop.
  virtual void Call(const std::string& peer, ExchangeRequest request,
                    std::chrono::milliseconds timeout, ExchangeAnswer done) = 0;
};

// The way to the log set's one writing thread.
class Ingestor {
 public:
  virtual ~Ingestor() = default;
  // `done` runs exactly once, on the federation loop. ResourceExhausted-like pressure shows
  // as time, never as a drop.
  virtual void Ingest(std::vector<LogRange> ranges,
                      std::function<void(std::vector<IngestResult>)> done) = 0;
  // LogSet::CloseEpochIfBehind, on the writing thread.
  virtual void CloseEpochIfBehind(const Checkpoint& head) = 0;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_SYNC_PEER_NETWORK_H_
