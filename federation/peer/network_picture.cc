#include "federation/peer/network_picture.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_format.h"

namespace cledi {

using admin::v1::GetNetworkResponse;
using admin::v1::LogHolding;
using admin::v1::PeerStatus;

namespace {

constexpr std::chrono::minutes kLaggingAfter{2};
constexpr std::chrono::minutes kSilentAfter{5};

std::string_view SpaceName(const SpaceId& space) {
  return space == RosterSpace() ? "roster" : "commons";
}

// Events of a set of heads: of a forked epoch, those of its longest history.
uint64_t EventsOf(const std::set<Checkpoint>& heads) {
  std::map<EpochTag, uint64_t> sizes;
  for (const Checkpoint& head : heads) {
    uint64_t& size = sizes[head.tag];
    size = std::max(size, head.size);
  }
  uint64_t events = 0;
  for (const auto& [tag, size] : sizes) {
    events += size;
  }
  return events;
}

std::set<Checkpoint> OwnHeads(const LogSet& logs, const LogId& log) {
  std::set<Checkpoint> heads;
  for (const SignedCheckpoint& head : logs.HeadsOfLog(log)) {
    heads.insert(head.checkpoint());
  }
  return heads;
}

// What a peer is known to hold of a log.
uint64_t EventsAt(const NetworkSources& sources, const RemotePeer& peer, const SpaceId& space,
                  const LogId& log, const std::set<Checkpoint>& own_heads) {
  const auto digest = peer.digests.find(space);
  if (digest != peer.digests.end() && digest->second == sources.logs->SpaceDigest(space)) {
    return EventsOf(own_heads);
  }
  std::set<Checkpoint> known;
  if (const auto heads = peer.heads.find(log); heads != peer.heads.end()) {
    known = heads->second;
  }
  for (const Checkpoint& head : own_heads) {
    for (const Acknowledgement& one : sources.acknowledgements->ForEpoch(head.log, head.tag)) {
      if (one.node_id == peer.id) {
        known.insert(one.checkpoint);
      }
    }
  }
  return EventsOf(known);
}

PeerStatus::State StateOf(const RemotePeer& peer, const NetworkSources& sources) {
  if (peer.last_contact == UnixMillis{}) {
    return PeerStatus::STATE_UNKNOWN;
  }
  const auto silence = sources.now - peer.last_contact;
  if (silence > kSilentAfter) {
    return PeerStatus::STATE_SILENT;
  }
  if (peer.phase != RemotePeer::Phase::kUp && peer.dialable && !peer.last_error.empty()) {
    return PeerStatus::STATE_FAILING;
  }
  if (peer.behind_since != UnixMillis{} && sources.now - peer.behind_since > kLaggingAfter) {
    return PeerStatus::STATE_LAGGING;
  }
  return PeerStatus::STATE_LIVE;
}

std::string ReasonFor(const RemotePeer& peer, PeerStatus::State state) {
  switch (state) {
    case PeerStatus::STATE_LIVE:
    case PeerStatus::STATE_REMOVED:
      return "";
    case PeerStatus::STATE_LAGGING:
      return "it is reachable and does not hold everything that is here yet";
    default:
      break;
  }
  if (!peer.last_error.empty()) {
    return peer.last_error;
  }
  return peer.dialable ? "it has not answered yet" : "it takes no calls and has not called yet";
}

PeerStatus DrawPeer(const MemberEntry& member, const NetworkSources& sources) {
  PeerStatus status;
  status.set_node_id(member.member.node_id());
  status.set_institution(member.member.institution());
  status.set_country(member.member.country());
  status.set_web_address(member.member.web_address());
  if (!member.member.addresses().empty()) {
    status.set_address(member.member.addresses(0));
  }
  if (member.state == MemberState::kRemoved) {
    status.set_state(PeerStatus::STATE_REMOVED);
    return status;
  }
  const auto it = sources.peers->find(member.member.node_id());
  if (it == sources.peers->end()) {
    status.set_state(PeerStatus::STATE_UNKNOWN);
    status.set_reason("it has just joined");
    return status;
  }
  const RemotePeer& peer = it->second;
  status.set_state(StateOf(peer, sources));
  status.set_reason(ReasonFor(peer, status.state()));
  status.set_last_contact_unix_ms(ToUnixMs(peer.last_contact));
  if (peer.phase == RemotePeer::Phase::kWaiting && peer.next_try > sources.monotonic) {
    status.set_next_try_unix_ms(ToUnixMs(sources.now + (peer.next_try - sources.monotonic)));
  }
  status.set_roster_number(peer.roster_number);
  status.set_clock_offset_ms(peer.clock_offset_ms);
  status.set_software(peer.software);
  return status;
}

// One log × everybody.
void DrawLog(const NetworkSources& sources, const LogId& log, const std::string& owner,
             const SpaceId& space, GetNetworkResponse& picture) {
  const std::string& self = sources.logs->options().node_id;
  const std::set<Checkpoint> own_heads = OwnHeads(*sources.logs, log);
  std::vector<LogHolding> row;
  uint64_t known = 0;
  for (const MemberEntry* member : sources.roster->Active()) {
    LogHolding& holding = row.emplace_back();
    holding.set_owner(owner);
    holding.set_space(std::string(SpaceName(space)));
    holding.set_holder(member->member.node_id());
    if (member->member.node_id() == self) {
      holding.set_events(EventsOf(own_heads));
      holding.set_as_of_unix_ms(ToUnixMs(sources.now));
    } else if (const auto it = sources.peers->find(member->member.node_id());
               it != sources.peers->end()) {
      holding.set_events(EventsAt(sources, it->second, space, log, own_heads));
      holding.set_as_of_unix_ms(ToUnixMs(it->second.last_contact));
    }
    known = std::max<uint64_t>(known, holding.events());
  }
  for (LogHolding& holding : row) {
    holding.set_events_known(known);
    if (holding.events() < known) {
      const auto it = sources.peers->find(holding.holder());
      const UnixMillis since = it != sources.peers->end() ? it->second.behind_since : sources.now;
      holding.set_behind_since_unix_ms(ToUnixMs(since == UnixMillis{} ? sources.now : since));
    }
    *picture.add_holdings() = std::move(holding);
  }
}

}  // namespace

GetNetworkResponse DrawNetwork(const NetworkSources& sources) {
  GetNetworkResponse picture;
  const LogSet::Options& self = sources.logs->options();
  picture.set_node_id(self.node_id);
  picture.set_as_of_unix_ms(ToUnixMs(sources.now));
  for (const MemberEntry* member : sources.roster->All()) {
    if (member->member.node_id() == self.node_id) {
      picture.set_institution(member->member.institution());
      picture.set_country(member->member.country());
    } else {
      *picture.add_peers() = DrawPeer(*member, sources);
    }
    for (const SpaceId& space : {RosterSpace(), CommonsSpace()}) {
      const LogId log =
          LogIdOf(self.federation, member->member.node_id(), member->member.incarnation(), space);
      // Only the coordinator writes to the roster space.
      if (space == CommonsSpace() || !sources.logs->HeadsOfLog(log).empty()) {
        DrawLog(sources, log, member->member.node_id(), space, picture);
      }
    }
  }
  std::set<EpochTag> forked;
  for (const ForkProof& proof : sources.logs->ForkProofs()) {
    forked.insert(proof.larger.tag());
  }
  picture.set_forked_epochs(static_cast<uint32_t>(forked.size()));
  for (const auto& [key, entry] : sources.refusals->Snapshot()) {
    auto& refusal = *picture.add_refusals();
    refusal.set_peer(key.first);
    refusal.set_kind(key.second);
    refusal.set_count(entry.count);
    refusal.set_last_detail(entry.last_detail);
  }
  return picture;
}

}  // namespace cledi
