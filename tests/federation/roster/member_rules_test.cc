#include "federation/roster/member_rules.h"

#include "gtest/gtest.h"

#include "tests/support/roster/test_roster.h"

namespace cledi {
namespace {

using federation::v1::Member;

TEST(MemberRulesTest, AnAddressIsAHostAndAPort) {
  for (const char* good : {"localhost:1", "node.example.org:8443", "192.0.2.7:65535", "[::1]:8443",
                           "[2001:db8::7]:443"}) {
    EXPECT_TRUE(IsHostAndPort(good)) << good;
  }
  for (const char* bad :
       {"", ":", "localhost", "localhost:", ":8443", "localhost:0", "localhost:65536",
        "localhost:08443", "localhost:+1", "::1:8443", "[::1:8443", "[]:1", "a b:1", "-x:1",
        "host/path:1", "user@host:1", "localhost:1 ", "localhost:999999"}) {
    EXPECT_FALSE(IsHostAndPort(bad)) << bad;
  }
  EXPECT_FALSE(IsHostAndPort(std::string(254, 'a') + ":1"));
}

class MemberTest : public ::testing::Test {
 protected:
  TestRoster federation_{{"it-bicocca"}};
  Member member_ = federation_.MemberFor("es-granada");
};

TEST_F(MemberTest, AnOrdinaryEntryIsSound) { EXPECT_TRUE(CheckMember(member_).ok()); }

TEST_F(MemberTest, ANodeThatOnlyDialsOutHasNoAddress) {
  member_.clear_addresses();
  member_.clear_web_address();
  EXPECT_TRUE(CheckMember(member_).ok());
}

TEST_F(MemberTest, AnInvitationHasNoKeyYet) {
  member_.clear_log_key();
  EXPECT_TRUE(CheckMemberWithoutKey(member_).ok());
  EXPECT_FALSE(CheckMember(member_).ok());
}

TEST_F(MemberTest, RefusesEachFieldThatBreaksItsRule) {
  const auto refused_after = [this](auto change) {
    Member member = member_;
    change(member);
    return CheckMember(member).code() == StatusCode::kInvalidArgument;
  };

  EXPECT_TRUE(refused_after([](Member& m) { m.set_node_id("ES"); }));
  EXPECT_TRUE(refused_after([](Member& m) { m.set_institution(""); }));
  EXPECT_TRUE(refused_after([](Member& m) { m.set_institution(std::string(201, 'x')); }));
  EXPECT_TRUE(refused_after([](Member& m) { m.set_institution("a\nb"); }));
  EXPECT_TRUE(refused_after([](Member& m) { m.set_country("es"); }));
  EXPECT_TRUE(refused_after([](Member& m) { m.set_country("ESP"); }));
  EXPECT_TRUE(refused_after([](Member& m) { m.set_log_key(std::string(31, 'k')); }));
  // The identity, which is of small order: anybody can sign for it.
  EXPECT_TRUE(refused_after([](Member& m) { m.set_log_key("\x01" + std::string(31, '\0')); }));
  EXPECT_TRUE(refused_after([](Member& m) { m.set_addresses(0, "no port"); }));
  EXPECT_TRUE(refused_after([](Member& m) {
    for (int i = 0; i < 4; ++i) {
      m.add_addresses("localhost:1");
    }
  }));
  EXPECT_TRUE(refused_after([](Member& m) { m.set_web_address("javascript:alert(1)"); }));
  EXPECT_TRUE(refused_after([](Member& m) { m.set_web_address("https://a\"onclick"); }));
  EXPECT_TRUE(
      refused_after([](Member& m) { m.set_web_address("https://" + std::string(300, 'a')); }));
  EXPECT_TRUE(refused_after([](Member& m) { m.set_budget_bytes_a_day(UINT64_MAX); }));
}

TEST(MemberRulesTest, KnowsTheCountriesOfTheEea) {
  EXPECT_TRUE(IsInEea("AT"));
  EXPECT_TRUE(IsInEea("ES"));
  EXPECT_TRUE(IsInEea("NO"));
  EXPECT_TRUE(IsInEea("SK"));
  EXPECT_FALSE(IsInEea("TR"));
  EXPECT_FALSE(IsInEea("GB"));
  EXPECT_FALSE(IsInEea("CH"));
  EXPECT_FALSE(IsInEea(""));
}

}  // namespace
}  // namespace cledi
