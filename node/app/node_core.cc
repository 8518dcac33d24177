#include "node/app/node_core.h"

#include <utility>

#include "federation/base/log_line.h"

namespace cledi {

StatusOr<std::unique_ptr<NodeCore>> NodeCore::Open(const std::filesystem::path& data_folder,
                                                   const Platform& platform) {
  std::unique_ptr<NodeCore> self(new NodeCore(platform));
  ASSIGN_OR_RETURN(NodeIdentity identity, IdentityFiles(data_folder.string()).Load());
  self->identity_ = std::make_unique<NodeIdentity>(std::move(identity));
  RETURN_IF_ERROR(self->OpenStore(data_folder));
  RETURN_IF_ERROR(self->OpenLogs());
  RETURN_IF_ERROR(self->OpenViews());
  return self;
}

NodeCore::~NodeCore() {
  // The writer waits for the folder, so it ends first; nothing may call the folder afterwards.
  writer_.reset();
  if (logs_ != nullptr) {
    logs_->SetListener(nullptr);
  }
}

Status NodeCore::OpenStore(const std::filesystem::path& data_folder) {
  RocksStoreOptions options;
  options.folder = (data_folder / "store").string();
  auto store = RocksStore::Open(options);
  if (absl::IsResourceExhausted(store.status())) {
    LogLine(Severity::kError, "disk_full",
            {{"why", std::string(Message(store.status()))},
             {"then",
              "everything can be read; nothing can be written until space is made and "
              "the node is started again"}});
    options.read_only = true;
    store = RocksStore::Open(options);
  }
  if (!store.ok()) {
    return store.status();
  }
  store_ = *std::move(store);
  stored_roster_ = std::make_unique<StoredRoster>(store_.get());
  ASSIGN_OR_RETURN(roster_, RosterKeeper::Open(identity_->first_roster.root(),
                                               identity_->first_updates, stored_roster_.get()));
  directory_ = std::make_unique<RosterDirectory>([this] { return roster_->Get(); });
  return absl::OkStatus();
}

Status NodeCore::OpenLogs() {
  ASSIGN_OR_RETURN(log_storage_, StoreLogStorage::Open(store_.get()));
  const MemberEntry* member = roster_->Get()->Find(identity_->node_id);
  const TrustRoot& root = identity_->first_roster.root();
  ASSIGN_OR_RETURN(
      logs_, LogSet::Open({.trust_domain = root.trust_domain,
                           .federation = root.federation,
                           .node_id = identity_->node_id,
                           .incarnation = member == nullptr ? 0 : member->member.incarnation(),
                           .roster_number = [this] { return roster_->Get()->number(); }},
                          log_storage_.get(), &identity_->log_key, directory_.get(),
                          platform_.clock, platform_.random));
  acknowledgement_storage_ = std::make_unique<StoreAcknowledgements>(store_.get());
  ASSIGN_OR_RETURN(acknowledgements_,
                   AcknowledgementBook::Open(acknowledgement_storage_.get(), logs_.get(),
                                             &identity_->log_key, platform_.clock));
  return absl::OkStatus();
}

Status NodeCore::OpenViews() {
  views_ = std::make_unique<ViewReader>(store_.get(), logs_.get());
  view_digests_ = std::make_unique<ViewDigests>(views_.get(), &projections_);
  fold_engine_ = std::make_unique<FoldEngine>(
      logs_.get(), store_.get(), platform_.clock, &projections_,
      std::vector<ViewObserver*>{&plans_, &resources_, &institutions_, &threads_, &people_,
                                 view_digests_.get(), &view_changes_});
  RETURN_IF_ERROR(fold_engine_->Open());
  RETURN_IF_ERROR(fold_engine_->CatchUpLogsOf(identity_->node_id));
  folder_ = std::make_unique<FolderThread>(fold_engine_.get(), platform_.clock);
  writer_ = std::make_unique<EventWriter>(
      logs_.get(), views_.get(),
      [this](const EventPosition& position) { return folder_->FoldThrough(position); });
  logs_->SetListener([this] { OnLogsChanged(); });
  return absl::OkStatus();
}

void NodeCore::SetListener(std::function<void()> on_change) {
  absl::MutexLock lock(&listener_mutex_);
  listener_ = std::move(on_change);
}

void NodeCore::OnLogsChanged() {
  folder_->Notify();
  absl::MutexLock lock(&listener_mutex_);
  if (listener_) {
    listener_();
  }
}

}  // namespace cledi
