#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cledi/admin/v1/user_service.pb.h"
#include "federation/base/files.h"
#include "tests/admin/cli/fake_node.h"
#include "tests/support/temp_folder.h"

namespace cledi {
namespace {

using admin::v1::AddUserRequest;
using admin::v1::AddUserResponse;
using admin::v1::InviteUserRequest;
using admin::v1::InviteUserResponse;
using admin::v1::ListUsersRequest;
using admin::v1::ListUsersResponse;
using admin::v1::ResetUserPasswordRequest;
using admin::v1::ResetUserPasswordResponse;
using admin::v1::SetUserRolesRequest;
using admin::v1::SetUserRolesResponse;
using admin::v1::SuspendUserRequest;
using admin::v1::SuspendUserResponse;
using community::v1::UserRole;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Keeps the last request to each method.
class UserVerbsTest : public ::testing::Test {
 protected:
  UserVerbsTest() {
    Keep<InviteUserRequest, InviteUserResponse>("InviteUser", invited_, [](auto& response) {
      response.set_link("https://granada.example/welcome/secret");
      response.set_ends_unix_ms(1'790'000'000'000);
    });
    Keep<ResetUserPasswordRequest, ResetUserPasswordResponse>(
        "ResetUserPassword", reset_, [](auto& response) {
          response.set_link("https://granada.example/reset/secret");
          response.set_ends_unix_ms(1'790'000'000'000);
        });
    Keep<AddUserRequest, AddUserResponse>("AddUser", added_, [this](auto& response) {
      response.set_existed(existed_);
      response.set_person_id("person");
    });
    Keep<SetUserRolesRequest, SetUserRolesResponse>("SetUserRoles", roles_, [](auto&) {});
    Keep<SuspendUserRequest, SuspendUserResponse>("SuspendUser", suspended_, [](auto&) {});
  }

  template <class Request, class Response>
  void Keep(const std::string& method, Request& kept, std::function<void(Response&)> fill) {
    node_.On<Request, Response>("cledi.admin.v1.UserService/" + method,
                                [this, &kept, fill](const Request& request) -> StatusOr<Response> {
                                  RETURN_IF_ERROR(trouble_);
                                  kept = request;
                                  Response response;
                                  fill(response);
                                  return response;
                                });
  }

  FakeNode node_;
  Status trouble_;
  bool existed_ = false;
  InviteUserRequest invited_;
  ResetUserPasswordRequest reset_;
  AddUserRequest added_;
  SetUserRolesRequest roles_;
  SuspendUserRequest suspended_;
};

TEST_F(UserVerbsTest, AnInvitationPrintsItsLinkAndUntilWhenItWorks) {
  const auto outcome = node_.Run({"user", "invite", "--role", "educator", "--role", "coordinator",
                                  "--user", "ada", "--hours", "48"});

  EXPECT_EQ(outcome.exit_status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("https://granada.example/welcome/secret"));
  EXPECT_THAT(outcome.out, HasSubstr("It works once, until 2026-09-21"));
  EXPECT_THAT(invited_.roles(),
              ElementsAre(UserRole::USER_ROLE_EDUCATOR, UserRole::USER_ROLE_COORDINATOR));
  EXPECT_EQ(invited_.user_name(), "ada");
  EXPECT_EQ(invited_.valid_hours(), 48u);
}

TEST_F(UserVerbsTest, RolesThatAreNoneAndMissingOnesAreNotUnderstood) {
  EXPECT_EQ(node_.Run({"user", "invite", "--role", "king"}).exit_status, 2);
  EXPECT_EQ(node_.Run({"user", "invite"}).exit_status, 2);
  EXPECT_EQ(node_.Run({"user", "invite", "--role", "educator", "--hours", "721"}).exit_status, 2);
}

TEST_F(UserVerbsTest, APasswordComesFromTheStandardInputOrAFile) {
  const auto outcome =
      node_.Run({"user", "add", "ada", "--role", "educator", "--name", "Ada Example"},
                "horse battery staple\nnot this line\n");

  EXPECT_EQ(outcome.exit_status, 0) << outcome.err;
  EXPECT_EQ(added_.password(), "horse battery staple");
  EXPECT_EQ(added_.user_name(), "ada");
  EXPECT_EQ(added_.profile().name(), "Ada Example");
  EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr("horse")));

  const TempFolder folder;
  const std::string file = folder.path() + "/password";
  ASSERT_TRUE(WriteFileDurably(file, "another long one\n", FileAccess::kOwnerOnly).ok());
  EXPECT_EQ(node_
                .Run({"user", "add", "bo", "--role", "moderator", "--name", "Bo", "--password-file",
                      file})
                .exit_status,
            0);
  EXPECT_EQ(added_.password(), "another long one");
}

TEST_F(UserVerbsTest, WithoutAPasswordNothingIsAsked) {
  const auto outcome = node_.Run({"user", "add", "ada", "--role", "educator", "--name", "Ada"});
  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("no password was given"));
  EXPECT_THAT(added_.user_name(), IsEmpty());
  EXPECT_EQ(node_.Run({"user", "add", "ada", "--role", "educator", "--password", "x"}).exit_status,
            2);
}

TEST_F(UserVerbsTest, AProfileIsReadFromItsFile) {
  const TempFolder folder;
  const std::string file = folder.path() + "/ada.json";
  ASSERT_TRUE(WriteFileDurably(file, R"({"name": "Ada", "languages": ["es", "en"]})",
                               FileAccess::kOwnerOnly)
                  .ok());
  EXPECT_EQ(node_.Run({"user", "add", "ada", "--role", "educator", "--profile", file}, "secret\n")
                .exit_status,
            0);
  EXPECT_EQ(added_.profile().name(), "Ada");
  EXPECT_THAT(added_.profile().languages(), ElementsAre("es", "en"));

  ASSERT_TRUE(WriteFileDurably(file, R"({"nome": "Ada"})", FileAccess::kOwnerOnly).ok());
  const auto refused =
      node_.Run({"user", "add", "ada", "--role", "educator", "--profile", file}, "secret\n");
  EXPECT_EQ(refused.exit_status, 1);
  EXPECT_THAT(refused.err, HasSubstr("ada.json"));
  EXPECT_EQ(
      node_.Run({"user", "add", "ada", "--role", "educator", "--profile", "-"}, "{}").exit_status,
      1);
}

TEST_F(UserVerbsTest, AnAccountThatWasThereIsSaidToBeSo) {
  existed_ = true;
  const auto outcome =
      node_.Run({"user", "add", "ada", "--role", "educator", "--name", "Ada"}, "secret\n");
  EXPECT_EQ(outcome.exit_status, 0);
  EXPECT_THAT(outcome.out, HasSubstr("nothing was changed"));
}

TEST_F(UserVerbsTest, AResetPrintsItsLink) {
  const auto outcome = node_.Run({"user", "reset-password", "ada"});
  EXPECT_EQ(outcome.exit_status, 0);
  EXPECT_THAT(outcome.out, HasSubstr("https://granada.example/reset/secret"));
  EXPECT_EQ(reset_.user_name(), "ada");
  EXPECT_EQ(reset_.valid_hours(), 24u);
}

TEST_F(UserVerbsTest, RolesAreSetAndPeopleAreShutOutAndLetIn) {
  EXPECT_THAT(node_.Run({"user", "roles", "ada", "--role", "administrator"}).out,
              HasSubstr("ada is now: administrator."));
  EXPECT_THAT(roles_.roles(), ElementsAre(UserRole::USER_ROLE_ADMINISTRATOR));
  EXPECT_THAT(node_.Run({"user", "suspend", "ada"}).out, HasSubstr("shut out"));
  EXPECT_TRUE(suspended_.suspended());
  EXPECT_THAT(node_.Run({"user", "suspend", "ada", "--undo"}).out, HasSubstr("can sign in again"));
  EXPECT_FALSE(suspended_.suspended());
}

TEST_F(UserVerbsTest, PeopleAreListedWithWhatTheTerminalCannotBeSteeredBy) {
  ListUsersResponse response;
  admin::v1::UserEntry& user = *response.add_users();
  user.set_user_name("ada");
  user.set_name("Ada\x1b[31m\nExample");
  user.add_roles(UserRole::USER_ROLE_EDUCATOR);
  user.set_last_seen_unix_ms(1'790'000'000'000);
  user.set_suspended(true);
  response.add_invitations()->add_roles(UserRole::USER_ROLE_MODERATOR);
  node_.Answer<ListUsersRequest, ListUsersResponse>("cledi.admin.v1.UserService/ListUsers",
                                                    response);

  const auto outcome = node_.Run({"user", "list"});

  EXPECT_EQ(outcome.exit_status, 0);
  EXPECT_THAT(outcome.out, HasSubstr("shut out"));
  EXPECT_THAT(outcome.out, HasSubstr("2026-09-21"));
  EXPECT_THAT(outcome.out, HasSubstr("moderator"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(node_.Run({"user", "list", "--json"}).out, HasSubstr("\"userName\": \"ada\""));
}

TEST_F(UserVerbsTest, WhatTheNodeSaysIsPassedOn) {
  trouble_ = NotFound("no account has this name");
  const auto outcome = node_.Run({"user", "suspend", "nobody"});
  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("no account has this name"));
}

TEST_F(UserVerbsTest, EveryVerbMayActForAPerson) {
  EXPECT_EQ(node_.Run({"user", "suspend", "bo.b", "--as-user", "chief"}).exit_status, 0);
  EXPECT_EQ(node_.calling, "chief");
  EXPECT_EQ(node_.Run({"user", "suspend", "bo.b"}).exit_status, 0);
  EXPECT_EQ(node_.calling, "");
  EXPECT_EQ(node_.Run({"user", "suspend", "bo.b", "--as-user", "a\nb"}).exit_status, 2);
}

}  // namespace
}  // namespace cledi
