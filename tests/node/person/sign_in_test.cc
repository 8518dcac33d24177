#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/node/person/people_node.h"

namespace cledi {
namespace {

using namespace std::chrono_literals;
using community::v1::ChangePasswordRequest;
using community::v1::ChangePasswordResponse;
using community::v1::SignInResponse;
using community::v1::SignOutRequest;
using community::v1::SignOutResponse;
using ::testing::HasSubstr;

constexpr std::chrono::hours kDay{24};

class SignInTest : public ::testing::Test {
 protected:
  Caller Open(const std::string& user_name) {
    return node_.desk->Resolve(node_.SignIn(user_name)->session_token()).value_or(Caller());
  }
  Status ChangePassword(const Caller& caller, std::string_view from, std::string_view to) {
    ChangePasswordRequest request;
    request.set_old_password(std::string(from));
    request.set_new_password(std::string(to));
    return node_.Call<ChangePasswordResponse>(caller, "PersonService/ChangePassword", request)
        .status();
  }
  Status Suspend(const std::string& user_name, bool suspended) {
    admin::v1::SuspendUserRequest request;
    request.set_user_name(user_name);
    request.set_suspended(suspended);
    return node_
        .Call<admin::v1::SuspendUserResponse>(Caller::Operator(), "UserService/SuspendUser",
                                              request)
        .status();
  }
  bool IsOpen(const std::string& token) const { return node_.desk->Resolve(token).has_value(); }

  ManualClock clock_;
  PeopleNode node_{&clock_};
};

TEST_F(SignInTest, ASessionSpeaksForItsOwner) {
  const Caller ada = node_.Add("ada");

  const StatusOr<SignInResponse> opened = node_.SignIn("ada");

  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->ends_unix_ms(), ToUnixMs(clock_.Now() + 90 * kDay));
  EXPECT_EQ(opened->account().user_name(), "ada");
  EXPECT_EQ(opened->account().profile().name(), "Name of ada");
  EXPECT_EQ(opened->account().person_id(), node_.PersonIdOf("ada"));
  const std::optional<Caller> caller = node_.desk->Resolve(opened->session_token());
  ASSERT_TRUE(caller.has_value());
  EXPECT_EQ(caller->id, ada.id);
  EXPECT_EQ(caller->roles, ada.roles);
  EXPECT_FALSE(caller->session.empty());
}

TEST_F(SignInTest, CaseAndSpacesOfANameDoNotMatter) {
  node_.Add("ada.b");
  EXPECT_TRUE(node_.SignIn(" Ada.B ").ok());
}

// Goal: what it costs does not tell whether there is such an account.
TEST_F(SignInTest, EveryAttemptCostsOneHash) {
  node_.Add("ada");
  ASSERT_TRUE(Suspend("ada", false).ok());
  for (const auto& [name, password] :
       {std::pair("ada", kGoodPassword), std::pair("ada", std::string_view("wrong password")),
        std::pair("nobody", kGoodPassword), std::pair("no such name!", kGoodPassword)}) {
    node_.hasher.hashes = 0;
    const bool right = node_.SignIn(name, password).ok();
    EXPECT_EQ(right, name == std::string("ada") && password == kGoodPassword);
    EXPECT_EQ(node_.hasher.hashes, 1) << name;
  }
}

// Goal: what is said does not tell whether there is such an account.
TEST_F(SignInTest, AWrongPasswordAndAnUnknownNameAreAnsweredAlike) {
  node_.Add("ada");
  ASSERT_TRUE(Suspend("ada", true).ok());
  const Status wrong = node_.SignIn("ada", "wrong password").status();
  const Status unknown = node_.SignIn("nobody", "wrong password").status();

  EXPECT_EQ(wrong.code(), StatusCode::kUnauthenticated);
  EXPECT_EQ(wrong, unknown);
  EXPECT_EQ(node_.SignIn("ada", "").status(), unknown);
  EXPECT_EQ(node_.SignIn("ada", std::string(201, 'x')).status(), unknown);
}

TEST_F(SignInTest, ManyFailuresAreAnsweredAlikeForANameThatIsNot) {
  node_.Add("ada");
  for (int i = 0; i < 11; ++i) {
    node_.hasher.hashes = 0;
    const Status known = node_.SignIn("ada", "wrong password", "192.0.2.1").status();
    const Status unknown = node_.SignIn("nobody", "wrong password", "192.0.2.2").status();
    EXPECT_EQ(known, unknown);
    EXPECT_EQ(node_.hasher.hashes, i < 10 ? 2 : 0);
  }
  const Status held = node_.SignIn("ada").status();
  EXPECT_EQ(held.code(), StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(Message(held)), HasSubstr("try again in 15 minutes"));
}

// Goal: a token that somebody planted before is worth nothing afterwards.
TEST_F(SignInTest, EachSignInMakesAFreshSessionAndEndsTheOneThatItCameWith) {
  node_.Add("ada");
  const std::string planted = node_.SignIn("ada")->session_token();
  const Caller with_planted = *node_.desk->Resolve(planted);

  const StatusOr<SignInResponse> opened = node_.SignInAs(with_planted, "ada");

  ASSERT_TRUE(opened.ok());
  EXPECT_NE(opened->session_token(), planted);
  EXPECT_FALSE(IsOpen(planted));
  EXPECT_TRUE(IsOpen(opened->session_token()));
}

TEST_F(SignInTest, SigningOutEndsThatSessionOnly) {
  node_.Add("ada");
  const std::string here = node_.SignIn("ada")->session_token();
  const std::string there = node_.SignIn("ada")->session_token();
  const Caller caller = *node_.desk->Resolve(here);

  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(
        node_.Call<SignOutResponse>(caller, "PersonService/SignOut", SignOutRequest()).ok());
  }

  EXPECT_FALSE(IsOpen(here));
  EXPECT_TRUE(IsOpen(there));
}

TEST_F(SignInTest, ASessionThatIsNotUsedEndsAfterTwoWeeks) {
  node_.Add("ada");
  const std::string token = node_.SignIn("ada")->session_token();
  clock_.Advance(14 * kDay - 1ms);
  ASSERT_TRUE(IsOpen(token));
  clock_.Advance(14 * kDay - 1ms);
  ASSERT_TRUE(IsOpen(token));
  clock_.Advance(14 * kDay);
  EXPECT_FALSE(IsOpen(token));
}

TEST_F(SignInTest, ASessionEndsAfterNinetyDaysHoweverItIsUsed) {
  node_.Add("ada");
  const std::string token = node_.SignIn("ada")->session_token();
  for (int day = 1; day < 90; ++day) {
    clock_.Advance(kDay);
    ASSERT_TRUE(IsOpen(token)) << day;
  }
  clock_.Advance(kDay);
  EXPECT_FALSE(IsOpen(token));
}

TEST_F(SignInTest, BeingSeenIsWrittenOnceADay) {
  node_.Add("ada");
  const std::string token = node_.SignIn("ada")->session_token();
  const auto last_seen = [&] {
    return (*FindAccountByName(*node_.rows.Read(), "ada"))->row.last_seen_unix_ms();
  };
  const int64_t day = last_seen();
  EXPECT_EQ(day % (24 * 3600 * 1000), 0);
  node_.store.FailAfter(0, absl::UnavailableError("no more writes"));
  clock_.Advance(kDay - 1ms);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(IsOpen(token));  // Nothing to write.
  }
  EXPECT_EQ(last_seen(), day);
  clock_.Advance(1ms);
  EXPECT_TRUE(IsOpen(token));  // It cannot be written, and the session goes on.
}

TEST_F(SignInTest, APersonsOldestSessionMakesRoom) {
  node_.Add("ada");
  const std::string first = node_.SignIn("ada")->session_token();
  std::string last;
  for (size_t i = 0; i < kSessionsMax; ++i) {
    ASSERT_TRUE(IsOpen(first));
    clock_.Advance(1s);
    last = node_.SignIn("ada")->session_token();
  }
  EXPECT_FALSE(IsOpen(first));
  EXPECT_TRUE(IsOpen(last));
}

TEST_F(SignInTest, ForgedAndMangledTokensAreNobodys) {
  node_.Add("ada");
  node_.Add("bo.b");
  const std::string token = node_.SignIn("ada")->session_token();
  const std::string other = node_.SignIn("bo.b")->session_token();
  // The account of one, the secret of the other.
  const std::string mixed = Base64UrlEncode(Base64UrlDecode(token)->substr(0, AccountId::kSize) +
                                            Base64UrlDecode(other)->substr(AccountId::kSize));
  for (const std::string& forged : {std::string(), std::string("x"), token + "A", token.substr(1),
                                    mixed, std::string(token.size(), 'A'), std::string(10'000, 'A'),
                                    std::string(64, '\0'), node_.desk->Resolve(token)->session}) {
    EXPECT_FALSE(IsOpen(forged)) << forged;
  }
  EXPECT_TRUE(IsOpen(token));
}

TEST_F(SignInTest, ShuttingOutEndsSessionsAndIsSaidOnlyToWhoeverKnowsThePassword) {
  node_.Add("ada");
  const std::string token = node_.SignIn("ada")->session_token();

  ASSERT_TRUE(Suspend("ada", true).ok());

  EXPECT_FALSE(IsOpen(token));
  EXPECT_EQ(node_.SignIn("ada").status().code(), StatusCode::kPermissionDenied);
  EXPECT_EQ(node_.SignIn("ada", "wrong password").status().code(), StatusCode::kUnauthenticated);
  ASSERT_TRUE(Suspend("ada", false).ok());
  EXPECT_TRUE(node_.SignIn("ada").ok());
  EXPECT_FALSE(IsOpen(token));
}

TEST_F(SignInTest, RolesCountFromTheNextRequestOn) {
  node_.Add("ada");
  const std::string token = node_.SignIn("ada")->session_token();
  ASSERT_FALSE(node_.desk->Resolve(token)->Has(Role::kModerator));
  admin::v1::SetUserRolesRequest request;
  request.set_user_name("ada");
  request.add_roles(community::v1::USER_ROLE_ADMINISTRATOR);
  ASSERT_TRUE(node_
                  .Call<admin::v1::SetUserRolesResponse>(Caller::Operator(),
                                                         "UserService/SetUserRoles", request)
                  .ok());

  const Caller caller = *node_.desk->Resolve(token);

  EXPECT_TRUE(caller.Has(Role::kAdministrator));
  EXPECT_TRUE(caller.Has(Role::kModerator));
  EXPECT_TRUE(caller.Has(Role::kEducator));
  EXPECT_FALSE(caller.Has(Role::kOperator));
  EXPECT_FALSE(caller.Has(Role::kCoordinator));
}

TEST_F(SignInTest, AnotherPasswordEndsAllOtherSessions) {
  node_.Add("ada");
  const std::string here = node_.SignIn("ada")->session_token();
  const std::string there = node_.SignIn("ada")->session_token();

  const Status changed =
      ChangePassword(*node_.desk->Resolve(here), kGoodPassword, "another long one");

  EXPECT_TRUE(changed.ok()) << changed;
  EXPECT_TRUE(IsOpen(here));
  EXPECT_FALSE(IsOpen(there));
  EXPECT_EQ(node_.SignIn("ada").status().code(), StatusCode::kUnauthenticated);
  EXPECT_TRUE(node_.SignIn("ada", "another long one").ok());
}

TEST_F(SignInTest, ChangingAPasswordNeedsTheOldOneAndGuessingItIsHeldBack) {
  node_.Add("ada");
  const Caller ada = Open("ada");
  for (int i = 0; i < 10; ++i) {
    const Status wrong = ChangePassword(ada, "wrong password", "another long one");
    ASSERT_EQ(wrong.code(), StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(Message(wrong)), HasSubstr("old_password: this is not"));
  }
  EXPECT_EQ(ChangePassword(ada, kGoodPassword, "another long one").code(),
            StatusCode::kResourceExhausted);
  EXPECT_EQ(ChangePassword(ada, kGoodPassword, "short").code(), StatusCode::kInvalidArgument);
}

TEST_F(SignInTest, ABusyNodeCountsNoFailure) {
  node_.Add("ada");
  node_.hasher.fails_with = absl::UnavailableError("busy");
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(node_.SignIn("ada").status().code(), StatusCode::kUnavailable);
  }
  node_.hasher.fails_with = absl::OkStatus();
  EXPECT_TRUE(node_.SignIn("ada").ok());
}

TEST_F(SignInTest, NothingOfASignInIsHalfWritten) {
  node_.Add("ada");
  const auto rows = [&] {
    std::vector<std::string> rows_and_values;
    CHECK(node_.store
              .Scan(Family::kLocal, "", "",
                    [&](std::string_view key, std::string_view value) {
                      rows_and_values.emplace_back(key).append(value);
                      return true;
                    })
              .ok());
    return rows_and_values;
  };
  const std::vector<std::string> before = rows();
  node_.store.FailAfter(0, absl::ResourceExhaustedError("full"));

  EXPECT_EQ(node_.SignIn("ada").status().code(), StatusCode::kResourceExhausted);

  EXPECT_EQ(rows(), before);
}

TEST_F(SignInTest, NoSecretLiesOnTheDisk) {
  node_.Add("ada");
  const std::string token = node_.SignIn("ada")->session_token();
  const std::string secret = Base64UrlDecode(token)->substr(AccountId::kSize);
  ASSERT_TRUE(node_.store
                  .Scan(Family::kLocal, "", "",
                        [&](std::string_view key, std::string_view value) {
                          for (const std::string_view text : {key, value}) {
                            EXPECT_EQ(text.find(token), std::string_view::npos);
                            EXPECT_EQ(text.find(secret), std::string_view::npos);
                            EXPECT_EQ(text.find(kGoodPassword), std::string_view::npos);
                          }
                          return true;
                        })
                  .ok());
}

TEST_F(SignInTest, PseudonymsDifferBetweenSpacesAndPeople) {
  const Caller ada = node_.Add("ada");
  const Caller bo = node_.Add("bo.b");
  std::set<std::string> authors;
  for (const Caller& caller : {ada, bo}) {
    for (const SpaceId& space : {CommonsSpace(), BuiltinSpace("eea")}) {
      const StatusOr<std::string> author = node_.authors.AuthorFor(caller, space);
      ASSERT_TRUE(author.ok());
      EXPECT_EQ(author->size(), 16u);
      EXPECT_EQ(*author, *node_.authors.AuthorFor(caller, space));
      authors.insert(*author);
    }
  }
  EXPECT_EQ(authors.size(), 4u);
  EXPECT_EQ(*node_.authors.AuthorFor(Caller::Operator(), CommonsSpace()), "");
  EXPECT_EQ(node_.authors.AuthorFor(Caller(), CommonsSpace()).status().code(),
            StatusCode::kUnauthenticated);
  ASSERT_TRUE(Suspend("ada", true).ok());
  EXPECT_EQ(node_.authors.AuthorFor(ada, CommonsSpace()).status().code(),
            StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace cledi
