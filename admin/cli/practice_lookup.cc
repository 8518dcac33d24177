#include "admin/cli/practice_lookup.h"

#include <utility>

#include "absl/strings/str_format.h"

namespace cledi {

using community::v1::GetPlanResponse;
using community::v1::GetResourceResponse;

StatusOr<PracticeView> FindPractice(Session& session, const std::string& id) {
  community::v1::GetPlanRequest plan_request;
  plan_request.set_id(id);
  StatusOr<GetPlanResponse> plan =
      session.Ask<GetPlanResponse>("cledi.community.v1.PlanService/GetPlan", plan_request);
  if (plan.ok()) {
    return PracticeView(std::move(*plan->mutable_plan()));
  }
  if (plan.status().code() != StatusCode::kNotFound) {
    return plan.status();
  }
  community::v1::GetResourceRequest resource_request;
  resource_request.set_id(id);
  StatusOr<GetResourceResponse> resource = session.Ask<GetResourceResponse>(
      "cledi.community.v1.ResourceService/GetResource", resource_request);
  if (resource.status().code() == StatusCode::kNotFound) {
    return NotFound(absl::StrFormat(
        "this node knows no practice %s. \"cledi practice list\" shows what it knows", id));
  }
  RETURN_IF_ERROR(resource.status());
  return PracticeView(std::move(*resource->mutable_resource()));
}

}  // namespace cledi
