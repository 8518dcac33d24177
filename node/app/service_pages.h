#ifndef CLEDI_NODE_APP_SERVICE_PAGES_H_
#define CLEDI_NODE_APP_SERVICE_PAGES_H_

#include "federation/peer/federation_engine.h"
#include "node/institution/institution_service.h"
#include "node/library/resource_service.h"
#include "node/operator/node_service.h"
#include "node/plan/plan_service.h"
#include "node/web/pages/page_source.h"

namespace cledi {

// The pages' source: this node's own services. All outlive it.
class ServicePages final : public PageSource {
 public:
  ServicePages(const PlanService* plans, const ResourceService* resources,
               const InstitutionService* institutions, const FederationEngine* federation,
               const NodeService* node)
      : plans_(plans),
        resources_(resources),
        institutions_(institutions),
        federation_(federation),
        node_(node) {}

  StatusOr<community::v1::ListPlansResponse> ListPlans(
      const community::v1::ListPlansRequest& request) override {
    return plans_->List(request);
  }
  StatusOr<community::v1::GetPlanResponse> GetPlan(
      const community::v1::GetPlanRequest& request) override {
    return plans_->Get(request);
  }
  StatusOr<community::v1::ListResourcesResponse> ListResources(
      const community::v1::ListResourcesRequest& request) override {
    return resources_->List(request);
  }
  StatusOr<community::v1::GetResourceResponse> GetResource(
      const community::v1::GetResourceRequest& request) override {
    return resources_->Get(request);
  }
  StatusOr<community::v1::ListInstitutionsResponse> ListInstitutions(
      const community::v1::ListInstitutionsRequest& /*request*/) override {
    return institutions_->List();
  }
  StatusOr<community::v1::GetInstitutionResponse> GetInstitution(
      const community::v1::GetInstitutionRequest& request) override {
    return institutions_->Get(request);
  }
  StatusOr<admin::v1::GetNetworkResponse> GetNetwork() override;
  StatusOr<admin::v1::GetStatusResponse> GetStatus() override;

 private:
  const PlanService* const plans_;
  const ResourceService* const resources_;
  const InstitutionService* const institutions_;
  const FederationEngine* const federation_;
  const NodeService* const node_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_APP_SERVICE_PAGES_H_
