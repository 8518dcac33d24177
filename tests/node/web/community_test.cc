#include "node/web/pages/community.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace cledi {
namespace {

using community::v1::GetPlanRequest;
using community::v1::GetPlanResponse;

constexpr std::string_view kGetPlan = "cledi.community.v1.PlanService/GetPlan";

Caller Educator() {
  Caller caller;
  caller.id = "00000000000000000000000000000001";
  caller.Add(Role::kEducator);
  return caller;
}

TEST(CommunityTest, AMethodIsAskedByNameAsTheCaller) {
  MethodTable methods;
  methods.Add<GetPlanRequest, GetPlanResponse>(
      std::string(kGetPlan), Role::kEducator,
      [](const Call& call, const GetPlanRequest& request) -> StatusOr<GetPlanResponse> {
        GetPlanResponse response;
        response.mutable_plan()->set_id(absl::StrCat(request.id(), " for ", call.caller().id));
        return response;
      });
  GetPlanRequest request;
  request.set_id("a plan");

  const auto response = Community(&methods, Educator()).GetPlan(request);

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->plan().id(), "a plan for 00000000000000000000000000000001");
}

TEST(CommunityTest, ARoleThatTheReaderLacksIsAskedFor) {
  MethodTable methods;
  methods.Add<GetPlanRequest, GetPlanResponse>(
      std::string(kGetPlan), Role::kEducator,
      [](const Call&, const GetPlanRequest&) { return GetPlanResponse(); });

  EXPECT_EQ(Community(&methods, Caller()).GetPlan({}).status().code(),
            StatusCode::kUnauthenticated);
}

TEST(CommunityTest, AMethodThatAnswersLaterIsAMistakeOfOurs) {
  MethodTable methods;
  MethodTable::Answer<GetPlanResponse> kept;
  methods.AddLater<GetPlanRequest, GetPlanResponse>(
      std::string(kGetPlan), Role::kVisitor,
      [&](std::shared_ptr<Call>, const GetPlanRequest&,
          MethodTable::Answer<GetPlanResponse> answer) { kept = std::move(answer); });

  EXPECT_EQ(Community(&methods, Caller()).GetPlan({}).status().code(), StatusCode::kInternal);
  kept(GetPlanResponse());  // Goes nowhere, and breaks nothing.
}

// Goal: no method of these services is out of the pages' reach, and none is asked under another
// name than its own.
TEST(CommunityTest, ItHasTheMethodsOfSixServices) {
  const MethodTable empty;
  const Community community(&empty, Educator());
  std::vector<std::string> asked;
  // Without a handler the answer names the method that was asked for.
  const auto ask = [&]<class Request, class Response>(
                       StatusOr<Response> (Community::*method)(const Request&) const) {
    asked.push_back(std::string(Message((community.*method)({}).status())));
  };
  ask(&Community::ListPlans), ask(&Community::GetPlan), ask(&Community::PublishPlan);
  ask(&Community::WithdrawPlan), ask(&Community::ListResources), ask(&Community::GetResource);
  ask(&Community::PublishResource), ask(&Community::WithdrawResource);
  ask(&Community::ListInstitutions), ask(&Community::GetInstitution);
  ask(&Community::DescribeInstitution), ask(&Community::SignIn), ask(&Community::SignOut);
  ask(&Community::GetInvitation), ask(&Community::AcceptInvitation);
  ask(&Community::ResetPassword), ask(&Community::ChangePassword), ask(&Community::GetMe);
  ask(&Community::DescribeMe), ask(&Community::ChangeSettings), ask(&Community::GetPerson);
  ask(&Community::ListPeople), ask(&Community::SaveDraft), ask(&Community::GetDraft);
  ask(&Community::ListDrafts), ask(&Community::DeleteDraft), ask(&Community::ListThreads);
  ask(&Community::GetThread), ask(&Community::GetPost), ask(&Community::PublishThread);
  ask(&Community::PublishPost), ask(&Community::WithdrawThread), ask(&Community::WithdrawPost);
  ask(&Community::AcceptAnswer), ask(&Community::FollowThread), ask(&Community::ListNews);
  ask(&Community::MarkSeen);

  std::vector<testing::Matcher<std::string>> declared;
  for (const auto* file : {community::v1::GetPlanRequest::descriptor()->file(),
                           community::v1::GetResourceRequest::descriptor()->file(),
                           community::v1::GetInstitutionRequest::descriptor()->file(),
                           community::v1::GetPersonRequest::descriptor()->file(),
                           community::v1::GetDraftRequest::descriptor()->file(),
                           community::v1::GetThreadRequest::descriptor()->file()}) {
    const auto& service = *file->service(0);
    for (int i = 0; i < service.method_count(); ++i) {
      declared.push_back(testing::HasSubstr(
          absl::StrCat(service.full_name(), "/", service.method(i)->name(), ";")));
    }
  }
  EXPECT_THAT(asked, testing::UnorderedElementsAreArray(declared));
}

}  // namespace
}  // namespace cledi
