#include "node/web/forms/licence_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace cledi {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string Cc(std::string_view code) {
  return absl::StrCat("https://creativecommons.org/licenses/", std::string(code), "/4.0/");
}

TEST(LicenceChoiceTest, ShareAlikeStaysAsItIs) {
  EXPECT_THAT(LicencesFor(Cc("by-sa")).allowed, ElementsAre(Cc("by-sa")));
  EXPECT_THAT(LicencesFor(Cc("by-nc-sa")).allowed, ElementsAre(Cc("by-nc-sa")));
  EXPECT_THAT(LicencesFor("CC-BY-SA-4.0").allowed, ElementsAre("CC-BY-SA-4.0"));
  EXPECT_THAT(LicencesFor("http://creativecommons.org/licenses/by-sa/3.0/it/").allowed,
              ElementsAre("http://creativecommons.org/licenses/by-sa/3.0/it/"));
}

TEST(LicenceChoiceTest, WhoNamesTheAuthorsMayChooseButNotGiveAllRightsAway) {
  const DerivedLicences licences = LicencesFor(Cc("by"));
  EXPECT_THAT(licences.allowed, ElementsAre(Cc("by"), Cc("by-sa"), Cc("by-nc"), Cc("by-nc-sa")));
  EXPECT_FALSE(licences.Allows("https://creativecommons.org/publicdomain/zero/1.0/"));
  EXPECT_TRUE(licences.Allows(Cc("by-sa")));
}

TEST(LicenceChoiceTest, WhatForbidsTradeGoesOnForbiddingIt) {
  EXPECT_THAT(LicencesFor(Cc("by-nc")).allowed, ElementsAre(Cc("by-nc"), Cc("by-nc-sa")));
}

TEST(LicenceChoiceTest, NoDerivativesRefuses) {
  for (const std::string& licence : {Cc("by-nd"), Cc("by-nc-nd"), std::string("CC-BY-ND-4.0")}) {
    EXPECT_TRUE(LicencesFor(licence).refused) << licence;
    EXPECT_THAT(LicencesFor(licence).allowed, IsEmpty());
    EXPECT_FALSE(LicencesFor(licence).Allows(licence));
  }
}

TEST(LicenceChoiceTest, WithoutRightsAnyLicenceWillDo) {
  const std::string zero = "https://creativecommons.org/publicdomain/zero/1.0/";
  EXPECT_EQ(LicencesFor(zero).allowed.front(), zero);
  EXPECT_TRUE(LicencesFor(zero).Allows(Cc("by")));
}

TEST(LicenceChoiceTest, ALicenceThatWeDoNotKnowIsKept) {
  for (const char* licence : {"EUPL-1.2", "GPL-3.0-or-later", "https://creativecommons.org/x"}) {
    EXPECT_THAT(LicencesFor(licence).allowed, ElementsAre(licence));
  }
}

}  // namespace
}  // namespace cledi
