#include "federation/log/merkle.h"

#include <bit>
#include <limits>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/base/random.h"
#include "tests/support/hex.h"

namespace cledi {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<Hash> SomeLeafHashes(size_t count) {
  std::vector<Hash> hashes;
  for (size_t i = 0; i < count; ++i) {
    hashes.push_back(MerkleLeafHash(std::to_string(i)));
  }
  return hashes;
}

// RFC 6962, 2.1, word for word.
Hash RootByDefinition(std::span<const Hash> leaf_hashes) {
  if (leaf_hashes.empty()) {
    return EmptyRoot();
  }
  if (leaf_hashes.size() == 1) {
    return leaf_hashes[0];
  }
  size_t split = 1;
  while (split * 2 < leaf_hashes.size()) {
    split *= 2;
  }
  return MerkleNodeHash(RootByDefinition(leaf_hashes.first(split)),
                        RootByDefinition(leaf_hashes.subspan(split)));
}

RightEdge EdgeOf(std::span<const Hash> leaf_hashes) {
  RightEdge edge;
  for (const Hash& hash : leaf_hashes) {
    edge.Append(hash);
  }
  return edge;
}

// A proof after one bit of it was changed, one hash was dropped, or one was added.
std::vector<std::vector<Hash>> Spoilt(const std::vector<Hash>& proof, Random& random) {
  std::vector<std::vector<Hash>> all;
  for (size_t i = 0; i < proof.size(); ++i) {
    std::vector<Hash> changed = proof;
    changed[i].bytes[random.Below(Hash::kSize)] ^= static_cast<uint8_t>(1U << random.Below(8));
    all.push_back(std::move(changed));
    std::vector<Hash> shorter = proof;
    shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
    all.push_back(std::move(shorter));
  }
  for (size_t i = 0; i <= proof.size(); ++i) {
    std::vector<Hash> longer = proof;
    longer.insert(longer.begin() + static_cast<std::ptrdiff_t>(i), random.Draw<Hash>());
    all.push_back(std::move(longer));
  }
  return all;
}

// The eight leaves that every implementation of certificate transparency is tested with, and
// what Google's first one made of them.
class CertificateTransparencyTest : public testing::Test {
 protected:
  struct ProofVector {
    uint64_t first;
    uint64_t second;
    std::vector<Hash> proof;
  };

  static std::vector<Hash> Hashes(const std::vector<const char*>& hex) {
    std::vector<Hash> hashes;
    hashes.reserve(hex.size());
    for (const char* const hash : hex) {
      hashes.push_back(FromHex<Hash>(hash));
    }
    return hashes;
  }

  const std::vector<std::string> leaves_ = {Unhex(""),
                                            Unhex("00"),
                                            Unhex("10"),
                                            Unhex("2021"),
                                            Unhex("3031"),
                                            Unhex("40414243"),
                                            Unhex("5051525354555657"),
                                            Unhex("606162636465666768696a6b6c6d6e6f")};
  const std::vector<Hash> roots_ =
      Hashes({"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
              "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
              "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
              "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
              "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
              "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
              "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
              "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
              "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"});
  // Leaf index, size.
  const std::vector<ProofVector> inclusion_ = {
      {0, 1, {}},
      {0, 8,
       Hashes({"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
               "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
               "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"})},
      {5, 8,
       Hashes({"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
               "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
               "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"})},
      {2, 3, Hashes({"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"})},
      {1, 5,
       Hashes({"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
               "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
               "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"})},
  };
  // Smaller size, larger size.
  const std::vector<ProofVector> consistency_ = {
      {1, 1, {}},
      {1, 8,
       Hashes({"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
               "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
               "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"})},
      {6, 8,
       Hashes({"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
               "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
               "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"})},
      {2, 5,
       Hashes({"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
               "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"})},
  };
};

TEST_F(CertificateTransparencyTest, RootsAndProofsAreThePublishedOnes) {
  std::vector<Hash> leaf_hashes;
  EXPECT_EQ(EmptyRoot(), roots_[0]);
  for (const std::string& leaf : leaves_) {
    leaf_hashes.push_back(MerkleLeafHash(leaf));
    EXPECT_EQ(EdgeOf(leaf_hashes).Root(), roots_[leaf_hashes.size()]);
  }
  const HashReader read = ReaderOver(leaf_hashes);
  for (const auto& [index, size, proof] : inclusion_) {
    EXPECT_EQ(InclusionProof(index, size, read).value(), proof) << index << " of " << size;
    EXPECT_TRUE(VerifyInclusion(index, size, leaf_hashes[index], proof, roots_[size]));
  }
  for (const auto& [first, second, proof] : consistency_) {
    EXPECT_EQ(ConsistencyProof(first, second, read).value(), proof) << first << " to " << second;
    EXPECT_TRUE(VerifyConsistency(first, second, roots_[first], roots_[second], proof));
  }
}

TEST(MerkleTest, AnEdgeGrownByAppendingHasTheRootOfTheDefinition) {
  const std::vector<Hash> leaf_hashes = SomeLeafHashes(300);
  RightEdge edge;
  for (size_t size = 0; size < leaf_hashes.size(); ++size) {
    ASSERT_EQ(edge.size(), size);
    ASSERT_EQ(edge.Root(), RootByDefinition(std::span(leaf_hashes).first(size))) << size;
    ASSERT_THAT(edge.subtrees(), SizeIs(std::popcount(size)));
    edge.Append(leaf_hashes[size]);
  }
}

TEST(MerkleTest, AnEdgeReadBackIsTheOneThatWasAppended) {
  const std::vector<Hash> leaf_hashes = SomeLeafHashes(5'000);
  const HashReader read = ReaderOver(leaf_hashes);
  SeededRandom random(1);
  for (int i = 0; i < 30; ++i) {
    const uint64_t size = random.Below(leaf_hashes.size() + 1);
    const RightEdge appended = EdgeOf(std::span(leaf_hashes).first(size));
    ASSERT_EQ(EdgeAt(size, read).value(), appended) << size;
    ASSERT_EQ(RootAt(size, read).value(), appended.Root()) << size;
    ASSERT_EQ(RightEdge::Restore(size, appended.subtrees()).value(), appended) << size;
  }
}

TEST(MerkleTest, AnEdgeIsRestoredOnlyFromOneHashForEachBitOfItsSize) {
  EXPECT_TRUE(RightEdge::Restore(0, {}).ok());
  EXPECT_TRUE(RightEdge::Restore(5, SomeLeafHashes(2)).ok());
  for (const size_t count : {0U, 1U, 3U}) {
    EXPECT_EQ(RightEdge::Restore(5, SomeLeafHashes(count)).status().code(),
              StatusCode::kInvalidArgument);
  }
}

// Goal: what storage cannot read is an error with its reason, never a wrong root.
TEST(MerkleTest, ErrorsOfTheReaderReachTheCaller) {
  const std::vector<Hash> leaf_hashes = SomeLeafHashes(10);
  const HashReader read = ReaderOver(leaf_hashes);
  EXPECT_EQ(RootAt(11, read).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(EdgeAt(11, read).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(InclusionProof(0, 11, read).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(ConsistencyProof(3, 11, read).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(read(64, 0).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(read(-1, 0).status().code(), StatusCode::kNotFound);
}

TEST(MerkleTest, ThereAreNoProofsOfWhatIsNotThere) {
  const std::vector<Hash> leaf_hashes = SomeLeafHashes(10);
  const HashReader read = ReaderOver(leaf_hashes);
  EXPECT_EQ(InclusionProof(10, 10, read).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(InclusionProof(0, 0, read).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(ConsistencyProof(0, 10, read).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(ConsistencyProof(10, 9, read).status().code(), StatusCode::kInvalidArgument);
}

TEST(MerkleTest, InclusionProofsVerifyAndSpoiltOnesDoNot) {
  const std::vector<Hash> leaf_hashes = SomeLeafHashes(3'000);
  const HashReader read = ReaderOver(leaf_hashes);
  SeededRandom random(2);
  for (int i = 0; i < 60; ++i) {
    const uint64_t size = 1 + random.Below(i < 30 ? 20 : leaf_hashes.size());
    const uint64_t index = random.Below(size);
    SCOPED_TRACE(testing::Message() << "leaf " << index << " of " << size);
    const Hash root = RootAt(size, read).value();
    const std::vector<Hash> proof = InclusionProof(index, size, read).value();
    ASSERT_TRUE(VerifyInclusion(index, size, leaf_hashes[index], proof, root));

    for (const std::vector<Hash>& spoilt : Spoilt(proof, random)) {
      EXPECT_FALSE(VerifyInclusion(index, size, leaf_hashes[index], spoilt, root));
    }
    EXPECT_FALSE(VerifyInclusion(index, size, random.Draw<Hash>(), proof, root));
    EXPECT_FALSE(VerifyInclusion(index, size, leaf_hashes[index], proof, random.Draw<Hash>()));
    EXPECT_FALSE(VerifyInclusion(index + 1, size, leaf_hashes[index], proof, root));
    EXPECT_FALSE(VerifyInclusion(size, size, leaf_hashes[index], proof, root));
    EXPECT_FALSE(VerifyInclusion(index, 0, leaf_hashes[index], proof, root));
  }
}

TEST(MerkleTest, ConsistencyProofsVerifyAndSpoiltOnesDoNot) {
  const std::vector<Hash> leaf_hashes = SomeLeafHashes(3'000);
  const HashReader read = ReaderOver(leaf_hashes);
  SeededRandom random(3);
  for (int i = 0; i < 60; ++i) {
    const uint64_t second = 1 + random.Below(i < 30 ? 20 : leaf_hashes.size());
    const uint64_t first = 1 + random.Below(second);
    SCOPED_TRACE(testing::Message() << first << " to " << second);
    const Hash first_root = RootAt(first, read).value();
    const Hash second_root = RootAt(second, read).value();
    const std::vector<Hash> proof = ConsistencyProof(first, second, read).value();
    ASSERT_TRUE(VerifyConsistency(first, second, first_root, second_root, proof));

    for (const std::vector<Hash>& spoilt : Spoilt(proof, random)) {
      EXPECT_FALSE(VerifyConsistency(first, second, first_root, second_root, spoilt));
    }
    EXPECT_FALSE(VerifyConsistency(first, second, random.Draw<Hash>(), second_root, proof));
    EXPECT_FALSE(VerifyConsistency(first, second, first_root, random.Draw<Hash>(), proof));
    EXPECT_FALSE(VerifyConsistency(second + 1, second, first_root, second_root, proof));
  }
}

// Goal: a proof speaks for its own place and sizes. (Two sizes can share the shape of a proof;
// what ties a root to its size is the checkpoint's signature, so each size brings its root.)
TEST(MerkleTest, AProofVerifiesForNoOtherPlaceOrSize) {
  constexpr uint64_t kSizeMax = 20;
  const std::vector<Hash> leaf_hashes = SomeLeafHashes(kSizeMax);
  const HashReader read = ReaderOver(leaf_hashes);
  std::vector<Hash> roots;
  for (uint64_t size = 0; size <= kSizeMax; ++size) {
    roots.push_back(RootAt(size, read).value());
  }
  for (uint64_t size = 1; size <= kSizeMax; ++size) {
    for (uint64_t index = 0; index < size; ++index) {
      const std::vector<Hash> inclusion = InclusionProof(index, size, read).value();
      const std::vector<Hash> consistency = ConsistencyProof(index + 1, size, read).value();
      for (uint64_t other = 1; other <= kSizeMax; ++other) {
        EXPECT_EQ(VerifyInclusion(index, other, leaf_hashes[index], inclusion, roots[other]),
                  other == size);
        EXPECT_EQ(VerifyInclusion(other - 1, size, leaf_hashes[index], inclusion, roots[size]),
                  other - 1 == index);
        // Each tree continues itself, and then the proof is empty.
        const bool same = consistency.empty();
        EXPECT_EQ(VerifyConsistency(index + 1, other, roots[index + 1], roots[other], consistency),
                  other == size || (same && other == index + 1));
        EXPECT_EQ(VerifyConsistency(other, size, roots[other], roots[size], consistency),
                  other == index + 1 || (same && other == size));
      }
    }
  }
}

// Goal: a root does not pass for that of a larger tree because its path ends too early.
TEST(MerkleTest, AProofThatEndsBelowTheRootIsRefused) {
  const std::vector<Hash> leaf_hashes = SomeLeafHashes(4);
  const HashReader read = ReaderOver(leaf_hashes);
  const Hash one = RootAt(1, read).value();
  const Hash two = RootAt(2, read).value();
  const std::vector<Hash> path = ConsistencyProof(1, 2, read).value();
  ASSERT_TRUE(VerifyConsistency(1, 2, one, two, path));
  EXPECT_FALSE(VerifyConsistency(1, 4, one, two, path));
  ASSERT_TRUE(VerifyInclusion(0, 2, leaf_hashes[0], path, two));
  EXPECT_FALSE(VerifyInclusion(0, 4, leaf_hashes[0], path, two));
}

TEST(MerkleTest, EveryTreeContinuesTheEmptyOne) {
  const Hash root = MerkleLeafHash("x");
  EXPECT_TRUE(VerifyConsistency(0, 1, EmptyRoot(), root, {}));
  EXPECT_TRUE(VerifyConsistency(0, 0, EmptyRoot(), EmptyRoot(), {}));
  EXPECT_FALSE(VerifyConsistency(0, 0, EmptyRoot(), root, {}));
  EXPECT_FALSE(VerifyConsistency(0, 1, root, root, {}));
  EXPECT_FALSE(VerifyConsistency(0, 1, EmptyRoot(), root, SomeLeafHashes(1)));
}

// Goal: two forked trees: the path of one leads from nowhere to the other.
TEST(MerkleTest, ATreeThatDivergedIsNotContinued) {
  const std::vector<Hash> leaf_hashes = SomeLeafHashes(40);
  const HashReader read = ReaderOver(leaf_hashes);
  for (uint64_t first = 1; first < 30; ++first) {
    std::vector<Hash> forked(leaf_hashes.begin(),
                             leaf_hashes.begin() + static_cast<std::ptrdiff_t>(first));
    forked.back() = MerkleLeafHash("another");
    EXPECT_FALSE(VerifyConsistency(first, 40, EdgeOf(forked).Root(), RootAt(40, read).value(),
                                   ConsistencyProof(first, 40, read).value()))
        << first;
  }
}

// Goal: sizes and lengths that a peer made up end in a refusal, not in a shift too far.
TEST(MerkleTest, HugeSizesAreRefused) {
  constexpr uint64_t kMax = std::numeric_limits<uint64_t>::max();
  const std::vector<uint64_t> sizes = {0,
                                       1,
                                       2,
                                       3,
                                       uint64_t{1} << 32,
                                       (uint64_t{1} << 63) - 1,
                                       uint64_t{1} << 63,
                                       (uint64_t{1} << 63) + 1,
                                       kMax - 1,
                                       kMax};
  const Hash hash = MerkleLeafHash("x");
  for (const uint64_t a : sizes) {
    for (const uint64_t b : sizes) {
      for (const size_t length : {0U, 1U, 62U, 63U, 64U, 65U, 130U}) {
        const std::vector<Hash> proof = SomeLeafHashes(length);
        EXPECT_FALSE(VerifyInclusion(a, b, hash, proof, EmptyRoot()));
        EXPECT_FALSE(VerifyConsistency(a, b, hash, EmptyRoot(), proof));
      }
    }
  }
  EXPECT_THAT(ConsistencyProof(kMax, kMax, ReaderOver({})).value(), IsEmpty());
  EXPECT_FALSE(InclusionProof(kMax - 1, kMax, ReaderOver({})).ok());
  EXPECT_FALSE(ConsistencyProof(kMax - 1, kMax, ReaderOver({})).ok());
}

}  // namespace
}  // namespace cledi
