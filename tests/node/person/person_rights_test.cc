// Who may call what: every method of the three services as every kind of caller.

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"

#include "tests/node/person/people_node.h"

namespace cledi {
namespace {

using community::v1::UserRole;

enum class Kind { kVisitor, kPeer, kEducator, kModerator, kCoordinator, kAdministrator, kOperator };

class PersonRightsTest : public ::testing::Test {
 protected:
  Caller CallerOfKind(Kind kind) {
    switch (kind) {
      case Kind::kVisitor:
        return {};
      case Kind::kPeer:
        return Caller::Peer("tr-metu");
      case Kind::kEducator:
        return node_.Add("educator", UserRole::USER_ROLE_EDUCATOR);
      case Kind::kModerator:
        return node_.Add("moderator", UserRole::USER_ROLE_MODERATOR);
      case Kind::kCoordinator:
        return node_.Add("coordinator", UserRole::USER_ROLE_COORDINATOR);
      case Kind::kAdministrator:
        return node_.Add("administrator", UserRole::USER_ROLE_ADMINISTRATOR);
      case Kind::kOperator:
        return Caller::Operator();
    }
    return {};
  }
  // An empty request: only whether it is let in counts.
  bool IsLetIn(const Caller& caller, const std::string& method) {
    Status status = absl::InternalError("not answered");
    node_.methods.Invoke(
        method, std::make_shared<Call>(caller, std::chrono::milliseconds::max()),
        [&](google::protobuf::Message&) { return absl::AbortedError("let in"); },
        [&](const auto& answer) { status = answer.status(); });
    if (Message(status) == "let in") {
      return true;
    }
    EXPECT_EQ(status.code(),
              caller.id.empty() ? StatusCode::kUnauthenticated : StatusCode::kPermissionDenied)
        << method;
    return false;
  }

  ManualClock clock_;
  PeopleNode node_{&clock_};
};

TEST_F(PersonRightsTest, EachMethodLetsInWhoeverMayCallIt) {
  const std::map<std::string, Role> needs = {
      {"SignIn", Role::kVisitor},           {"SignOut", Role::kVisitor},
      {"GetInvitation", Role::kVisitor},    {"AcceptInvitation", Role::kVisitor},
      {"ResetPassword", Role::kVisitor},    {"GetPerson", Role::kVisitor},
      {"ListPeople", Role::kVisitor},       {"ChangePassword", Role::kEducator},
      {"GetMe", Role::kEducator},           {"DescribeMe", Role::kEducator},
      {"ChangeSettings", Role::kEducator},  {"SaveDraft", Role::kEducator},
      {"GetDraft", Role::kEducator},        {"ListDrafts", Role::kEducator},
      {"DeleteDraft", Role::kEducator},     {"InviteUser", Role::kAdministrator},
      {"AddUser", Role::kAdministrator},    {"ResetUserPassword", Role::kAdministrator},
      {"ListUsers", Role::kAdministrator},  {"SetUserRoles", Role::kAdministrator},
      {"SuspendUser", Role::kAdministrator}};
  std::map<Kind, Caller> callers;
  for (int kind = 0; kind <= static_cast<int>(Kind::kOperator); ++kind) {
    callers[static_cast<Kind>(kind)] = CallerOfKind(static_cast<Kind>(kind));
  }
  const auto* const pool = google::protobuf::DescriptorPool::generated_pool();
  size_t methods = 0;
  for (const char* name : {"cledi.community.v1.PersonService", "cledi.community.v1.DraftService",
                           "cledi.admin.v1.UserService"}) {
    const google::protobuf::ServiceDescriptor& service = *pool->FindServiceByName(name);
    EXPECT_TRUE(node_.methods.CheckComplete(service).ok());
    for (int i = 0; i < service.method_count(); ++i, ++methods) {
      const std::string method = service.method(i)->name();
      ASSERT_TRUE(needs.contains(method)) << method;
      for (const auto& [kind, caller] : callers) {
        const bool may = needs.at(method) == Role::kVisitor ||
                         (needs.at(method) == Role::kEducator && kind >= Kind::kEducator) ||
                         kind >= Kind::kAdministrator;
        EXPECT_EQ(IsLetIn(caller, std::string(name) + "/" + method), may)
            << method << " " << static_cast<int>(kind);
      }
    }
  }
  EXPECT_EQ(methods, needs.size());
}

TEST_F(PersonRightsTest, RolesIncludeWhatIsBelowThem) {
  const Caller coordinator = CallerOfKind(Kind::kCoordinator);
  EXPECT_TRUE(coordinator.Has(Role::kEducator));
  EXPECT_TRUE(coordinator.Has(Role::kCoordinator));
  EXPECT_FALSE(coordinator.Has(Role::kModerator));
  const Caller moderator = CallerOfKind(Kind::kModerator);
  EXPECT_TRUE(moderator.Has(Role::kEducator));
  EXPECT_FALSE(moderator.Has(Role::kAdministrator));
  for (const Caller& person : {coordinator, moderator, CallerOfKind(Kind::kAdministrator)}) {
    EXPECT_FALSE(person.Has(Role::kOperator));
    EXPECT_FALSE(person.Has(Role::kPeer));
  }
}

// Goal: a caller whose account went away between two requests gets nothing.
TEST_F(PersonRightsTest, AShutOutCallerIsRefusedByEveryMethodThatNeedsAnAccount) {
  const Caller ada = node_.Add("ada");
  admin::v1::SuspendUserRequest request;
  request.set_user_name("ada");
  request.set_suspended(true);
  ASSERT_TRUE(node_
                  .Call<admin::v1::SuspendUserResponse>(Caller::Operator(),
                                                        "UserService/SuspendUser", request)
                  .ok());
  const auto code = [](const auto& result) { return result.status().code(); };
  using community::v1::ChangeSettingsRequest;
  using community::v1::ChangeSettingsResponse;
  using community::v1::DescribeMeRequest;
  using community::v1::DescribeMeResponse;
  using community::v1::GetMeRequest;
  using community::v1::GetMeResponse;
  DescribeMeRequest describe;
  describe.mutable_profile()->set_name("Ada");
  EXPECT_EQ(code(node_.Call<GetMeResponse>(ada, "PersonService/GetMe", GetMeRequest())),
            StatusCode::kPermissionDenied);
  EXPECT_EQ(code(node_.Call<DescribeMeResponse>(ada, "PersonService/DescribeMe", describe)),
            StatusCode::kPermissionDenied);
  EXPECT_EQ(code(node_.Call<ChangeSettingsResponse>(ada, "PersonService/ChangeSettings",
                                                    ChangeSettingsRequest())),
            StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace cledi
