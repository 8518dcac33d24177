#include "federation/trust/join_token.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/base/sha256.h"

namespace cledi {
namespace {

using federation::v1::JoinToken;
using std::chrono_literals::operator""h;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class JoinTokenTest : public ::testing::Test {
 protected:
  JoinTokenTest() {
    token_.set_trust_domain("cledi.example");
    token_.add_coordinator_addresses("cledi.unimib.example:8442");
    token_.set_node_id("es-granada");
    token_.set_token_id(std::string(16, 't'));
    token_.set_secret(std::string(16, 's'));
    token_.set_ca_spki_sha256(Sha256("ca").str());
    token_.set_trust_root_sha256(Sha256("root").str());
    token_.set_expires_unix_s(ToUnixMs(clock_.Now() + 72h) / 1000);
    token_.set_coordinator("it-bicocca");
  }

  std::string Text() const { return *EncodeJoinToken(token_); }
  Status Decode(std::string_view text) const {
    return DecodeJoinToken(text, clock_.Now()).status();
  }

  ManualClock clock_;
  JoinToken token_;
};

TEST_F(JoinTokenTest, IsOneWordThatFitsIntoAMail) {
  EXPECT_THAT(Text(), StartsWith("cledi1-"));
  EXPECT_LT(Text().size(), 300u);
  EXPECT_EQ(Text().find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789-_"),
            std::string::npos);
}

TEST_F(JoinTokenTest, SurvivesTheMail) {
  const StatusOr<JoinToken> token = DecodeJoinToken(Text(), clock_.Now());

  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->SerializeAsString(), token_.SerializeAsString());
}

TEST_F(JoinTokenTest, SurvivesBrokenLinesAndSpaces) {
  std::string text = Text();
  text.insert(76, "\r\n");
  text.insert(0, "  ");
  text.append(" \n");

  EXPECT_TRUE(Decode(text).ok());
}

TEST_F(JoinTokenTest, EveryLostOrChangedCharacterIsNoticed) {
  const std::string text = Text();
  for (size_t i = 0; i < text.size(); ++i) {
    std::string lost = text;
    lost.erase(i, 1);
    EXPECT_FALSE(Decode(lost).ok()) << "without character " << i;
    std::string changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(Decode(changed).ok()) << "with another character " << i;
  }
}

TEST_F(JoinTokenTest, EveryCutOffTokenSaysToCopyItAgain) {
  const std::string text = Text();
  for (size_t length = 7; length < text.size(); ++length) {
    const Status status = Decode(text.substr(0, length));
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(Message(status)), HasSubstr("copy the whole line"));
  }
}

TEST_F(JoinTokenTest, SomethingElseSaysWhatATokenLooksLike) {
  for (const char* text : {"", "hello", "https://cledi.example/join", "Cledi1-AAAA"}) {
    EXPECT_THAT(std::string(Message(Decode(text))), HasSubstr("begins with cledi1-")) << text;
  }
}

TEST_F(JoinTokenTest, ANewerVersionsTokenSaysSo) {
  EXPECT_EQ(Decode("cledi2-AAAA").code(), StatusCode::kUnimplemented);
}

TEST_F(JoinTokenTest, AnExpiredTokenSaysSince) {
  const std::string text = Text();
  clock_.Advance(72h);
  EXPECT_TRUE(Decode(text).ok());
  clock_.Advance(1h);

  const Status status = Decode(text);

  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(Message(status)), HasSubstr("expired on 2026-09-24"));
}

TEST_F(JoinTokenTest, ATokenThatLacksSomethingIsNotMade) {
  const auto refused_after = [this](auto change) {
    JoinToken token = token_;
    change(token);
    return EncodeJoinToken(token).status().code() == StatusCode::kInvalidArgument;
  };

  EXPECT_TRUE(refused_after([](JoinToken& t) { t.clear_secret(); }));
  EXPECT_TRUE(refused_after([](JoinToken& t) { t.set_token_id("short"); }));
  EXPECT_TRUE(refused_after([](JoinToken& t) { t.clear_ca_spki_sha256(); }));
  EXPECT_TRUE(refused_after([](JoinToken& t) { t.clear_trust_root_sha256(); }));
  EXPECT_TRUE(refused_after([](JoinToken& t) { t.set_trust_domain("a b"); }));
  EXPECT_TRUE(refused_after([](JoinToken& t) { t.set_node_id("ES"); }));
  EXPECT_TRUE(refused_after([](JoinToken& t) { t.clear_coordinator(); }));
  EXPECT_TRUE(refused_after([](JoinToken& t) { t.clear_coordinator_addresses(); }));
  EXPECT_TRUE(refused_after([](JoinToken& t) { t.set_coordinator_addresses(0, "no port"); }));
  EXPECT_TRUE(refused_after([](JoinToken& t) { t.clear_expires_unix_s(); }));
  EXPECT_FALSE(refused_after([](JoinToken&) {}));
}

TEST_F(JoinTokenTest, HugeInputIsRefused) {
  EXPECT_FALSE(Decode("cledi1-" + std::string(1 << 20, 'A')).ok());
}

}  // namespace
}  // namespace cledi
