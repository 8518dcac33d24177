#include "federation/base/hmac.h"

#include <gtest/gtest.h>

namespace cledi {
namespace {

// RFC 4231, test case 2.
TEST(HmacTest, GivesTheValueOfTheStandard) {
  EXPECT_EQ(HexEncode(HmacSha256("Jefe", "what do ya want for nothing?").view()),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(HmacTest, TakesAnEmptyKeyAndAnEmptyText) {
  EXPECT_EQ(HexEncode(HmacSha256("", "").view()),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(HmacTest, SecretsAreTheSameInEveryByteOnly) {
  EXPECT_TRUE(SameSecret("abc", "abc"));
  EXPECT_TRUE(SameSecret("", ""));
  EXPECT_FALSE(SameSecret("abc", "abd"));
  EXPECT_FALSE(SameSecret("abc", "abcd"));
  EXPECT_FALSE(SameSecret("abc", ""));
}

}  // namespace
}  // namespace cledi
