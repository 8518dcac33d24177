#include "federation/trust/attempt_limiter.h"

#include "absl/strings/str_format.h"
#include "gtest/gtest.h"

namespace cledi {
namespace {

using std::chrono_literals::operator""s;

TEST(AttemptLimiterTest, WhoFailedTooOftenWaitsForTheWindowToPass) {
  AttemptLimiter limiter(2, 60s);

  limiter.Failed("192.0.2.7", 0s);
  EXPECT_TRUE(limiter.MayTry("192.0.2.7", 1s));
  limiter.Failed("192.0.2.7", 10s);

  EXPECT_FALSE(limiter.MayTry("192.0.2.7", 59s));
  EXPECT_TRUE(limiter.MayTry("192.0.2.7", 60s));
}

TEST(AttemptLimiterTest, OthersDoNotWait) {
  AttemptLimiter limiter(1, 60s);
  limiter.Failed("192.0.2.7", 0s);
  EXPECT_TRUE(limiter.MayTry("192.0.2.8", 1s));
}

TEST(AttemptLimiterTest, RemembersABoundedNumberOfPlaces) {
  AttemptLimiter limiter(1, 60s);
  for (int i = 0; i < 10'001; ++i) {
    limiter.Failed(absl::StrFormat("place %d", i), 0s);
  }

  EXPECT_FALSE(limiter.MayTry("a new place", 1s));
  EXPECT_TRUE(limiter.MayTry("a new place", 60s));
}

}  // namespace
}  // namespace cledi
