#include "federation/rpc/page_token.h"

#include "gtest/gtest.h"

#include "federation/rpc/limits.h"

namespace cledi {
namespace {

constexpr char kList[] = "ListResources language=it";

PageTokens Tokens(uint64_t seed = 1) {
  SeededRandom random(seed);
  return PageTokens(random);
}

StatusCode CodeOf(std::string_view list, std::string_view token) {
  return Tokens().Read(list, token).status().code();
}

TEST(PageTokenTest, ATokenGivesItsKeyBack) {
  const std::string key("\0\xff/r1", 5);
  const std::string token = Tokens().Make(kList, key);
  EXPECT_EQ(*Tokens().Read(kList, token), key);
}

TEST(PageTokenTest, TheLongestKeyFits) {
  const std::string key(PageTokens::kKeyBytesMax, '\xff');
  EXPECT_EQ(*Tokens().Read(kList, Tokens().Make(kList, key)), key);
}

TEST(PageTokenTest, NoTokenIsTheFirstPage) { EXPECT_EQ(*Tokens().Read(kList, ""), ""); }

TEST(PageTokenTest, EveryChangedCharacterIsRefused) {
  const std::string token = Tokens().Make(kList, "r1");
  for (size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(CodeOf(kList, changed), StatusCode::kInvalidArgument) << i;
  }
}

TEST(PageTokenTest, AMadeUpTokenIsRefused) {
  EXPECT_EQ(CodeOf(kList, "next"), StatusCode::kInvalidArgument);
  EXPECT_EQ(CodeOf(kList, "not base64!"), StatusCode::kInvalidArgument);
  EXPECT_EQ(CodeOf(kList, Base64UrlEncode("\1short")), StatusCode::kInvalidArgument);
  EXPECT_EQ(CodeOf(kList, std::string(1 << 20, 'A')), StatusCode::kInvalidArgument);
}

TEST(PageTokenTest, ATokenOfAnotherListOrSecretIsRefused) {
  const std::string token = Tokens().Make(kList, "r1");
  EXPECT_EQ(CodeOf("ListResources language=es", token), StatusCode::kInvalidArgument);
  EXPECT_EQ(Tokens(2).Read(kList, token).status().code(), StatusCode::kInvalidArgument);
}

// Goal: bytes cannot wander from the list's name into the key.
TEST(PageTokenTest, WhereTheListEndsIsPartOfTheCheck) {
  EXPECT_EQ(CodeOf("List", Tokens().Make("Lis", "tx")), StatusCode::kInvalidArgument);
}

TEST(PageSizeTest, NoWishGivesTheDefaultAndAnyOtherAtMostTheMost) {
  EXPECT_EQ(PageSize(0), kPageSizeDefault);
  EXPECT_EQ(PageSize(1), 1u);
  EXPECT_EQ(PageSize(4'000'000'000), kPageSizeMax);
}

}  // namespace
}  // namespace cledi
