#include "node/http/request_origin.h"

#include <gtest/gtest.h>

namespace cledi {
namespace {

RequestOrigin OriginWith(HttpHeaders headers) {
  HttpRequest request;
  request.host = "granada.localhost:8441";
  request.headers = std::move(headers);
  return OriginOf(request);
}

TEST(RequestOriginTest, ARequestComesFromUsIfItsBrowserSaysSo) {
  EXPECT_EQ(OriginWith({{"Sec-Fetch-Site", "same-origin"}}), RequestOrigin::kOurs);
  EXPECT_EQ(OriginWith({{"Origin", "http://granada.localhost:8441"}}), RequestOrigin::kOurs);
  EXPECT_EQ(OriginWith({{"Origin", "https://granada.localhost:8441"}}), RequestOrigin::kOurs);
}

TEST(RequestOriginTest, ATypedAddressIsThePersonsAndAProgramSaysNothing) {
  EXPECT_EQ(OriginWith({{"Sec-Fetch-Site", "none"}}), RequestOrigin::kPerson);
  EXPECT_EQ(OriginWith({}), RequestOrigin::kUnsaid);
}

TEST(RequestOriginTest, EverythingElseIsForeign) {
  for (const char* origin :
       {"null", "", "http://granada.localhost", "http://granada.localhost:8442",
        "http://granada.localhost:84410", "http://bicocca.localhost:8431", "http://evil.example",
        "granada.localhost:8441", "ftp://granada.localhost:8441",
        "http://granada.localhost:8441.evil.example",
        "http://evil.example/http://granada.localhost:8441", "://granada.localhost:8441"}) {
    EXPECT_EQ(OriginWith({{"Origin", origin}}), RequestOrigin::kForeign) << origin;
  }
  for (const char* site : {"cross-site", "same-site", "none", "", "SAME-ORIGIN"}) {
    EXPECT_EQ(OriginWith({{"Sec-Fetch-Site", site}, {"Origin", "http://granada.localhost:8441"}}),
              RequestOrigin::kForeign)
        << site;
  }
  EXPECT_EQ(OriginWith({{"Sec-Fetch-Site", "same-origin"}, {"Origin", "http://evil.example"}}),
            RequestOrigin::kForeign);
}

}  // namespace
}  // namespace cledi
