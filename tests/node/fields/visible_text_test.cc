#include "node/fields/visible_text.h"

#include <string>
#include <string_view>

#include "gtest/gtest.h"

#include "federation/base/bytes.h"

namespace cledi {
namespace {

TEST(VisibleTextTest, NamesOfTheNetworksLanguagesAndOthersAreSeenAsTheyAre) {
  for (const std::string_view name :
       {"Ayşe Yılmaz", "Špela Žižek", "Mercè Paral·lel", "José-María O’Neill", "王小明", "أحمد",
        "שרה", "می‌خواهم", "👩‍🏫 Ada", "e\xcc\x81"}) {
    EXPECT_FALSE(HasHiddenCharacter(name)) << name;
    EXPECT_TRUE(HasVisibleCharacter(name)) << name;
  }
}

TEST(VisibleTextTest, WhatTurnsTheDirectionOrHasNoShapeIsHidden) {
  for (const std::string_view character :
       {"\u00ad", "\u061c", "\u115f", "\u180e", "\u200b",     "\u200e",    "\u200f", "\u2028",
        "\u2029", "\u202a", "\u202e", "\u2060", "\u2066",     "\u2069",    "\u206f", "\u2800",
        "\u3164", "\ufeff", "\uffa0", "\ufff9", "\U000e0001", "\U000e007f"}) {
    EXPECT_TRUE(HasHiddenCharacter("Ada" + std::string(character) + "Example"))
        << HexEncode(character);
    EXPECT_FALSE(HasVisibleCharacter(character)) << HexEncode(character);
  }
}

TEST(VisibleTextTest, SpacesAndJoinersAloneAreNotSeen) {
  for (const std::string_view text :
       {"", " ", "\t\n", "\u00a0", "\u2003\u3000", "\u200d\u200c", "\ufe0f"}) {
    EXPECT_FALSE(HasHiddenCharacter(text)) << HexEncode(text);
    EXPECT_FALSE(HasVisibleCharacter(text)) << HexEncode(text);
  }
}

TEST(VisibleTextTest, WhatIsNotUtf8IsNeither) {
  for (const std::string_view text : {"\xff", "Ada \xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80"}) {
    EXPECT_FALSE(HasHiddenCharacter(text)) << HexEncode(text);
    EXPECT_FALSE(HasVisibleCharacter(text)) << HexEncode(text);
  }
}

}  // namespace
}  // namespace cledi
