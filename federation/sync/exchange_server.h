#ifndef CLEDI_FEDERATION_SYNC_EXCHANGE_SERVER_H_
#define CLEDI_FEDERATION_SYNC_EXCHANGE_SERVER_H_

#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "cledi/federation/v1/exchange.pb.h"
#include "federation/base/clock.h"
#include "federation/log/log_set.h"
#include "federation/roster/roster.h"
#include "federation/sync/acknowledgement_book.h"
#include "federation/sync/peer_network.h"
#include "federation/sync/range_codec.h"
#include "federation/sync/refusals.h"

namespace cledi {

inline constexpr uint32_t kProtocolVersion = 1;
// What a peer may send in one message.
inline constexpr uint32_t kExchangeBytesMax = 1024 * 1024;
// How long an Await is kept, and how many one peer may have open.
inline constexpr std::chrono::seconds kAwaitTime{25};
inline constexpr size_t kAwaitsPerPeerMax = 4;
inline constexpr size_t kHeadsPerPage = 1200;  // About 200 bytes each: within 256 KiB.

// What a peer's message told about the peer; the replicator acts on it.
struct PeerNews {
  std::string peer;
  std::vector<federation::v1::SpaceDigest> spaces;
  std::vector<ClaimedHead> heads;
  uint32_t roster_number = 0;
  bool contact_only = false;  // It called, and told nothing of itself.
};

// Answers other nodes: gives only what the caller is entitled to under this node's newest
// roster, and does not show that there is more.
//
// Thread-safe. The caller's id is what its certificate proved.
class ExchangeServer {
 public:
  struct Environment {
    const LogSet* logs;
    std::function<std::shared_ptr<const Roster>()> roster;
    AcknowledgementBook* acknowledgements;
    Refusals* refusals;
    const Clock* clock;
    // Called on any thread: store these ranges, then say what became of them.
    std::function<void(std::vector<LogRange>, std::function<void(std::vector<IngestResult>)>)>
        ingest;
    // Called on any thread.
    std::function<void(PeerNews)> on_news;
    InstanceId instance;
    std::string software;
  };

  explicit ExchangeServer(Environment environment) : env_(std::move(environment)) {}

  StatusOr<federation::v1::HelloResponse> Hello(const std::string& peer,
                                                const federation::v1::HelloRequest& request);
  StatusOr<federation::v1::ListHeadsResponse> ListHeads(
      const std::string& peer, const federation::v1::ListHeadsRequest& request);
  StatusOr<federation::v1::PullResponse> Pull(const std::string& peer,
                                              const federation::v1::PullRequest& request);
  // Answers once what came with it is durable.
  void Announce(const std::string& peer, const federation::v1::AnnounceRequest& request,
                std::function<void(StatusOr<federation::v1::AnnounceResponse>)> answer);
  // Answers when this node's digests differ from the known ones, or after kAwaitTime.
  // Returns a function that drops the wait (the caller left); safe to call at any time.
  std::function<void()> Await(const std::string& peer, const federation::v1::AwaitRequest& request,
                              std::function<void(StatusOr<federation::v1::AwaitResponse>)> answer);

  // Call after each change of the log set or roster, and about every second.
  void AnswerWaiters() ABSL_LOCKS_EXCLUDED(mutex_);
  // Answers all that wait, with Unavailable; nothing waits afterwards.
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

  // What `node` may see: a digest a shared space. Used by the replicator too.
  std::vector<federation::v1::SpaceDigest> DigestsFor(const std::string& node) const;

 private:
  struct Waiter {
    uint64_t number = 0;
    std::string peer;
    std::map<std::string, std::string> known;  // Space id → digest; never more than are shared.
    uint32_t roster_number = 0;
    std::chrono::milliseconds deadline;
    std::function<void(StatusOr<federation::v1::AwaitResponse>)> answer;
  };

  // PermissionDenied: not an active member.
  Status CheckMember(const std::string& peer) const;
  // Whether this node and the peer exchange the space, or the log.
  bool IsShared(const std::string& peer, const SpaceId& space) const;
  bool IsShared(const std::string& peer, const LogId& log) const;
  bool HasNews(const Waiter& waiter) const;
  federation::v1::AwaitResponse AwaitResponseFor(const std::string& peer) const;
  // What an announcement brings; the errors of RangeFrom, and NotFound.
  StatusOr<std::vector<LogRange>> RangesOf(const std::string& peer,
                                           const federation::v1::AnnounceRequest& request) const;
  // Takes the acknowledgements that verify.
  void TakeAcknowledgements(const std::string& peer,
                            const federation::v1::AnnounceRequest& request);
  federation::v1::AnnounceResponse AnnounceResponseFor(const std::string& peer,
                                                       const std::vector<Checkpoint>& ends,
                                                       const std::vector<IngestResult>& results);

  const Environment env_;
  absl::Mutex mutex_;
  std::list<Waiter> waiters_ ABSL_GUARDED_BY(mutex_);
  uint64_t next_waiter_ ABSL_GUARDED_BY(mutex_) = 1;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
};

// Whether the acknowledgement's signature is that of the node that it names.
bool IsGenuine(const Acknowledgement& acknowledgement, const Roster& roster);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_SYNC_EXCHANGE_SERVER_H_
