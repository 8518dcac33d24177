#include "federation/event/leaf.h"

#include "gtest/gtest.h"

#include "federation/base/random.h"
#include "federation/base/sha256.h"
#include "tests/support/hex.h"

namespace cledi {
namespace {

TEST(LeafTest, AHeaderIs24LittleEndianBytes) {
  const Header header{.version = 1,
                      .flags = kFlagCritical | kFlagErasable,
                      .type = 0x0203,
                      .payload_bytes = 0x04050607,
                      .hlc = 0x08090a0b0c0d0e0f,
                      .roster_number = 0x10111213,
                      .schema = 0x1415,
                      .reserved = 0x1617};
  EXPECT_EQ(HexEncode(EncodeHeader(header)),
            "01030302070605040f0e0d0c0b0a0908"
            "1312111015141716");
}

// Goal: a header of a newer version, with bits that we do not know, keeps its hash.
TEST(LeafTest, Any24BytesAreAHeaderAndAreWrittenAsTheyWereRead) {
  SeededRandom random(1);
  for (int i = 0; i < 1'000; ++i) {
    const auto bytes = random.Draw<FixedBytes<struct HeaderKind, kHeaderBytes>>();
    EXPECT_EQ(EncodeHeader(DecodeHeader(bytes.view())), bytes.view());
  }
}

TEST(LeafTest, OnlyAKnownVersionWithinTheLimitCanHaveAPayload) {
  EXPECT_TRUE(Header{}.can_have_payload());
  EXPECT_TRUE(Header{.payload_bytes = 65'536}.can_have_payload());
  EXPECT_FALSE(Header{.payload_bytes = 65'537}.can_have_payload());
  EXPECT_FALSE(Header{.version = 0}.can_have_payload());
  EXPECT_FALSE(Header{.version = 2}.can_have_payload());
}

TEST(LeafTest, TheCommitmentBindsSaltAndPayload) {
  const Salt salt = FromHex<Salt>("000102030405060708090a0b0c0d0e0f");
  Salt other = salt;
  other.bytes[15] ^= 1;
  EXPECT_EQ(Commitment(salt, "words"),
            Sha256(std::string("cledi/payload/v1\0", 17) + salt.str() + "words"));
  EXPECT_NE(Commitment(salt, "words"), Commitment(other, "words"));
  EXPECT_NE(Commitment(salt, "words"), Commitment(salt, "word"));
}

TEST(LeafTest, AnEventIdIsTheRfc6962LeafHashOfLogAndLeaf) {
  const LogId log = FromHex<LogId>("101112131415161718191a1b1c1d1e1f");
  const LeafBytes leaf = MakeLeaf(Header{.type = 3}, Sha256("commitment"));
  EXPECT_EQ(HeaderOf(leaf), Header{.type = 3});
  EXPECT_EQ(CommitmentOf(leaf), Sha256("commitment"));
  EXPECT_EQ(EventIdOf(log, leaf).view(),
            Sha256(std::string(1, '\0') + log.str() + leaf.str()).view());
  EXPECT_NE(EventIdOf(log, leaf), EventIdOf(LogId{}, leaf));
}

}  // namespace
}  // namespace cledi
