#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "node/person/link_book.h"
#include "node/person/person_reader.h"
#include "tests/node/person/people_node.h"

namespace cledi {
namespace {

using namespace std::chrono_literals;
using admin::v1::InviteUserRequest;
using admin::v1::InviteUserResponse;
using admin::v1::ResetUserPasswordRequest;
using admin::v1::ResetUserPasswordResponse;
using community::v1::AcceptInvitationRequest;
using community::v1::AcceptInvitationResponse;
using community::v1::GetInvitationRequest;
using community::v1::GetInvitationResponse;
using community::v1::ResetPasswordRequest;
using community::v1::ResetPasswordResponse;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class LinksTest : public ::testing::Test {
 protected:
  static std::string TokenIn(const std::string& link) { return link.substr(link.rfind('/') + 1); }

  StatusOr<InviteUserResponse> Invite(const std::string& user_name = "", uint32_t hours = 0) {
    InviteUserRequest request;
    request.add_roles(community::v1::USER_ROLE_MODERATOR);
    request.set_user_name(user_name);
    request.set_valid_hours(hours);
    return node_.Call<InviteUserResponse>(Caller::Operator(), "UserService/InviteUser", request);
  }
  StatusOr<ResetUserPasswordResponse> OfferReset(const std::string& user_name) {
    ResetUserPasswordRequest request;
    request.set_user_name(user_name);
    return node_.Call<ResetUserPasswordResponse>(Caller::Operator(),
                                                 "UserService/ResetUserPassword", request);
  }
  StatusOr<GetInvitationResponse> Get(const std::string& token) {
    GetInvitationRequest request;
    request.set_token(token);
    return node_.Call<GetInvitationResponse>(Caller(), "PersonService/GetInvitation", request);
  }
  static AcceptInvitationRequest Acceptance(const std::string& token,
                                            const std::string& user_name = "ada") {
    AcceptInvitationRequest request;
    request.set_token(token);
    request.set_user_name(user_name);
    request.set_password(std::string(kGoodPassword));
    request.mutable_profile()->set_name("Ada");
    request.mutable_settings()->set_interface_language("es");
    return request;
  }
  StatusOr<AcceptInvitationResponse> Accept(const AcceptInvitationRequest& request) {
    return node_.Call<AcceptInvitationResponse>(Caller(), "PersonService/AcceptInvitation",
                                                request);
  }
  StatusOr<ResetPasswordResponse> Reset(const std::string& token,
                                        const std::string& password = "another long one") {
    ResetPasswordRequest request;
    request.set_token(token);
    request.set_password(password);
    return node_.Call<ResetPasswordResponse>(Caller(), "PersonService/ResetPassword", request);
  }

  ManualClock clock_;
  PeopleNode node_{&clock_};
};

TEST_F(LinksTest, AnInvitationMakesAnAccountAProfileAndASession) {
  const InviteUserResponse invited = *Invite("ada.b");
  ASSERT_THAT(invited.link(), StartsWith("https://granada.example/welcome/"));
  const std::string token = TokenIn(invited.link());
  const GetInvitationResponse shown = *Get(token);
  EXPECT_EQ(shown.kind(), GetInvitationResponse::KIND_INVITATION);
  EXPECT_EQ(shown.user_name(), "ada.b");
  ASSERT_THAT(shown.roles(), SizeIs(1));
  EXPECT_EQ(shown.ends_unix_ms(), ToUnixMs(clock_.Now() + 168h));

  const StatusOr<AcceptInvitationResponse> accepted = Accept(Acceptance(token, "Ada"));

  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->account().user_name(), "ada");
  EXPECT_EQ(accepted->account().settings().interface_language(), "es");
  EXPECT_TRUE(node_.desk->Resolve(accepted->session_token())->Has(Role::kModerator));
  const PersonReader people(*node_.views.Read());
  EXPECT_EQ((*people.Find(accepted->account().person_id()))->profile.name(), "Ada");
}

TEST_F(LinksTest, AnInvitationWorksOnce) {
  const std::string token = TokenIn(Invite()->link());
  ASSERT_TRUE(Accept(Acceptance(token)).ok());

  EXPECT_EQ(Accept(Acceptance(token, "bo.b")).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(Get(token).status().code(), StatusCode::kNotFound);
}

TEST_F(LinksTest, LinksEndInTime) {
  const std::string invitation = TokenIn(Invite("", 2)->link());
  node_.Add("bo.b");
  const std::string reset = TokenIn(OfferReset("bo.b")->link());
  clock_.Advance(2h - 1ms);
  EXPECT_TRUE(Get(invitation).ok());
  clock_.Advance(1ms);
  EXPECT_EQ(Get(invitation).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(Accept(Acceptance(invitation)).status().code(), StatusCode::kNotFound);
  clock_.Advance(22h);
  EXPECT_EQ(Reset(reset).status().code(), StatusCode::kNotFound);
}

TEST_F(LinksTest, ForgedLinksDoNotWorkAndCostNoHash) {
  const std::string token = TokenIn(Invite()->link());
  node_.Add("bo.b");
  const std::string reset = TokenIn(OfferReset("bo.b")->link());
  node_.hasher.hashes = 0;
  for (const std::string& forged :
       {std::string(), token + "A", token.substr(1), std::string(43, 'A'), std::string("../"),
        HexEncode(Sha256(token).view()), std::string(100'000, 'x')}) {
    EXPECT_EQ(Accept(Acceptance(forged)).status().code(), StatusCode::kNotFound);
    EXPECT_EQ(Reset(forged).status().code(), StatusCode::kNotFound);
  }
  // Each for what it was made for only.
  EXPECT_EQ(Reset(token).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(Accept(Acceptance(reset)).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(node_.hasher.hashes, 0);
  EXPECT_TRUE(Accept(Acceptance(token)).ok());
  EXPECT_TRUE(Reset(reset).ok());
}

TEST_F(LinksTest, WhatIsWrongIsNamedByItsFieldAndTheLinkStays) {
  const std::string token = TokenIn(Invite()->link());
  node_.Add("taken");
  AcceptInvitationRequest request = Acceptance(token, "1st");
  request.set_password("password2026");
  request.mutable_profile()->set_name("\u202e");
  request.mutable_settings()->set_interface_language("xx");

  const Status refused = Accept(request).status();

  EXPECT_EQ(refused.code(), StatusCode::kInvalidArgument);
  for (const char* field :
       {"user_name: 3 to 40", "password: too easy", "profile.name: holds", "settings.interface"}) {
    EXPECT_THAT(std::string(Message(refused)), HasSubstr(field));
  }
  EXPECT_THAT(std::string(Message(refused)), Not(HasSubstr("password2026")));
  EXPECT_THAT(std::string(Message(Accept(Acceptance(token, "TAKEN")).status())),
              HasSubstr("user_name: somebody here has this name"));
  EXPECT_TRUE(Accept(Acceptance(token)).ok());
}

TEST_F(LinksTest, AResetSetsThePasswordAndEndsAllSessions) {
  node_.Add("bo.b");
  const std::string before = node_.SignIn("bo.b")->session_token();
  const ResetUserPasswordResponse offered = *OfferReset("BO.B");
  ASSERT_THAT(offered.link(), StartsWith("https://granada.example/reset/"));
  const std::string token = TokenIn(offered.link());
  EXPECT_EQ(Get(token)->kind(), GetInvitationResponse::KIND_PASSWORD_RESET);
  EXPECT_EQ(Get(token)->user_name(), "bo.b");
  EXPECT_EQ(Reset(token, "short").status().code(), StatusCode::kInvalidArgument);

  const StatusOr<ResetPasswordResponse> reset = Reset(token);

  ASSERT_TRUE(reset.ok()) << reset.status();
  EXPECT_FALSE(node_.desk->Resolve(before).has_value());
  EXPECT_TRUE(node_.desk->Resolve(reset->session_token()).has_value());
  EXPECT_FALSE(node_.SignIn("bo.b").ok());
  EXPECT_TRUE(node_.SignIn("bo.b", "another long one").ok());
  EXPECT_EQ(Reset(token).status().code(), StatusCode::kNotFound);
}

TEST_F(LinksTest, ANewResetVoidsEarlierOnesOfTheAccountOnly) {
  node_.Add("bo.b");
  node_.Add("cem");
  const std::string first = TokenIn(OfferReset("bo.b")->link());
  const std::string other = TokenIn(OfferReset("cem")->link());
  const std::string second = TokenIn(OfferReset("bo.b")->link());

  EXPECT_EQ(Reset(first).status().code(), StatusCode::kNotFound);
  EXPECT_TRUE(Get(other).ok());
  EXPECT_TRUE(Reset(second).ok());
}

TEST_F(LinksTest, AChangedPasswordAndAShutOutPersonVoidResets) {
  const Caller bo = node_.Add("bo.b");
  const std::string first = TokenIn(OfferReset("bo.b")->link());
  community::v1::ChangePasswordRequest change;
  change.set_old_password(std::string(kGoodPassword));
  change.set_new_password("another long one");
  ASSERT_TRUE(
      node_.Call<community::v1::ChangePasswordResponse>(bo, "PersonService/ChangePassword", change)
          .ok());
  EXPECT_EQ(Get(first).status().code(), StatusCode::kNotFound);

  const std::string second = TokenIn(OfferReset("bo.b")->link());
  admin::v1::SuspendUserRequest suspend;
  suspend.set_user_name("bo.b");
  suspend.set_suspended(true);
  ASSERT_TRUE(node_
                  .Call<admin::v1::SuspendUserResponse>(Caller::Operator(),
                                                        "UserService/SuspendUser", suspend)
                  .ok());
  EXPECT_EQ(Reset(second).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(OfferReset("bo.b").status().code(), StatusCode::kFailedPrecondition);
}

TEST_F(LinksTest, OpenLinksAreBoundedAndEndedOnesMakeRoom) {
  for (size_t i = 0; i < kLinksMax; ++i) {
    ASSERT_TRUE(Invite("", 1).ok());
  }
  EXPECT_EQ(Invite().status().code(), StatusCode::kResourceExhausted);
  clock_.Advance(1h);
  EXPECT_TRUE(Invite().ok());
}

// Goal: an account whose profile could not be published is there, and publishes it later.
TEST_F(LinksTest, AProfileThatCannotBePublishedWaits) {
  const std::string token = TokenIn(Invite()->link());
  node_.log.FailAppends(absl::ResourceExhaustedError("the disk of the log is full"));

  const StatusOr<AcceptInvitationResponse> accepted = Accept(Acceptance(token));

  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->account().profile().name(), "Ada");
  const std::string person = accepted->account().person_id();
  EXPECT_FALSE(PersonReader(*node_.views.Read()).Find(person)->has_value());
  node_.log.FailAppends(absl::OkStatus());
  ASSERT_TRUE(node_.SignIn("ada").ok());
  EXPECT_EQ((*PersonReader(*node_.views.Read()).Find(person))->profile.name(), "Ada");
}

}  // namespace
}  // namespace cledi
