#include "federation/trust/peer_check.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/trust/tls_refusal.h"
#include "tests/support/trust/forged_certificate.h"
#include "tests/support/trust/test_federation.h"

namespace cledi {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""s;
using ::testing::HasSubstr;

class PeerCheckTest : public ::testing::Test {
 protected:
  StatusOr<NodeCertificate> Check(const PemPair& pair, TlsSide side = TlsSide::kClient) {
    return CheckPeer(federation_.roster(), pair.certificate_der(), side, federation_.clock().Now());
  }
  std::optional<TlsRefusal> WrongWith(const PemPair& pair, TlsSide side = TlsSide::kClient) {
    return TlsRefusalOf(Check(pair, side).status());
  }
  PemPair ForgeByOurs(const CertificateRecipe& recipe) {
    return Forge(recipe, federation_.authority(), federation_.clock().Now());
  }

  TestFederation federation_{{"it-bicocca", "es-granada"}};
};

TEST_F(PeerCheckTest, AMemberIsWelcomeOnEitherSide) {
  const PemPair pair = federation_.TlsFor("es-granada");

  EXPECT_EQ(Check(pair, TlsSide::kClient)->node_id, "es-granada");
  EXPECT_EQ(Check(pair, TlsSide::kServer)->node_id, "es-granada");
}

// The forger's own certificate of the good recipe passes, so each refusal below is for what
// its recipe changes and nothing else.
TEST_F(PeerCheckTest, TheRecipeThatForgeriesChangeIsGood) {
  EXPECT_TRUE(Check(ForgeByOurs(GoodRecipe("es-granada"))).ok());
}

TEST_F(PeerCheckTest, RefusesASelfSignedCertificate) {
  EXPECT_EQ(WrongWith(ForgeSelfSigned(GoodRecipe("es-granada"), federation_.clock().Now())),
            TlsRefusal::kUnknownAuthority);
}

TEST_F(PeerCheckTest, RefusesAnotherAuthoritysCertificate) {
  const CertificateAuthority other = CertificateAuthority::Create(
      "cledi.example", federation_.clock().Now(), federation_.random());
  EXPECT_EQ(WrongWith(Forge(GoodRecipe("es-granada"), other, federation_.clock().Now())),
            TlsRefusal::kUnknownAuthority);
}

TEST_F(PeerCheckTest, RefusesACertificateSignedByAMembersKey) {
  const PemPair member = federation_.TlsFor("es-granada");
  const PemPair forged = Forge(GoodRecipe("it-bicocca"), *TlsKey::FromPem(member.key_pem),
                               member.certificate_der(), federation_.clock().Now());
  EXPECT_EQ(WrongWith(forged), TlsRefusal::kUnknownAuthority);
}

TEST_F(PeerCheckTest, RefusesTheAuthorityItself) {
  const StatusOr<NodeCertificate> checked =
      CheckPeer(federation_.roster(), federation_.authority().certificate_der(), TlsSide::kClient,
                federation_.clock().Now());
  EXPECT_FALSE(checked.ok());
}

TEST_F(PeerCheckTest, RefusesAnExpiredCertificateAndSaysSince) {
  const PemPair pair = federation_.TlsFor("es-granada");
  federation_.clock().Advance(30 * 24h + 1s);

  EXPECT_EQ(WrongWith(pair), TlsRefusal::kExpired);
  EXPECT_THAT(std::string(Message(Check(pair).status())), HasSubstr("expired on 2026-10-21"));
}

TEST_F(PeerCheckTest, RefusesACertificateThatIsNotYetValid) {
  CertificateRecipe recipe = GoodRecipe("es-granada");
  recipe.valid_from = 1h;

  EXPECT_EQ(WrongWith(ForgeByOurs(recipe)), TlsRefusal::kNotYetValid);
}

TEST_F(PeerCheckTest, AFewMinutesBetweenClocksDoNoHarm) {
  const PemPair pair = federation_.TlsFor("es-granada");
  federation_.clock().Advance(-59 * 60s);

  EXPECT_TRUE(Check(pair).ok());
}

TEST_F(PeerCheckTest, RefusesAServersCertificateOnAClient) {
  CertificateRecipe recipe = GoodRecipe("es-granada");
  recipe.usage = "serverAuth";
  const PemPair pair = ForgeByOurs(recipe);

  EXPECT_EQ(WrongWith(pair, TlsSide::kClient), TlsRefusal::kWrongUsage);
  EXPECT_EQ(WrongWith(pair, TlsSide::kServer), std::nullopt);
}

TEST_F(PeerCheckTest, RefusesAClientsCertificateOnAServer) {
  CertificateRecipe recipe = GoodRecipe("es-granada");
  recipe.usage = "clientAuth";
  EXPECT_EQ(WrongWith(ForgeByOurs(recipe), TlsSide::kServer), TlsRefusal::kWrongUsage);
}

TEST_F(PeerCheckTest, RefusesACertificateForNoUseInParticular) {
  CertificateRecipe recipe = GoodRecipe("es-granada");
  recipe.usage = "";
  EXPECT_EQ(WrongWith(ForgeByOurs(recipe)), TlsRefusal::kWrongUsage);
}

TEST_F(PeerCheckTest, RefusesACertificateThatMayIssueOthers) {
  CertificateRecipe recipe = GoodRecipe("es-granada");
  recipe.constraints = "critical,CA:TRUE";
  EXPECT_FALSE(Check(ForgeByOurs(recipe)).ok());
}

TEST_F(PeerCheckTest, AnAuthorityCannotNameAnotherFederation) {
  CertificateRecipe recipe = GoodRecipe("es-granada");
  recipe.names = "critical,URI:spiffe://other.example/node/es-granada";
  EXPECT_EQ(WrongWith(ForgeByOurs(recipe)), TlsRefusal::kWrongTrustDomain);
}

// Method: the trust root names an authority of another federation by mistake; its name
// constraint says nothing against its own certificates, so only the check of the name is left.
TEST_F(PeerCheckTest, AnotherFederationsCertificateIsRefusedByItsName) {
  const CertificateAuthority other = CertificateAuthority::Create(
      "other.example", federation_.clock().Now(), federation_.random());
  TestRoster misled({"it-bicocca", "es-granada"},
                    std::vector<std::string>{other.certificate_der()});
  CertificateRecipe recipe = GoodRecipe("es-granada");
  recipe.names = "critical,URI:spiffe://other.example/node/es-granada";
  const PemPair pair = Forge(recipe, other, federation_.clock().Now());

  EXPECT_EQ(TlsRefusalOf(CheckPeer(*misled.roster(), pair.certificate_der(), TlsSide::kClient,
                                   federation_.clock().Now())
                             .status()),
            TlsRefusal::kWrongTrustDomain);
}

TEST_F(PeerCheckTest, RefusesTwoNamesAndOtherNames) {
  CertificateRecipe recipe = GoodRecipe("es-granada");
  recipe.names =
      "critical,URI:spiffe://cledi.example/node/es-granada,"
      "URI:spiffe://cledi.example/node/it-bicocca";
  EXPECT_EQ(WrongWith(ForgeByOurs(recipe)), TlsRefusal::kWrongName);
  recipe.names = "critical,DNS:es-granada.example";
  EXPECT_EQ(WrongWith(ForgeByOurs(recipe)), TlsRefusal::kWrongName);
}

TEST_F(PeerCheckTest, RefusesWhoIsNotOnTheRoster) {
  EXPECT_EQ(WrongWith(federation_.TlsFor("tr-metu")), TlsRefusal::kNotOnRoster);
}

TEST_F(PeerCheckTest, RefusesWhoWasRemoved) {
  const PemPair pair = federation_.TlsFor("es-granada");
  federation_.on_paper().Remove("es-granada");

  EXPECT_EQ(WrongWith(pair), TlsRefusal::kRemoved);
}

// Goal: a certificate that was stolen with its key does not come back to life when its node
// is admitted again.
TEST_F(PeerCheckTest, ACertificateDoesNotOutliveItsIncarnation) {
  const PemPair stolen = federation_.TlsFor("es-granada");
  federation_.on_paper().Remove("es-granada");
  federation::v1::Member back = federation_.on_paper().MemberFor("es-granada, again");
  back.set_node_id("es-granada");
  back.set_incarnation(1);
  federation_.on_paper().Step({AdmitChange(back)});

  EXPECT_EQ(WrongWith(stolen), TlsRefusal::kRemoved);
  EXPECT_TRUE(Check(federation_.TlsFor("es-granada", 1)).ok());
}

TEST_F(PeerCheckTest, AnOpenConnectionIsJudgedByEndAndRoster) {
  const NodeCertificate certificate = *Check(federation_.TlsFor("es-granada"));
  const auto still = [&] {
    return TlsRefusalOf(
        CheckStillMember(federation_.roster(), certificate, federation_.clock().Now()));
  };

  EXPECT_EQ(still(), std::nullopt);
  federation_.on_paper().Remove("es-granada");
  EXPECT_EQ(still(), TlsRefusal::kRemoved);
  federation_.clock().Advance(31 * 24h);
  EXPECT_EQ(still(), TlsRefusal::kExpired);
}

}  // namespace
}  // namespace cledi
