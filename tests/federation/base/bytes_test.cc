#include "federation/base/bytes.h"

#include "gtest/gtest.h"

#include "federation/base/sha256.h"

namespace cledi {
namespace {

TEST(BytesTest, EncodingsMatchRfc4648) {
  EXPECT_EQ(Base64Encode("fooba"), "Zm9vYmE=");
  EXPECT_EQ(Base64Decode("Zm9vYmE="), "fooba");
  EXPECT_EQ(Base32Encode("foobar"), "mzxw6ytboi");
  EXPECT_EQ(Base32Decode("mzxw6ytboi"), "foobar");
  EXPECT_EQ(HexEncode("foo"), "666f6f");
  EXPECT_EQ(HexDecode("666F6f"), "foo");
  EXPECT_EQ(Base64UrlDecode(Base64UrlEncode("\xff\xef\xbf")), "\xff\xef\xbf");
}

// Goal: two spellings never name the same bytes.
TEST(BytesTest, DecodingRefusesSecondSpellings) {
  EXPECT_EQ(Base64Decode("Zm9vYmF="), std::nullopt);  // Unused bits set.
  EXPECT_EQ(Base64Decode("Zm9vYmE"), std::nullopt);   // Padding missing.
  EXPECT_EQ(Base64Decode("Zm9v\n"), std::nullopt);
  EXPECT_EQ(Base64Decode("===="), std::nullopt);
  EXPECT_EQ(Base32Decode("MZXW"), std::nullopt);
  EXPECT_EQ(Base32Decode("a"), std::nullopt);
  EXPECT_EQ(HexDecode("0"), std::nullopt);
  EXPECT_EQ(HexDecode("0g"), std::nullopt);
}

TEST(BytesTest, FixedBytesTakeExactlyTheirSize) {
  EXPECT_FALSE(Hash::From("short").has_value());
  EXPECT_TRUE(Hash::From(std::string(32, 'x')).has_value());
}

TEST(BytesTest, Sha256OverPartsIsSha256OfTheWhole) {
  EXPECT_EQ(HexEncode(Sha256({"a", "", "bc"}).view()),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace cledi
