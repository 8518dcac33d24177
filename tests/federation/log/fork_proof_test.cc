#include "federation/log/fork_proof.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/base/random.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr uint64_t kShared = 5;

class ForkProofTest : public testing::Test {
 protected:
  // Leaf hashes of one epoch that two copies of a node continued after kShared events.
  static std::vector<Hash> Branch(std::string_view name) {
    std::vector<Hash> hashes;
    for (uint64_t i = 0; i < 20; ++i) {
      hashes.push_back(MerkleLeafHash(std::to_string(i) + (i < kShared ? "" : std::string(name))));
    }
    return hashes;
  }

  SignedCheckpoint At(const HashReader& branch, uint64_t size) const {
    return Sign({.log = {}, .tag = {}, .size = size, .root = RootAt(size, branch).value()});
  }
  SignedCheckpoint Sign(const Checkpoint& checkpoint) const {
    return SignCheckpoint("cledi.example", checkpoint, key_);
  }

  static std::string RefusalOf(const ForkProof& proof) {
    EXPECT_EQ(VerifyForkProof(proof).code(), StatusCode::kInvalidArgument);
    return std::string(Message(VerifyForkProof(proof)));
  }

  SeededRandom random_{1};
  const SigningKey key_ = SigningKey::Generate(random_);
  const std::vector<Hash> hashes_a_ = Branch("a");
  const std::vector<Hash> hashes_b_ = Branch("b");
  const HashReader a_ = ReaderOver(hashes_a_);
  const HashReader b_ = ReaderOver(hashes_b_);
};

// Goal: every pair of checkpoints beyond the shared prefix proves the fork, at powers of two
// and beside them; every pair within one history proves nothing.
TEST_F(ForkProofTest, ExactlyForksAreProven) {
  for (uint64_t smaller = 0; smaller <= 20; ++smaller) {
    for (uint64_t larger = smaller; larger <= 20; ++larger) {
      SCOPED_TRACE(testing::Message() << smaller << " and " << larger);
      const bool forked = smaller > kShared;
      EXPECT_EQ(ProveFork(At(a_, smaller), At(b_, larger), b_).ok(), forked);
      EXPECT_FALSE(ProveFork(At(b_, smaller), At(b_, larger), b_).ok());
    }
  }
}

TEST_F(ForkProofTest, TheOrderInWhichTheyWereFoundDoesNotMatter) {
  const ForkProof one = ProveFork(At(a_, 9), At(b_, 12), b_).value();
  const ForkProof other = ProveFork(At(b_, 12), At(a_, 9), b_).value();
  EXPECT_EQ(one.smaller, At(a_, 9));
  EXPECT_EQ(one.larger, At(b_, 12));
  EXPECT_EQ(other.smaller, one.smaller);
  EXPECT_EQ(other.path, one.path);
}

TEST_F(ForkProofTest, EqualSizesNeedNoPath) {
  const ForkProof proof = ProveFork(At(a_, 9), At(b_, 9), b_).value();
  EXPECT_THAT(proof.path, IsEmpty());
  EXPECT_LT(proof.smaller.root(), proof.larger.root());
  ForkProof padded = proof;
  padded.path.push_back(Hash{});
  EXPECT_THAT(RefusalOf(padded), HasSubstr("a path where none is needed"));
}

TEST_F(ForkProofTest, TheWrongOrderIsRefused) {
  const ForkProof proof = ProveFork(At(a_, 9), At(b_, 12), b_).value();
  EXPECT_THAT(RefusalOf({proof.larger, proof.smaller, proof.path}), HasSubstr("larger"));
  const ForkProof equal = ProveFork(At(a_, 9), At(b_, 9), b_).value();
  EXPECT_THAT(RefusalOf({equal.larger, equal.smaller, {}}), HasSubstr("larger"));
  EXPECT_THAT(RefusalOf({equal.larger, equal.larger, {}}), HasSubstr("one checkpoint twice"));
}

TEST_F(ForkProofTest, TwoEpochsOrTwoLogsProveNothing) {
  Checkpoint elsewhere = At(a_, 9).checkpoint();
  elsewhere.tag.bytes[0] = 1;
  EXPECT_THAT(RefusalOf({Sign(elsewhere), At(b_, 9), {}}), HasSubstr("two epochs"));
  elsewhere = At(a_, 9).checkpoint();
  elsewhere.log.bytes[0] = 1;
  EXPECT_THAT(RefusalOf({Sign(elsewhere), At(b_, 9), {}}), HasSubstr("two epochs"));
}

// Goal: nobody can accuse an honest log, whatever path they make up.
TEST_F(ForkProofTest, AnHonestLogIsNotProvenForked) {
  for (uint64_t smaller = 1; smaller < 20; ++smaller) {
    for (uint64_t larger = smaller + 1; larger <= 20; ++larger) {
      SCOPED_TRACE(testing::Message() << smaller << " and " << larger);
      ForkProof proof{At(a_, smaller), At(a_, larger),
                      ConsistencyProof(smaller, larger, a_).value()};
      EXPECT_FALSE(VerifyForkProof(proof).ok());
      for (size_t i = 0; i <= proof.path.size(); ++i) {
        ForkProof padded = proof;
        padded.path.insert(padded.path.begin() + static_cast<std::ptrdiff_t>(i),
                           RootAt(smaller, a_).value());
        EXPECT_FALSE(VerifyForkProof(padded).ok());
      }
      proof.path = ConsistencyProof(smaller, larger, b_).value();
      EXPECT_FALSE(VerifyForkProof(proof).ok());
    }
  }
}

TEST_F(ForkProofTest, AnyChangedHashOfThePathIsRefused) {
  for (const uint64_t smaller : {7U, 8U, 11U, 16U}) {
    const ForkProof proof = ProveFork(At(a_, smaller), At(b_, 19), b_).value();
    for (size_t i = 0; i < proof.path.size(); ++i) {
      ForkProof changed = proof;
      changed.path[i].bytes[random_.Below(Hash::kSize)] ^= 1;
      EXPECT_THAT(RefusalOf(changed), HasSubstr("does not lead to the larger root"));
    }
    ForkProof cut = proof;
    cut.path.pop_back();
    EXPECT_THAT(RefusalOf(cut), HasSubstr("does not lead to the larger root"));
  }
}

TEST_F(ForkProofTest, AnEmptyTreeWithARootIsInconsistentWithEveryOther) {
  const SignedCheckpoint odd = Sign({.log = {}, .tag = {}, .size = 0, .root = MerkleLeafHash("x")});
  EXPECT_TRUE(ProveFork(odd, At(a_, 9), a_).ok());
  EXPECT_TRUE(ProveFork(odd, At(a_, 0), a_).ok());
  EXPECT_THAT(RefusalOf({At(a_, 0), At(a_, 9), {}}), HasSubstr("begins with the empty one"));
}

}  // namespace
}  // namespace cledi
