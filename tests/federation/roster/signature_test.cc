#include "federation/roster/signature.h"

#include "gtest/gtest.h"

#include "federation/base/random.h"

namespace cledi {
namespace {

using std::string_literals::operator""s;

TEST(SignatureTest, TheKindIsInWhatIsSigned) {
  EXPECT_EQ(SignedBytes(SignatureKind::kTrustRoot, "x"), "cledi/trust-root/v1\0x"s);
  EXPECT_EQ(SignedBytes(SignatureKind::kRosterUpdate, "x"), "cledi/roster-update/v1\0x"s);
  EXPECT_EQ(SignedBytes(SignatureKind::kEnrol, "x"), "cledi/enrol/v1\0x"s);
  EXPECT_EQ(SignedBytes(SignatureKind::kRenew, "x"), "cledi/renew/v1\0x"s);
}

TEST(SignatureTest, VerifiesForItsKindAndItsBytesOnly) {
  SeededRandom random(1);
  const SigningKey key = SigningKey::Generate(random);
  const SigningKey other = SigningKey::Generate(random);
  const std::string signature = SignAs(SignatureKind::kEnrol, "bytes", key).signature();

  EXPECT_TRUE(VerifyAs(SignatureKind::kEnrol, "bytes", key.public_key(), signature));
  EXPECT_FALSE(VerifyAs(SignatureKind::kRenew, "bytes", key.public_key(), signature));
  EXPECT_FALSE(VerifyAs(SignatureKind::kEnrol, "byte", key.public_key(), signature));
  EXPECT_FALSE(VerifyAs(SignatureKind::kEnrol, "bytes", other.public_key(), signature));
  EXPECT_FALSE(VerifyAs(SignatureKind::kEnrol, "bytes", key.public_key(), signature + "x"));
}

TEST(SignatureTest, ReadsNoMoreThanSixteenSignatures) {
  SeededRandom random(1);
  const SigningKey key = SigningKey::Generate(random);
  google::protobuf::RepeatedPtrField<federation::v1::Signature> signatures;
  for (int i = 0; i < 17; ++i) {
    *signatures.Add() = SignAs(SignatureKind::kTrustRoot, "bytes", key);
  }

  EXPECT_EQ(SignersAmong(SignatureKind::kTrustRoot, "bytes", signatures, {key.public_key()})
                .status()
                .code(),
            StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace cledi
