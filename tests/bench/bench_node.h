#ifndef CLEDI_TESTS_BENCH_BENCH_NODE_H_
#define CLEDI_TESTS_BENCH_BENCH_NODE_H_

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/peer/federation_engine.h"
#include "federation/rpc/executor.h"
#include "federation/rpc_grpc/grpc_server.h"
#include "federation/sync/roster_directory.h"
#include "federation/trust/tls_identity.h"
#include "node/fold/event_writer.h"
#include "node/fold/folder_thread.h"
#include "node/institution/institution_projection.h"
#include "node/library/resource_kind.h"
#include "node/plan/plan_kind.h"
#include "node/store/rocks_store.h"
#include "node/store/store_acknowledgements.h"
#include "node/store/store_log_storage.h"
#include "tests/bench/bench_federation.h"

namespace cledi {

// The parts of a node that exchange, store and fold, put together as a node does, without its
// pages and its operators. Unlike a node's, they can be measured one without the other.
//
// Ends the process where a part cannot be made. The calls are safe from any thread, unless
// said otherwise.
class BenchNode {
 public:
  // `folder` is empty, or holds this node's data. `folds`: whether it keeps views. `federation`
  // outlives the node.
  BenchNode(BenchFederation& federation, std::string node_id, const std::string& folder,
            bool folds);
  ~BenchNode();
  BenchNode(const BenchNode&) = delete;
  BenchNode& operator=(const BenchNode&) = delete;

  // Where it takes calls on the loopback.
  int port() const { return server_->port(); }
  // Takes the roster as it is in the federation by now.
  void LearnRoster();
  // Begins to exchange with its partners.
  void Start();

  LogSet& logs() { return *logs_; }
  const Store& store() const { return *store_; }
  EventWriter& writer() { return *writer_; }
  // Calls that others have made here.
  int calls_taken() const { return calls_taken_; }

  // Returns once so many events of the log are durable here.
  void WaitUntilStored(const LogId& log, uint64_t size) ABSL_LOCKS_EXCLUDED(mutex_);
  // Returns once all events that are durable here can be read in the views. Only with folds.
  void WaitUntilFolded();
  // Returns once so many practices can be read in the views. Only with folds.
  void WaitUntilVisible(size_t practices);

 private:
  // Counts the practices in the views as they change.
  class ViewCounter final : public ViewObserver {
   public:
    Status OnViewsReplaced(const ViewSnapshot&) override { return absl::OkStatus(); }
    void OnViewsChanged(std::span<const ViewChange> changes) override ABSL_LOCKS_EXCLUDED(mutex_);
    void WaitFor(size_t views) ABSL_LOCKS_EXCLUDED(mutex_);

   private:
    absl::Mutex mutex_;
    size_t views_ ABSL_GUARDED_BY(mutex_) = 0;
  };
  // The roster is in memory: each process knows how it came to be.
  class NoRosterStorage final : public RosterStorage {
   public:
    Status Put(uint32_t, const federation::v1::SignedRosterUpdate&) override {
      return absl::OkStatus();
    }
    StatusOr<std::vector<federation::v1::SignedRosterUpdate>> Load() override {
      return std::vector<federation::v1::SignedRosterUpdate>();
    }
  };

  class NoTlsRefusals final : public TlsRefusals {
   public:
    void OnTlsRefused(const TlsRefusalReport&) override {}
  };

  void OpenLogs(const std::string& folder);
  void OpenViews(bool folds);
  void OpenExchange(const std::string& folder);
  void OnLogsChanged() ABSL_LOCKS_EXCLUDED(mutex_);
  uint64_t StoredOf(const LogId& log) const;

  BenchFederation& federation_;
  const std::string node_id_;
  const SystemClock clock_;
  SystemRandom random_;
  std::unique_ptr<RocksStore> store_;
  NoRosterStorage roster_storage_;
  std::unique_ptr<RosterKeeper> roster_;
  std::unique_ptr<RosterDirectory> directory_;
  std::unique_ptr<StoreLogStorage> log_storage_;
  std::unique_ptr<LogSet> logs_;
  std::unique_ptr<StoreAcknowledgements> acknowledgement_storage_;
  std::unique_ptr<AcknowledgementBook> acknowledgements_;
  Refusals refusals_;

  const InstitutionProjection institutions_;
  const ResourceProjection resources_;
  const PlanProjection plans_;
  const ProjectionSet projections_{{&institutions_, &plans_, &resources_}};
  std::unique_ptr<ViewReader> views_;
  ViewCounter view_counter_;
  std::unique_ptr<FoldEngine> fold_engine_;  // Null: it keeps no views, as is the next.
  std::unique_ptr<FolderThread> folder_;
  std::unique_ptr<EventWriter> writer_;

  NoTlsRefusals tls_refusals_;
  std::unique_ptr<TlsIdentity> tls_;
  std::optional<Executor> executor_;
  std::atomic<int> calls_taken_ = 0;
  MethodTable methods_;
  std::unique_ptr<FederationEngine> engine_;
  std::unique_ptr<GrpcServer> server_;

  absl::Mutex mutex_;
  uint64_t changes_ ABSL_GUARDED_BY(mutex_) = 0;  // Of the logs.
};

}  // namespace cledi

#endif  // CLEDI_TESTS_BENCH_BENCH_NODE_H_
