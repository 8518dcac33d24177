#include "federation/trust/founding.h"

#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/base/files.h"
#include "federation/trust/coordinator_files.h"
#include "federation/trust/enrolment_error.h"
#include "federation/trust/tls_identity.h"
#include "tests/support/temp_folder.h"
#include "tests/support/trust/memory_enrolment_storage.h"
#include "tests/support/trust/test_federation.h"

namespace cledi {
namespace {

namespace fs = std::filesystem;
using federation::v1::EnrolError;
using federation::v1::EnrolRequest;
using federation::v1::EnrolResponse;
using federation::v1::JoinToken;
using std::chrono_literals::operator""h;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class FoundingTest : public ::testing::Test {
 protected:
  FoundingTest() {
    plan_.trust_domain = "cledi.example";
    plan_.name = "CLEDI";
    plan_.coordinator.set_node_id("it-bicocca");
    plan_.coordinator.set_institution("Università degli Studi di Milano-Bicocca");
    plan_.coordinator.set_country("IT");
    plan_.coordinator.add_addresses("localhost:8441");
    plan_.enrolment_addresses = {"localhost:8442"};
  }

  Status Found() { return FoundFederation(data(), plan_, clock_, random_); }
  std::string data() const { return folder_.path() + "/data"; }
  std::string In(std::string_view file) const { return data() + "/" + std::string(file); }

  TempFolder folder_;
  ManualClock clock_;
  SeededRandom random_{1};
  FoundingPlan plan_;
};

TEST_F(FoundingTest, TheFounderIsTheFirstMemberAndCoordinator) {
  ASSERT_TRUE(Found().ok());

  const StatusOr<NodeIdentity> identity = IdentityFiles(data()).Load();
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(identity->node_id, "it-bicocca");
  EXPECT_EQ(identity->first_roster.number(), 1u);
  EXPECT_EQ(identity->first_roster.root().coordinator, "it-bicocca");
  EXPECT_TRUE(identity->first_roster.IsActive("it-bicocca"));
  EXPECT_EQ(identity->first_updates.size(), 1u);
  EXPECT_THAT(identity->coordinator_addresses, ElementsAre("localhost:8442"));
  ASSERT_TRUE(identity->certificate.has_value());
  EXPECT_EQ(identity->certificate->node_id, "it-bicocca");
}

TEST_F(FoundingTest, TheCoordinatorFindsItsKeysAgain) {
  plan_.ca_passphrase = "correct horse";
  ASSERT_TRUE(Found().ok());
  const TrustRoot root = IdentityFiles(data()).Load()->first_roster.root();
  const CoordinatorFiles files(data());

  EXPECT_TRUE(files.Load(root, "correct horse").ok());
  EXPECT_EQ(files.Load(root, std::nullopt).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(files.Load(root, "wrong").status().code(), StatusCode::kInvalidArgument);
}

TEST_F(FoundingTest, KeysOfAnotherFederationAreNoticed) {
  ASSERT_TRUE(Found().ok());
  TestFederation other({"it-bicocca"});

  EXPECT_EQ(CoordinatorFiles(data()).Load(other.roster().root(), std::nullopt).status().code(),
            StatusCode::kDataLoss);
}

TEST_F(FoundingTest, NothingCanBeReadByOthers) {
  ASSERT_TRUE(Found().ok());

  for (const auto& entry : fs::recursive_directory_iterator(data())) {
    const auto others = fs::perms::group_all | fs::perms::others_all;
    EXPECT_EQ(entry.status().permissions() & others, fs::perms::none) << entry.path();
  }
}

TEST_F(FoundingTest, TheRecoveryKeysLieApartWithAWordOfWhatToDo) {
  ASSERT_TRUE(Found().ok());
  const CoordinatorFiles files(data());
  const TrustRoot root = IdentityFiles(data()).Load()->first_roster.root();

  for (size_t i = 0; i < kRecoveryKeys; ++i) {
    const std::string name = absl::StrFormat("recovery/recovery-%d.key", i + 1);
    const StatusOr<SigningKey> key = SigningKey::FromPem(*ReadSecretFile(In(name), 1000));
    ASSERT_TRUE(key.ok());
    EXPECT_EQ(key->public_key(), root.recovery_keys[i]);
  }
  EXPECT_THAT(*ReadWholeFile(In("recovery/README.txt"), 10'000), HasSubstr("Delete this folder"));
  EXPECT_TRUE(files.RecoveryKeysAreHere());
  fs::remove_all(files.recovery_folder());
  EXPECT_FALSE(files.RecoveryKeysAreHere());
}

TEST_F(FoundingTest, ASecondFederationDoesNotReplaceTheFirst) {
  ASSERT_TRUE(Found().ok());
  const PublicKey first = IdentityFiles(data()).Load()->log_key.public_key();

  EXPECT_EQ(Found().code(), StatusCode::kAlreadyExists);

  EXPECT_EQ(IdentityFiles(data()).Load()->log_key.public_key(), first);
}

// Goal: an identity that got lost is no reason to overwrite the authority's key.
TEST_F(FoundingTest, ACoordinatorsKeysAreNeverReplaced) {
  ASSERT_TRUE(Found().ok());
  const std::string key = *ReadSecretFile(In("coordinator/ca.key"), 10'000);
  fs::remove_all(In("identity"));

  const Status status = Found();

  EXPECT_EQ(status.code(), StatusCode::kAlreadyExists);
  EXPECT_THAT(std::string(Message(status)), HasSubstr("restore the identity"));
  EXPECT_EQ(*ReadSecretFile(In("coordinator/ca.key"), 10'000), key);
}

TEST_F(FoundingTest, APlanThatBreaksARuleLeavesNothingBehind) {
  plan_.coordinator.set_country("Italy");
  EXPECT_EQ(Found().code(), StatusCode::kInvalidArgument);
  plan_.coordinator.set_country("IT");
  plan_.trust_domain = "no domain";
  EXPECT_EQ(Found().code(), StatusCode::kInvalidArgument);
  plan_.trust_domain = "cledi.example";
  plan_.name = std::string(201, 'x');
  EXPECT_EQ(Found().code(), StatusCode::kInvalidArgument);

  EXPECT_FALSE(fs::exists(data()));
}

TEST_F(FoundingTest, ANodeThatHasNotJoinedSaysSo) {
  const Status status = IdentityFiles(data()).Load().status();
  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(Message(status)), HasSubstr("has not joined"));
}

TEST_F(FoundingTest, AKeyThatOthersCanReadIsRefusedWithTheRemedy) {
  ASSERT_TRUE(Found().ok());
  fs::permissions(In("identity/log.key"), fs::perms::others_read, fs::perm_options::add);

  const Status status = IdentityFiles(data()).Load().status();

  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(Message(status)), HasSubstr("chmod 600"));
}

TEST_F(FoundingTest, AnotherNodesLogKeyIsNoticed) {
  ASSERT_TRUE(Found().ok());
  ASSERT_TRUE(WriteFileDurably(In("identity/log.key"), SigningKey::Generate(random_).ToPem(),
                               FileAccess::kOwnerOnly)
                  .ok());

  EXPECT_EQ(IdentityFiles(data()).Load().status().code(), StatusCode::kDataLoss);
}

TEST_F(FoundingTest, ADamagedMembershipIsNoticed) {
  ASSERT_TRUE(Found().ok());
  const std::string bytes = *ReadWholeFile(In("identity/membership.binpb"), 100'000);
  for (size_t i = 0; i < bytes.size(); i += 41) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x55);
    ASSERT_TRUE(
        WriteFileDurably(In("identity/membership.binpb"), damaged, FileAccess::kOwnerOnly).ok());
    const StatusOr<NodeIdentity> identity = IdentityFiles(data()).Load();
    // Not signed: the coordinator's addresses, and this copy of the certificate.
    EXPECT_TRUE(absl::IsDataLoss(identity.status()) || identity->node_id == "it-bicocca") << i;
  }
}

// Goal: backups hold no TLS keys, and a restored node still knows who it is.
TEST_F(FoundingTest, ANodeWithoutATlsKeyKnowsWhoItIs) {
  ASSERT_TRUE(Found().ok());
  const IdentityFiles files(data());
  fs::remove(files.tls_pair_file());

  const StatusOr<NodeIdentity> identity = files.Load();

  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(identity->node_id, "it-bicocca");
  EXPECT_FALSE(identity->certificate.has_value());
}

TEST_F(FoundingTest, InstallingAPairThatDoesNotBelongTogetherChangesNothing) {
  ASSERT_TRUE(Found().ok());
  const IdentityFiles files(data());
  const std::string before = *ReadSecretFile(files.tls_pair_file(), 10'000);
  TestFederation other({"it-bicocca"});
  const NodeCertificate certificate =
      *ReadNodeCertificate(other.TlsFor("it-bicocca").certificate_der());

  EXPECT_EQ(files.InstallTls({TlsKey::Generate(), certificate}).code(),
            StatusCode::kInvalidArgument);
  EXPECT_EQ(*ReadSecretFile(files.tls_pair_file(), 10'000), before);
}

TEST_F(FoundingTest, ARenewedPairIsInPlaceAtOnce) {
  ASSERT_TRUE(Found().ok());
  const IdentityFiles files(data());
  const TrustRoot root = files.Load()->first_roster.root();
  const CoordinatorKeys keys = *CoordinatorFiles(data()).Load(root, std::nullopt);
  TlsKey key = TlsKey::Generate();
  const NodeCertificate certificate =
      *keys.authority.Issue("it-bicocca", 0, key.MakeCertificateRequest(), clock_.Now(), random_);

  ASSERT_TRUE(files.InstallTls({std::move(key), certificate}).ok());

  EXPECT_EQ(files.Load()->certificate->serial, certificate.serial);
}

TEST_F(FoundingTest, AnotherNodesCertificateIsNoticed) {
  ASSERT_TRUE(Found().ok());
  TestFederation other({"it-bicocca", "tr-metu"});
  const PemPair pair = other.TlsFor("tr-metu");
  ASSERT_TRUE(WriteFileDurably(In("identity/tls.pem"), pair.key_pem + pair.certificate_pem,
                               FileAccess::kOwnerOnly)
                  .ok());

  EXPECT_EQ(IdentityFiles(data()).Load().status().code(), StatusCode::kDataLoss);
}

// A node that joins a federation whose desk it reaches without a network.
class JoiningTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto desk = EnrolmentDesk::Open({.authority = &federation_.authority(),
                                     .roster = &federation_.holder(),
                                     .storage = &storage_,
                                     .clock = &federation_.clock(),
                                     .random = &federation_.random()});
    ASSERT_TRUE(desk.ok());
    desk_ = *std::move(desk);
    federation::v1::Member who;
    who.set_node_id("tr-metu");
    who.set_institution("METU");
    who.set_country("TR");
    plan_.token = *desk_->Invite(who, {"localhost:8442"});
  }

  StatusOr<EnrolResponse> Send(const EnrolRequest& request) {
    auto answer = desk_->Enrol("192.0.2.7", request);
    if (const auto* const error = std::get_if<EnrolError>(&answer); error != nullptr) {
      return FromEnrolError(*error);
    }
    return std::get<EnrolResponse>(std::move(answer));
  }
  StatusOr<std::string> Join(std::string_view folder = "data") {
    return JoinFederation(
        folder_.path() + "/" + std::string(folder), plan_,
        [this](const JoinToken&, const EnrolRequest& request) { return Send(request); },
        federation_.clock(), federation_.random());
  }
  std::string data() const { return folder_.path() + "/data"; }

  TempFolder folder_;
  TestFederation federation_{{"it-bicocca"}};
  MemoryEnrolmentStorage storage_{&federation_.on_paper()};
  std::unique_ptr<EnrolmentDesk> desk_;
  JoiningPlan plan_;
};

TEST_F(JoiningTest, ANodeThatJoinedKnowsItsFederation) {
  const StatusOr<std::string> node_id = Join();

  ASSERT_TRUE(node_id.ok()) << node_id.status();
  EXPECT_EQ(*node_id, "tr-metu");
  const StatusOr<NodeIdentity> identity = IdentityFiles(data()).Load();
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(identity->node_id, "tr-metu");
  EXPECT_EQ(identity->log_key.public_key(), federation_.roster().Find("tr-metu")->log_key);
  EXPECT_EQ(identity->first_roster.number(), 2u);
  EXPECT_THAT(identity->coordinator_addresses, ElementsAre("localhost:8442"));
  EXPECT_FALSE(fs::exists(data() + "/joining"));
}

// Goal: a crash between the coordinator's answer and the disk does not cost a new token.
TEST_F(JoiningTest, AnAnswerThatGotLostIsAskedForAgainWithTheSameKeys) {
  const StatusOr<std::string> lost = JoinFederation(
      data(), plan_,
      [this](const JoinToken&, const EnrolRequest& request) -> StatusOr<EnrolResponse> {
        EXPECT_TRUE(Send(request).ok());
        return absl::UnavailableError("the connection broke");
      },
      federation_.clock(), federation_.random());
  ASSERT_EQ(lost.status().code(), StatusCode::kUnavailable);
  EXPECT_FALSE(IdentityFiles(data()).Exist());

  const StatusOr<std::string> node_id = Join();

  ASSERT_TRUE(node_id.ok()) << node_id.status();
  EXPECT_EQ(federation_.roster().number(), 2u);
}

TEST_F(JoiningTest, AnotherMachineCannotUseTheTokenAgain) {
  ASSERT_TRUE(Join().ok());

  EXPECT_EQ(Join("other").status().code(), StatusCode::kAlreadyExists);
  EXPECT_FALSE(IdentityFiles(folder_.path() + "/other").Exist());
}

TEST_F(JoiningTest, AnAnswerThatDoesNotHoldLeavesNoIdentity) {
  const StatusOr<std::string> node_id = JoinFederation(
      data(), plan_,
      [this](const JoinToken&, const EnrolRequest& request) -> StatusOr<EnrolResponse> {
        EnrolResponse response = *Send(request);
        response.mutable_roster_updates(1)->mutable_update()->back() ^= 1;
        return response;
      },
      federation_.clock(), federation_.random());

  EXPECT_THAT(std::string(Message(node_id.status())), HasSubstr("answer is refused"));
  EXPECT_FALSE(IdentityFiles(data()).Exist());
}

TEST_F(JoiningTest, ANodeJoinsOneFederation) {
  ASSERT_TRUE(Join().ok());
  EXPECT_EQ(Join().status().code(), StatusCode::kAlreadyExists);
}

TEST_F(JoiningTest, NothingIsSentForATokenThatIsDamagedOrExpired) {
  const auto send = [](const JoinToken&, const EnrolRequest&) -> StatusOr<EnrolResponse> {
    ADD_FAILURE() << "sent";
    return absl::InternalError("");
  };
  federation_.clock().Advance(73h);
  EXPECT_EQ(JoinFederation(data(), plan_, send, federation_.clock(), federation_.random())
                .status()
                .code(),
            StatusCode::kFailedPrecondition);
  plan_.token.pop_back();
  EXPECT_EQ(JoinFederation(data(), plan_, send, federation_.clock(), federation_.random())
                .status()
                .code(),
            StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace cledi
