#include "federation/peer/peer_channels.h"

#include <type_traits>
#include <utility>

#include "absl/strings/str_format.h"

namespace cledi {
namespace {

// The response that belongs to each request, and the method's name.
template <class Request>
struct MethodOf;
template <>
struct MethodOf<federation::v1::HelloRequest> {
  using Response = federation::v1::HelloResponse;
  static constexpr std::string_view kName = "cledi.federation.v1.Exchange/Hello";
};
template <>
struct MethodOf<federation::v1::ListHeadsRequest> {
  using Response = federation::v1::ListHeadsResponse;
  static constexpr std::string_view kName = "cledi.federation.v1.Exchange/ListHeads";
};
template <>
struct MethodOf<federation::v1::PullRequest> {
  using Response = federation::v1::PullResponse;
  static constexpr std::string_view kName = "cledi.federation.v1.Exchange/Pull";
};
template <>
struct MethodOf<federation::v1::AnnounceRequest> {
  using Response = federation::v1::AnnounceResponse;
  static constexpr std::string_view kName = "cledi.federation.v1.Exchange/Announce";
};
template <>
struct MethodOf<federation::v1::AwaitRequest> {
  using Response = federation::v1::AwaitResponse;
  static constexpr std::string_view kName = "cledi.federation.v1.Exchange/Await";
};

}  // namespace

PeerChannels::PeerChannels(std::function<std::shared_ptr<const Roster>()> roster,
                           CredentialsFor credentials_for, FederationLoop* loop)
    : roster_(std::move(roster)), credentials_for_(std::move(credentials_for)), loop_(loop) {}

std::shared_ptr<RpcChannel> PeerChannels::ChannelTo(const std::string& peer) {
  const std::shared_ptr<const Roster> roster = roster_();
  const MemberEntry* member = roster->Find(peer);
  if (member == nullptr || member->member.addresses().empty()) {
    channels_.erase(peer);
    return nullptr;
  }
  const std::string& address = member->member.addresses(0);
  std::shared_ptr<RpcChannel>& channel = channels_[peer];
  if (channel == nullptr || channel->target().address != address) {
    channel = std::make_shared<RpcChannel>(RpcChannel::Target{.name = peer, .address = address},
                                           credentials_for_(peer), &completions_);
  }
  return channel;
}

void PeerChannels::Call(const std::string& peer, ExchangeRequest request,
                        std::chrono::milliseconds timeout, ExchangeAnswer done) {
  const std::shared_ptr<RpcChannel> channel = ChannelTo(peer);
  // Never within the call: the replicator is in the middle of something.
  const auto answer = [loop = loop_, done = std::move(done)](StatusOr<ExchangeResponse> response) {
    loop->Post([done, response = std::move(response)] { done(response); });
  };
  if (channel == nullptr) {
    answer(absl::UnavailableError(absl::StrFormat("%s takes no calls: it dials out only", peer)));
    return;
  }
  std::visit(
      [&](const auto& message) {
        using Method = MethodOf<std::decay_t<decltype(message)>>;
        channel->CallAsync<typename Method::Response>(
            Method::kName, message, timeout,
            [answer](StatusOr<typename Method::Response> response) {
              if (response.ok()) {
                answer(ExchangeResponse(*std::move(response)));
              } else {
                answer(response.status());
              }
            });
      },
      request);
}

void PeerChannels::Close() { channels_.clear(); }

}  // namespace cledi
