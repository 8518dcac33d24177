#include "federation/base/ed25519.h"

#include <set>

#include <openssl/err.h>
#include <openssl/evp.h>

#include "gtest/gtest.h"

#include "tests/support/hex.h"

namespace cledi {
namespace {

using Seed = FixedBytes<struct SeedKind, 32>;

// What OpenSSL says alone.
bool OpenSslVerifies(const PublicKey& key, std::string_view message,
                     const SignatureBytes& signature) {
  EVP_PKEY* const pointer =
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.kSize);
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  const bool verifies = EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, pointer) == 1 &&
                        EVP_DigestVerify(context, signature.data(), signature.kSize,
                                         AsBytes(message).data(), message.size()) == 1;
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(pointer);
  ERR_clear_error();
  return verifies;
}

// RFC 8032, 7.1, TEST 2.
TEST(Ed25519Test, SignsAsRfc8032Does) {
  const SigningKey key = SigningKey::FromSeed(
      FromHex<Seed>("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
  EXPECT_EQ(HexEncode(key.public_key().view()),
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const SignatureBytes signature = key.Sign("\x72");
  EXPECT_EQ(HexEncode(signature.view()),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  EXPECT_TRUE(VerifyEd25519(key.public_key(), "\x72", signature));
  EXPECT_FALSE(VerifyEd25519(key.public_key(), "\x73", signature));
}

// Goal: record what passes of the twelve edge cases of Chalkias, Garillot and Nikolaenko,
// "Taming the many EdDSAs" (2020), table 5: first by OpenSSL alone (the version of Debian
// moves; its verdicts must not), then by our rule, and which keys may enter the roster.
TEST(Ed25519Test, PublishedEdgeCasesKeepTheirVerdicts) {
  struct EdgeCase {
    const char* name;
    bool by_openssl;
    bool by_us;
    bool sound_key;
    const char* message;
    const char* key;
    const char* signature;
  };
  const EdgeCase cases[] = {
      {"0: S = 0, small A and R", true, true, false,
       "8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6",
       "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
       "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
       "0000000000000000000000000000000000000000000000000000000000000000"},
      {"1: small A, mixed R", true, true, false,
       "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
       "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
       "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43"
       "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04"},
      {"2: mixed A, small R", true, true, true,
       "aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab",
       "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
       "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"
       "8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e"},
      {"3: mixed A and R", true, true, true,
       "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
       "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
       "9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f"
       "87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009"},
      {"4: holds only when multiplied by the cofactor", false, false, true,
       "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
       "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
       "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed512"
       "5ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09"},
      {"5: the same, and 8k must not be reduced", false, false, true,
       "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
       "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
       "21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7"
       "e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405"},
      {"6: S above the group order", false, false, true,
       "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
       "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
       "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e"
       "547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514"},
      {"7: S far above the group order", false, false, true,
       "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
       "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
       "8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa1942"
       "7e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22"},
      {"8: R not canonical, hashed as it is", false, false, true,
       "9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41",
       "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
       "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
       "03be9678ac102edcd92b0210bb34d7428d12ffc5df5f37e359941266a4e35f0f"},
      {"9: R not canonical, hashed reduced", false, false, true,
       "9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41",
       "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
       "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
       "ca8c5b64cd208982aa38d4936621a4775aa233aa0505711d8fdcfdaa943d4908"},
      {"10: A not canonical, hashed reduced", false, false, false,
       "e96b7021eb39c1a163b6da4e3093dcd3f21387da4cc4572be588fafae23c155b",
       "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
       "a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dc"
       "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04"},
      {"11: A not canonical, hashed as it is", true, false, false,
       "39a591f5321bbe07fd5a23dc2f39d025d74526615746727ceefd6e82ae65c06f",
       "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
       "a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dc"
       "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04"},
  };
  for (const EdgeCase& edge : cases) {
    SCOPED_TRACE(edge.name);
    const PublicKey key = FromHex<PublicKey>(edge.key);
    const std::string message = Unhex(edge.message);
    const SignatureBytes signature = FromHex<SignatureBytes>(edge.signature);
    EXPECT_EQ(OpenSslVerifies(key, message, signature), edge.by_openssl);
    EXPECT_EQ(VerifyEd25519(key, message, signature), edge.by_us);
    EXPECT_EQ(IsSoundPublicKey(key), edge.sound_key);
  }
}

TEST(Ed25519Test, KeysOfSmallOrderAreNotSoundInAnySpelling) {
  for (const char* const key : {
           "0100000000000000000000000000000000000000000000000000000000000000",
           "0100000000000000000000000000000000000000000000000000000000000080",
           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
           "0000000000000000000000000000000000000000000000000000000000000000",
           "0000000000000000000000000000000000000000000000000000000000000080",
           "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
           "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
           "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
           "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
           "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
       }) {
    EXPECT_FALSE(IsSoundPublicKey(FromHex<PublicKey>(key))) << key;
  }
}

// The list was computed apart, with Euler's criterion.
TEST(Ed25519Test, KeysOffTheCurveAreNotSound) {
  const std::set<int> on_curve = {3, 4, 5, 6, 9, 10};
  for (int y = 2; y <= 10; ++y) {
    PublicKey key;
    key.bytes.front() = static_cast<uint8_t>(y);
    EXPECT_EQ(IsSoundPublicKey(key), on_curve.contains(y)) << y;
    key.bytes.back() = 0x80;
    EXPECT_EQ(IsSoundPublicKey(key), on_curve.contains(y)) << y << " with the sign set";
  }
}

// y + p for the small y that leave room for it, and the largest 255 bits.
TEST(Ed25519Test, KeysInASecondSpellingAreNotSoundAndVerifyNothing) {
  for (int low = 0xed; low <= 0xff; ++low) {
    PublicKey key;
    key.bytes.fill(0xff);
    key.bytes.front() = static_cast<uint8_t>(low);
    key.bytes.back() = 0x7f;
    EXPECT_FALSE(IsSoundPublicKey(key)) << low;
    EXPECT_FALSE(VerifyEd25519(key, "", SignatureBytes{})) << low;
  }
}

TEST(Ed25519Test, KeysThatWeMakeAreSoundAndVerifyWhatTheySign) {
  SeededRandom random(1);
  for (int i = 0; i < 50; ++i) {
    const SigningKey key = SigningKey::Generate(random);
    EXPECT_TRUE(IsSoundPublicKey(key.public_key()));
    const std::string message(static_cast<size_t>(i), 'x');
    SignatureBytes signature = key.Sign(message);
    EXPECT_TRUE(VerifyEd25519(key.public_key(), message, signature));
    signature.bytes[random.Below(SignatureBytes::kSize)] ^= static_cast<uint8_t>(1 << (i % 8));
    EXPECT_FALSE(VerifyEd25519(key.public_key(), message, signature));
  }
}

TEST(Ed25519Test, AKeySurvivesItsFile) {
  SeededRandom random(2);
  const SigningKey key = SigningKey::Generate(random);
  const StatusOr<SigningKey> read = SigningKey::FromPem(key.ToPem());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->public_key(), key.public_key());
  EXPECT_EQ(read->Sign("x"), key.Sign("x"));
}

// Goal: what fails here does not make an innocent TLS connection on this thread fail.
TEST(Ed25519Test, FailuresLeaveNoErrorBehindInOpenSsl) {
  SeededRandom random(3);
  const SigningKey key = SigningKey::Generate(random);
  EXPECT_FALSE(SigningKey::FromPem("-----BEGIN PRIVATE KEY-----\nAAAA\n").ok());
  EXPECT_FALSE(VerifyEd25519(key.public_key(), "message", SignatureBytes{}));
  SignatureBytes large_s;
  large_s.bytes.fill(0xff);
  EXPECT_FALSE(VerifyEd25519(key.public_key(), "message", large_s));
  EXPECT_EQ(ERR_peek_error(), 0U);
}

}  // namespace
}  // namespace cledi
