#include "federation/log/epoch_statement.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/base/sha256.h"
#include "federation/log/note.h"
#include "tests/support/hex.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kDomain = "cledi.example";

class EpochStatementTest : public testing::Test {
 protected:
  EpochStatement Statement() {
    EpochStatement statement{.log = LogIdOf(federation_, "es-granada", 2, CommonsSpace()),
                             .node_id = "es-granada",
                             .incarnation = 2,
                             .space = CommonsSpace(),
                             .instance = random_.Draw<InstanceId>(),
                             .previous = Previous(2)};
    return statement;
  }

  std::vector<PreviousEpoch> Previous(size_t count) {
    std::vector<PreviousEpoch> previous;
    for (size_t i = 0; i < count; ++i) {
      previous.push_back({.tag = random_.Draw<EpochTag>(), .size = i, .root = Sha256("root")});
    }
    std::ranges::sort(previous);
    return previous;
  }

  // Signed without regard to what it says.
  std::string Signed(const std::string& text, const LogId& log) const {
    return FormatNote(text, LogName(kDomain, log), key_.public_key(), key_.Sign(text));
  }
  std::string Signed(const EpochStatement& statement) const {
    return Signed(StatementText(kDomain, statement), statement.log);
  }

  StatusOr<VerifiedStatement> Verify(std::string_view note) const {
    return VerifyStatement(kDomain, federation_, note, key_.public_key());
  }
  std::string RefusalOf(std::string_view note) const {
    EXPECT_EQ(Verify(note).status().code(), StatusCode::kInvalidArgument);
    return std::string(Message(Verify(note).status()));
  }

  SeededRandom random_{1};
  const SigningKey key_ = SigningKey::Generate(random_);
  const FederationId federation_ = random_.Draw<FederationId>();
};

TEST_F(EpochStatementTest, WhatIsSignedIsVerifiedAndKeptAsReceived) {
  const EpochStatement statement = Statement();
  const std::string note = SignStatement(kDomain, statement, key_);
  EXPECT_EQ(ParseStatement(kDomain, note).value(), statement);
  const StatusOr<VerifiedStatement> verified = Verify(note);
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->statement, statement);
  EXPECT_EQ(verified->tag, TagOf(StatementText(kDomain, statement)));
  EXPECT_EQ(verified->note, note);
}

TEST_F(EpochStatementTest, TheLargestIncarnationAnd64PreviousEpochsAreTaken) {
  EpochStatement statement = Statement();
  statement.incarnation = 0xffffffff;
  statement.log = LogIdOf(federation_, "es-granada", 0xffffffff, CommonsSpace());
  statement.previous = Previous(64);
  const StatusOr<VerifiedStatement> verified = Verify(SignStatement(kDomain, statement, key_));
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->statement, statement);
}

TEST_F(EpochStatementTest, AnyChangedBitIsRefused) {
  const std::string note = SignStatement(kDomain, Statement(), key_);
  for (size_t at = 0; at < note.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = note;
      changed[at] = static_cast<char>(changed[at] ^ 1 << bit);
      EXPECT_FALSE(Verify(changed).ok()) << "bit " << bit << " of byte " << at;
    }
  }
}

TEST_F(EpochStatementTest, AnyMissingOrAddedByteIsRefused) {
  const std::string note = SignStatement(kDomain, Statement(), key_);
  for (size_t at = 0; at <= note.size(); ++at) {
    if (at < note.size()) {
      EXPECT_FALSE(Verify(std::string(note).erase(at, 1)).ok()) << at;
    }
    for (const char c : {' ', '\n', '0', 'a', '=', '\r'}) {
      EXPECT_FALSE(Verify(std::string(note).insert(at, 1, c)).ok()) << at << " " << c;
    }
  }
}

// Goal: one meaning has one text and so one tag, even for a node that signs what it likes.
TEST_F(EpochStatementTest, ASecondSpellingIsRefusedThoughItIsSigned) {
  const EpochStatement statement = Statement();
  const std::string text = StatementText(kDomain, statement);
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string changed = text;
    const size_t at = changed.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return Signed(changed.replace(at, from.size(), to), statement.log);
  };
  EXPECT_TRUE(Verify(Signed(text, statement.log)).ok());
  for (const std::string& note : {
           with("es-granada 2", "es-granada 02"),
           with("es-granada 2", "es-granada  2"),
           with("es-granada 2", "es-granada 4294967298"),
           with("node ", "Node "),
           with("space ac", "space AC"),
           with("instance ", "instance: "),
           with("previous ", "preceding "),
           with("\nspace", "\n\nspace"),
           Signed(text + "\n", statement.log),
           Signed(text + "comment\n", statement.log),
           Signed("\n" + text, statement.log),
       }) {
    EXPECT_EQ(Verify(note).status().code(), StatusCode::kInvalidArgument) << note;
  }
}

TEST_F(EpochStatementTest, PreviousEpochsOutOfOrderTwiceOrTooManyAreRefused) {
  EpochStatement statement = Statement();
  std::ranges::reverse(statement.previous);
  EXPECT_THAT(RefusalOf(Signed(statement)), HasSubstr("canonical"));
  statement.previous[1] = statement.previous[0];
  EXPECT_THAT(RefusalOf(Signed(statement)), HasSubstr("canonical"));
  statement.previous = Previous(65);
  EXPECT_THAT(RefusalOf(Signed(statement)), HasSubstr("more than 64"));
}

TEST_F(EpochStatementTest, AnotherKindOfStatementIsRefusedAndNamed) {
  const EpochStatement statement = Statement();
  std::string text = StatementText(kDomain, statement);
  text.replace(text.find("cledi-epoch/v1"), 14, "cledi-epoch/v2");
  EXPECT_THAT(RefusalOf(Signed(text, statement.log)), HasSubstr("not of the kind cledi-epoch/v1"));
}

// Goal: a node cannot open an epoch in a log of another node, space, incarnation or federation.
TEST_F(EpochStatementTest, ALogThatIsNotDerivedFromItsNamesIsRefused) {
  EpochStatement statement = Statement();
  statement.node_id = "tr-metu";
  EXPECT_THAT(RefusalOf(Signed(statement)), HasSubstr("does not belong to the log"));
  statement = Statement();
  statement.incarnation = 3;
  EXPECT_THAT(RefusalOf(Signed(statement)), HasSubstr("does not belong to the log"));
  statement = Statement();
  statement.space = RosterSpace();
  EXPECT_THAT(RefusalOf(Signed(statement)), HasSubstr("does not belong to the log"));
  EXPECT_EQ(VerifyStatement(kDomain, FederationId{}, Signed(Statement()), key_.public_key())
                .status()
                .code(),
            StatusCode::kInvalidArgument);
}

TEST_F(EpochStatementTest, AnotherKeyIsNotBelieved) {
  const std::string note = SignStatement(kDomain, Statement(), SigningKey::Generate(random_));
  EXPECT_TRUE(ParseStatement(kDomain, note).ok());
  EXPECT_EQ(Verify(note).status().code(), StatusCode::kUnauthenticated);
}

TEST_F(EpochStatementTest, AnotherFederationsNameIsRefused) {
  const std::string note = SignStatement("cledi.test", Statement(), key_);
  EXPECT_THAT(RefusalOf(note), HasSubstr("canonical"));
}

// Goal: every node stores the same bytes for a statement: nobody on the way adds to it.
TEST_F(EpochStatementTest, ASecondSignatureLineIsRefused) {
  const EpochStatement statement = Statement();
  const std::string note = Signed(statement);
  const std::string line = note.substr(note.rfind("\u2014"));
  EXPECT_THAT(RefusalOf(note + line), HasSubstr("no other"));
  EXPECT_THAT(RefusalOf(note + "\u2014 somebody AAAAAAAA\n"), HasSubstr("no other"));
}

}  // namespace
}  // namespace cledi
