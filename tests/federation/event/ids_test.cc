#include "federation/event/ids.h"

#include <set>

#include "gtest/gtest.h"

#include "tests/support/hex.h"

namespace cledi {
namespace {

TEST(IdsTest, NodeIdsAreThreeToFortySmallLettersDigitsAndHyphens) {
  EXPECT_TRUE(IsNodeId("es-granada"));
  EXPECT_TRUE(IsNodeId("a-1"));
  EXPECT_TRUE(IsNodeId(std::string(40, 'z')));
  EXPECT_FALSE(IsNodeId("ab"));
  EXPECT_FALSE(IsNodeId(std::string(41, 'z')));
  for (const char* const id : {"", "Granada", "es granada", "es/granada", "es.granada",
                               "es_granada", "españa", "abc\n", "../x"}) {
    EXPECT_FALSE(IsNodeId(id)) << id;
  }
  EXPECT_FALSE(IsNodeId(std::string_view("abc\0", 4)));
}

TEST(IdsTest, TrustDomainsAreLikeDnsNames) {
  EXPECT_TRUE(IsTrustDomain("cledi.example"));
  EXPECT_TRUE(IsTrustDomain("localhost"));
  EXPECT_TRUE(IsTrustDomain("a.b-c.9"));
  EXPECT_TRUE(IsTrustDomain(std::string(63, 'a') + "." + std::string(36, 'b')));
  EXPECT_FALSE(IsTrustDomain(std::string(63, 'a') + "." + std::string(37, 'b')));
  EXPECT_FALSE(IsTrustDomain(std::string(64, 'a')));
  for (const char* const domain : {"", ".", "a.", ".a", "a..b", "-a.b", "a-.b", "a.-b", "a.b-",
                                   "A.b", "a b", "a/b", "a:b", "a.b\n", "ä.b"}) {
    EXPECT_FALSE(IsTrustDomain(domain)) << domain;
  }
}

// Goal: a log belongs to one federation, node, incarnation and space: any change is another log.
TEST(IdsTest, EachPartOfALogsNameMakesAnotherLog) {
  const FederationId federation = FromHex<FederationId>("000102030405060708090a0b0c0d0e0f");
  const std::set<LogId> logs = {
      LogIdOf(federation, "es-granada", 0, CommonsSpace()),
      LogIdOf(FederationId{}, "es-granada", 0, CommonsSpace()),
      LogIdOf(federation, "es-granadb", 0, CommonsSpace()),
      LogIdOf(federation, "es-granada", 1, CommonsSpace()),
      LogIdOf(federation, "es-granada", 0, RosterSpace()),
      LogIdOf(federation, "es-granada", 0, InstitutionSpace("es-granada")),
      LogIdOf(federation, "es-granada", 0, InstitutionSpace("tr-metu")),
  };
  EXPECT_EQ(logs.size(), 7U);
}

// Goal: a node cannot choose its id so that its institution's space is a built-in one.
TEST(IdsTest, AnInstitutionsSpaceIsNoBuiltinOne) {
  EXPECT_NE(InstitutionSpace("commons"), BuiltinSpace("commons"));
  EXPECT_NE(InstitutionSpace("commons"), BuiltinSpace("institutioncommons"));
}

TEST(IdsTest, AShortIdIsTheFirst130BitsInBase32) {
  EventId id;
  id.bytes.fill(0xff);
  EXPECT_EQ(ShortId(id), std::string(26, '7'));
  id.bytes[16] = 0xc0;  // Bits 129 and 130 are its first two.
  EXPECT_EQ(ShortId(id), std::string(26, '7'));
  id.bytes[16] = 0x3f;
  EXPECT_EQ(ShortId(id), std::string(25, '7') + "4");
}

}  // namespace
}  // namespace cledi
