#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "node/person/person_reader.h"
#include "node/person/user_name.h"
#include "tests/node/person/people_node.h"

namespace cledi {
namespace {

using admin::v1::AddUserRequest;
using admin::v1::AddUserResponse;
using admin::v1::ListUsersRequest;
using admin::v1::ListUsersResponse;
using admin::v1::SetUserRolesRequest;
using admin::v1::SetUserRolesResponse;
using admin::v1::SuspendUserRequest;
using admin::v1::SuspendUserResponse;
using community::v1::DescribeMeRequest;
using community::v1::DescribeMeResponse;
using community::v1::GetMeRequest;
using community::v1::GetMeResponse;
using community::v1::UserRole;
using ::testing::HasSubstr;

class UsersTest : public ::testing::Test {
 protected:
  static AddUserRequest SampleUser() {
    AddUserRequest request;
    request.set_user_name("ada");
    request.set_password(std::string(kGoodPassword));
    request.add_roles(UserRole::USER_ROLE_EDUCATOR);
    request.mutable_profile()->set_name("Ada");
    return request;
  }
  StatusOr<AddUserResponse> Add(const AddUserRequest& request) {
    return node_.Call<AddUserResponse>(Caller::Operator(), "UserService/AddUser", request);
  }
  Status SetRoles(const Caller& by, const std::string& user_name, std::vector<UserRole> roles) {
    SetUserRolesRequest request;
    request.set_user_name(user_name);
    request.mutable_roles()->Assign(roles.begin(), roles.end());
    return node_.Call<SetUserRolesResponse>(by, "UserService/SetUserRoles", request).status();
  }
  Status Describe(const Caller& caller, const std::string& name) {
    DescribeMeRequest request;
    request.mutable_profile()->set_name(name);
    return node_.Call<DescribeMeResponse>(caller, "PersonService/DescribeMe", request).status();
  }
  size_t EventCount() const {
    size_t events = 0;
    for (const VariantExtent& extent : node_.log.Variants()) {
      events += extent.size;
    }
    return events;
  }

  ManualClock clock_;
  PeopleNode node_{&clock_};
};

TEST_F(UsersTest, AddingTheSameAgainChangesNothing) {
  const AddUserResponse first = *Add(SampleUser());
  EXPECT_FALSE(first.existed());
  AddUserRequest again = SampleUser();
  again.set_user_name("ADA");
  again.set_password("another long one");
  again.mutable_profile()->set_name("somebody else");
  node_.hasher.hashes = 0;

  const AddUserResponse second = *Add(again);

  EXPECT_TRUE(second.existed());
  EXPECT_EQ(second.person_id(), first.person_id());
  EXPECT_EQ(node_.hasher.hashes, 0);
  EXPECT_TRUE(node_.SignIn("ada").ok());
  EXPECT_EQ(EventCount(), 1u);
}

TEST_F(UsersTest, AddingWithOtherRolesIsRefused) {
  ASSERT_TRUE(Add(SampleUser()).ok());
  AddUserRequest again = SampleUser();
  again.add_roles(UserRole::USER_ROLE_ADMINISTRATOR);
  EXPECT_EQ(Add(again).status().code(), StatusCode::kAlreadyExists);
}

TEST_F(UsersTest, WhatIsWrongIsNamedByItsField) {
  AddUserRequest request;
  request.set_user_name("1st");
  request.set_password("short");
  request.add_roles(static_cast<UserRole>(99));
  const std::string problems(Message(Add(request).status()));
  for (const char* field : {"user_name: 3 to 40", "password: at least 10", "roles[0]: not a role",
                            "profile.name: needed"}) {
    EXPECT_THAT(problems, HasSubstr(field));
  }
  EXPECT_THAT(std::string(Message(SetRoles(Caller::Operator(), "ada", {}))),
              HasSubstr("roles: needed"));
  EXPECT_EQ(SetRoles(Caller::Operator(), "nobody", {UserRole::USER_ROLE_EDUCATOR}).code(),
            StatusCode::kNotFound);
}

TEST_F(UsersTest, AccountsAreListedByNameWithoutSecrets) {
  node_.Add("bo.b", UserRole::USER_ROLE_MODERATOR);
  node_.Add("ada");
  clock_.Advance(std::chrono::hours(48));
  ASSERT_TRUE(node_.SignIn("bo.b").ok());
  admin::v1::InviteUserRequest invite;
  invite.add_roles(UserRole::USER_ROLE_EDUCATOR);
  invite.set_user_name("cem");
  ASSERT_TRUE(
      node_
          .Call<admin::v1::InviteUserResponse>(Caller::Operator(), "UserService/InviteUser", invite)
          .ok());

  const ListUsersResponse listed = *node_.Call<ListUsersResponse>(
      Caller::Operator(), "UserService/ListUsers", ListUsersRequest());

  ASSERT_EQ(listed.users_size(), 2);
  EXPECT_EQ(listed.users(0).user_name(), "ada");
  EXPECT_EQ(listed.users(0).last_seen_unix_ms(), 0);
  EXPECT_EQ(listed.users(1).user_name(), "bo.b");
  EXPECT_EQ(listed.users(1).name(), "Name of bo.b");
  EXPECT_EQ(listed.users(1).roles(0), UserRole::USER_ROLE_MODERATOR);
  EXPECT_EQ(listed.users(1).person_id(), node_.PersonIdOf("bo.b"));
  EXPECT_GT(listed.users(1).last_seen_unix_ms(), listed.users(1).created_unix_ms());
  ASSERT_EQ(listed.invitations_size(), 1);
  EXPECT_EQ(listed.invitations(0).user_name(), "cem");
}

TEST_F(UsersTest, NobodyTakesTheirOwnRightsAway) {
  const Caller chief = node_.Add("chief", UserRole::USER_ROLE_ADMINISTRATOR);
  EXPECT_EQ(SetRoles(chief, "chief", {UserRole::USER_ROLE_EDUCATOR}).code(),
            StatusCode::kPermissionDenied);
  SuspendUserRequest request;
  request.set_user_name("chief");
  request.set_suspended(true);
  EXPECT_EQ(
      node_.Call<SuspendUserResponse>(chief, "UserService/SuspendUser", request).status().code(),
      StatusCode::kPermissionDenied);
  EXPECT_TRUE(
      SetRoles(chief, "chief", {UserRole::USER_ROLE_ADMINISTRATOR, UserRole::USER_ROLE_MODERATOR})
          .ok());
  EXPECT_TRUE(SetRoles(Caller::Operator(), "chief", {UserRole::USER_ROLE_EDUCATOR}).ok());
}

// Goal: an administrator becomes no coordinator, by no detour; nor does she unmake one.
TEST_F(UsersTest, RolesAreHandedOutByThoseWhoHaveThem) {
  const Caller chief = node_.Add("chief", UserRole::USER_ROLE_ADMINISTRATOR);
  node_.Add("ada");
  node_.Add("lena", UserRole::USER_ROLE_COORDINATOR);
  const auto refused = [](const auto& result) {
    return result.status().code() == StatusCode::kPermissionDenied;
  };
  for (const char* whose : {"chief", "ada"}) {
    EXPECT_EQ(
        SetRoles(chief, whose, {UserRole::USER_ROLE_ADMINISTRATOR, UserRole::USER_ROLE_COORDINATOR})
            .code(),
        StatusCode::kPermissionDenied);
  }
  EXPECT_EQ(SetRoles(chief, "lena", {UserRole::USER_ROLE_EDUCATOR}).code(),
            StatusCode::kPermissionDenied);
  admin::v1::InviteUserRequest invite;
  invite.add_roles(UserRole::USER_ROLE_COORDINATOR);
  EXPECT_TRUE(
      refused(node_.Call<admin::v1::InviteUserResponse>(chief, "UserService/InviteUser", invite)));
  AddUserRequest add = SampleUser();
  add.set_user_name("another");
  add.add_roles(UserRole::USER_ROLE_COORDINATOR);
  EXPECT_TRUE(refused(node_.Call<AddUserResponse>(chief, "UserService/AddUser", add)));
  admin::v1::ResetUserPasswordRequest reset;
  reset.set_user_name("lena");
  const auto make_reset = [&](const Caller& by) {
    return node_.Call<admin::v1::ResetUserPasswordResponse>(by, "UserService/ResetUserPassword",
                                                            reset);
  };
  EXPECT_TRUE(refused(make_reset(chief)));
  EXPECT_TRUE(make_reset(Caller::Operator()).ok());

  EXPECT_TRUE(SetRoles(chief, "ada", {UserRole::USER_ROLE_ADMINISTRATOR}).ok());
  EXPECT_TRUE(
      SetRoles(chief, "lena", {UserRole::USER_ROLE_MODERATOR, UserRole::USER_ROLE_COORDINATOR})
          .ok())
      << "what she has besides is not touched";
  EXPECT_TRUE(SetRoles(Caller::Operator(), "lena", {UserRole::USER_ROLE_EDUCATOR}).ok());
}

TEST_F(UsersTest, SayingTheSameOfOneselfTwiceWritesOnce) {
  const Caller ada = node_.Add("ada");
  ASSERT_TRUE(Describe(ada, "Ada A.").ok());
  ASSERT_TRUE(Describe(ada, "Ada A.").ok());
  EXPECT_EQ(EventCount(), 2u);
  ASSERT_TRUE(Describe(ada, "Name of ada").ok());
  EXPECT_EQ(EventCount(), 3u);
  const auto me = node_.Call<GetMeResponse>(ada, "PersonService/GetMe", GetMeRequest());
  EXPECT_EQ(me->account().profile().name(), "Name of ada");
}

// Goal: an older profile that waited does not come back over a newer one.
TEST_F(UsersTest, ANewProfileReplacesTheOneThatWaits) {
  node_.log.FailAppends(absl::UnavailableError("down"));
  const Caller ada = node_.Add("ada");
  node_.log.FailAppends(absl::OkStatus());
  ASSERT_TRUE(Describe(ada, "Ada A.").ok());
  ASSERT_TRUE(node_.SignIn("ada").ok());

  const auto person = PersonReader(*node_.views.Read()).Find(node_.PersonIdOf("ada"));

  EXPECT_EQ((*person)->profile.name(), "Ada A.");
  EXPECT_EQ(EventCount(), 1u);
}

TEST_F(UsersTest, AProfileThatBreaksARuleIsRefusedByItsField) {
  const Caller ada = node_.Add("ada");
  const Status refused = Describe(ada, "A\u202edA");
  EXPECT_EQ(refused.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(Message(refused)), HasSubstr("profile.name"));
  EXPECT_EQ(Describe(Caller::Operator(), "Institute").code(), StatusCode::kFailedPrecondition);
}

// Goal: whatever comes as a user name, what is kept is of few plain characters and stays so.
TEST(UserNameTest, AnyBytesBecomeNoneOrAPlainName) {
  SeededRandom random(5);
  const std::string alphabet = "abzABZ019.-_ \t/@\xc3\xa7\xe2\x80\xae\x00\xff";
  size_t names = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string typed;
    for (uint64_t left = random.Below(44); left > 0; --left) {
      typed.push_back(alphabet[random.Below(random.Below(2) == 0 ? 3 : alphabet.size())]);
    }
    const std::optional<std::string> name = CanonicalUserName(typed);
    FieldProblems problems;
    CheckUserName("user_name", typed, problems);
    EXPECT_EQ(problems.empty(), name.has_value());
    if (!name) {
      continue;
    }
    ++names;
    EXPECT_EQ(name->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-"), std::string::npos);
    EXPECT_TRUE(name->size() >= 3 && name->size() <= 40 && name->front() >= 'a') << *name;
    EXPECT_EQ(CanonicalUserName(*name), name);
  }
  EXPECT_GT(names, 100u);
}

}  // namespace
}  // namespace cledi
