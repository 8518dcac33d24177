#include "federation/trust/tls_identity.h"

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/base/files.h"
#include "federation/rpc_grpc/grpc_log.h"
#include "tests/federation/trust/handshake/member_node.h"
#include "tests/support/trust/forged_certificate.h"
#include "tests/support/trust/raw_tls.h"

namespace cledi {
namespace {

using std::chrono_literals::operator""h;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

// Real connections: Bicocca's gRPC server, and whoever dials it or answers in its place.
class HandshakeTest : public ::testing::Test {
 protected:
  PemPair ForgeByOurs(const CertificateRecipe& recipe) {
    return Forge(recipe, federation_.authority(), federation_.clock().Now());
  }
  // What TLS itself refuses is heard of through gRPC's log alone, once the connection has ended.
  class FailureListener {
   public:
    FailureListener() {
      SendHandshakeFailuresTo([this](std::string_view why) {
        const absl::MutexLock lock(&mutex_);
        why_ = why;
      });
    }
    ~FailureListener() { SendHandshakeFailuresTo(nullptr); }
    std::string Why() {
      const absl::MutexLock lock(&mutex_);
      return why_;
    }

   private:
    absl::Mutex mutex_;
    std::string why_;
  };

  // A client that shows `pair` gets not one byte, and the server knows why.
  void ExpectClientRefused(const PemPair& pair, TlsRefusal reason) {
    const RawTlsClient::Outcome outcome = RawTlsClient{.pair = pair}.Talk(bicocca_.port());
    EXPECT_THAT(outcome.received, IsEmpty());
    ASSERT_THAT(bicocca_.refusals().Reports(), SizeIs(1)) << outcome.error;
    EXPECT_EQ(bicocca_.refusals().Last(), reason) << bicocca_.refusals().Reports().front().detail;
  }
  // A server that shows `pair` in the place of Bicocca learns nothing from Granada, which
  // knows why it did not talk.
  void ExpectServerRefused(const PemPair& pair, TlsRefusal reason) {
    RawTlsServer server(pair);
    const StatusOr<std::string> answer = granada_.DialAndAsk("it-bicocca", server.port());
    EXPECT_EQ(answer.status().code(), StatusCode::kUnavailable) << answer.status();
    EXPECT_THAT(server.StopAndTellReceived(), IsEmpty());
    EXPECT_EQ(granada_.refusals().Last(), reason);
    EXPECT_EQ(granada_.refusals().Reports().front().node_id, "it-bicocca");
  }

  TestFederation federation_{{"it-bicocca", "es-granada", "tr-metu"}};
  MemberNode bicocca_{federation_, "it-bicocca"};
  MemberNode granada_{federation_, "es-granada"};
};

TEST_F(HandshakeTest, TwoMembersKnowEachOther) {
  const StatusOr<std::string> answer = granada_.DialAndAsk("it-bicocca", bicocca_.port());

  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(*answer, "es-granada");
  EXPECT_THAT(bicocca_.refusals().Reports(), IsEmpty());
  EXPECT_THAT(granada_.refusals().Reports(), IsEmpty());
}

// The raw client differs from a member in what it shows and in nothing else.
TEST_F(HandshakeTest, TheRawClientIsServedWithAGoodCertificate) {
  const PemPair pair = federation_.TlsFor("es-granada");
  EXPECT_THAT(RawTlsClient{.pair = pair}.Talk(bicocca_.port()).received, Not(IsEmpty()));
}

TEST_F(HandshakeTest, RefusesAClientWithoutACertificate) {
  FailureListener failures;
  const RawTlsClient::Outcome outcome = RawTlsClient{}.Talk(bicocca_.port());

  EXPECT_THAT(outcome.received, IsEmpty());
  EXPECT_EQ(failures.Why(), "peer did not return a certificate.");
}

TEST_F(HandshakeTest, RefusesASelfSignedClient) {
  ExpectClientRefused(ForgeSelfSigned(GoodRecipe("es-granada"), federation_.clock().Now()),
                      TlsRefusal::kUnknownAuthority);
}

TEST_F(HandshakeTest, RefusesAClientOfAnotherAuthority) {
  const CertificateAuthority other = CertificateAuthority::Create(
      "cledi.example", federation_.clock().Now(), federation_.random());
  ExpectClientRefused(Forge(GoodRecipe("es-granada"), other, federation_.clock().Now()),
                      TlsRefusal::kUnknownAuthority);
}

TEST_F(HandshakeTest, RefusesAClientWhoseCertificateAMemberSigned) {
  const PemPair member = federation_.TlsFor("es-granada");
  ExpectClientRefused(Forge(GoodRecipe("tr-metu"), *TlsKey::FromPem(member.key_pem),
                            member.certificate_der(), federation_.clock().Now()),
                      TlsRefusal::kUnknownAuthority);
}

TEST_F(HandshakeTest, RefusesAnExpiredClient) {
  CertificateRecipe recipe = GoodRecipe("es-granada");
  recipe.valid_from = -48h;
  recipe.valid_until = -24h;
  ExpectClientRefused(ForgeByOurs(recipe), TlsRefusal::kExpired);
  EXPECT_EQ(bicocca_.refusals().Reports().front().node_id, "es-granada");
}

TEST_F(HandshakeTest, RefusesAClientThatIsNotYetValid) {
  CertificateRecipe recipe = GoodRecipe("es-granada");
  recipe.valid_from = 1h;
  ExpectClientRefused(ForgeByOurs(recipe), TlsRefusal::kNotYetValid);
}

TEST_F(HandshakeTest, RefusesAServersCertificateOnAClient) {
  CertificateRecipe recipe = GoodRecipe("es-granada");
  recipe.usage = "serverAuth";
  ExpectClientRefused(ForgeByOurs(recipe), TlsRefusal::kWrongUsage);
}

TEST_F(HandshakeTest, RefusesAClientOfAnotherTrustDomain) {
  CertificateRecipe recipe = GoodRecipe("es-granada");
  recipe.names = "critical,URI:spiffe://other.example/node/es-granada";
  ExpectClientRefused(ForgeByOurs(recipe), TlsRefusal::kWrongTrustDomain);
}

TEST_F(HandshakeTest, RefusesAClientWithTwoNames) {
  CertificateRecipe recipe = GoodRecipe("es-granada");
  recipe.names =
      "critical,URI:spiffe://cledi.example/node/es-granada,"
      "URI:spiffe://cledi.example/node/tr-metu";
  ExpectClientRefused(ForgeByOurs(recipe), TlsRefusal::kWrongName);
}

TEST_F(HandshakeTest, RefusesAClientWithAHostName) {
  CertificateRecipe recipe = GoodRecipe("es-granada");
  recipe.names = "critical,DNS:es-granada.example";
  ExpectClientRefused(ForgeByOurs(recipe), TlsRefusal::kWrongName);
}

TEST_F(HandshakeTest, RefusesAClientThatIsNotOnTheRoster) {
  ExpectClientRefused(federation_.TlsFor("at-wien"), TlsRefusal::kNotOnRoster);
  EXPECT_EQ(bicocca_.refusals().Reports().front().node_id, "at-wien");
}

TEST_F(HandshakeTest, RefusesAClientThatWasRemoved) {
  federation_.on_paper().Remove("es-granada");
  ExpectClientRefused(federation_.TlsFor("es-granada"), TlsRefusal::kRemoved);
}

// Goal: TLS skips the certificates of a session that it resumes; the judge does not.
TEST_F(HandshakeTest, RefusesARemovedClientThatResumesItsSession) {
  const RawTlsClient client{.pair = federation_.TlsFor("es-granada")};
  const RawTlsClient::Outcome before = client.Talk(bicocca_.port());
  const auto again = [&] {
    return RawTlsClient{.pair = client.pair, .resume = before.session}.Talk(bicocca_.port());
  };
  const RawTlsClient::Outcome resumed = again();
  ASSERT_TRUE(resumed.resumed);
  ASSERT_THAT(resumed.received, Not(IsEmpty()));

  federation_.on_paper().Remove("es-granada");

  EXPECT_THAT(again().received, IsEmpty());
  EXPECT_EQ(bicocca_.refusals().Last(), TlsRefusal::kRemoved);
}

TEST_F(HandshakeTest, RefusesTls12) {
  FailureListener failures;
  const RawTlsClient::Outcome outcome =
      RawTlsClient{.pair = federation_.TlsFor("es-granada"), .newest = TlsVersion::k12}.Talk(
          bicocca_.port());

  EXPECT_THAT(outcome.received, IsEmpty());
  EXPECT_EQ(failures.Why(), "no shared cipher.");
}

TEST_F(HandshakeTest, DialsNoServerOfTls12) {
  RawTlsServer server(federation_.TlsFor("it-bicocca"), "", TlsVersion::k12);

  EXPECT_FALSE(granada_.DialAndAsk("it-bicocca", server.port()).ok());
  EXPECT_THAT(server.StopAndTellReceived(), IsEmpty());
}

// The raw server differs from a member in what it shows and in nothing else: with a good
// certificate it is told HTTP/2.
TEST_F(HandshakeTest, TheRawServerIsSpokenToWithAGoodCertificate) {
  RawTlsServer server(federation_.TlsFor("it-bicocca"));
  EXPECT_FALSE(granada_.DialAndAsk("it-bicocca", server.port()).ok());

  EXPECT_THAT(server.StopAndTellReceived(), StartsWith("PRI * HTTP/2.0"));
  EXPECT_THAT(granada_.refusals().Reports(), IsEmpty());
}

TEST_F(HandshakeTest, RefusesAServerThatIsAnotherMember) {
  ExpectServerRefused(federation_.TlsFor("tr-metu"), TlsRefusal::kWrongNode);
}

TEST_F(HandshakeTest, RefusesAServerOfAnotherAuthority) {
  const CertificateAuthority other = CertificateAuthority::Create(
      "cledi.example", federation_.clock().Now(), federation_.random());
  ExpectServerRefused(Forge(GoodRecipe("it-bicocca"), other, federation_.clock().Now()),
                      TlsRefusal::kUnknownAuthority);
}

TEST_F(HandshakeTest, RefusesASelfSignedServer) {
  ExpectServerRefused(ForgeSelfSigned(GoodRecipe("it-bicocca"), federation_.clock().Now()),
                      TlsRefusal::kUnknownAuthority);
}

TEST_F(HandshakeTest, RefusesAnExpiredServer) {
  CertificateRecipe recipe = GoodRecipe("it-bicocca");
  recipe.valid_from = -48h;
  recipe.valid_until = -24h;
  ExpectServerRefused(ForgeByOurs(recipe), TlsRefusal::kExpired);
}

TEST_F(HandshakeTest, RefusesAClientsCertificateOnAServer) {
  CertificateRecipe recipe = GoodRecipe("it-bicocca");
  recipe.usage = "clientAuth";
  ExpectServerRefused(ForgeByOurs(recipe), TlsRefusal::kWrongUsage);
}

TEST_F(HandshakeTest, TellsTheDiallingOperatorWhatIsWrong) {
  const StatusOr<std::string> answer = granada_.DialAndAsk("tr-metu", bicocca_.port());

  EXPECT_THAT(std::string(Message(answer.status())),
              HasSubstr("tr-metu was dialled, and it-bicocca answered"));
}

TEST_F(HandshakeTest, ARemovedMembersNextCallIsRefusedOnTheOpenConnection) {
  const std::unique_ptr<RpcChannel> channel = granada_.Dial("it-bicocca", bicocca_.port());
  ASSERT_TRUE(MemberNode::Ask(*channel).ok());

  federation_.on_paper().Remove("es-granada");
  const StatusOr<std::string> answer = MemberNode::Ask(*channel);

  EXPECT_EQ(answer.status().code(), StatusCode::kUnauthenticated);
  EXPECT_THAT(std::string(Message(answer.status())), HasSubstr("removed by roster update 4"));
  EXPECT_EQ(bicocca_.refusals().Last(), TlsRefusal::kRemoved);
}

TEST_F(HandshakeTest, AnExpiredMembersNextCallIsRefusedOnTheOpenConnection) {
  const std::unique_ptr<RpcChannel> channel = granada_.Dial("it-bicocca", bicocca_.port());
  ASSERT_TRUE(MemberNode::Ask(*channel).ok());

  federation_.clock().Advance(31 * 24h);
  const StatusOr<std::string> answer = MemberNode::Ask(*channel);

  EXPECT_EQ(answer.status().code(), StatusCode::kUnauthenticated);
  EXPECT_EQ(bicocca_.refusals().Last(), TlsRefusal::kExpired);
}

TEST_F(HandshakeTest, ANewMemberIsLetInAsSoonAsTheRosterSaysSo) {
  MemberNode wien(federation_, "at-wien");
  ASSERT_FALSE(wien.DialAndAsk("it-bicocca", bicocca_.port()).ok());

  federation_.on_paper().Admit("at-wien");

  const StatusOr<std::string> answer = wien.DialAndAsk("it-bicocca", bicocca_.port());
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(*answer, "at-wien");
}

// Method: nothing tells when the file was read again, so connect until it shows.
TEST_F(HandshakeTest, ARenewedCertificateIsShownWithoutARestart) {
  const PemPair renewed = federation_.TlsFor("it-bicocca");
  const RawTlsClient client{.pair = federation_.TlsFor("es-granada")};
  const std::unique_ptr<RpcChannel> open = granada_.Dial("it-bicocca", bicocca_.port());
  ASSERT_TRUE(MemberNode::Ask(*open).ok());
  ASSERT_NE(client.Talk(bicocca_.port()).server_certificate, renewed.certificate_der());

  bicocca_.Install(renewed);

  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  std::string shown;
  while (shown != renewed.certificate_der() && absl::Now() < give_up) {
    shown = client.Talk(bicocca_.port()).server_certificate;
  }
  EXPECT_EQ(shown, renewed.certificate_der());
  EXPECT_TRUE(MemberNode::Ask(*open).ok()) << "a connection that was open lives on";
  EXPECT_TRUE(granada_.DialAndAsk("it-bicocca", bicocca_.port()).ok());
}

class TlsIdentityFileTest : public ::testing::Test {
 protected:
  Status OpenWith(const std::string& contents) {
    const std::string path = folder_.path() + "/tls.pem";
    EXPECT_TRUE(WriteFileDurably(path, contents, FileAccess::kOwnerOnly).ok());
    return TlsIdentity::Open(path, {.roster = &federation_.holder(),
                                    .clock = &federation_.clock(),
                                    .refusals = &refusals_})
        .status();
  }

  TestFederation federation_{{"it-bicocca"}};
  RefusalRecorder refusals_;
  TempFolder folder_;
};

// Goal: gRPC would take it without a word and fail every handshake from then on.
TEST_F(TlsIdentityFileTest, AKeyAndACertificateThatDoNotBelongTogetherAreRefused) {
  const Status status = OpenWith(federation_.TlsFor("it-bicocca").key_pem +
                                 federation_.TlsFor("it-bicocca").certificate_pem);
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(Message(status)), HasSubstr("another key"));
}

TEST_F(TlsIdentityFileTest, AFileWithoutKeyOrCertificateIsRefused) {
  const PemPair pair = federation_.TlsFor("it-bicocca");
  EXPECT_EQ(OpenWith(pair.key_pem).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(OpenWith(pair.certificate_pem).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(OpenWith("").code(), StatusCode::kInvalidArgument);
  EXPECT_TRUE(OpenWith(pair.key_pem + pair.certificate_pem).ok());
}

TEST_F(TlsIdentityFileTest, AFileThatOthersCanReadIsRefused) {
  const PemPair pair = federation_.TlsFor("it-bicocca");
  const std::string path = folder_.path() + "/open.pem";
  ASSERT_TRUE(
      WriteFileDurably(path, pair.key_pem + pair.certificate_pem, FileAccess::kEverybody).ok());

  const auto identity = TlsIdentity::Open(
      path,
      {.roster = &federation_.holder(), .clock = &federation_.clock(), .refusals = &refusals_});

  EXPECT_EQ(identity.status().code(), StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(Message(identity.status())), HasSubstr("chmod 600"));
}

}  // namespace
}  // namespace cledi
