#ifndef CLEDI_NODE_APP_SERVICE_PAGES_H_
#define CLEDI_NODE_APP_SERVICE_PAGES_H_

#include "federation/peer/federation_engine.h"
#include "node/operator/node_service.h"
#include "node/web/pages/page_source.h"

namespace cledi {

// What the pages show of this node itself. Both parts outlive it.
class ServicePages final : public PageSource {
 public:
  ServicePages(const FederationEngine* federation, const NodeService* node)
      : federation_(federation), node_(node) {}

  StatusOr<admin::v1::GetNetworkResponse> GetNetwork() override;
  StatusOr<admin::v1::GetStatusResponse> GetStatus() override;

 private:
  const FederationEngine* const federation_;
  const NodeService* const node_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_APP_SERVICE_PAGES_H_
