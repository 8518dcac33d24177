#include "federation/trust/enrolment_client.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/trust/founding.h"
#include "federation/trust/https_post.h"
#include "federation/trust/membership.h"
#include "federation/trust/renewal.h"
#include "tests/node/enrolment/enrolment_port.h"
#include "tests/support/trust/forged_certificate.h"
#include "tests/support/trust/raw_tls.h"

namespace cledi {
namespace {

using federation::v1::EnrolRequest;
using federation::v1::EnrolResponse;
using federation::v1::JoinToken;
using federation::v1::RenewResponse;
using std::chrono_literals::operator""h;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class EnrolmentClientTest : public ::testing::Test {
 protected:
  StatusOr<EnrolResponse> Send(const JoinToken& token) {
    return SendEnrolRequest(token, MakeEnrolRequest(token, node_), federation_.clock());
  }
  StatusOr<RenewResponse> SendRenewal(const std::vector<std::string>& addresses) {
    return SendRenewRequest(federation_.roster().root(), addresses,
                            MakeRenewRequest("cledi.example", "tr-metu", log_key_, tls_key_,
                                             federation_.clock().Now(), federation_.random()),
                            federation_.clock());
  }
  // A server that shows `pair` and `chain_pem` in the coordinator's place is told nothing.
  void ExpectNothingTold(const PemPair& pair, std::string chain_pem, std::string_view why) {
    RawTlsServer server(pair, std::move(chain_pem));
    const StatusOr<EnrolResponse> answer =
        Send(port_.Invite("tr-metu", {AddressOf(server.port())}));
    EXPECT_EQ(answer.status().code(), StatusCode::kUnauthenticated) << answer.status();
    EXPECT_THAT(std::string(Message(answer.status())), HasSubstr("not the federation that"));
    EXPECT_THAT(std::string(Message(answer.status())), HasSubstr(std::string(why)));
    EXPECT_THAT(server.StopAndTellReceived(), IsEmpty());
    EXPECT_EQ(federation_.roster().Find("tr-metu"), nullptr);
  }
  static std::string AddressOf(int port) { return absl::StrFormat("127.0.0.1:%d", port); }
  std::string AuthorityPem() const {
    return CertificateToPem(federation_.authority().certificate_der());
  }

  EnrolmentPort port_;
  TestFederation& federation_ = port_.federation;
  SigningKey log_key_ = SigningKey::Generate(federation_.random());
  TlsKey tls_key_ = TlsKey::Generate();
  JoiningNode node_{.log_key = log_key_, .tls_key = tls_key_};
};

TEST_F(EnrolmentClientTest, ANodeJoinsAndRenewsOverHttps) {
  const JoinToken token = port_.Invite("tr-metu");

  const StatusOr<EnrolResponse> enrolled = Send(token);
  ASSERT_TRUE(enrolled.ok()) << enrolled.status();
  EXPECT_TRUE(CheckEnrolResponse(*enrolled, token, node_, federation_.clock().Now()).ok());

  const StatusOr<RenewResponse> renewed = SendRenewal({port_.address()});
  ASSERT_TRUE(renewed.ok()) << renewed.status();
  EXPECT_TRUE(CheckRenewResponse(*renewed, federation_.roster().root(), "tr-metu", tls_key_,
                                 federation_.clock().Now())
                  .ok());
}

TEST_F(EnrolmentClientTest, ANodeJoinsWithItsFilesInPlace) {
  TempFolder folder;
  const JoinToken token = port_.Invite("tr-metu");
  const std::string data = folder.path() + "/data";

  const StatusOr<std::string> node_id = JoinFederation(
      data, {.token = *EncodeJoinToken(token), .addresses = {"metu.example:8443"}},
      [this](const JoinToken& to, const EnrolRequest& request) {
        return SendEnrolRequest(to, request, federation_.clock());
      },
      federation_.clock(), federation_.random());

  ASSERT_TRUE(node_id.ok()) << node_id.status();
  EXPECT_EQ(IdentityFiles(data).Load()->node_id, "tr-metu");
}

TEST_F(EnrolmentClientTest, ARefusalComesThroughWithItsReason) {
  JoinToken token = port_.Invite("tr-metu");
  token.set_secret(std::string(16, 'x'));

  const StatusOr<EnrolResponse> answer = Send(token);

  EXPECT_EQ(answer.status().code(), StatusCode::kNotFound);
  EXPECT_THAT(std::string(Message(answer.status())), HasSubstr("ask it for a new one"));
}

// What follows: somebody in the middle, at enrolment.

TEST_F(EnrolmentClientTest, TheRawServerIsBelievedWithTheCoordinatorsCertificate) {
  RawTlsServer server(federation_.TlsFor("it-bicocca"), AuthorityPem());
  const StatusOr<EnrolResponse> answer = Send(port_.Invite("tr-metu", {AddressOf(server.port())}));

  EXPECT_EQ(answer.status().code(), StatusCode::kUnavailable);  // It hung up.
  EXPECT_THAT(server.StopAndTellReceived(), HasSubstr("POST /enrol"));
}

TEST_F(EnrolmentClientTest, AnotherAuthorityIsToldNothing) {
  const CertificateAuthority other = CertificateAuthority::Create(
      "cledi.example", federation_.clock().Now(), federation_.random());
  ExpectNothingTold(Forge(GoodRecipe("it-bicocca"), other, federation_.clock().Now()),
                    CertificateToPem(other.certificate_der()), "does not show the certificate");
}

// Method: the authority's certificate is public, so anybody can show it.
TEST_F(EnrolmentClientTest, WhoMerelyShowsTheAuthorityIsToldNothing) {
  ExpectNothingTold(ForgeSelfSigned(GoodRecipe("it-bicocca"), federation_.clock().Now()),
                    AuthorityPem(), "no authority of this federation issued it");
}

TEST_F(EnrolmentClientTest, ASelfSignedServerIsToldNothing) {
  ExpectNothingTold(ForgeSelfSigned(GoodRecipe("it-bicocca"), federation_.clock().Now()), "",
                    "does not show the certificate authority");
}

// Goal: a member must not learn the secret that makes somebody else a member.
TEST_F(EnrolmentClientTest, AMemberInTheCoordinatorsPlaceIsToldNothing) {
  ExpectNothingTold(federation_.TlsFor("es-granada"), AuthorityPem(),
                    "it is es-granada of cledi.example, not the coordinator it-bicocca");
}

TEST_F(EnrolmentClientTest, AnExpiredCoordinatorIsToldNothing) {
  CertificateRecipe recipe = GoodRecipe("it-bicocca");
  recipe.valid_from = -48h;
  recipe.valid_until = -24h;
  ExpectNothingTold(Forge(recipe, federation_.authority(), federation_.clock().Now()),
                    AuthorityPem(), "expired");
}

TEST_F(EnrolmentClientTest, AClientsCertificateIsToldNothing) {
  CertificateRecipe recipe = GoodRecipe("it-bicocca");
  recipe.usage = "clientAuth";
  ExpectNothingTold(Forge(recipe, federation_.authority(), federation_.clock().Now()),
                    AuthorityPem(), "not for the answering side");
}

TEST_F(EnrolmentClientTest, ARenewalIsToldToNobodyElseEither) {
  RawTlsServer member(federation_.TlsFor("es-granada"), AuthorityPem());

  EXPECT_EQ(SendRenewal({AddressOf(member.port())}).status().code(), StatusCode::kUnauthenticated);
  EXPECT_THAT(member.StopAndTellReceived(), IsEmpty());
}

TEST_F(EnrolmentClientTest, AServerOfTls12IsToldNothing) {
  RawTlsServer server(federation_.TlsFor("it-bicocca"), AuthorityPem(), TlsVersion::k12);

  EXPECT_EQ(Send(port_.Invite("tr-metu", {AddressOf(server.port())})).status().code(),
            StatusCode::kUnavailable);
  EXPECT_THAT(server.StopAndTellReceived(), IsEmpty());
}

TEST_F(EnrolmentClientTest, TheNextAddressIsTriedWhenOneDoesNotAnswer) {
  RawTlsServer stranger(ForgeSelfSigned(GoodRecipe("it-bicocca"), federation_.clock().Now()));
  const JoinToken token =
      port_.Invite("tr-metu", {"127.0.0.1:1", AddressOf(stranger.port()), port_.address()});

  EXPECT_TRUE(Send(token).ok());
}

TEST_F(EnrolmentClientTest, NobodyThereIsToldApartFromSomebodyElseThere) {
  const StatusOr<EnrolResponse> nobody = Send(port_.Invite("tr-metu", {"127.0.0.1:1"}));
  EXPECT_EQ(nobody.status().code(), StatusCode::kUnavailable);
  EXPECT_THAT(std::string(Message(nobody.status())),
              HasSubstr("the coordinator at 127.0.0.1:1 did not answer"));

  RawTlsServer stranger(ForgeSelfSigned(GoodRecipe("it-bicocca"), federation_.clock().Now()));
  const StatusOr<EnrolResponse> both =
      Send(port_.Invite("tr-metu", {AddressOf(stranger.port()), "127.0.0.1:1"}));
  EXPECT_EQ(both.status().code(), StatusCode::kUnauthenticated);
}

TEST_F(EnrolmentClientTest, AnAnswerThatIsTooLargeIsCutOff) {
  const StatusOr<HttpsReply> reply =
      HttpsPost({.url = absl::StrFormat("https://%s/nothing", port_.address()),
                 .body = "",
                 .check = [](std::span<const std::string>) { return absl::OkStatus(); },
                 .response_bytes_max = 10,
                 .connect_timeout = std::chrono::seconds(10),
                 .timeout = std::chrono::seconds(10)});
  EXPECT_EQ(reply.status().code(), StatusCode::kUnavailable);
}

}  // namespace
}  // namespace cledi
