#ifndef CLEDI_FEDERATION_PEER_FEDERATION_ENGINE_H_
#define CLEDI_FEDERATION_PEER_FEDERATION_ENGINE_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "cledi/admin/v1/node_service.pb.h"
#include "federation/peer/federation_loop.h"
#include "federation/peer/ingest_thread.h"
#include "federation/peer/peer_channels.h"
#include "federation/peer/roster_keeper.h"
#include "federation/rpc/method_table.h"
#include "federation/sync/acknowledgement_book.h"
#include "federation/sync/exchange_server.h"
#include "federation/sync/refusals.h"
#include "federation/sync/replicator.h"

namespace cledi {

// The federation side of a running node: keeps its logs and its roster in step with its
// partners, and answers them. Joins the replicator (which decides) with gRPC (which moves
// bytes) and the ingest thread (which stores).
//
// Start, then Stop before anything that it was given goes away. The other calls are safe from
// any thread.
class FederationEngine {
 public:
  struct Environment {
    LogSet* logs;
    RosterKeeper* roster;
    AcknowledgementBook* acknowledgements;
    Refusals* refusals;
    const Clock* clock;
    Random* random;
    PeerChannels::CredentialsFor credentials_for;
    InstanceId instance;
    std::string software;
    bool dialable = true;
  };

  explicit FederationEngine(Environment environment);
  ~FederationEngine() { Stop(); }

  // The calls that peers make. Register them before the server starts.
  void RegisterWith(MethodTable& table);

  void Start();
  // Answers peers that wait for news, so that their calls can end. The node stops.
  void AnswerWaiting() { server_.Stop(); }
  // Ends all calls of its own. Nobody may call the registered methods any more. Idempotent.
  void Stop();

  // Call when the log set changed.
  void OnLogsChanged();
  // Call when the roster changed by this node's own doing.
  void OnRosterChanged();

  // How the network looks from here; at most a second old.
  std::shared_ptr<const admin::v1::GetNetworkResponse> Network() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  // The replicator's way to the ingest thread; answers come back to the loop.
  class ToIngestThread final : public Ingestor {
   public:
    explicit ToIngestThread(FederationEngine* engine) : engine_(engine) {}
    void Ingest(std::vector<LogRange> ranges,
                std::function<void(std::vector<IngestResult>)> done) override;
    void CloseEpochIfBehind(const Checkpoint& head) override;

   private:
    FederationEngine* const engine_;
  };

  void Tick();
  void FollowRosterLog();
  void PublishNetwork() ABSL_LOCKS_EXCLUDED(mutex_);

  const Environment env_;
  FederationLoop loop_;
  IngestThread ingest_thread_;
  ToIngestThread ingestor_{this};
  PeerChannels channels_;
  ExchangeServer server_;
  std::unique_ptr<Replicator> replicator_;  // The loop's.
  std::chrono::milliseconds published_at_{-1'000'000};

  mutable absl::Mutex mutex_;
  std::shared_ptr<const admin::v1::GetNetworkResponse> network_ ABSL_GUARDED_BY(mutex_);
  bool change_posted_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopped_ = false;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_PEER_FEDERATION_ENGINE_H_
