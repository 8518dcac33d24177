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

constexpr milliseconds kPullTimeout{30'000};
constexpr milliseconds kStoragePause{5'000};
constexpr milliseconds kRecheckAfter{5'000};
// Bounds what a peer can make us remember by announcing heads that are not there.
constexpr size_t kWantsMax = 50'000;
constexpr size_t kTargetsPerEpochMax = 64;
// Halving finds where two histories part in at most 64 steps.
constexpr int kFruitlessMax = 80;

}  // namespace

void Replicator::WantMissing(const std::string& id, const std::vector<Checkpoint>& heads) {
  const std::shared_ptr<const Roster> roster = env_.roster();
  const RemotePeer* const peer = Find(id);
  if (peer == nullptr || !peer->dialable) {
    return;  // It pushes by itself.
  }
  for (const Checkpoint& head : heads) {
    const LogOwner* owner = roster->OwnerOf(head.log);
    if (owner == nullptr || head.size == 0 || env_.logs->Holds(head) ||
        !roster->IsEntitled(env_.logs->options().node_id, owner->space)) {
      continue;
    }
    if (head.log == env_.logs->OwnLogId(owner->space)) {
      env_.ingestor->CloseEpochIfBehind(head);
    }
    const EpochKey key{head.log, head.tag};
    if (!wants_.contains(key) && wants_.size() >= kWantsMax) {
      return;
    }
    Want& want = wants_[key];
    if (want.holders.contains(head) || want.holders.size() < kTargetsPerEpochMax) {
      want.holders[head].insert(id);
    }
  }
}

void Replicator::StartPulls() {
  if (env_.clock->Monotonic() < storage_pause_until_) {
    return;
  }
  std::vector<EpochKey> finished;
  std::vector<std::pair<EpochKey, std::string>> stuck;
  for (auto& [key, want] : wants_) {
    if (want.pulling || want.storing >= kRangesAhead) {
      continue;
    }
    if (!want.target.has_value()) {
      if (want.storing > 0) {
        continue;
      }
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
          want.next_from = env_.logs->LargestBoundary(key.log, key.tag, it->first.size - 1);
          break;
        }
      }
    }
    if (!want.target.has_value()) {
      if (want.holders.empty()) {
        finished.push_back(key);
      }
      continue;
    }
    if (want.restart && want.storing > 0) {
      continue;
    }
    if (want.restart && ++want.fruitless > kFruitlessMax) {
      stuck.emplace_back(key, want.from_peer);
      continue;
    }
    if (want.restart) {
      want.restart = false;
      want.next_from = env_.logs->LargestBoundary(key.log, key.tag,
                                                  std::min(want.from_limit, want.target->size - 1));
    }
    if (want.next_from >= want.target->size) {
      continue;  // All of it is on its way to the disk.
    }
    RemotePeer* const peer = Find(want.from_peer);
    if (peer != nullptr && peer->phase == RemotePeer::Phase::kUp && peer->pulls < kPullsPerPeer) {
      Pull(want, *peer);
    }
  }
  for (const EpochKey& key : finished) {
    wants_.erase(key);
  }
  for (const auto& [key, id] : stuck) {
    env_.refusals->Count(id, "no_progress", "its ranges do not lead to the head that it announced");
    wants_.at(key).restart = false;
    wants_.at(key).fruitless = 0;
    DropHolder(key, id);
  }
}

void Replicator::Pull(Want& want, RemotePeer& peer) {
  const Checkpoint& target = *want.target;
  PullRequest request;
  request.set_log_id(target.log.str());
  request.set_tag(target.tag.str());
  request.set_from(want.next_from);
  request.set_size(target.size);
  request.set_root(target.root.str());
  request.set_bytes_max(kRangeBytesMax);
  want.pulling = true;
  ++peer.pulls;
  env_.network->Call(
      peer.id, std::move(request), kPullTimeout,
      [this, key = EpochKey{target.log, target.tag}, id = peer.id, from = want.next_from](
          StatusOr<ExchangeResponse> answer) { OnPulled(key, id, from, std::move(answer)); });
}

void Replicator::OnPulled(const EpochKey& key, const std::string& id, uint64_t from,
                          StatusOr<ExchangeResponse> answer) {
  RemotePeer* const peer = Find(id);
  if (peer != nullptr) {
    --peer->pulls;
  }
  const auto it = wants_.find(key);
  if (it != wants_.end()) {
    it->second.pulling = false;
  }
  if (!answer.ok()) {
    if (peer != nullptr && peer->phase == RemotePeer::Phase::kUp) {
      Failed(*peer, answer.status());
    }
    StartPulls();
    return;
  }
  const PullResponse& response = std::get<PullResponse>(*answer);
  if (it == wants_.end() || it->second.restart || it->second.from_peer != id ||
      it->second.next_from != from) {
    StartPulls();
    return;  // Of no use any more.
  }
  Want& want = it->second;
  if (!response.has_batch()) {
    DropHolder(key, id);
    StartPulls();
    return;
  }
  auto range = RangeFrom(response.batch());
  if (!range.ok() || range->end.log != key.log || range->end.tag != key.tag ||
      range->from != from) {
    env_.refusals->Count(
        id, "malformed_batch",
        range.ok() ? "it is not the range that was asked for" : Message(range.status()));
    DropHolder(key, id);
    StartPulls();
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
  StartPulls();
}

void Replicator::OnStored(const EpochKey& key, const std::string& id, uint64_t from,
                          const std::vector<IngestResult>& results) {
  const auto it = wants_.find(key);
  if (it == wants_.end()) {
    return;
  }
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
      want.restart = true;
      break;
    case IngestVerdict::kRootMismatch:
    case IngestVerdict::kForkInside:
      if (from > 0) {
        // Perhaps another history of the epoch: look for where the two part.
        want.from_limit = std::min(want.from_limit, from) / 2;
        want.restart = true;
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
      want.restart = true;
      break;
  }
  FinishIfHeld(key);
  StartPulls();
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
    want.restart = want.restart || want.pulling;
  }
  if (RemotePeer* peer = Find(id); dropped && peer != nullptr) {
    peer->recheck_at = env_.clock->Monotonic() + kRecheckAfter;
  }
}

void Replicator::FinishIfHeld(const EpochKey& key) {
  const auto it = wants_.find(key);
  if (it == wants_.end()) {
    return;
  }
  Want& want = it->second;
  if (want.target.has_value() && !env_.logs->Holds(*want.target)) {
    if (want.storing == 0 && want.next_from >= want.target->size) {
      want.restart = true;  // The peer's range ended elsewhere: go on from what is held.
    }
    return;
  }
  if (want.target.has_value()) {
    want.target.reset();
    want.from_peer.clear();
  }
  std::erase_if(want.holders, [this](const auto& entry) { return env_.logs->Holds(entry.first); });
  if (want.holders.empty() && want.storing == 0 && !want.pulling) {
    wants_.erase(it);
    for (auto& [id, peer] : peers_) {
      if (peer.phase == RemotePeer::Phase::kUp) {
        Compare(peer);
      }
    }
  }
}

}  // namespace cledi
