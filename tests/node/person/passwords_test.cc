#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "node/person/argon2_hasher.h"
#include "node/person/password_rules.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr Argon2Hasher::Cost kCheap{.memory_kib = 64, .passes = 1};

std::string ProblemOf(std::string_view password, std::string_view user_name = "ada.b") {
  FieldProblems problems;
  CheckPassword("password", password, user_name, problems);
  return problems.empty() ? "" : problems.described().front();
}

TEST(PasswordRulesTest, LongOnesInAnyLanguageAreGood) {
  for (const std::string_view password :
       {"horse battery staple", "tavuk pilav ayran", "čebelnjak in med", "ñandú volador",
        "9071-4482-1937", "correcthorse1", "密码密码马电池订书钉", "p4ssword of my own"}) {
    EXPECT_THAT(ProblemOf(password), IsEmpty()) << password;
  }
}

TEST(PasswordRulesTest, ShortOnesAreCountedInCharacters) {
  EXPECT_THAT(ProblemOf(""), HasSubstr("needed"));
  EXPECT_THAT(ProblemOf("abcdefghi"), HasSubstr("at least 10"));
  EXPECT_THAT(ProblemOf("çğıöşüçğı"), HasSubstr("at least 10"));
  EXPECT_THAT(ProblemOf("çğıöşüçğıö"), IsEmpty());
  EXPECT_THAT(ProblemOf(std::string(201, 'x')), HasSubstr("at most 200"));
  EXPECT_THAT(ProblemOf("long enough \xff"), HasSubstr("UTF-8"));
}

TEST(PasswordRulesTest, CommonOnesAreRefusedWhateverStandsAroundThem) {
  for (const std::string_view password :
       {"password123", "Password2026!", "!!qwertyuiop", "QWERTZUIOP", "contraseña1", "1234567890",
        "0987654321", "aaaaaaaaaa", "abcabcabcabc", "1111111111", "123123123123", "iloveyou!!",
        "barcelona10", "galatasaray1905", "ljubljana2026", "benvenuto2026", "Ada.B2026!",
        "ada.bada.b"}) {
    const std::string problem = ProblemOf(password, password == "ada.bada.b" ? password : "ada.b");
    EXPECT_THAT(problem, HasSubstr("too easy")) << password;
    EXPECT_THAT(problem, Not(HasSubstr(std::string(password))));
  }
}

TEST(Argon2HasherTest, AHashSaysHowItWasMadeAndFitsItsPasswordOnly) {
  SystemRandom random;
  Argon2Hasher hasher(&random);

  const std::string hash = *hasher.Hash("horse battery staple");

  EXPECT_THAT(hash, StartsWith("$argon2id$v=19$m=19456,t=2,p=1$"));
  EXPECT_TRUE(*hasher.Matches("horse battery staple", hash));
  EXPECT_FALSE(*hasher.Matches("horse battery stapler", hash));
}

TEST(Argon2HasherTest, ThePasswordsOfTwoPeopleHaveDifferentHashes) {
  SeededRandom random(3);
  Argon2Hasher hasher(&random, Argon2Hasher::Limits(), kCheap);
  EXPECT_NE(*hasher.Hash("horse battery staple"), *hasher.Hash("horse battery staple"));
}

TEST(Argon2HasherTest, ANulByteEndsNoPassword) {
  SeededRandom random(3);
  Argon2Hasher hasher(&random, Argon2Hasher::Limits(), kCheap);
  const std::string hash = *hasher.Hash(std::string("horse\0battery", 13));
  EXPECT_FALSE(*hasher.Matches(std::string("horse\0another", 13), hash));
}

TEST(Argon2HasherTest, WhatIsNoHashIsSaidToBeNone) {
  SeededRandom random(3);
  Argon2Hasher hasher(&random, Argon2Hasher::Limits(), kCheap);
  for (const std::string hash : {"", "x", "$argon2id$v=19$m=64,t=1,p=1$", "$2b$12$abc"}) {
    EXPECT_EQ(hasher.Matches("horse battery staple", hash).status().code(), StatusCode::kDataLoss)
        << hash;
  }
}

// Blocks where a salt is drawn: in the middle of a hash.
class GatedRandom final : public Random {
 public:
  void Fill(std::span<uint8_t> out) override {
    reached.Notify();
    go_on.WaitForNotification();
    std::ranges::fill(out, uint8_t{7});
  }
  absl::Notification reached;
  absl::Notification go_on;
};

TEST(Argon2HasherTest, MoreThanMayRunAndWaitAreRefusedAtOnce) {
  GatedRandom random;
  Argon2Hasher hasher(&random, {.at_once = 1, .waiting_max = 0, .wait_max = absl::Hours(1)},
                      kCheap);
  StatusOr<std::string> hash = absl::InternalError("not yet");
  std::jthread other([&] { hash = hasher.Hash("horse battery staple"); });
  random.reached.WaitForNotification();

  const Status refused = hasher.Matches("horse", "$argon2id$").status();

  EXPECT_EQ(refused.code(), StatusCode::kUnavailable);
  random.go_on.Notify();
  other.join();
  ASSERT_TRUE(hash.ok());
  EXPECT_TRUE(*hasher.Matches("horse battery staple", *hash));
}

TEST(Argon2HasherTest, WaitingIsBoundedInTime) {
  GatedRandom random;
  Argon2Hasher hasher(&random, {.at_once = 1, .waiting_max = 1, .wait_max = absl::Milliseconds(1)},
                      kCheap);
  std::jthread other([&] { hasher.Hash("horse battery staple").IgnoreError(); });
  random.reached.WaitForNotification();

  EXPECT_EQ(hasher.Matches("horse", "$argon2id$").status().code(), StatusCode::kUnavailable);

  random.go_on.Notify();
}

TEST(Argon2HasherTest, WhoeverWaitsIsServedWhenThereIsRoom) {
  GatedRandom random;
  Argon2Hasher hasher(&random, {.at_once = 1, .waiting_max = 1, .wait_max = absl::Hours(1)},
                      kCheap);
  std::jthread first([&] { EXPECT_TRUE(hasher.Hash("horse battery staple").ok()); });
  random.reached.WaitForNotification();
  std::jthread second([&] {
    EXPECT_EQ(hasher.Matches("horse", "no hash").status().code(), StatusCode::kDataLoss);
  });
  random.go_on.Notify();
}

}  // namespace
}  // namespace cledi
