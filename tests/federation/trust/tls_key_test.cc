#include "federation/trust/tls_key.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/trust/certificate_authority.h"
#include "tests/support/trust/forged_certificate.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(TlsKeyTest, SurvivesItsFile) {
  const TlsKey key = TlsKey::Generate();

  const StatusOr<TlsKey> again = TlsKey::FromPem(key.ToPem());

  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->spki_sha256(), key.spki_sha256());
}

TEST(TlsKeyTest, APassphraseSealsTheFile) {
  const TlsKey key = TlsKey::Generate();
  const std::string sealed = key.ToEncryptedPem("correct horse");
  EXPECT_THAT(sealed, StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----"));

  const StatusOr<TlsKey> opened = TlsKey::FromPem(sealed, "correct horse");
  const StatusOr<TlsKey> wrong = TlsKey::FromPem(sealed, "battery staple");
  const StatusOr<TlsKey> missing = TlsKey::FromPem(sealed);

  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->spki_sha256(), key.spki_sha256());
  EXPECT_THAT(std::string(Message(wrong.status())), HasSubstr("passphrase does not open"));
  EXPECT_THAT(std::string(Message(missing.status())), HasSubstr("give its passphrase"));
}

TEST(TlsKeyTest, EveryKeyIsNew) {
  EXPECT_NE(TlsKey::Generate().spki_sha256(), TlsKey::Generate().spki_sha256());
}

TEST(TlsKeyTest, RefusesKeysOfOtherKinds) {
  for (const ForeignKey kind :
       {ForeignKey::kRsa, ForeignKey::kP384, ForeignKey::kEd25519, ForeignKey::kP256ByParameters}) {
    EXPECT_THAT(std::string(Message(TlsKey::FromPem(MakeForeignKey(kind).key_pem).status())),
                HasSubstr("no ECDSA P-256 key"));
  }
}

TEST(TlsKeyTest, RefusesWhatIsNoKey) {
  EXPECT_FALSE(TlsKey::FromPem("").ok());
  EXPECT_FALSE(TlsKey::FromPem("no PEM").ok());
}

TEST(TlsKeyTest, ItsRequestNamesItsKey) {
  const TlsKey key = TlsKey::Generate();

  const StatusOr<Hash> asked = CheckCertificateRequest(key.MakeCertificateRequest());

  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(*asked, key.spki_sha256());
}

}  // namespace
}  // namespace cledi
