#include "federation/log/heads.h"

#include "gtest/gtest.h"

#include "federation/base/sha256.h"
#include "federation/log/merkle.h"

namespace cledi {
namespace {

std::string Row(const Checkpoint& head) {
  std::string row = head.log.str() + head.tag.str();
  PutLittleEndian(row, head.size);
  return row + head.root.str();
}

TEST(HeadsTest, NoHeadsHaveTheRootOfNoLeaves) { EXPECT_EQ(HeadsDigest({}), EmptyRoot()); }

TEST(HeadsTest, OneHeadIsItsLeafHash) {
  const Checkpoint head{.log = {}, .tag = {}, .size = 5, .root = Sha256("root")};
  EXPECT_EQ(HeadsDigest({head}), MerkleLeafHash(Row(head)));
}

// Size 256 is 00 01 on the wire and comes before size 1, which is 01 00.
TEST(HeadsTest, VariantsOfOneEpochAreSortedByBytesNotByNumbers) {
  const Checkpoint one{.log = {}, .tag = {}, .size = 1, .root = Sha256("one")};
  const Checkpoint many{.log = {}, .tag = {}, .size = 256, .root = Sha256("many")};
  ASSERT_LT(one, many);
  EXPECT_EQ(HeadsDigest({one, many}),
            MerkleNodeHash(MerkleLeafHash(Row(many)), MerkleLeafHash(Row(one))));
}

TEST(HeadsTest, EveryFieldCounts) {
  const Checkpoint head{.log = {}, .tag = {}, .size = 5, .root = Sha256("root")};
  std::vector<Checkpoint> changed(4, head);
  changed[0].log.bytes[0] = 1;
  changed[1].tag.bytes[0] = 1;
  changed[2].size = 6;
  changed[3].root.bytes[0] ^= 1;
  for (const Checkpoint& other : changed) {
    EXPECT_NE(HeadsDigest({other}), HeadsDigest({head}));
  }
}

}  // namespace
}  // namespace cledi
