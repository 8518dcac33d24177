#ifndef CLEDI_FEDERATION_PEER_NETWORK_PICTURE_H_
#define CLEDI_FEDERATION_PEER_NETWORK_PICTURE_H_

#include <chrono>
#include <map>
#include <memory>
#include <string>

#include "cledi/admin/v1/node_service.pb.h"
#include "federation/base/clock.h"
#include "federation/log/log_set.h"
#include "federation/roster/roster.h"
#include "federation/sync/acknowledgement_book.h"
#include "federation/sync/refusals.h"
#include "federation/sync/remote_peer.h"

namespace cledi {

// What the picture is drawn from.
struct NetworkSources {
  const LogSet* logs;
  std::shared_ptr<const Roster> roster;
  const std::map<std::string, RemotePeer, std::less<>>* peers;
  const AcknowledgementBook* acknowledgements;
  const Refusals* refusals;
  UnixMillis now;
  std::chrono::milliseconds monotonic;
};

// The network as this node sees it: who is reachable, and who is known to hold how much of
// whose log. A peer is known to hold what it said itself (its digests and heads) and what it
// acknowledged; what it was told it may still be pulling.
admin::v1::GetNetworkResponse DrawNetwork(const NetworkSources& sources);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_PEER_NETWORK_PICTURE_H_
