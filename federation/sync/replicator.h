#ifndef CLEDI_FEDERATION_SYNC_REPLICATOR_H_
#define CLEDI_FEDERATION_SYNC_REPLICATOR_H_

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "federation/log/log_set.h"
#include "federation/roster/roster.h"
#include "federation/sync/acknowledgement_book.h"
#include "federation/sync/exchange_server.h"
#include "federation/sync/peer_network.h"
#include "federation/sync/refusals.h"
#include "federation/sync/remote_peer.h"
#include "federation/sync/want.h"

namespace cledi {

// Gets what partners hold and this node lacks, and tells them what is new here. It decides
// whom to ask for what and when; PeerNetwork and Ingestor do it.
//
// The rules: whoever receives drives. A peer is greeted, then one Await stands open at it;
// when its digest of a space differs from ours, its heads are listed and what we lack is
// pulled, range by range, each verified and durable before it is passed on. Own events are
// announced at once with their bytes. Any failure means back-off and asking again: retrying
// is always safe.
//
// Single-threaded and without I/O of its own: a run is a function of its inputs.
class Replicator {
 public:
  static constexpr std::chrono::milliseconds kBackoffMin{500};
  static constexpr std::chrono::milliseconds kBackoffMax{60'000};
  static constexpr int kPullsPerPeer = 4;
  // Ranges of one epoch that are pulled and not stored yet: bounds memory.
  static constexpr int kRangesAhead = 4;
  static constexpr size_t kInlineBytesMax = 64 * 1024;

  struct Environment {
    const LogSet* logs;
    std::function<std::shared_ptr<const Roster>()> roster;
    ExchangeServer* server;
    AcknowledgementBook* acknowledgements;
    PeerNetwork* network;
    Ingestor* ingestor;
    Refusals* refusals;
    const Clock* clock;
    Random* random;
    InstanceId instance;
    std::string software;
    // False for a node that nobody can dial: it then also pushes what its peers lack.
    bool dialable = true;
  };

  explicit Replicator(Environment environment);

  // Call about every 100 ms.
  void Tick();
  // Call when the log set or the roster changed.
  void OnChange();
  // Call when a peer told something by a call of its own.
  void OnNews(const PeerNews& news);

  const std::map<std::string, RemotePeer, std::less<>>& peers() const { return peers_; }
  const std::map<EpochKey, Want>& wants() const { return wants_; }
  // Whether nothing is under way and nothing is known to be missing here.
  bool Idle() const;

 private:
  // Peers come and go with the roster.
  void FollowRoster();
  bool CanDial(const std::string& peer) const;

  void Greet(RemotePeer& peer);
  void OnHello(const std::string& id, StatusOr<ExchangeResponse> answer);
  void AwaitNews(RemotePeer& peer);
  void OnAwait(const std::string& id, StatusOr<ExchangeResponse> answer);
  void Failed(RemotePeer& peer, const Status& status);
  // It did what it was asked: nothing is held against it any more.
  void Served(RemotePeer& peer);
  void Heard(RemotePeer& peer, const std::vector<federation::v1::SpaceDigest>& spaces,
             uint32_t roster_number);

  // Lists the peer's heads in each space whose digest differs from ours.
  void Compare(RemotePeer& peer);
  void ListHeads(RemotePeer& peer, const SpaceId& space, const std::string& page_token);
  void OnHeads(const std::string& id, const SpaceId& space, StatusOr<ExchangeResponse> answer);
  // Takes down what is listed of the logs of `space`: all that the peer holds of them.
  void NoteListed(RemotePeer& peer, const SpaceId& space, const std::vector<ClaimedHead>& heads,
                  const std::set<LogId>& missing);
  // Notes down what of the peer's heads is missing here, and who has it.
  void WantMissing(const std::string& id, const std::vector<ClaimedHead>& heads);
  // Whether a head is its log's own, and not held here.
  bool IsMissing(const std::string& id, const ClaimedHead& claimed) const;

  void StartPulls();
  // Whether the next range of `want` can be asked for; sets where it begins and from whom.
  bool IsReady(const EpochKey& key, Want& want);
  bool ChooseTarget(Want& want);
  void Pull(Want& want, RemotePeer& peer);
  void OnPulled(const EpochKey& key, const std::string& id, uint64_t from,
                StatusOr<ExchangeResponse> answer);
  void TakePulled(const EpochKey& key, Want& want, uint64_t from,
                  StatusOr<ExchangeResponse> answer);
  void OnStored(const EpochKey& key, const std::string& id, uint64_t from,
                const std::vector<IngestResult>& results);
  // What is under way of `want` is of no use: it is begun again when it is back.
  void BeginAgain(Want& want);
  void DropHolder(const EpochKey& key, const std::string& id);
  void DropHolderEverywhere(const std::string& id);
  void FinishIfHeld(const EpochKey& key);

  void Announce(RemotePeer& peer);
  void OnAnnounced(const std::string& id, StatusOr<ExchangeResponse> answer);
  // What of the logs of shared spaces this peer is not known to hold, up to `bytes_max`.
  void AddBatches(RemotePeer& peer, size_t bytes_max, federation::v1::AnnounceRequest& request);
  // One of them, from where the peer's histories in `known` and what it was told end. Returns
  // the bytes that it adds.
  size_t AddBatch(RemotePeer& peer, const SignedCheckpoint& head, const std::set<Checkpoint>& known,
                  size_t bytes_max, federation::v1::AnnounceRequest& request);
  // The largest size of a checkpoint in `held` that `checkpoint` goes on from.
  uint64_t CommonSize(const std::set<Checkpoint>& held, const Checkpoint& checkpoint) const;
  void Remember(RemotePeer& peer, const Checkpoint& checkpoint);
  // The peer holds just what this node holds of the space.
  void NoteInStep(RemotePeer& peer, const SpaceId& space);
  void AddAcknowledgements(RemotePeer& peer, federation::v1::AnnounceRequest& request);

  RemotePeer* Find(const std::string& id);

  const Environment env_;
  std::map<std::string, RemotePeer, std::less<>> peers_;
  std::map<EpochKey, Want> wants_;
  uint32_t roster_number_ = 0;
  std::chrono::milliseconds storage_pause_until_{0};
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_SYNC_REPLICATOR_H_
