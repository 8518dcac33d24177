// Getting what is missing: the pulling half of Replicator.

#include <algorithm>
#include <utility>

#include "federation/base/check.h"
#include "federation/sync/range_codec.h"
#include "federation/sync/replicator.h"

namespace cledi {

using federation::v1::PullRequest;
using federation::v1::PullResponse;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kPullTimeout{60'000};
constexpr milliseconds kStoragePause{5'000};
constexpr milliseconds kRecheckAfter{5'000};
// Bounds what a peer can make us remember.
constexpr size_t kWantsMax = 50'000;
constexpr size_t kTargetsPerEpochMax = 64;
// Halving finds where two histories part in at most 64 steps.
constexpr int kFruitlessMax = 80;

// Whether the peer answered, and only what was asked for cannot be had there.
bool ConcernsOneRange(const Status& status) {
  switch (status.code()) {
    case StatusCode::kDataLoss:
    case StatusCode::kInternal:
    case StatusCode::kInvalidArgument:
    case StatusCode::kNotFound:
      return true;
    default:
      return false;
  }
}

}  // namespace

void Replicator::WantMissing(const std::string& id, const std::vector<ClaimedHead>& heads) {
  const RemotePeer* const peer = Find(id);
  if (peer == nullptr || !peer->dialable) {
    return;  // It pushes by itself.
  }
  std::map<EpochKey, size_t> looked_at;
  for (const ClaimedHead& claimed : heads) {
    const Checkpoint& head = claimed.checkpoint;
    const EpochKey key{head.log, head.tag};
    if (env_.logs->IsHead(head) || ++looked_at[key] > kTargetsPerEpochMax) {
      continue;
    }
    if (const auto known = wants_.find(key);
        known != wants_.end() && known->second.holders.contains(head)) {
      known->second.holders.at(head).insert(id);
      continue;
    }
    if (!IsMissing(id, claimed)) {
      continue;
    }
    if (env_.roster()->OwnerOf(head.log)->node_id == env_.logs->options().node_id) {
      env_.ingestor->CloseEpochIfBehind(head);
    }
    if (!wants_.contains(key) && wants_.size() >= kWantsMax) {
      return;
    }
    Want& want = wants_[key];
    if (want.holders.size() < kTargetsPerEpochMax) {
      want.holders[head].insert(id);
    }
  }
}

bool Replicator::IsMissing(const std::string& id, const ClaimedHead& claimed) const {
  const Checkpoint& head = claimed.checkpoint;
  const std::shared_ptr<const Roster> roster = env_.roster();
  const LogOwner* owner = roster->OwnerOf(head.log);
  if (owner == nullptr || head.size == 0 ||
      !roster->IsEntitled(env_.logs->options().node_id, owner->space)) {
    return false;
  }
  // Who relays a log cannot invent heads of it, and so cannot crowd the true ones out.
  if (!VerifyCheckpoint(roster->root().trust_domain, head, claimed.signature, owner->log_key)
           .ok()) {
    env_.refusals->Count(id, "head_signature", "a head is not signed by its log's key");
    return false;
  }
  return !env_.logs->Holds(head);
}

void Replicator::StartPulls() {
  if (env_.clock->Monotonic() < storage_pause_until_) {
    return;
  }
  std::vector<EpochKey> stuck;
  for (auto it = wants_.begin(); it != wants_.end();) {
    const auto& [key, want] = *it;
    if (want.holders.empty() && !want.pulling && want.storing == 0) {
      it = wants_.erase(it);
      continue;
    }
    if (want.fruitless > kFruitlessMax) {
      stuck.push_back(key);
    } else if (IsReady(key, it->second)) {
      RemotePeer* const peer = Find(want.from_peer);
      if (peer != nullptr && peer->phase == RemotePeer::Phase::kUp && peer->pulls < kPullsPerPeer) {
        Pull(it->second, *peer);
      }
    }
    ++it;
  }
  for (const EpochKey& key : stuck) {
    const std::string id = wants_.at(key).from_peer;
    env_.refusals->Count(id, "no_progress", "its ranges do not lead to the head that it announced");
    DropHolder(key, id);
  }
}

bool Replicator::IsReady(const EpochKey& key, Want& want) {
  if (want.pulling || want.storing >= kRangesAhead) {
    return false;
  }
  // What is under way must be back before it is begun anew.
  if (want.storing > 0 && (want.restart || !want.target.has_value())) {
    return false;
  }
  if (!want.target.has_value() && !ChooseTarget(want)) {
    return false;
  }
  if (want.restart) {
    want.restart = false;
    want.next_from = env_.logs->LargestBoundary(key.log, key.tag,
                                                std::min(want.from_limit, want.target->size - 1));
  }
  return want.next_from < want.target->size;  // Else all of it is on its way to the disk.
}

bool Replicator::ChooseTarget(Want& want) {
  // The largest first: it usually holds the others.
  for (auto it = want.holders.rbegin(); it != want.holders.rend(); ++it) {
    const auto up = std::ranges::find_if(it->second, [this](const std::string& id) {
      const RemotePeer* peer = Find(id);
      return peer != nullptr && peer->phase == RemotePeer::Phase::kUp &&
             peer->pulls < kPullsPerPeer;
    });
    if (up != it->second.end()) {
      want.target = it->first;
      want.from_peer = *up;
      want.from_limit = UINT64_MAX;
      want.restart = true;
      return true;
    }
  }
  return false;
}

void Replicator::Pull(Want& want, RemotePeer& peer) {
  const Checkpoint& target = *want.target;
  PullRequest request;
  request.set_log_id(target.log.str());
  request.set_tag(target.tag.str());
  request.set_from(want.next_from);
  request.set_size(target.size);
  request.set_root(target.root.str());
  request.set_bytes_max(static_cast<uint32_t>(peer.bytes_at_once));
  want.pulling = true;
  ++peer.pulls;
  env_.network->Call(
      peer.id, std::move(request), kPullTimeout,
      [this, key = EpochKey{target.log, target.tag}, id = peer.id, from = want.next_from](
          StatusOr<ExchangeResponse> answer) { OnPulled(key, id, from, std::move(answer)); });
}

void Replicator::OnPulled(const EpochKey& key, const std::string& id, uint64_t from,
                          StatusOr<ExchangeResponse> answer) {
  const auto it = wants_.find(key);
  CHECK(it != wants_.end());  // It stays while a pull is under way.
  it->second.pulling = false;
  if (RemotePeer* const peer = Find(id); peer != nullptr) {
    peer->pulls = std::max(peer->pulls - 1, 0);
    if (answer.ok()) {
      Served(*peer);
    } else if (peer->phase == RemotePeer::Phase::kUp && !ConcernsOneRange(answer.status())) {
      Failed(*peer, answer.status());
    }
  }
  Want& want = it->second;
  // Else it is of no use any more.
  if (!want.restart && want.from_peer == id && want.next_from == from) {
    TakePulled(key, want, from, std::move(answer));
  }
  StartPulls();
}

void Replicator::TakePulled(const EpochKey& key, Want& want, uint64_t from,
                            StatusOr<ExchangeResponse> answer) {
  const std::string id = want.from_peer;
  if (!answer.ok()) {
    env_.refusals->Count(id, "pull_failed", Message(answer.status()));
    DropHolder(key, id);
    return;
  }
  const PullResponse& response = std::get<PullResponse>(*answer);
  if (!response.has_batch()) {
    DropHolder(key, id);
    return;
  }
  auto range = RangeFrom(response.batch());
  if (!range.ok() || range->end.log != key.log || range->end.tag != key.tag ||
      range->from != from) {
    env_.refusals->Count(
        id, "malformed_batch",
        range.ok() ? "it is not the range that was asked for" : Message(range.status()));
    DropHolder(key, id);
    return;
  }
  want.next_from = range->end.size;
  ++want.storing;
  std::vector<LogRange> ranges;
  ranges.push_back(*std::move(range));
  env_.ingestor->Ingest(std::move(ranges),
                        [this, key, id, from](std::vector<IngestResult> results) {
                          OnStored(key, id, from, results);
                        });
}

void Replicator::OnStored(const EpochKey& key, const std::string& id, uint64_t from,
                          const std::vector<IngestResult>& results) {
  const auto it = wants_.find(key);
  CHECK(it != wants_.end());  // It stays while a range is under way.
  Want& want = it->second;
  --want.storing;
  CHECK(results.size() == 1);
  const IngestResult& result = results.front();
  switch (result.verdict) {
    case IngestVerdict::kStored:
      want.fruitless = 0;
      break;
    case IngestVerdict::kAlreadyHeld:
      break;
    case IngestVerdict::kGap:
      // An earlier range was refused; what follows from it is, too.
      BeginAgain(want);
      break;
    case IngestVerdict::kRootMismatch:
    case IngestVerdict::kForkInside:
      if (from > 0) {
        // Perhaps another history of the epoch: look for where the two part.
        want.from_limit = std::min(want.from_limit, from) / 2;
        BeginAgain(want);
        break;
      }
      [[fallthrough]];
    case IngestVerdict::kWithheld:
    case IngestVerdict::kBadStatement:
    case IngestVerdict::kBadSignature:
    case IngestVerdict::kTooLarge:
      env_.refusals->Count(id, VerdictName(result.verdict), Message(result.status));
      DropHolder(key, id);
      break;
    case IngestVerdict::kUnknownLog:
      DropHolder(key, id);
      break;
    case IngestVerdict::kStorageFailed:
      storage_pause_until_ = env_.clock->Monotonic() + kStoragePause;
      want.restart = true;  // Nobody else's fault.
      break;
  }
  FinishIfHeld(key);
  StartPulls();
}

void Replicator::BeginAgain(Want& want) {
  if (!want.restart) {
    want.restart = true;
    ++want.fruitless;
  }
}

void Replicator::DropHolder(const EpochKey& key, const std::string& id) {
  const auto it = wants_.find(key);
  if (it == wants_.end()) {
    return;
  }
  Want& want = it->second;
  bool dropped = false;
  for (auto holders = want.holders.begin(); holders != want.holders.end();) {
    dropped |= holders->second.erase(id) > 0;
    holders = holders->second.empty() ? want.holders.erase(holders) : std::next(holders);
  }
  if (want.from_peer == id) {
    want.target.reset();
    want.from_peer.clear();
    want.fruitless = 0;
  }
  if (RemotePeer* peer = Find(id); dropped && peer != nullptr) {
    peer->recheck_at = env_.clock->Monotonic() + kRecheckAfter;
  }
}

void Replicator::FinishIfHeld(const EpochKey& key) {
  Want& want = wants_.at(key);
  if (want.target.has_value() && !env_.logs->Holds(*want.target)) {
    if (want.storing == 0 && want.next_from >= want.target->size) {
      BeginAgain(want);  // The peer's range ended elsewhere: go on from what is held.
    }
    return;
  }
  want.target.reset();
  want.from_peer.clear();
  std::erase_if(want.holders, [this](const auto& entry) { return env_.logs->Holds(entry.first); });
  if (want.holders.empty() && want.storing == 0 && !want.pulling) {
    wants_.erase(key);
    for (auto& [id, peer] : peers_) {
      if (peer.phase == RemotePeer::Phase::kUp) {
        Compare(peer);
      }
    }
  }
}

}  // namespace cledi
