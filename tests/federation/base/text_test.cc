#include "federation/base/text.h"

#include "gtest/gtest.h"

namespace cledi {
namespace {

TEST(TextTest, Utf8TakesTheEndsOfEveryRange) {
  for (const char* const text : {"", "a\x7f", "\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000",
                                 "\uffff", "\U00010000", "\U0010ffff", "Türkiye'de öğretmen — ✓"}) {
    EXPECT_TRUE(IsUtf8(text)) << text;
  }
}

TEST(TextTest, Utf8RefusesSecondSpellingsSurrogatesAndTornCharacters) {
  for (const char* const text :
       {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2z", "\xc2\xc2", "\xe0\x9f\xbf",
        "\xe1\x80", "\xe1\x80z", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf1\x80\x80",
        "\xf1\x80\x80z", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "ok\xfe"}) {
    EXPECT_FALSE(IsUtf8(text));
  }
}

TEST(TextTest, ANumberHasOneSpelling) {
  EXPECT_EQ(ParseDecimal("0"), 0U);
  EXPECT_EQ(ParseDecimal("10"), 10U);
  EXPECT_EQ(ParseDecimal("18446744073709551615"), 18446744073709551615U);
  for (const char* const text :
       {"", "00", "01", "+1", "-1", " 1", "1 ", "1a", "0x1", "18446744073709551616"}) {
    EXPECT_EQ(ParseDecimal(text), std::nullopt) << text;
  }
}

TEST(TextTest, PartsAreTakenUpToTheSeparator) {
  std::string_view rest = "a//b";
  EXPECT_EQ(TakeUntil(rest, '/'), "a");
  EXPECT_EQ(TakeUntil(rest, '/'), "");
  EXPECT_EQ(TakeUntil(rest, '/'), "b");
  EXPECT_EQ(TakeUntil(rest, '/'), "");
  EXPECT_EQ(rest, "");
}

TEST(TextTest, LanguageTagsAreJudgedByTheirForm) {
  for (const char* tag : {"it", "sl", "TR", "en-GB", "zh-Hant", "ca-valencia", "es-419", "yue"}) {
    EXPECT_TRUE(IsLanguageTag(tag)) << tag;
  }
  for (const char* tag : {"", "e", "it-", "-it", "it--IT", "it_IT", "it IT", "i18n", "x-private",
                          "thelongestlanguage", "en-toolongapart", "it\n",
                          "en-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd"}) {
    EXPECT_FALSE(IsLanguageTag(tag)) << tag;
  }
}

}  // namespace
}  // namespace cledi
