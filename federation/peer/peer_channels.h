#ifndef CLEDI_FEDERATION_PEER_PEER_CHANNELS_H_
#define CLEDI_FEDERATION_PEER_PEER_CHANNELS_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "federation/peer/federation_loop.h"
#include "federation/roster/roster.h"
#include "federation/rpc_grpc/completion_thread.h"
#include "federation/rpc_grpc/rpc_channel.h"
#include "federation/sync/peer_network.h"

namespace cledi {

// The replicator's calls, over gRPC: one channel a peer, made when it is first called and
// again when its address changes. Used from the federation loop only, where answers come
// back too.
class PeerChannels final : public PeerNetwork {
 public:
  // Credentials that accept only the node that is meant.
  using CredentialsFor =
      std::function<std::shared_ptr<grpc::ChannelCredentials>(const std::string& node_id)>;

  // `loop` outlives this.
  PeerChannels(std::function<std::shared_ptr<const Roster>()> roster,
               CredentialsFor credentials_for, FederationLoop* loop);

  void Call(const std::string& peer, ExchangeRequest request, std::chrono::milliseconds timeout,
            ExchangeAnswer done) override;

  // Drops all channels: what is in flight ends. Call it when the loop has stopped.
  void Close();

 private:
  // The peer's channel, new if its address is. Null: it has no address.
  std::shared_ptr<RpcChannel> ChannelTo(const std::string& peer);

  const std::function<std::shared_ptr<const Roster>()> roster_;
  const CredentialsFor credentials_for_;
  FederationLoop* const loop_;
  CompletionThread completions_;
  std::map<std::string, std::shared_ptr<RpcChannel>, std::less<>> channels_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_PEER_PEER_CHANNELS_H_
