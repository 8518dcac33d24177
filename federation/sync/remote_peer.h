#ifndef CLEDI_FEDERATION_SYNC_REMOTE_PEER_H_
#define CLEDI_FEDERATION_SYNC_REMOTE_PEER_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "federation/base/clock.h"
#include "federation/log/checkpoint.h"
#include "federation/log/log_range.h"
#include "federation/sync/range_codec.h"

namespace cledi {

struct EpochKey {
  LogId log;
  EpochTag tag;

  friend auto operator<=>(const EpochKey&, const EpochKey&) = default;
};

// What the replicator knows of one peer.
struct RemotePeer {
  enum class Phase {
    kWaiting,   // Until next_try; or for the peer to dial us.
    kGreeting,  // Hello is under way.
    kUp,
  };

  std::string id;
  bool dialable = false;
  Phase phase = Phase::kWaiting;
  // Monotonic.
  std::chrono::milliseconds next_try{0};
  std::chrono::milliseconds backoff{0};
  std::chrono::milliseconds awaiting_since{0};
  std::chrono::milliseconds next_await{0};

  // What it holds, as far as it told.
  std::map<SpaceId, Hash> digests;
  std::map<LogId, std::set<Checkpoint>> heads;
  uint32_t roster_number = 0;

  // Pairs of (its digest, ours) that were compared to the end: nothing to do until one changes.
  std::map<SpaceId, std::pair<Hash, Hash>> compared;
  std::map<SpaceId, std::pair<Hash, Hash>> listing;    // Under way.
  std::map<SpaceId, std::vector<ClaimedHead>> listed;  // Pages so far.
  bool awaiting = false;
  bool announcing = false;
  bool announce_again = false;
  int pulls = 0;
  // What is asked of it, or told, in one message: less where the line is slow.
  size_t bytes_at_once = kRangeBytesMax;
  // Checkpoints that it is known to hold because it was told or said so: the base that the
  // next announcement goes on from.
  std::set<Checkpoint> told;
  std::set<Checkpoint> announced;  // Ends of the batches that are under way.
  // Heads of its logs that we acknowledged to it.
  std::set<Checkpoint> acknowledged;
  // When to compare again although nothing changed: something could not be pulled.
  std::chrono::milliseconds recheck_at = std::chrono::milliseconds::max();

  // For people.
  UnixMillis last_contact{};
  UnixMillis behind_since{};
  std::string last_error;
  int64_t clock_offset_ms = 0;
  std::string software;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_SYNC_REMOTE_PEER_H_
