// The vectors of the roster's signed documents. A plain reference that knows nothing of the C++
// made them (roster_format.py).

#include <fstream>

#include "gtest/gtest.h"

#include "federation/roster/roster.h"
#include "tests/support/hex.h"

#include <nlohmann/json.hpp>

namespace cledi {
namespace {

using federation::v1::SignedRosterUpdate;
using federation::v1::SignedTrustRoot;
using nlohmann::json;

class RosterVectorsTest : public ::testing::Test {
 protected:
  template <class Message>
  static Message Signed(const json& item) {
    Message message;
    EXPECT_TRUE(message.ParseFromString(Unhex(item["signed_form"].get<std::string>())));
    return message;
  }
  template <class Bytes>
  static Bytes Fixed(const json& item) {
    return FromHex<Bytes>(item.get<std::string>());
  }

  const json vectors_ =
      json::parse(std::ifstream(CLEDI_SOURCE_DIR "/tests/federation/roster/vectors.json"));
};

TEST_F(RosterVectorsTest, TheTrustRootVerifiesUnderItsHash) {
  const json& item = vectors_["trust_root"];
  const StatusOr<TrustRoot> root =
      VerifyTrustRoot(Signed<SignedTrustRoot>(item), Fixed<Hash>(item["hash"]));

  ASSERT_TRUE(root.ok()) << root.status();
  EXPECT_EQ(root->name, "Vectors");
}

TEST_F(RosterVectorsTest, TheUpdatesFollowEachOther) {
  Roster roster(*VerifyTrustRoot(Signed<SignedTrustRoot>(vectors_["trust_root"]), std::nullopt));
  for (const json& item : vectors_["updates"]) {
    StatusOr<Roster> next = roster.Apply(Signed<SignedRosterUpdate>(item));
    ASSERT_TRUE(next.ok()) << next.status();
    roster = *std::move(next);
    EXPECT_EQ(roster.head_hash(), Fixed<Hash>(item["hash"]));
  }

  EXPECT_EQ(roster.number(), 4u);
  for (const auto& [node_id, key] : vectors_["members"].items()) {
    EXPECT_TRUE(roster.IsActive(node_id));
    EXPECT_EQ(roster.Find(node_id)->log_key, Fixed<PublicKey>(key));
  }
  const federation::v1::Cut* const cut = roster.CutOf(Fixed<LogId>(vectors_["cut"]["log_id"]));
  ASSERT_NE(cut, nullptr);
  EXPECT_EQ(cut->heads(0).size(), vectors_["cut"]["size"].get<uint64_t>());
}

}  // namespace
}  // namespace cledi
