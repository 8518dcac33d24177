#include "node/operator/return_notice.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "federation/base/utc_text.h"
#include "node/operator/notice.h"

namespace cledi {
namespace {

using admin::v1::GetNetworkResponse;
using admin::v1::Notice;
using admin::v1::PeerStatus;

std::string Entries(uint64_t count) {
  return count == 1 ? "1 entry" : absl::StrFormat("%d entries", count);
}

// Own entries that a partner is known to hold, and that are not here yet.
uint64_t StillAway(const GetNetworkResponse& network, std::string_view node_id) {
  uint64_t away = 0;
  for (const admin::v1::LogHolding& holding : network.holdings()) {
    if (holding.owner() == node_id && holding.holder() == node_id &&
        holding.events() < holding.events_known()) {
      away += holding.events_known() - holding.events();
    }
  }
  return away;
}

// Partners that were not heard of since the start: nobody knows what only they hold.
std::vector<std::string> Unheard(const GetNetworkResponse& network) {
  std::vector<std::string> unheard;
  for (const PeerStatus& peer : network.peers()) {
    if (peer.state() != PeerStatus::STATE_REMOVED && peer.last_contact_unix_ms() == 0) {
      unheard.push_back(peer.node_id());
    }
  }
  return unheard;
}

std::string WhatMayBeMissing(const GetNetworkResponse& network, std::string_view node_id) {
  if (const uint64_t away = StillAway(network, node_id); away > 0) {
    return absl::StrFormat("; on their way: %s", Entries(away));
  }
  const std::vector<std::string> unheard = Unheard(network);
  if (unheard.empty()) {
    return ", and nothing that reached a partner is missing";
  }
  return absl::StrCat("; what only ", absl::StrJoin(unheard, ", "),
                      " may hold comes back when they can be reached");
}

}  // namespace

std::optional<Notice> ReturnNotice(const OwnReturn& returned, UnixMillis started,
                                   const GetNetworkResponse& network, std::string_view node_id) {
  if (returned.events == 0) {
    return std::nullopt;
  }
  // A node's clock follows those of others, so its last entries may be a little ahead of it.
  if (HlcTime(returned.newest) > started + kClockTolerance) {
    return MakeNotice(
        Notice::SEVERITY_ERROR,
        absl::StrFormat("partners sent %s that were written with this node's key, the newest of "
                        "%s, after this node was started: another machine runs as this node. All "
                        "is kept; stop one of the two",
                        Entries(returned.events), UtcText(HlcTime(returned.newest))));
  }
  const std::string copy = returned.newest_at_open == 0
                               ? "without any entries of its own"
                               : absl::StrCat("from a copy whose newest own entry is of ",
                                              UtcText(HlcTime(returned.newest_at_open)));
  return MakeNotice(
      Notice::SEVERITY_INFO,
      absl::StrFormat("this node went on %s; %s of its own came back from partners%s", copy,
                      Entries(returned.events), WhatMayBeMissing(network, node_id)));
}

}  // namespace cledi
