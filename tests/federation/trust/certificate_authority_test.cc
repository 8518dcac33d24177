#include "federation/trust/certificate_authority.h"

#include <openssl/x509v3.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/trust/tls_refusal.h"
#include "federation/trust/x509.h"
#include "tests/support/trust/forged_certificate.h"
#include "tests/support/trust/test_federation.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

class CertificateAuthorityTest : public ::testing::Test {
 protected:
  StatusOr<NodeCertificate> Issue(std::string_view request) {
    return authority_.Issue("es-granada", 0, request, clock_.Now(), random_);
  }
  // The certificate as `openssl x509 -text` prints it.
  static std::string Print(std::string_view der) {
    const X509Pointer certificate = ReadX509(der);
    const BioPointer bio = WritingBio();
    X509_print(bio.get(), certificate.get());
    return Written(bio);
  }

  SeededRandom random_{1};
  ManualClock clock_;
  CertificateAuthority authority_ =
      CertificateAuthority::Create("cledi.example", clock_.Now(), random_);
};

TEST_F(CertificateAuthorityTest, IssuesForTheNodeAndTheKeyThatWasAsked) {
  const TlsKey key = TlsKey::Generate();

  const StatusOr<NodeCertificate> certificate = Issue(key.MakeCertificateRequest());

  ASSERT_TRUE(certificate.ok()) << certificate.status();
  EXPECT_EQ(certificate->trust_domain, "cledi.example");
  EXPECT_EQ(certificate->node_id, "es-granada");
  EXPECT_EQ(certificate->incarnation, 0u);
  EXPECT_EQ(certificate->spki_sha256, key.spki_sha256());
  EXPECT_EQ(certificate->not_before, clock_.Now() - std::chrono::hours(1));
  EXPECT_EQ(certificate->not_after, clock_.Now() + std::chrono::hours(30 * 24));
  EXPECT_THAT(certificate->serial, MatchesRegex("[4-7][0-9a-f]{31}"));
}

TEST_F(CertificateAuthorityTest, WhatItIssuesPassesOnBothSides) {
  const NodeCertificate certificate = *Issue(TlsKey::Generate().MakeCertificateRequest());
  const std::vector<std::string> authorities = {authority_.certificate_der()};

  EXPECT_TRUE(CheckIssued(certificate.der, authorities, TlsSide::kClient, clock_.Now()).ok());
  EXPECT_TRUE(CheckIssued(certificate.der, authorities, TlsSide::kServer, clock_.Now()).ok());
}

TEST_F(CertificateAuthorityTest, ALeafSaysWhatTheFormatsSay) {
  const std::string text = Print(Issue(TlsKey::Generate().MakeCertificateRequest())->der);

  EXPECT_THAT(text, HasSubstr("Subject: \n"));  // Empty.
  EXPECT_THAT(text, HasSubstr("X509v3 Subject Alternative Name: critical\n"
                              "                URI:spiffe://cledi.example/node/es-granada\n"));
  EXPECT_THAT(text, HasSubstr("X509v3 Key Usage: critical\n                Digital Signature\n"));
  EXPECT_THAT(text, HasSubstr("TLS Web Server Authentication, TLS Web Client Authentication\n"));
  EXPECT_THAT(text, HasSubstr("X509v3 Basic Constraints: critical\n                CA:FALSE\n"));
  EXPECT_THAT(text, HasSubstr("Signature Algorithm: ecdsa-with-SHA256"));
}

TEST_F(CertificateAuthorityTest, TheAuthorityIsHeldToItsTrustDomain) {
  const std::string text = Print(authority_.certificate_der());

  EXPECT_THAT(text, HasSubstr("X509v3 Basic Constraints: critical\n"
                              "                CA:TRUE, pathlen:0\n"));
  EXPECT_THAT(text, HasSubstr("X509v3 Key Usage: critical\n"
                              "                Certificate Sign, CRL Sign\n"));
  EXPECT_THAT(text, HasSubstr("X509v3 Name Constraints: critical\n"
                              "                Permitted:\n"
                              "                  URI:cledi.example\n"));
}

TEST_F(CertificateAuthorityTest, ALaterIncarnationIsInTheName) {
  const auto certificate = authority_.Issue(
      "es-granada", 2, TlsKey::Generate().MakeCertificateRequest(), clock_.Now(), random_);

  ASSERT_TRUE(certificate.ok());
  EXPECT_EQ(certificate->node_id, "es-granada");
  EXPECT_EQ(certificate->incarnation, 2u);
}

TEST_F(CertificateAuthorityTest, NoTwoSerialsAreTheSame) {
  const std::string request = TlsKey::Generate().MakeCertificateRequest();
  EXPECT_NE(Issue(request)->serial, Issue(request)->serial);
}

TEST_F(CertificateAuthorityTest, RefusesKeysOfOtherKinds) {
  for (const ForeignKey kind :
       {ForeignKey::kRsa, ForeignKey::kP384, ForeignKey::kEd25519, ForeignKey::kP256ByParameters}) {
    EXPECT_THAT(std::string(Message(Issue(MakeForeignKey(kind).certificate_request).status())),
                HasSubstr("not for an ECDSA P-256 key"));
  }
}

// Goal: nobody gets a certificate for a key that is not his.
TEST_F(CertificateAuthorityTest, RefusesARequestThatItsKeyDidNotSign) {
  std::string request = TlsKey::Generate().MakeCertificateRequest();
  request.back() ^= 1;

  const StatusOr<NodeCertificate> certificate = Issue(request);

  EXPECT_EQ(certificate.status().code(), StatusCode::kInvalidArgument);
}

TEST_F(CertificateAuthorityTest, RefusesWhatIsNoRequest) {
  const std::string request = TlsKey::Generate().MakeCertificateRequest();
  EXPECT_FALSE(Issue("").ok());
  EXPECT_FALSE(Issue("no DER").ok());
  EXPECT_FALSE(Issue(request + "x").ok());
  EXPECT_FALSE(Issue(request.substr(0, request.size() - 1)).ok());
  EXPECT_FALSE(Issue(std::string(5000, '\x30')).ok());
}

TEST_F(CertificateAuthorityTest, RefusesANameThatIsNoNodeId) {
  const auto certificate =
      authority_.Issue("x,URI:spiffe://cledi.example/node/it-bicocca", 0,
                       TlsKey::Generate().MakeCertificateRequest(), clock_.Now(), random_);
  EXPECT_EQ(certificate.status().code(), StatusCode::kInvalidArgument);
}

TEST_F(CertificateAuthorityTest, ComesBackFromItsFiles) {
  const auto again = CertificateAuthority::From(*TlsKey::FromPem(authority_.key().ToPem()),
                                                authority_.certificate_der(), "cledi.example");

  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->spki_sha256(), authority_.spki_sha256());
}

TEST_F(CertificateAuthorityTest, AKeyOfAnotherAuthorityIsNoticed) {
  EXPECT_THAT(
      std::string(Message(CertificateAuthority::From(TlsKey::Generate(),
                                                     authority_.certificate_der(), "cledi.example")
                              .status())),
      HasSubstr("do not belong together"));
}

TEST_F(CertificateAuthorityTest, ANodesCertificateMakesNoAuthority) {
  TlsKey key = TlsKey::Generate();
  const NodeCertificate certificate = *Issue(key.MakeCertificateRequest());

  EXPECT_FALSE(CertificateAuthority::From(std::move(key), certificate.der, "cledi.example").ok());
}

}  // namespace
}  // namespace cledi
