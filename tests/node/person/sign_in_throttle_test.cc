#include "node/person/sign_in_throttle.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace cledi {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class SignInThrottleTest : public ::testing::Test {
 protected:
  // A wrong password; whether it was looked at.
  bool Fail(const std::string& name, const std::string& address) {
    return throttle_.Begin(name, address).ok();
  }
  bool Succeed(const std::string& name, const std::string& address) {
    const auto attempt = throttle_.Begin(name, address);
    if (attempt.ok()) {
      throttle_.Succeeded(*attempt);
    }
    return attempt.ok();
  }
  static std::string Host(int i) { return "198.51.100." + std::to_string(i); }

  ManualClock clock_;
  SignInThrottle throttle_{&clock_};
};

TEST_F(SignInThrottleTest, OneHostHasTenWrongPasswordsForOneName) {
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(Fail("ada", Host(1)));
  }
  clock_.Advance(5min);
  const Status held = throttle_.Begin("Ada ", Host(1)).status();
  EXPECT_EQ(held.code(), StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(Message(held)), HasSubstr("try again in 10 minutes"));
  EXPECT_TRUE(Fail("bo", Host(1)));
  EXPECT_TRUE(Fail("ada", Host(2)));
  clock_.Advance(10min - 1ms);
  EXPECT_THAT(std::string(Message(throttle_.Begin("ada", Host(1)).status())),
              HasSubstr("in 1 minute"));
  clock_.Advance(1ms);
  EXPECT_TRUE(Fail("ada", Host(1)));
}

TEST_F(SignInThrottleTest, WhatSucceedsOrWasNotLookedAtCountsForNothing) {
  for (int i = 0; i < 500; ++i) {
    EXPECT_TRUE(Succeed("ada", Host(1)));
    const auto attempt = throttle_.Begin("ada", Host(1));
    ASSERT_TRUE(attempt.ok());
    throttle_.Dropped(*attempt);
  }
}

TEST_F(SignInThrottleTest, ManyAtOnceCountAsMany) {
  std::vector<SignInThrottle::Attempt> running;
  for (int i = 0; i < 10; ++i) {
    running.push_back(*throttle_.Begin("ada", Host(1)));
  }
  EXPECT_FALSE(throttle_.Begin("ada", Host(1)).ok());
  throttle_.Dropped(running.back());
  EXPECT_TRUE(throttle_.Begin("ada", Host(1)).ok());
}

TEST_F(SignInThrottleTest, OneHostHasAHundredForAllNames) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(Fail("name" + std::to_string(i), Host(1)));
  }
  EXPECT_FALSE(Fail("another", Host(1)));
  EXPECT_TRUE(Fail("another", Host(2)));
}

// Goal: who guesses from many hosts is slowed down and cannot keep the owner out.
TEST_F(SignInThrottleTest, AnOwnerOnAHostThatIsKnownIsNotKeptOutByOthers) {
  ASSERT_TRUE(Succeed("ada", "192.0.2.1"));
  for (int i = 0; i < 200; ++i) {
    Fail("ada", Host(i));
  }
  EXPECT_FALSE(Fail("ada", "203.0.113.1"));
  EXPECT_TRUE(Succeed("ada", "192.0.2.1"));
  // Being known does not free a host from its own limit.
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(Fail("ada", "192.0.2.1"));
  }
  EXPECT_FALSE(Fail("ada", "192.0.2.1"));
  clock_.Advance(1h);
  EXPECT_TRUE(Fail("ada", "203.0.113.1"));
}

TEST_F(SignInThrottleTest, AProxyOfThisMachineIsNotCountedAsAHost) {
  for (const std::string address : {"", "127.0.0.1", "::1", "::"}) {
    for (int i = 0; i < 150; ++i) {
      EXPECT_TRUE(Fail("name" + std::to_string(i) + address, address));
    }
  }
}

TEST(RecentCountsTest, AFloodOfNewKeysForgetsTheQuietest) {
  RecentCounts counts(1, 1h);
  counts.Add("early", 0ms);
  for (size_t i = 1; i < RecentCounts::kKeysMax; ++i) {
    counts.Add(std::to_string(i), 1ms);
  }
  EXPECT_GT(counts.WaitFor("early", 2ms), 0ms);
  counts.Add("one more", 2ms);
  EXPECT_EQ(counts.size(), RecentCounts::kKeysMax);
  EXPECT_EQ(counts.WaitFor("early", 2ms), 0ms);
  EXPECT_GT(counts.WaitFor("one more", 2ms), 0ms);
}

}  // namespace
}  // namespace cledi
