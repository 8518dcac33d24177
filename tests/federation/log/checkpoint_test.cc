#include "federation/log/checkpoint.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/base/sha256.h"
#include "tests/support/hex.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kDomain = "cledi.example";

class CheckpointTest : public testing::Test {
 protected:
  static StatusCode CodeOf(const StatusOr<SignedCheckpoint>& checkpoint) {
    return checkpoint.status().code();
  }

  SeededRandom random_{1};
  const SigningKey key_ = SigningKey::Generate(random_);
  const SigningKey other_key_ = SigningKey::Generate(random_);
  const Checkpoint checkpoint_{.log = FromHex<LogId>("000102030405060708090a0b0c0d0e0f"),
                               .tag = FromHex<EpochTag>("101112131415161718191a1b1c1d1e1f"),
                               .size = 1234567,
                               .root = Sha256("root")};
  const std::string text_ = CheckpointText(kDomain, checkpoint_);
};

TEST_F(CheckpointTest, ItsTextIsThreeLines) {
  EXPECT_EQ(text_,
            "cledi.example/log/000102030405060708090a0b0c0d0e0f/101112131415161718191a1b1c1d1e1f\n"
            "1234567\n"
            "SBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n");
  EXPECT_EQ(ParseCheckpointText(kDomain, text_).value(), checkpoint_);
}

TEST_F(CheckpointTest, TheLargestSizeIsRead) {
  Checkpoint largest = checkpoint_;
  largest.size = ~uint64_t{0};
  EXPECT_EQ(ParseCheckpointText(kDomain, CheckpointText(kDomain, largest)).value(), largest);
}

TEST_F(CheckpointTest, AnyChangeOfAFieldVoidsTheSignature) {
  const SignatureBytes signature = SignCheckpoint(kDomain, checkpoint_, key_).signature();
  ASSERT_TRUE(VerifyCheckpoint(kDomain, checkpoint_, signature, key_.public_key()).ok());

  std::vector<Checkpoint> changed(5, checkpoint_);
  changed[0].log.bytes[0] ^= 1;
  changed[1].tag.bytes[15] ^= 1;
  changed[2].size += 1;
  changed[3].size = 0;
  changed[4].root.bytes[31] ^= 0x80;
  for (const Checkpoint& checkpoint : changed) {
    EXPECT_EQ(CodeOf(VerifyCheckpoint(kDomain, checkpoint, signature, key_.public_key())),
              StatusCode::kUnauthenticated);
  }
  EXPECT_EQ(CodeOf(VerifyCheckpoint("cledi.test", checkpoint_, signature, key_.public_key())),
            StatusCode::kUnauthenticated);
  EXPECT_EQ(CodeOf(VerifyCheckpoint(kDomain, checkpoint_, signature, other_key_.public_key())),
            StatusCode::kUnauthenticated);
}

TEST_F(CheckpointTest, ARefusalNamesEpochAndSize) {
  EXPECT_THAT(
      Message(VerifyCheckpoint(kDomain, checkpoint_, SignatureBytes{}, key_.public_key()).status()),
      AllOf(HasSubstr("101112131415161718191a1b1c1d1e1f"), HasSubstr("1234567")));
}

// Goal: every text that is read is the one that would be written.
TEST_F(CheckpointTest, AChangedTextIsRefusedOrReadAsWhatItSays) {
  for (size_t at = 0; at < text_.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = text_;
      changed[at] = static_cast<char>(changed[at] ^ 1 << bit);
      const StatusOr<Checkpoint> read = ParseCheckpointText(kDomain, changed);
      if (read.ok()) {
        EXPECT_NE(*read, checkpoint_);
        EXPECT_EQ(CheckpointText(kDomain, *read), changed);
      }
    }
    EXPECT_FALSE(ParseCheckpointText(kDomain, text_.substr(0, at)).ok()) << at;
  }
}

TEST_F(CheckpointTest, SecondSpellingsAndExtensionsAreRefused) {
  const std::string hex_root = HexEncode(checkpoint_.root.view());
  const std::vector<std::pair<std::string_view, std::string_view>> changes = {
      {"\n1234567\n", "\n01234567\n"},
      {"\n1234567\n", "\n+1234567\n"},
      {"\n1234567\n", "\n\n"},
      {"\n1234567\n", "\n18446744073709551616\n"},
      {"\n1234567\n", "\n1234567\r\n"},
      {"7I=\n", "7I=\nextension\n"},
      {"7I=\n", "7I=\n\n"},
      {"7I=\n", "7J=\n"},
      {"SBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=", hex_root},
      {"SBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=", ""},
      {"cledi.example", "xcledi.example"},
      {"/log/", "/lag/"},
      {"0a0b0c0d0e0f/", "0A0B0C0D0E0F/"},
      {"1e1f\n", "1e1f/\n"},
  };
  for (const auto& [from, to] : changes) {
    std::string text = text_;
    ASSERT_NE(text.find(from), std::string::npos) << from;
    text.replace(text.find(from), from.size(), to);
    EXPECT_EQ(ParseCheckpointText(kDomain, text).status().code(), StatusCode::kInvalidArgument)
        << text;
  }
  EXPECT_THAT(Message(ParseCheckpointText("cledi.test", text_).status()), HasSubstr("cledi.test"));
}

TEST_F(CheckpointTest, AnAcknowledgementBindsCheckpointTimeAndKey) {
  const Acknowledgement acknowledgement =
      Acknowledge(kDomain, checkpoint_, "tr-metu", 1790000000, key_);
  ASSERT_TRUE(VerifyAcknowledgement(kDomain, acknowledgement, key_.public_key()));

  Acknowledgement later = acknowledgement;
  later.unix_seconds += 1;
  EXPECT_FALSE(VerifyAcknowledgement(kDomain, later, key_.public_key()));
  Acknowledgement larger = acknowledgement;
  larger.checkpoint.size += 1;
  EXPECT_FALSE(VerifyAcknowledgement(kDomain, larger, key_.public_key()));
  EXPECT_FALSE(VerifyAcknowledgement(kDomain, acknowledgement, other_key_.public_key()));
  EXPECT_FALSE(VerifyAcknowledgement("cledi.test", acknowledgement, key_.public_key()));
}

TEST_F(CheckpointTest, AnAcknowledgementUnderNoNodeIdIsRefused) {
  EXPECT_FALSE(VerifyAcknowledgement(
      kDomain, Acknowledge(kDomain, checkpoint_, "tr metu\n", 1790000000, key_),
      key_.public_key()));
}

// Goal: what a key signs as a log is nothing that it says as a peer, and the other way round.
TEST_F(CheckpointTest, ACheckpointsSignatureIsNoAcknowledgement) {
  Acknowledgement acknowledgement = Acknowledge(kDomain, checkpoint_, "tr-metu", 1, key_);
  EXPECT_FALSE(
      VerifyCheckpoint(kDomain, checkpoint_, acknowledgement.signature, key_.public_key()).ok());
  acknowledgement.signature = SignCheckpoint(kDomain, checkpoint_, key_).signature();
  EXPECT_FALSE(VerifyAcknowledgement(kDomain, acknowledgement, key_.public_key()));
}

}  // namespace
}  // namespace cledi
