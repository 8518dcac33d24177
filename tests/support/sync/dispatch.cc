#include "tests/support/sync/dispatch.h"

#include <utility>

namespace cledi {

using federation::v1::AnnounceRequest;
using federation::v1::AwaitRequest;
using federation::v1::HelloRequest;
using federation::v1::ListHeadsRequest;
using federation::v1::PullRequest;

void Dispatch(ExchangeServer& server, const std::string& from, const ExchangeRequest& request,
              ExchangeAnswer answer) {
  const auto reply = [answer = std::move(answer)](auto response) {
    if (response.ok()) {
      answer(ExchangeResponse(*std::move(response)));
    } else {
      answer(response.status());
    }
  };
  if (const auto* hello = std::get_if<HelloRequest>(&request)) {
    reply(server.Hello(from, *hello));
  } else if (const auto* list = std::get_if<ListHeadsRequest>(&request)) {
    reply(server.ListHeads(from, *list));
  } else if (const auto* pull = std::get_if<PullRequest>(&request)) {
    reply(server.Pull(from, *pull));
  } else if (const auto* announce = std::get_if<AnnounceRequest>(&request)) {
    server.Announce(from, *announce, reply);
  } else {
    server.Await(from, std::get<AwaitRequest>(request), reply);
  }
}

}  // namespace cledi
