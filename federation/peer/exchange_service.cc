#include "federation/peer/exchange_service.h"

#include <memory>
#include <utility>

#include "cledi/federation/v1/exchange.pb.h"

namespace cledi {

using federation::v1::AnnounceRequest;
using federation::v1::AnnounceResponse;
using federation::v1::AwaitRequest;
using federation::v1::AwaitResponse;
using federation::v1::HelloRequest;
using federation::v1::HelloResponse;
using federation::v1::ListHeadsRequest;
using federation::v1::ListHeadsResponse;
using federation::v1::PullRequest;
using federation::v1::PullResponse;

void RegisterExchange(ExchangeServer* server, MethodTable& table) {
  const std::string service = "cledi.federation.v1.Exchange/";
  table.Add<HelloRequest, HelloResponse>(service + "Hello", Role::kPeer,
                                         [server](const Call& call, const HelloRequest& request) {
                                           return server->Hello(call.caller().id, request);
                                         });
  table.Add<ListHeadsRequest, ListHeadsResponse>(
      service + "ListHeads", Role::kPeer,
      [server](const Call& call, const ListHeadsRequest& request) {
        return server->ListHeads(call.caller().id, request);
      });
  table.Add<PullRequest, PullResponse>(service + "Pull", Role::kPeer,
                                       [server](const Call& call, const PullRequest& request) {
                                         return server->Pull(call.caller().id, request);
                                       });
  table.AddLater<AnnounceRequest, AnnounceResponse>(
      service + "Announce", Role::kPeer,
      [server](const std::shared_ptr<Call>& call, const AnnounceRequest& request,
               MethodTable::Answer<AnnounceResponse> answer) {
        server->Announce(call->caller().id, request, std::move(answer));
      });
  table.AddLater<AwaitRequest, AwaitResponse>(
      service + "Await", Role::kPeer,
      [server](const std::shared_ptr<Call>& call, const AwaitRequest& request,
               MethodTable::Answer<AwaitResponse> answer) {
        call->OnCancelled(server->Await(call->caller().id, request, std::move(answer)));
      });
}

}  // namespace cledi
