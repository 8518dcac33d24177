#include "node/config/endpoint.h"

#include <gtest/gtest.h>

namespace cledi {
namespace {

TEST(EndpointTest, NamesAndBothKindsOfAddressesAreRead) {
  EXPECT_EQ(ParseEndpoint("127.0.0.1:8431"), (Endpoint{.host = "127.0.0.1", .port = 8431}));
  EXPECT_EQ(ParseEndpoint("node.example.org:443"),
            (Endpoint{.host = "node.example.org", .port = 443}));
  EXPECT_EQ(ParseEndpoint("[::1]:0"), (Endpoint{.host = "::1", .port = 0}));
}

TEST(EndpointTest, WhatIsWrittenIsReadBack) {
  for (const char* text : {"127.0.0.1:8431", "[2001:db8::1]:8442", "granada.localhost:1"}) {
    ASSERT_TRUE(ParseEndpoint(text).has_value()) << text;
    EXPECT_EQ(ParseEndpoint(text)->ToString(), text);
  }
}

TEST(EndpointTest, AnythingElseIsRefused) {
  for (const char* text : {"", ":", "8431", "127.0.0.1", "127.0.0.1:", ":8431", "a:65536", "a:-1",
                           "a: 1", "a b:1", "[]:1", "[x]:1", "::1:80", "http://a:1", "a:1/"}) {
    EXPECT_EQ(ParseEndpoint(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace cledi
