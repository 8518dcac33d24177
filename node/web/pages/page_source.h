#ifndef CLEDI_NODE_WEB_PAGES_PAGE_SOURCE_H_
#define CLEDI_NODE_WEB_PAGES_PAGE_SOURCE_H_

#include "cledi/admin/v1/node_service.pb.h"
#include "cledi/community/v1/institution_service.pb.h"
#include "cledi/community/v1/plan_service.pb.h"
#include "cledi/community/v1/resource_service.pb.h"
#include "federation/base/status.h"

namespace cledi {

// What the pages are printed from: the node's services, asked as a visitor. Each call is as
// the service's proto describes it; NotFound and InvalidArgument become pages of their own.
// Called from the server's workers, several at once.
class PageSource {
 public:
  virtual ~PageSource() = default;

  virtual StatusOr<community::v1::ListPlansResponse> ListPlans(
      const community::v1::ListPlansRequest& request) = 0;
  virtual StatusOr<community::v1::GetPlanResponse> GetPlan(
      const community::v1::GetPlanRequest& request) = 0;
  virtual StatusOr<community::v1::ListResourcesResponse> ListResources(
      const community::v1::ListResourcesRequest& request) = 0;
  virtual StatusOr<community::v1::GetResourceResponse> GetResource(
      const community::v1::GetResourceRequest& request) = 0;
  virtual StatusOr<community::v1::ListInstitutionsResponse> ListInstitutions(
      const community::v1::ListInstitutionsRequest& request) = 0;
  virtual StatusOr<community::v1::GetInstitutionResponse> GetInstitution(
      const community::v1::GetInstitutionRequest& request) = 0;
  // What may be shown to everybody of the node's network and state; no addresses, no notices.
  virtual StatusOr<admin::v1::GetNetworkResponse> GetNetwork() = 0;
  virtual StatusOr<admin::v1::GetStatusResponse> GetStatus() = 0;
};

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PAGE_SOURCE_H_
