#include "node/operator/node_service.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_format.h"

#include "node/operator/notice.h"
#include "node/operator/return_notice.h"

namespace cledi {

using admin::v1::GetNetworkRequest;
using admin::v1::GetNetworkResponse;
using admin::v1::GetStatusRequest;
using admin::v1::GetStatusResponse;
using admin::v1::GetViewDigestsRequest;
using admin::v1::GetViewDigestsResponse;
using admin::v1::InviteNodeRequest;
using admin::v1::InviteNodeResponse;
using admin::v1::ListEpochsRequest;
using admin::v1::ListEpochsResponse;
using admin::v1::ListEventsRequest;
using admin::v1::ListEventsResponse;
using admin::v1::Notice;
using admin::v1::RebuildViewsRequest;
using admin::v1::RebuildViewsResponse;
using admin::v1::RemoveNodeRequest;
using admin::v1::RemoveNodeResponse;
using admin::v1::VerifyLogsRequest;
using admin::v1::VerifyLogsResponse;

void NodeService::RegisterWith(MethodTable& table) {
  const std::string service = "cledi.admin.v1.NodeService/";
  table.Add<GetStatusRequest, GetStatusResponse>(
      service + "GetStatus", Role::kOperator,
      [this](const Call&, const GetStatusRequest&) -> StatusOr<GetStatusResponse> {
        return GetStatus();
      });
  table.Add<GetNetworkRequest, GetNetworkResponse>(
      service + "GetNetwork", Role::kOperator,
      [this](const Call&, const GetNetworkRequest&) -> StatusOr<GetNetworkResponse> {
        return *parts_.federation->Network();
      });
  table.Add<ListEpochsRequest, ListEpochsResponse>(
      service + "ListEpochs", Role::kOperator,
      [this](const Call&, const ListEpochsRequest& request) -> StatusOr<ListEpochsResponse> {
        return parts_.inspection->ListEpochs(request);
      });
  table.Add<ListEventsRequest, ListEventsResponse>(
      service + "ListEvents", Role::kOperator,
      [this](const Call&, const ListEventsRequest& request) {
        return parts_.inspection->ListEvents(request);
      });
  table.Add<VerifyLogsRequest, VerifyLogsResponse>(
      service + "VerifyLogs", Role::kOperator,
      [this](const Call&, const VerifyLogsRequest& request) {
        return parts_.inspection->Verify(request);
      });
  table.Add<RebuildViewsRequest, RebuildViewsResponse>(
      service + "RebuildViews", Role::kOperator,
      [this](const Call&, const RebuildViewsRequest&) { return RebuildViews(); });
  table.Add<GetViewDigestsRequest, GetViewDigestsResponse>(
      service + "GetViewDigests", Role::kOperator,
      [this](const Call&, const GetViewDigestsRequest&) { return GetViewDigests(); });
  table.Add<InviteNodeRequest, InviteNodeResponse>(
      service + "InviteNode", Role::kOperator,
      [this](const Call&, const InviteNodeRequest& request) -> StatusOr<InviteNodeResponse> {
        RETURN_IF_ERROR(CheckCoordinator());
        return parts_.coordinator->Invite(request);
      });
  table.Add<RemoveNodeRequest, RemoveNodeResponse>(
      service + "RemoveNode", Role::kOperator,
      [this](const Call&, const RemoveNodeRequest& request) -> StatusOr<RemoveNodeResponse> {
        RETURN_IF_ERROR(CheckCoordinator());
        return parts_.coordinator->Remove(request);
      });
}

Status NodeService::CheckCoordinator() const {
  if (parts_.coordinator == nullptr) {
    return absl::FailedPreconditionError(
        absl::StrFormat("only the coordinator's node can do this: ask %s",
                        parts_.roster->Get()->root().coordinator));
  }
  return absl::OkStatus();
}

GetStatusResponse NodeService::GetStatus() const {
  GetStatusResponse status = parts_.status();
  const std::shared_ptr<const Roster> roster = parts_.roster->Get();
  status.set_roster_number(roster->number());
  status.set_members(static_cast<uint32_t>(roster->Active().size()));
  for (const VariantExtent& extent : parts_.logs->Variants()) {
    const uint64_t events = extent.size - extent.shared;
    status.set_events(status.events() + events);
    if (extent.node_id == parts_.logs->options().node_id) {
      status.set_own_events(status.own_events() + events);
    }
  }
  const FolderStatus folder = parts_.folder->status();
  status.set_events_to_fold(folder.progress.total - folder.progress.done);
  if (!folder.last_error.empty()) {
    AddNotice(status, Notice::SEVERITY_ERROR,
              "the pages do not show the newest events: " + folder.last_error);
  }
  if (!roster->IsActive(status.node_id())) {
    AddNotice(status, Notice::SEVERITY_ERROR,
              "this node is no longer a member of the federation: ask the coordinator");
  }
  const std::shared_ptr<const GetNetworkResponse> network = parts_.federation->Network();
  if (network->forked_epochs() > 0) {
    AddNotice(status, Notice::SEVERITY_ERROR,
              absl::StrFormat("%d epochs are known with two histories: a machine was copied while "
                              "it ran, or a partner's key was misused. Both are kept; `cledi log "
                              "show` names them",
                              network->forked_epochs()));
  }
  std::optional<Notice> returned = ReturnNotice(
      parts_.logs->own_return(), FromUnixMs(status.started_unix_ms()), *network, status.node_id());
  if (returned.has_value()) {
    *status.add_notices() = *std::move(returned);
  }
  return status;
}

StatusOr<GetViewDigestsResponse> NodeService::GetViewDigests() const {
  GetViewDigestsResponse response;
  const uint32_t roster_number = parts_.roster->Get()->number();
  for (const auto& [name, space] :
       {std::pair("commons", CommonsSpace()), std::pair("roster", RosterSpace())}) {
    ASSIGN_OR_RETURN(const SpaceViewDigest views, parts_.view_digests->Of(space));
    admin::v1::ViewDigest& digest = *response.add_digests();
    digest.set_space(name);
    digest.set_digest(HexEncode(views.digest.view()));
    digest.set_heads_digest(HexEncode(parts_.logs->SpaceDigest(space).view()));
    digest.mutable_fold_versions()->Add(views.fold_versions.begin(), views.fold_versions.end());
    digest.set_roster_number(roster_number);
    digest.set_incomplete_events(views.incomplete_events);
    digest.set_held_events(views.held_events);
  }
  return response;
}

StatusOr<RebuildViewsResponse> NodeService::RebuildViews() const {
  const std::chrono::milliseconds begin = parts_.clock->Monotonic();
  ASSIGN_OR_RETURN(const RebuildResult result, parts_.folder->Rebuild());
  RebuildViewsResponse response;
  response.set_events(result.events);
  response.set_unchanged(result.unchanged);
  response.set_took_ms(static_cast<uint64_t>((parts_.clock->Monotonic() - begin).count()));
  return response;
}

}  // namespace cledi
