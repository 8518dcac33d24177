#ifndef CLEDI_NODE_APP_NODE_CORE_H_
#define CLEDI_NODE_APP_NODE_CORE_H_

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "federation/log/log_set.h"
#include "federation/peer/roster_keeper.h"
#include "federation/sync/acknowledgement_book.h"
#include "federation/sync/refusals.h"
#include "federation/sync/roster_directory.h"
#include "federation/trust/identity_files.h"
#include "node/app/platform.h"
#include "node/discussion/post_projection.h"
#include "node/discussion/thread_index.h"
#include "node/discussion/thread_projection.h"
#include "node/discussion/thread_watch.h"
#include "node/fold/event_writer.h"
#include "node/fold/fold_engine.h"
#include "node/fold/folder_thread.h"
#include "node/fold/view_change_count.h"
#include "node/fold/view_digest.h"
#include "node/fold/view_reader.h"
#include "node/institution/institution_projection.h"
#include "node/library/resource_kind.h"
#include "node/membership/stored_roster.h"
#include "node/person/people_index.h"
#include "node/person/person_projection.h"
#include "node/plan/plan_kind.h"
#include "node/practice/card_index.h"
#include "node/practice/institution_directory.h"
#include "node/store/rocks_store.h"
#include "node/store/store_acknowledgements.h"
#include "node/store/store_log_storage.h"

namespace cledi {

// What a node is without its listeners: identity, disk, roster, logs, views, and the one
// writer. Each member needs those above it, and is gone before them.
//
// Open does all that may fail; afterwards everything runs.
class NodeCore {
 public:
  // FailedPrecondition: the node has not joined a federation. Otherwise the errors of its
  // parts, which say what to do.
  static StatusOr<std::unique_ptr<NodeCore>> Open(const std::filesystem::path& data_folder,
                                                  const Platform& platform);
  // Writes what is queued, and folds it.
  ~NodeCore();

  NodeCore(const NodeCore&) = delete;
  NodeCore& operator=(const NodeCore&) = delete;

  const NodeIdentity& identity() const { return *identity_; }
  Store& store() { return *store_; }
  RosterKeeper& roster() { return *roster_; }
  LogSet& logs() { return *logs_; }
  AcknowledgementBook& acknowledgements() { return *acknowledgements_; }
  Refusals& refusals() { return refusals_; }
  const ViewReader& views() const { return *views_; }
  ViewDigests& view_digests() { return *view_digests_; }
  const CardIndex& plans() const { return plans_; }
  const CardIndex& resources() const { return resources_; }
  const InstitutionDirectory& institutions() const { return institutions_; }
  const ThreadIndex& threads() const { return threads_; }
  ThreadWatch& thread_watch() { return thread_watch_; }
  const PeopleIndex& people() const { return people_; }
  const ViewChangeCount& view_changes() const { return view_changes_; }
  FolderThread& folder() { return *folder_; }
  EventWriter& writer() { return *writer_; }

  // `on_change` is called, on a writing thread, after each change of the logs; it must be quick
  // and must not write. Set it once, before the first change from outside.
  void SetListener(std::function<void()> on_change) ABSL_LOCKS_EXCLUDED(listener_mutex_);

 private:
  explicit NodeCore(const Platform& platform) : platform_(platform) {}

  Status OpenStore(const std::filesystem::path& data_folder);
  Status OpenLogs();
  Status OpenViews();
  void OnLogsChanged() ABSL_LOCKS_EXCLUDED(listener_mutex_);

  const Platform platform_;
  std::unique_ptr<NodeIdentity> identity_;
  std::unique_ptr<RocksStore> store_;
  std::unique_ptr<StoredRoster> stored_roster_;
  std::unique_ptr<RosterKeeper> roster_;
  std::unique_ptr<RosterDirectory> directory_;
  std::unique_ptr<StoreLogStorage> log_storage_;
  std::unique_ptr<LogSet> logs_;
  std::unique_ptr<StoreAcknowledgements> acknowledgement_storage_;
  std::unique_ptr<AcknowledgementBook> acknowledgements_;
  Refusals refusals_;

  const InstitutionProjection institution_projection_;
  const ResourceProjection resource_projection_;
  const PlanProjection plan_projection_;
  const PersonProjection person_projection_;
  const ThreadProjection thread_projection_;
  const PostProjection post_projection_;
  const ProjectionSet projections_{{&institution_projection_, &plan_projection_,
                                    &resource_projection_, &person_projection_, &thread_projection_,
                                    &post_projection_}};
  CardIndex plans_{kPlanViews};
  CardIndex resources_{kResourceViews};
  InstitutionDirectory institutions_;
  ThreadWatch thread_watch_;
  ThreadIndex threads_{&thread_watch_};
  PeopleIndex people_;
  ViewChangeCount view_changes_;
  std::unique_ptr<ViewReader> views_;
  std::unique_ptr<ViewDigests> view_digests_;
  std::unique_ptr<FoldEngine> fold_engine_;
  std::unique_ptr<FolderThread> folder_;
  std::unique_ptr<EventWriter> writer_;

  absl::Mutex listener_mutex_;
  std::function<void()> listener_ ABSL_GUARDED_BY(listener_mutex_);
};

}  // namespace cledi

#endif  // CLEDI_NODE_APP_NODE_CORE_H_
