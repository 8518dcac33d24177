// Telling what is new: the announcing half of Replicator.

#include <algorithm>
#include <utility>

#include "federation/base/log_line.h"
#include "federation/sync/range_codec.h"
#include "federation/sync/replicator.h"

namespace cledi {

using federation::v1::AnnounceRequest;
using federation::v1::AnnounceResponse;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kAnnounceTimeout{60'000};
constexpr milliseconds kRefusedPause{5'000};
constexpr int kHeadsPerAnnouncement = 200;
constexpr int kBatchesPerAnnouncement = 32;

}  // namespace

void Replicator::Announce(RemotePeer& peer) {
  if (peer.announcing) {
    peer.announce_again = true;
    return;
  }
  peer.announce_again = false;
  AnnounceRequest request;
  AddBatches(peer, env_.dialable ? kInlineBytesMax : peer.bytes_at_once, request);
  AddAcknowledgements(peer, request);
  if (request.heads().empty() && request.acknowledgements().empty()) {
    return;
  }
  request.set_roster_number(env_.roster()->number());
  for (auto& digest : env_.server->DigestsFor(peer.id)) {
    *request.add_spaces() = std::move(digest);
  }
  // What the peer holds if it takes everything.
  peer.announced.clear();
  for (const auto& batch : request.batches()) {
    peer.announced.insert(*CheckpointFrom(batch.end()));
  }
  peer.announcing = true;
  env_.network->Call(peer.id, std::move(request), kAnnounceTimeout,
                     [this, id = peer.id](StatusOr<ExchangeResponse> answer) {
                       OnAnnounced(id, std::move(answer));
                     });
}

void Replicator::AddBatches(RemotePeer& peer, size_t bytes_max, AnnounceRequest& request) {
  const std::shared_ptr<const Roster> roster = env_.roster();
  size_t bytes = 0;
  for (const SpaceId& space : roster->SharedSpaces(env_.logs->options().node_id, peer.id)) {
    const LogId own = env_.logs->OwnLogId(space);
    for (const auto& [log, digest] : env_.logs->LogDigests(space)) {
      // Others' logs are told only by who cannot be asked for them.
      if (log != own && env_.dialable) {
        continue;
      }
      const auto known = peer.heads.find(log);
      if (known == peer.heads.end()) {
        continue;  // Not compared yet.
      }
      for (const SignedCheckpoint& head : env_.logs->HeadsOfLog(log)) {
        if (peer.told.contains(head.checkpoint()) || known->second.contains(head.checkpoint())) {
          continue;
        }
        if (request.heads_size() >= kHeadsPerAnnouncement ||
            request.batches_size() >= kBatchesPerAnnouncement || bytes >= bytes_max) {
          peer.announce_again = true;
          return;
        }
        bytes += AddBatch(peer, head, known->second, bytes_max - bytes, request);
      }
    }
  }
}

size_t Replicator::AddBatch(RemotePeer& peer, const SignedCheckpoint& head,
                            const std::set<Checkpoint>& known, size_t bytes_max,
                            AnnounceRequest& request) {
  const Checkpoint& checkpoint = head.checkpoint();
  const uint64_t base = std::max(CommonSize(peer.told, checkpoint), CommonSize(known, checkpoint));
  *request.add_heads() = ToProto(head);
  const auto range = env_.logs->ReadRange(checkpoint, base, bytes_max);
  if (!range.ok()) {
    LogLine(Severity::kError, "own_disk",
            {{"while", "announcing"}, {"why", std::string(Message(range.status()))}});
    peer.told.insert(checkpoint);  // Others may hold it whole.
    return 0;
  }
  const bool whole = range->end == checkpoint;
  auto batch = ToProto(*range);
  // As the receiver counts it: unpacked.
  const size_t bytes = batch.records_bytes() + batch.statement().size();
  const bool fits = bytes <= bytes_max || request.batches().empty();
  if (env_.dialable && !(whole && fits)) {
    peer.told.insert(checkpoint);  // It knows where to pull it.
    return 0;
  }
  peer.announce_again = peer.announce_again || !whole || !fits;
  if (!fits) {
    return 0;
  }
  *request.add_batches() = std::move(batch);
  return bytes;
}

uint64_t Replicator::CommonSize(const std::set<Checkpoint>& held,
                                const Checkpoint& checkpoint) const {
  uint64_t size = 0;
  for (const Checkpoint& one : held) {
    if (one.size > size && one.size < checkpoint.size && env_.logs->IsPrefix(one, checkpoint)) {
      size = one.size;
    }
  }
  return size;
}

// What it covers need not be remembered beside it.
void Replicator::Remember(RemotePeer& peer, const Checkpoint& checkpoint) {
  std::erase_if(peer.told, [&](const Checkpoint& one) {
    return one.size < checkpoint.size && env_.logs->IsPrefix(one, checkpoint);
  });
  peer.told.insert(checkpoint);
}

void Replicator::AddAcknowledgements(RemotePeer& peer, AnnounceRequest& request) {
  const std::shared_ptr<const Roster> roster = env_.roster();
  std::set<Checkpoint> current;
  for (const SpaceId& space : roster->SharedSpaces(env_.logs->options().node_id, peer.id)) {
    for (const auto& [log, digest] : env_.logs->LogDigests(space)) {
      const LogOwner* owner = roster->OwnerOf(log);
      if (owner == nullptr || owner->node_id != peer.id) {
        continue;
      }
      for (const SignedCheckpoint& head : env_.logs->HeadsOfLog(log)) {
        current.insert(head.checkpoint());
        if (peer.acknowledged.contains(head.checkpoint()) ||
            request.acknowledgements_size() >= kHeadsPerAnnouncement) {
          continue;
        }
        if (const auto made = env_.acknowledgements->Make(head.checkpoint()); made.has_value()) {
          *request.add_acknowledgements() = ToProto(*made);
        }
        peer.acknowledged.insert(head.checkpoint());
      }
    }
  }
  // Only what is current is worth remembering.
  std::erase_if(peer.acknowledged, [&](const Checkpoint& one) { return !current.contains(one); });
}

void Replicator::OnAnnounced(const std::string& id, StatusOr<ExchangeResponse> answer) {
  RemotePeer* const peer = Find(id);
  if (peer == nullptr) {
    return;
  }
  peer->announcing = false;
  if (!answer.ok()) {
    // Perhaps it did not arrive: say it again.
    peer->acknowledged.clear();
    peer->told.clear();
    if (peer->phase == RemotePeer::Phase::kUp) {
      Failed(*peer, answer.status());
    }
    return;
  }
  Served(*peer);
  const AnnounceResponse& response = std::get<AnnounceResponse>(*answer);
  const std::shared_ptr<const Roster> roster = env_.roster();
  for (const auto& message : response.acknowledgements()) {
    const auto acknowledgement = AcknowledgementFrom(message);
    if (acknowledgement.ok() && acknowledgement->node_id == id &&
        IsGenuine(*acknowledgement, *roster)) {
      env_.acknowledgements->Record(*acknowledgement);
      Remember(*peer, acknowledgement->checkpoint);
    }
  }
  if (response.refusals().empty()) {
    for (const Checkpoint& end : peer->announced) {
      Remember(*peer, end);
    }
  } else {
    peer->last_error = response.refusals(0).substr(0, 500);
    peer->announce_again = false;  // It will say what it lacks.
    if (!env_.dialable) {
      // Nobody can ask this node: it has to find out and push again, perhaps from further back.
      peer->told.clear();
      peer->recheck_at = std::min(peer->recheck_at, env_.clock->Monotonic() + kRefusedPause);
    }
  }
  Heard(*peer, {response.spaces().begin(), response.spaces().end()}, response.roster_number());
  if (peer->announce_again) {
    Announce(*peer);
  }
}

}  // namespace cledi
