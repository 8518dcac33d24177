#include "node/web/pages/practice_fetch.h"

#include <string>
#include <utility>

namespace cledi {

StatusOr<community::v1::PlanView> FetchPlan(const Community& community, std::string_view id,
                                            std::string_view revision) {
  community::v1::GetPlanRequest request;
  request.set_id(std::string(id));
  request.set_revision(std::string(revision));
  ASSIGN_OR_RETURN(community::v1::GetPlanResponse response, community.GetPlan(request));
  return std::move(*response.mutable_plan());
}

StatusOr<community::v1::ResourceView> FetchResource(const Community& community, std::string_view id,
                                                    std::string_view revision) {
  community::v1::GetResourceRequest request;
  request.set_id(std::string(id));
  request.set_revision(std::string(revision));
  ASSIGN_OR_RETURN(community::v1::GetResourceResponse response, community.GetResource(request));
  return std::move(*response.mutable_resource());
}

}  // namespace cledi
