#include "tests/bench/bench_node.h"

#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/files.h"
#include "tests/bench/worker_process.h"

namespace cledi {
namespace {

void Must(const Status& status, std::string_view what) {
  if (!status.ok()) {
    GiveUp(what, Message(status));
  }
}

template <class T>
T Must(StatusOr<T> result, std::string_view what) {
  Must(result.status(), what);
  return *std::move(result);
}

}  // namespace

void BenchNode::ViewCounter::OnViewsChanged(std::span<const ViewChange> changes) {
  absl::MutexLock lock(&mutex_);
  views_ += changes.size();
}

void BenchNode::ViewCounter::WaitFor(size_t views) {
  absl::MutexLock lock(&mutex_);
  const auto there = [this, views]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return views_ >= views; };
  mutex_.Await(absl::Condition(&there));
}

BenchNode::BenchNode(BenchFederation& federation, std::string node_id, const std::string& folder,
                     bool folds)
    : federation_(federation), node_id_(std::move(node_id)) {
  OpenLogs(folder);
  OpenViews(folds);
  OpenExchange(folder);
  logs_->SetListener([this] { OnLogsChanged(); });
}

BenchNode::~BenchNode() {
  engine_->AnswerWaiting();
  server_->Stop(std::chrono::seconds(1));
  executor_.reset();
  engine_->Stop();
  writer_.reset();
  logs_->SetListener(nullptr);
}

void BenchNode::OpenLogs(const std::string& folder) {
  store_ = Must(RocksStore::Open({.folder = folder + "/store"}), "opening the store");
  roster_ = Must(RosterKeeper::Open(federation_.root(), federation_.updates(), &roster_storage_),
                 "making the roster");
  directory_ = std::make_unique<RosterDirectory>([this] { return roster_->Get(); });
  log_storage_ = Must(StoreLogStorage::Open(store_.get()), "opening the log's storage");
  logs_ = Must(LogSet::Open({.trust_domain = federation_.root().trust_domain,
                             .federation = federation_.root().federation,
                             .node_id = node_id_,
                             .incarnation = 0,
                             .roster_number = [this] { return roster_->Get()->number(); }},
                            log_storage_.get(), &federation_.log_key(node_id_), directory_.get(),
                            &clock_, &random_),
               "opening the logs");
  acknowledgement_storage_ = std::make_unique<StoreAcknowledgements>(store_.get());
  acknowledgements_ = Must(AcknowledgementBook::Open(acknowledgement_storage_.get(), logs_.get(),
                                                     &federation_.log_key(node_id_), &clock_),
                           "opening the acknowledgements");
}

void BenchNode::OpenViews(bool folds) {
  views_ = std::make_unique<ViewReader>(store_.get(), logs_.get());
  fold_engine_ = std::make_unique<FoldEngine>(logs_.get(), store_.get(), &clock_, &projections_,
                                              std::vector<ViewObserver*>{&view_counter_});
  Must(fold_engine_->Open(), "opening the views");
  if (folds) {
    folder_ = std::make_unique<FolderThread>(fold_engine_.get(), &clock_);
  }
  writer_ = std::make_unique<EventWriter>(
      logs_.get(), views_.get(), [this](const EventPosition& position) {
        return folder_ == nullptr ? absl::OkStatus() : folder_->FoldThrough(position);
      });
}

void BenchNode::OpenExchange(const std::string& folder) {
  const PemPair pair = federation_.TlsFor(node_id_);
  Must(WriteFileDurably(folder + "/tls.pem", pair.key_pem + pair.certificate_pem,
                        FileAccess::kOwnerOnly),
       "writing the certificate");
  tls_ = Must(TlsIdentity::Open(folder + "/tls.pem", {.roster = &roster_->holder(),
                                                      .clock = &federation_.certificate_clock(),
                                                      .refusals = &tls_refusals_}),
              "opening the certificate");
  engine_ = std::make_unique<FederationEngine>(FederationEngine::Environment{
      .logs = logs_.get(),
      .roster = roster_.get(),
      .acknowledgements = acknowledgements_.get(),
      .refusals = &refusals_,
      .clock = &clock_,
      .random = &random_,
      .credentials_for = [this](const std::string& peer) { return tls_->ChannelCredentials(peer); },
      .instance = random_.Draw<InstanceId>(),
      .software = "cledi-bench"});
  engine_->RegisterWith(methods_);
  executor_.emplace(4, 256);
  server_ = Must(GrpcServer::ListenOnNetwork(
                     "127.0.0.1:0", tls_->ServerCredentials(),
                     [this](const grpc::AuthContext& context) -> StatusOr<Caller> {
                       ++calls_taken_;
                       ASSIGN_OR_RETURN(std::string peer, tls_->PeerOf(context));
                       return Caller::Peer(std::move(peer));
                     },
                     {.table = &methods_, .executor = &*executor_, .clock = &clock_}, {}),
                 "listening on the loopback");
}

void BenchNode::LearnRoster() {
  const std::vector<federation::v1::SignedRosterUpdate>& updates = federation_.updates();
  for (size_t known = roster_->Get()->number(); known < updates.size(); ++known) {
    Must(roster_->Adopt(updates[known]), "adopting a roster update");
  }
}

void BenchNode::Start() { engine_->Start(); }

void BenchNode::OnLogsChanged() {
  engine_->OnLogsChanged();
  if (folder_ != nullptr) {
    folder_->Notify();
  }
  absl::MutexLock lock(&mutex_);
  ++changes_;
}

uint64_t BenchNode::StoredOf(const LogId& log) const {
  uint64_t size = 0;
  for (const SignedCheckpoint& head : logs_->HeadsOfLog(log)) {
    size += head.size();
  }
  return size;
}

void BenchNode::WaitUntilStored(const LogId& log, uint64_t size) {
  absl::MutexLock lock(&mutex_);
  while (StoredOf(log) < size) {
    const auto changed = [this, before = changes_]()
                             ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return changes_ != before; };
    mutex_.Await(absl::Condition(&changed));
  }
}

void BenchNode::WaitUntilFolded() {
  for (const VariantExtent& extent : logs_->Variants()) {
    if (extent.size > extent.shared) {
      Must(folder_->FoldThrough({extent.variant, extent.size - 1}), "folding");
    }
  }
}

void BenchNode::WaitUntilVisible(size_t practices) { view_counter_.WaitFor(practices); }

}  // namespace cledi
