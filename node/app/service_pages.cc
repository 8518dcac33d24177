#include "node/app/service_pages.h"

namespace cledi {

// Everybody may read the page: addresses of machines and details of refusals stay with the
// operators.
StatusOr<admin::v1::GetNetworkResponse> ServicePages::GetNetwork() {
  admin::v1::GetNetworkResponse network = *federation_->Network();
  for (admin::v1::PeerStatus& peer : *network.mutable_peers()) {
    peer.clear_address();
    peer.clear_reason();
    peer.clear_software();
  }
  network.clear_refusals();
  return network;
}

StatusOr<admin::v1::GetStatusResponse> ServicePages::GetStatus() {
  const admin::v1::GetStatusResponse status = node_->GetStatus();
  admin::v1::GetStatusResponse shown;
  shown.set_node_id(status.node_id());
  shown.set_federation_name(status.federation_name());
  shown.set_coordinator(status.coordinator());
  shown.set_version(status.version());
  shown.set_members(status.members());
  shown.set_events(status.events());
  shown.set_own_events(status.own_events());
  shown.set_events_to_fold(status.events_to_fold());
  shown.set_plans(status.plans());
  shown.set_resources(status.resources());
  return shown;
}

}  // namespace cledi
