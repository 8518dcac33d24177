#include "federation/trust/certificate.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/trust/tls_refusal.h"
#include "tests/support/trust/forged_certificate.h"
#include "tests/support/trust/test_federation.h"

namespace cledi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CertificateTest : public ::testing::Test {
 protected:
  // What is wrong with a certificate of these names.
  std::optional<TlsRefusal> WrongWithNames(const std::string& names) {
    CertificateRecipe recipe = GoodRecipe("es-granada");
    recipe.names = names;
    return TlsRefusalOf(
        ReadNodeCertificate(ForgeSelfSigned(recipe, clock_.Now()).certificate_der()).status());
  }

  ManualClock clock_;
};

TEST_F(CertificateTest, ReadsTheOneUri) {
  const StatusOr<NodeCertificate> certificate = ReadNodeCertificate(
      ForgeSelfSigned(GoodRecipe("es-granada"), clock_.Now()).certificate_der());

  ASSERT_TRUE(certificate.ok()) << certificate.status();
  EXPECT_EQ(certificate->node_id, "es-granada");
  EXPECT_EQ(certificate->trust_domain, "cledi.example");
}

TEST_F(CertificateTest, RefusesEveryOtherSetOfNames) {
  EXPECT_EQ(WrongWithNames(""), TlsRefusal::kWrongName);
  EXPECT_EQ(WrongWithNames("URI:spiffe://cledi.example/node/es-granada,"
                           "URI:spiffe://cledi.example/node/it-bicocca"),
            TlsRefusal::kWrongName);
  EXPECT_EQ(WrongWithNames("DNS:es-granada.example"), TlsRefusal::kWrongName);
  EXPECT_EQ(WrongWithNames("URI:spiffe://cledi.example/node/es-granada,DNS:es-granada.example"),
            TlsRefusal::kWrongName);
  EXPECT_EQ(WrongWithNames("email:spiffe://cledi.example/node/es-granada"), TlsRefusal::kWrongName);
}

TEST_F(CertificateTest, RefusesEveryOtherUri) {
  for (const char* uri :
       {"https://cledi.example/node/es-granada", "spiffe://cledi.example/es-granada",
        "spiffe://cledi.example/node/", "spiffe://cledi.example/node/ES-GRANADA",
        "spiffe://cledi.example/node/es-granada/", "spiffe://cledi.example/node/es-granada/0",
        "spiffe://cledi.example/node/es-granada/01", "spiffe://cledi.example/node/es-granada/x",
        "spiffe://cledi.example/node/es-granada/4294967296",
        "spiffe://cledi.example/node/es-granada/1/2", "spiffe:///node/es-granada",
        "spiffe://cledi.example:443/node/es-granada", "spiffe://a/b/node/es-granada",
        "spiffe:/node/es-granada", "SPIFFE://cledi.example/node/es-granada"}) {
    EXPECT_EQ(WrongWithNames(std::string("URI:") + uri), TlsRefusal::kWrongName) << uri;
  }
}

TEST_F(CertificateTest, RefusesWhatIsNoCertificate) {
  const std::string der = ForgeSelfSigned(GoodRecipe("es-granada"), clock_.Now()).certificate_der();
  EXPECT_EQ(TlsRefusalOf(ReadNodeCertificate("").status()), TlsRefusal::kMalformed);
  EXPECT_EQ(TlsRefusalOf(ReadNodeCertificate("no DER").status()), TlsRefusal::kMalformed);
  EXPECT_EQ(TlsRefusalOf(ReadNodeCertificate(der + "x").status()), TlsRefusal::kMalformed);
  EXPECT_EQ(TlsRefusalOf(ReadNodeCertificate(der.substr(0, 100)).status()), TlsRefusal::kMalformed);
}

TEST_F(CertificateTest, SurvivesPem) {
  const std::string a = ForgeSelfSigned(GoodRecipe("es-granada"), clock_.Now()).certificate_der();
  const std::string b = ForgeSelfSigned(GoodRecipe("tr-metu"), clock_.Now()).certificate_der();

  const StatusOr<std::vector<std::string>> read =
      CertificatesFromPem("# ours\n" + CertificateToPem(a) + CertificateToPem(b));

  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(*read, ElementsAre(a, b));
}

TEST_F(CertificateTest, RefusesPemWithABrokenOrNoCertificate) {
  std::string pem = ForgeSelfSigned(GoodRecipe("es-granada"), clock_.Now()).certificate_pem;
  const std::string good = pem;
  pem[pem.size() / 2] = '!';
  EXPECT_FALSE(CertificatesFromPem(pem).ok());
  EXPECT_FALSE(CertificatesFromPem(good + pem).ok());
  EXPECT_FALSE(CertificatesFromPem("").ok());
  EXPECT_FALSE(CertificatesFromPem(TlsKey::Generate().ToPem()).ok());
  std::string many;
  for (int i = 0; i < 9; ++i) {
    many += good;
  }
  EXPECT_FALSE(CertificatesFromPem(many).ok());
}

TEST_F(CertificateTest, EndsAreCheckedToTheSecond) {
  NodeCertificate certificate;
  certificate.not_before = clock_.Now();
  certificate.not_after = clock_.Now() + std::chrono::seconds(10);

  EXPECT_EQ(TlsRefusalOf(CheckValidAt(certificate, clock_.Now() - std::chrono::seconds(1))),
            TlsRefusal::kNotYetValid);
  EXPECT_TRUE(CheckValidAt(certificate, clock_.Now()).ok());
  EXPECT_TRUE(CheckValidAt(certificate, certificate.not_after).ok());
  EXPECT_EQ(
      TlsRefusalOf(CheckValidAt(certificate, certificate.not_after + std::chrono::seconds(1))),
      TlsRefusal::kExpired);
}

TEST(TlsRefusalTest, TheReasonTravelsInTheStatus) {
  const Status status = RefusedForTls(TlsRefusal::kExpired, "expired yesterday");

  EXPECT_EQ(status.code(), StatusCode::kUnauthenticated);
  EXPECT_EQ(TlsRefusalOf(Annotate(status, "dialling")), TlsRefusal::kExpired);
  EXPECT_EQ(TlsRefusalOf(absl::UnauthenticatedError("other")), std::nullopt);
}

TEST(TlsRefusalTest, EveryReasonHasItsOwnName) {
  std::set<std::string_view> names;
  for (size_t i = 0; i < kTlsRefusalCount; ++i) {
    names.insert(NameOf(static_cast<TlsRefusal>(i)));
  }
  EXPECT_EQ(names.size(), kTlsRefusalCount);
  EXPECT_FALSE(names.contains("unknown"));
}

}  // namespace
}  // namespace cledi
