// What only the holder of a signing key could send is read as carefully as everything else.

#include "google/protobuf/stubs/logging.h"
#include "gtest/gtest.h"

#include "tests/fuzz/mutator.h"
#include "tests/support/roster/test_roster.h"

namespace cledi {
namespace {

using federation::v1::SignedRosterUpdate;
using federation::v1::SignedTrustRoot;

constexpr int kInputs = 3000;

// Method: each spoilt update is signed anew, so that it gets past the signature.
TEST(HostileInputTest, ASpoiltUpdateIsRefusedOrMakesASoundRoster) {
  const google::protobuf::LogSilencer silencer;  // Of texts that are no UTF-8.
  TestRoster federation({"it-bicocca", "es-granada"});
  const std::shared_ptr<const Roster> before = federation.roster();
  federation.Admit("tr-metu");
  federation.Remove("tr-metu");
  std::vector<std::string> corpus;
  for (const SignedRosterUpdate& update : federation.updates()) {
    corpus.push_back(update.update());
  }
  Mutator mutator(std::move(corpus), 1);
  int accepted = 0;
  for (int i = 0; i < kInputs; ++i) {
    SignedRosterUpdate update;
    update.set_update(mutator.Next());
    *update.add_signatures() =
        SignAs(SignatureKind::kRosterUpdate, update.update(), federation.roster_key());
    const StatusOr<Roster> after = before->Apply(update);
    if (after.ok()) {
      ++accepted;
      EXPECT_EQ(after->number(), before->number() + 1);
      for (const MemberEntry* entry : after->All()) {
        EXPECT_TRUE(IsNodeId(entry->member.node_id()));
        EXPECT_TRUE(IsSoundPublicKey(entry->log_key));
      }
    }
  }
  EXPECT_GT(accepted, 0);  // Such as one with another institution's name.
}

TEST(HostileInputTest, ASpoiltTrustRootIsRefusedOrSound) {
  const google::protobuf::LogSilencer silencer;
  TestRoster federation({"it-bicocca"});
  Mutator mutator({federation.root().signed_form.trust_root()}, 2);
  for (int i = 0; i < kInputs; ++i) {
    SignedTrustRoot root;
    root.set_trust_root(mutator.Next());
    for (size_t k = 0; k < kRecoverySigners; ++k) {
      *root.add_signatures() =
          SignAs(SignatureKind::kTrustRoot, root.trust_root(), federation.recovery_key(k));
    }
    const StatusOr<TrustRoot> verified = VerifyTrustRoot(root, std::nullopt);
    if (verified.ok()) {
      EXPECT_TRUE(IsTrustDomain(verified->trust_domain));
      EXPECT_TRUE(IsNodeId(verified->coordinator));
      EXPECT_EQ(verified->recovery_keys.size(), kRecoveryKeys);
    }
  }
}

}  // namespace
}  // namespace cledi
