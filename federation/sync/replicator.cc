#include "federation/sync/replicator.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/check.h"
#include "federation/sync/range_codec.h"

namespace cledi {

using federation::v1::AwaitRequest;
using federation::v1::AwaitResponse;
using federation::v1::HelloRequest;
using federation::v1::HelloResponse;
using federation::v1::ListHeadsRequest;
using federation::v1::ListHeadsResponse;
using federation::v1::SpaceDigest;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kHelloTimeout{10'000};
constexpr milliseconds kListTimeout{20'000};
constexpr milliseconds kAwaitTimeout = kAwaitTime + milliseconds(10'000);
constexpr milliseconds kRecheckUnequal{60'000};
constexpr size_t kListedHeadsMax = 200'000;
// Four at a time pass a line of 64 kbit/s within the timeout.
constexpr size_t kBytesAtOnceMin = size_t{64} * 1024;
// Whatever a peer answers, it is not asked again faster than this.
constexpr milliseconds kAwaitPause{1'000};
constexpr milliseconds kAwaitPauseAfterNews{100};

}  // namespace

Replicator::Replicator(Environment environment) : env_(std::move(environment)) { FollowRoster(); }

RemotePeer* Replicator::Find(const std::string& id) {
  const auto it = peers_.find(id);
  return it == peers_.end() ? nullptr : &it->second;
}

void Replicator::FollowRoster() {
  const std::shared_ptr<const Roster> roster = env_.roster();
  if (roster->number() == roster_number_) {
    return;
  }
  roster_number_ = roster->number();
  const std::string& self = env_.logs->options().node_id;
  for (const MemberEntry* member : roster->Active()) {
    const std::string& id = member->member.node_id();
    if (id == self) {
      continue;
    }
    RemotePeer& peer = peers_[id];
    peer.id = id;
    peer.dialable = member->member.addresses_size() > 0;
    // What was refused for want of a roster entry may be had now.
    peer.compared.clear();
  }
  for (auto it = peers_.begin(); it != peers_.end();) {
    const std::string id = it->first;
    if (roster->IsActive(id)) {
      ++it;
      continue;
    }
    it = peers_.erase(it);
    DropHolderEverywhere(id);
  }
}

void Replicator::Tick() {
  FollowRoster();
  const milliseconds now = env_.clock->Monotonic();
  for (auto& [id, peer] : peers_) {
    if (peer.phase == RemotePeer::Phase::kWaiting && peer.dialable && peer.next_try <= now) {
      Greet(peer);
    }
    if (peer.phase != RemotePeer::Phase::kUp) {
      continue;
    }
    if (peer.next_await <= now) {
      AwaitNews(peer);
    }
    if (peer.recheck_at <= now) {
      peer.recheck_at = milliseconds::max();
      peer.compared.clear();
      Compare(peer);
    }
    if (peer.announce_again && !peer.announcing) {
      Announce(peer);
    }
  }
  StartPulls();
}

void Replicator::OnChange() {
  FollowRoster();
  for (auto& [id, peer] : peers_) {
    if (peer.phase == RemotePeer::Phase::kUp) {
      Announce(peer);
      Compare(peer);
    }
  }
}

void Replicator::OnNews(const PeerNews& news) {
  RemotePeer* const peer = Find(news.peer);
  if (peer == nullptr) {
    return;
  }
  if (peer->phase == RemotePeer::Phase::kWaiting) {
    // It is alive: no need to wait the back-off out.
    peer->next_try = env_.clock->Monotonic();
  }
  if (news.contact_only) {
    peer->last_contact = env_.clock->Now();
    return;
  }
  WantMissing(news.peer, news.heads);
  Heard(*peer, news.spaces, news.roster_number);
}

bool Replicator::Idle() const {
  return wants_.empty() && std::ranges::none_of(peers_, [](const auto& entry) {
           const RemotePeer& peer = entry.second;
           return peer.announcing || peer.announce_again || !peer.listing.empty() ||
                  peer.phase == RemotePeer::Phase::kGreeting;
         });
}

void Replicator::Greet(RemotePeer& peer) {
  peer.phase = RemotePeer::Phase::kGreeting;
  HelloRequest request;
  request.set_protocol_min(kProtocolVersion);
  request.set_protocol_max(kProtocolVersion);
  request.set_instance(env_.instance.str());
  request.set_clock_unix_ms(ToUnixMs(env_.clock->Now()));
  request.set_roster_number(env_.roster()->number());
  request.set_software(env_.software);
  for (SpaceDigest& digest : env_.server->DigestsFor(peer.id)) {
    *request.add_spaces() = std::move(digest);
  }
  env_.network->Call(
      peer.id, std::move(request), kHelloTimeout,
      [this, id = peer.id](StatusOr<ExchangeResponse> answer) { OnHello(id, std::move(answer)); });
}

void Replicator::OnHello(const std::string& id, StatusOr<ExchangeResponse> answer) {
  RemotePeer* const peer = Find(id);
  if (peer == nullptr) {
    return;
  }
  if (!answer.ok()) {
    Failed(*peer, answer.status());
    return;
  }
  const HelloResponse& hello = std::get<HelloResponse>(*answer);
  if (hello.node_id() != id || hello.protocol() != kProtocolVersion) {
    Failed(*peer, absl::FailedPreconditionError(absl::StrFormat(
                      "it answers as %s and speaks version %d of the exchange; this node speaks %d",
                      hello.node_id(), hello.protocol(), kProtocolVersion)));
    return;
  }
  peer->phase = RemotePeer::Phase::kUp;
  peer->last_error.clear();
  peer->software = hello.software().substr(0, 100);
  peer->clock_offset_ms = hello.clock_unix_ms() - ToUnixMs(env_.clock->Now());
  peer->compared.clear();
  peer->acknowledged.clear();  // It may have forgotten: say it again.
  Heard(*peer, {hello.spaces().begin(), hello.spaces().end()}, hello.roster_number());
  AwaitNews(*peer);
  peer->announce_again = true;
}

void Replicator::AwaitNews(RemotePeer& peer) {
  if (peer.awaiting) {
    return;
  }
  peer.awaiting = true;
  peer.awaiting_since = env_.clock->Monotonic();
  AwaitRequest request;
  request.set_roster_number(peer.roster_number);
  for (const auto& [space, digest] : peer.digests) {
    SpaceDigest& known = *request.add_known();
    known.set_space_id(space.str());
    known.set_digest(digest.str());
  }
  env_.network->Call(
      peer.id, std::move(request), kAwaitTimeout,
      [this, id = peer.id](StatusOr<ExchangeResponse> answer) { OnAwait(id, std::move(answer)); });
}

void Replicator::OnAwait(const std::string& id, StatusOr<ExchangeResponse> answer) {
  RemotePeer* const peer = Find(id);
  if (peer == nullptr) {
    return;
  }
  peer->awaiting = false;
  if (peer->phase != RemotePeer::Phase::kUp) {
    return;  // It was given up meanwhile; the next hello begins anew.
  }
  if (!answer.ok()) {
    Failed(*peer, answer.status());
    return;
  }
  Served(*peer);
  const AwaitResponse& response = std::get<AwaitResponse>(*answer);
  const std::map<SpaceId, Hash> known = peer->digests;
  const uint32_t known_roster = peer->roster_number;
  Heard(*peer, {response.spaces().begin(), response.spaces().end()}, response.roster_number());
  const bool news = peer->digests != known || peer->roster_number != known_roster;
  peer->next_await = peer->awaiting_since + (news ? kAwaitPauseAfterNews : kAwaitPause);
  if (peer->next_await <= env_.clock->Monotonic()) {
    AwaitNews(*peer);
  }
}

void Replicator::Served(RemotePeer& peer) {
  peer.backoff = milliseconds(0);
  peer.bytes_at_once = std::min(peer.bytes_at_once * 2, kRangeBytesMax);
}

void Replicator::Failed(RemotePeer& peer, const Status& status) {
  peer.last_error = std::string(Message(status));
  peer.phase = RemotePeer::Phase::kWaiting;
  if (absl::IsDeadlineExceeded(status)) {
    peer.bytes_at_once = std::max(peer.bytes_at_once / 4, kBytesAtOnceMin);
  }
  peer.listing.clear();
  peer.listed.clear();
  peer.backoff = std::clamp(peer.backoff * 2, kBackoffMin, kBackoffMax);
  // Jitter of a quarter: nodes that lost the same peer do not come back all at once.
  const uint64_t quarter = static_cast<uint64_t>(peer.backoff.count()) / 4;
  peer.next_try = env_.clock->Monotonic() + peer.backoff +
                  milliseconds(static_cast<int64_t>(env_.random->Below(quarter + 1)));
  DropHolderEverywhere(peer.id);
}

void Replicator::DropHolderEverywhere(const std::string& id) {
  for (const auto& [key, want] : wants_) {
    DropHolder(key, id);  // It erases no want.
  }
}

void Replicator::Heard(RemotePeer& peer, const std::vector<SpaceDigest>& spaces,
                       uint32_t roster_number) {
  peer.last_contact = env_.clock->Now();
  peer.roster_number = roster_number;
  std::map<SpaceId, Hash> digests;
  for (const SpaceDigest& message : spaces) {
    const auto space = SpaceId::From(message.space_id());
    const auto digest = Hash::From(message.digest());
    if (space && digest) {
      digests.insert_or_assign(*space, *digest);
    }
  }
  peer.digests = std::move(digests);
  if (peer.phase == RemotePeer::Phase::kUp) {
    Compare(peer);
  }
}

void Replicator::Compare(RemotePeer& peer) {
  for (const auto& [key, want] : wants_) {
    for (const auto& [checkpoint, holders] : want.holders) {
      if (holders.contains(peer.id)) {
        return;  // It is being pulled from; afterwards the digests are others.
      }
    }
  }
  bool behind = false;
  for (const SpaceDigest& own : env_.server->DigestsFor(peer.id)) {
    const SpaceId space = *SpaceId::From(own.space_id());
    const Hash digest = *Hash::From(own.digest());
    const auto theirs = peer.digests.find(space);
    if (theirs == peer.digests.end()) {
      continue;
    }
    if (theirs->second == digest) {
      NoteInStep(peer, space);
      continue;
    }
    behind = true;
    const std::pair<Hash, Hash> both(theirs->second, digest);
    if (peer.listing.contains(space)) {
      continue;
    }
    if (peer.compared.contains(space) && peer.compared.at(space) == both) {
      // It lacks something, or not all that it told was true: look again later.
      peer.recheck_at = std::min(peer.recheck_at, env_.clock->Monotonic() + kRecheckUnequal);
      continue;
    }
    peer.listing.insert_or_assign(space, both);
    peer.listed[space].clear();
    ListHeads(peer, space, "");
  }
  if (!behind) {
    peer.behind_since = {};
  } else if (peer.behind_since == UnixMillis{}) {
    peer.behind_since = env_.clock->Now();
  }
}

void Replicator::ListHeads(RemotePeer& peer, const SpaceId& space, const std::string& page_token) {
  ListHeadsRequest request;
  request.set_space_id(space.str());
  request.set_page_token(page_token);
  for (const auto& [log, digest] : env_.logs->LogDigests(space)) {
    auto& known = *request.add_known();
    known.set_log_id(log.str());
    known.set_digest(digest.str());
  }
  env_.network->Call(peer.id, std::move(request), kListTimeout,
                     [this, id = peer.id, space](StatusOr<ExchangeResponse> answer) {
                       OnHeads(id, space, std::move(answer));
                     });
}

void Replicator::OnHeads(const std::string& id, const SpaceId& space,
                         StatusOr<ExchangeResponse> answer) {
  RemotePeer* const peer = Find(id);
  if (peer == nullptr || !peer->listing.contains(space)) {
    return;
  }
  if (!answer.ok()) {
    Failed(*peer, answer.status());
    return;
  }
  const ListHeadsResponse& page = std::get<ListHeadsResponse>(*answer);
  std::vector<ClaimedHead>& listed = peer->listed[space];
  for (const auto& head : page.heads()) {
    if (auto claimed = ClaimedHeadFrom(head); claimed.ok()) {
      listed.push_back(*std::move(claimed));
    }
  }
  const bool has_more = !page.next_page_token().empty() && !page.heads().empty();
  if (has_more && listed.size() < kListedHeadsMax) {
    ListHeads(*peer, space, page.next_page_token());
    return;
  }
  std::set<LogId> missing;
  for (const std::string& bytes : page.missing_logs()) {
    if (const auto log = LogId::From(bytes); log.has_value()) {
      missing.insert(*log);
    }
  }
  const std::vector<ClaimedHead> heads = std::move(listed);
  peer->listed.erase(space);
  peer->compared.insert_or_assign(space, peer->listing.at(space));
  peer->listing.erase(space);
  NoteListed(*peer, space, heads, missing);
  WantMissing(id, heads);
  Announce(*peer);
  StartPulls();
}

// What it holds of each log: listed, missing there, or just what we hold.
void Replicator::NoteListed(RemotePeer& peer, const SpaceId& space,
                            const std::vector<ClaimedHead>& heads, const std::set<LogId>& missing) {
  const std::shared_ptr<const Roster> roster = env_.roster();
  std::map<LogId, std::set<Checkpoint>> by_log;
  for (const ClaimedHead& head : heads) {
    const LogOwner* owner = roster->OwnerOf(head.checkpoint.log);
    if (owner != nullptr && owner->space == space) {
      by_log[head.checkpoint.log].insert(head.checkpoint);
    }
  }
  for (const auto& [log, digest] : env_.logs->LogDigests(space)) {
    std::set<Checkpoint>& known = by_log[log];
    if (known.empty() && !missing.contains(log)) {
      for (const SignedCheckpoint& head : env_.logs->HeadsOfLog(log)) {
        known.insert(head.checkpoint());
      }
    }
  }
  for (auto& [log, checkpoints] : by_log) {
    peer.heads.insert_or_assign(log, std::move(checkpoints));
  }
}

void Replicator::NoteInStep(RemotePeer& peer, const SpaceId& space) {
  const LogId own = env_.logs->OwnLogId(space);
  for (const auto& [log, digest] : env_.logs->LogDigests(space)) {
    if (log != own && env_.dialable) {
      peer.heads.erase(log);  // Equal to ours as long as the digests are.
      continue;
    }
    std::set<Checkpoint> heads;
    for (const SignedCheckpoint& head : env_.logs->HeadsOfLog(log)) {
      heads.insert(head.checkpoint());
    }
    peer.heads.insert_or_assign(log, std::move(heads));
  }
  // An own log that has no epoch yet.
  peer.heads[own];
}

}  // namespace cledi
