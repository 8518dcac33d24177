#include "admin/setup/setup.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "federation/trust/enrolment_desk.h"
#include "federation/trust/enrolment_error.h"
#include "federation/trust/identity_files.h"
#include "node/config/config.h"
#include "tests/support/temp_folder.h"
#include "tests/support/trust/memory_enrolment_storage.h"
#include "tests/support/trust/test_federation.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;

class SetupTest : public ::testing::Test {
 protected:
  SetupTest() {
    setup_.trust_domain = "cledi.example";
    setup_.federation_name = "CLEDI";
    setup_.node_id = "it-bicocca";
    setup_.institution = "Università degli Studi di Milano-Bicocca";
    setup_.country = "IT";
    setup_.settings.federation_listen = "127.0.0.1:8432";
    setup_.settings.enrolment_listen = "127.0.0.1:8433";
  }

  Status SetUp(const FederationSetup& setup) {
    return SetUpFederation(data(), setup, clock_, random_);
  }
  std::string data() const { return folder_.path() + "/data"; }

  TempFolder folder_;
  ManualClock clock_;
  SeededRandom random_{1};
  FederationSetup setup_;
};

TEST_F(SetupTest, AFoundedNodeHasAnIdentityAndSettings) {
  const Status founded = SetUp(setup_);
  ASSERT_TRUE(founded.ok()) << founded;

  const StatusOr<NodeIdentity> identity = IdentityFiles(data()).Load();
  ASSERT_TRUE(identity.ok()) << identity.status();
  const MemberEntry* member = identity->first_roster.Find("it-bicocca");
  ASSERT_NE(member, nullptr);
  EXPECT_EQ(member->member.addresses(0), "127.0.0.1:8432");
  EXPECT_TRUE(member->member.eea());
  const StatusOr<Config> config = LoadConfig({.data_folder = data()});
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->node.id, "it-bicocca");
  EXPECT_EQ(config->enrolment.addresses, std::vector<std::string>{"127.0.0.1:8433"});
}

TEST_F(SetupTest, WhatBreaksARuleLeavesNothingBehind) {
  FederationSetup wrong = setup_;
  wrong.country = "Italy";
  EXPECT_EQ(SetUp(wrong).code(), StatusCode::kInvalidArgument);
  wrong = setup_;
  wrong.trust_domain = "no domain";
  EXPECT_EQ(SetUp(wrong).code(), StatusCode::kInvalidArgument);
  wrong = setup_;
  wrong.settings.enrolment_listen = "";
  EXPECT_EQ(SetUp(wrong).code(), StatusCode::kInvalidArgument);
  wrong = setup_;
  wrong.settings.web_listen = "8431";
  EXPECT_EQ(SetUp(wrong).code(), StatusCode::kInvalidArgument);

  EXPECT_FALSE(std::filesystem::exists(data() + "/node.toml"));
  EXPECT_FALSE(IdentityFiles(data()).Exist());
  EXPECT_TRUE(SetUp(setup_).ok());
}

TEST_F(SetupTest, AFederationIsNotFoundedTwiceInOneFolder) {
  ASSERT_TRUE(SetUp(setup_).ok());
  setup_.node_id = "es-granada";

  EXPECT_EQ(SetUp(setup_).code(), StatusCode::kAlreadyExists);

  EXPECT_EQ(LoadConfig({.data_folder = data()})->node.id, "it-bicocca");
}

// A coordinator's desk, reached without a network.
class JoinTest : public SetupTest {
 protected:
  JoinTest() : storage_(&federation_.on_paper()) {
    StatusOr<std::unique_ptr<EnrolmentDesk>> desk =
        EnrolmentDesk::Open({.authority = &federation_.authority(),
                             .roster = &federation_.holder(),
                             .storage = &storage_,
                             .clock = &federation_.clock(),
                             .random = &random_,
                             .observer = [](const EnrolmentEvent&) {}});
    EXPECT_TRUE(desk.ok()) << desk.status();
    desk_ = *std::move(desk);
  }

  std::string Invite(const std::string& node_id) {
    federation::v1::Member who;
    who.set_node_id(node_id);
    who.set_institution("METU");
    who.set_country("TR");
    const StatusOr<std::string> token = desk_->Invite(who, {"127.0.0.1:8433"});
    EXPECT_TRUE(token.ok()) << token.status();
    return *token;
  }

  StatusOr<std::string> Join(const std::string& token, const NodeSettings& settings = {}) {
    return SetUpMember(
        data(), token, settings,
        [this](const federation::v1::JoinToken&, const federation::v1::EnrolRequest& request)
            -> StatusOr<federation::v1::EnrolResponse> {
          RETURN_IF_ERROR(on_the_way_);
          auto answer = desk_->Enrol("127.0.0.1", request);
          if (const auto* refusal = std::get_if<federation::v1::EnrolError>(&answer)) {
            return FromEnrolError(*refusal);
          }
          return std::get<federation::v1::EnrolResponse>(answer);
        },
        federation_.clock(), random_);
  }

  TestFederation federation_{{"it-bicocca"}};
  MemoryEnrolmentStorage storage_;
  std::unique_ptr<EnrolmentDesk> desk_;
  Status on_the_way_;
};

TEST_F(JoinTest, AMemberHasAnIdentityAndSettingsUnderTheInvitedId) {
  const StatusOr<std::string> joined =
      Join(Invite("tr-metu"), {.federation_listen = "127.0.0.1:8452"});

  ASSERT_TRUE(joined.ok()) << joined.status();
  EXPECT_EQ(*joined, "tr-metu");
  EXPECT_EQ(IdentityFiles(data()).Load()->node_id, "tr-metu");
  EXPECT_EQ(LoadConfig({.data_folder = data()})->node.id, "tr-metu");
}

TEST_F(JoinTest, AfterAFailureOnTheWayTheSameCommandSucceeds) {
  const std::string token = Invite("tr-metu");
  on_the_way_ = absl::UnavailableError("nobody answers at 127.0.0.1:8433");
  EXPECT_EQ(Join(token).status().code(), StatusCode::kUnavailable);
  EXPECT_FALSE(IdentityFiles(data()).Exist());

  on_the_way_ = absl::OkStatus();
  EXPECT_TRUE(Join(token).ok());
}

TEST_F(JoinTest, ANodeDoesNotJoinTwice) {
  ASSERT_TRUE(Join(Invite("tr-metu")).ok());

  const Status again = Join(Invite("tr-iea")).status();

  EXPECT_EQ(again.code(), StatusCode::kAlreadyExists);
  EXPECT_EQ(LoadConfig({.data_folder = data()})->node.id, "tr-metu");
}

TEST_F(JoinTest, WhatIsNoTokenIsRefusedBeforeAnythingIsWritten) {
  EXPECT_FALSE(Join("cledi1-nonsense").ok());
  EXPECT_FALSE(std::filesystem::exists(data()));
}

}  // namespace
}  // namespace cledi
