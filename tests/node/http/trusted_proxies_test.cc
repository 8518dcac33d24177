#include "node/http/trusted_proxies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace cledi {
namespace {

using testing::HasSubstr;

TrustedProxies Of(const std::vector<std::string>& proxies) {
  return TrustedProxies::Parse(proxies).value();
}

// Who is behind a request of 10.0.0.2, a trusted proxy that has another, 10.0.0.1, before it.
std::string ClientOf(const std::vector<std::string>& forwarded_for) {
  HttpHeaders headers = {{"host", "school.example"}};
  for (const std::string& line : forwarded_for) {
    headers.emplace_back("x-forwarded-for", line);
  }
  return Of({"10.0.0.0/24"}).ClientOf("10.0.0.2", headers);
}

TEST(TrustedProxiesTest, TheClientIsTheLastAddressThatIsNoTrustedProxys) {
  EXPECT_EQ(ClientOf({"203.0.113.9"}), "203.0.113.9");
  EXPECT_EQ(ClientOf({"203.0.113.9, 10.0.0.1"}), "203.0.113.9");
  EXPECT_EQ(ClientOf({"203.0.113.9", "10.0.0.1"}), "203.0.113.9");
  EXPECT_EQ(ClientOf({"2001:DB8:0::7"}), "2001:db8::7");
  EXPECT_EQ(ClientOf({"::ffff:203.0.113.9"}), "203.0.113.9");
}

// Goal: what the client wrote itself, in front of what the proxy added, chooses nothing.
TEST(TrustedProxiesTest, WhatAClientSaysOfItselfIsIgnored) {
  EXPECT_EQ(ClientOf({"127.0.0.1, 203.0.113.9"}), "203.0.113.9");
  EXPECT_EQ(ClientOf({"198.51.100.1", "203.0.113.9"}), "203.0.113.9");
  EXPECT_EQ(ClientOf({"198.51.100.1, 203.0.113.9, 10.0.0.1"}), "203.0.113.9");
  EXPECT_EQ(ClientOf({"<script>, 203.0.113.9"}), "203.0.113.9");
  EXPECT_EQ(ClientOf({absl::StrCat(std::string(10'000, ','), "203.0.113.9")}), "203.0.113.9");
}

TEST(TrustedProxiesTest, WhatIsNoAddressEndsTheSearchAtTheProxyThatWroteIt) {
  for (const std::string line :
       {"", " ", ",", "unknown", "203.0.113.9,", "203.0.113.9:4711", "[2001:db8::7]", "1.2.3",
        "203.0.113.999", "0x7f.1", "203.0.113.9 198.51.100.1", "fe80::1%eth0", "_hidden",
        "203.0.113.9\x01", "::1::"}) {
    EXPECT_EQ(ClientOf({line}), "10.0.0.2") << line;
    EXPECT_EQ(ClientOf({"198.51.100.1, " + line + ", 10.0.0.1"}), "10.0.0.1") << line;
  }
  EXPECT_EQ(ClientOf({std::string("203.0.113.9\0", 12)}), "10.0.0.2");
}

TEST(TrustedProxiesTest, WhereAllAreProxiesTheFirstIsTheClient) {
  EXPECT_EQ(ClientOf({}), "10.0.0.2");
  EXPECT_EQ(ClientOf({"10.0.0.7, 10.0.0.1"}), "10.0.0.7");
}

TEST(TrustedProxiesTest, FromAnybodyElseTheHeaderIsIgnored) {
  const HttpHeaders headers = {{"x-forwarded-for", "203.0.113.9"}};
  EXPECT_EQ(TrustedProxies().ClientOf("127.0.0.1", headers), "127.0.0.1");
  EXPECT_EQ(Of({"10.0.0.0/24"}).ClientOf("10.0.1.2", headers), "10.0.1.2");
  EXPECT_EQ(Of({"10.0.0.0/24"}).ClientOf("", headers), "");
  EXPECT_EQ(Of({"10.0.0.0/24"}).ClientOf("fe80::1%2", headers), "fe80::1%2");
}

TEST(TrustedProxiesTest, NetworksEndAtTheirPrefix) {
  EXPECT_TRUE(Of({"10.1.0.0/16"}).Trusts("10.1.255.255"));
  EXPECT_FALSE(Of({"10.1.0.0/16"}).Trusts("10.2.0.0"));
  EXPECT_TRUE(Of({"10.1.2.128/25"}).Trusts("10.1.2.200"));
  EXPECT_FALSE(Of({"10.1.2.128/25"}).Trusts("10.1.2.127"));
  EXPECT_TRUE(Of({"192.0.2.7"}).Trusts("192.0.2.7"));
  EXPECT_TRUE(Of({"192.0.2.7"}).Trusts("::ffff:192.0.2.7"));
  EXPECT_FALSE(Of({"192.0.2.7"}).Trusts("192.0.2.6"));
  EXPECT_TRUE(Of({"fd00::/9"}).Trusts("fd7f::1"));
  EXPECT_FALSE(Of({"fd00::/9"}).Trusts("fd80::1"));
  EXPECT_TRUE(Of({"::1", "2001:db8::1"}).Trusts("2001:db8::1"));
  // IPv4 lies in no network of IPv6.
  EXPECT_FALSE(Of({"::/64"}).Trusts("127.0.0.1"));
}

TEST(TrustedProxiesTest, WhatIsNoNetworkIsRefusedByName) {
  for (const std::string proxy :
       {"", "proxy.example", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "10.0.0.0/-1", "/8",
        "fd00::/129", "10.0.0.5/8", "fd00::1/64", "0.0.0.0/0", "::/0", "::ffff:10.0.0.0/104",
        "10.0.0.0/8/8", " 10.0.0.1"}) {
    const Status status = TrustedProxies::Parse({"192.0.2.7", proxy}).status();
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument) << proxy;
    EXPECT_THAT(std::string(Message(status)), HasSubstr("\"" + proxy + "\""));
  }
}

}  // namespace
}  // namespace cledi
