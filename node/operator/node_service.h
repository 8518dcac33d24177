#ifndef CLEDI_NODE_OPERATOR_NODE_SERVICE_H_
#define CLEDI_NODE_OPERATOR_NODE_SERVICE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cledi/admin/v1/node_service.pb.h"
#include "federation/peer/federation_engine.h"
#include "federation/rpc/method_table.h"
#include "node/fold/folder_thread.h"
#include "node/fold/view_digest.h"
#include "node/operator/log_inspection.h"

namespace cledi {

// What only the coordinator's node can do. Null at every other.
class CoordinatorActions {
 public:
  virtual ~CoordinatorActions() = default;
  virtual StatusOr<admin::v1::InviteNodeResponse> Invite(
      const admin::v1::InviteNodeRequest& request) = 0;
  virtual StatusOr<admin::v1::RemoveNodeResponse> Remove(
      const admin::v1::RemoveNodeRequest& request) = 0;
};

// What operators ask of their node: cledi.admin.v1.NodeService. Thread-safe.
class NodeService {
 public:
  // All outlive the service.
  struct Parts {
    const LogSet* logs;
    const LogInspection* inspection;
    const FederationEngine* federation;
    FolderThread* folder;
    ViewDigests* view_digests;
    const RosterKeeper* roster;
    const Clock* clock;
    CoordinatorActions* coordinator;  // Null: not the coordinator's node.
    // Everything of GetStatus that only the whole node knows; the rest is added here.
    std::function<admin::v1::GetStatusResponse()> status;
  };

  explicit NodeService(Parts parts) : parts_(std::move(parts)) {}

  void RegisterWith(MethodTable& table);

  admin::v1::GetStatusResponse GetStatus() const;
  StatusOr<admin::v1::GetViewDigestsResponse> GetViewDigests() const;

 private:
  StatusOr<admin::v1::RebuildViewsResponse> RebuildViews() const;
  Status CheckCoordinator() const;

  const Parts parts_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_OPERATOR_NODE_SERVICE_H_
