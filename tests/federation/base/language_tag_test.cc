#include "federation/base/language_tag.h"

#include "gtest/gtest.h"

namespace cledi {
namespace {

TEST(LanguageTagTest, AFilterTakesVariantsInAndNothingElse) {
  EXPECT_TRUE(LanguageMatches("en", "en"));
  EXPECT_TRUE(LanguageMatches("en", "en-GB"));
  EXPECT_TRUE(LanguageMatches("EN", "en-gb"));
  EXPECT_FALSE(LanguageMatches("en-GB", "en"));
  EXPECT_FALSE(LanguageMatches("e", "en"));
  EXPECT_FALSE(LanguageMatches("en", "eng"));
}

TEST(LanguageTagTest, ThePrimaryLanguageHasNoVariant) {
  EXPECT_EQ(PrimaryLanguage("en-GB"), "en");
  EXPECT_EQ(PrimaryLanguage("CA"), "ca");
  EXPECT_EQ(PrimaryLanguage(""), "");
}

}  // namespace
}  // namespace cledi
