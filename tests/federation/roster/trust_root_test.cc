#include "federation/roster/trust_root.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/base/sha256.h"
#include "tests/support/roster/test_roster.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;

class TrustRootTest : public ::testing::Test {
 protected:
  TrustRootTest() {
    for (int i = 0; i < 3; ++i) {
      recovery_keys_.push_back(SigningKey::Generate(random_));
    }
    contents_ = TrustRootContents(random_.Draw<FederationId>(), "it-bicocca", roster_key_,
                                  recovery_keys_, {"certificate"});
  }

  StatusOr<TrustRoot> Make() const {
    return MakeTrustRoot(contents_, {{recovery_keys_[2], recovery_keys_[0]}});
  }
  // `contents_` must be refused for a reason that has `why` in it.
  void ExpectRefused(std::string_view why) const {
    const StatusOr<TrustRoot> root = Make();
    EXPECT_EQ(root.status().code(), StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(Message(root.status())), HasSubstr(std::string(why)));
  }

  SeededRandom random_{7};
  SigningKey roster_key_ = SigningKey::Generate(random_);
  std::vector<SigningKey> recovery_keys_;
  federation::v1::TrustRoot contents_;
};

TEST_F(TrustRootTest, AnyTwoRecoveryKeysMakeOne) {
  const StatusOr<TrustRoot> root = Make();

  ASSERT_TRUE(root.ok()) << root.status();
  EXPECT_EQ(root->trust_domain, "cledi.example");
  EXPECT_EQ(root->coordinator, "it-bicocca");
  EXPECT_EQ(root->roster_key, roster_key_.public_key());
  EXPECT_EQ(root->tls_authorities, std::vector<std::string>{"certificate"});
  EXPECT_EQ(root->recovery_keys.size(), 3u);
  EXPECT_EQ(root->hash, Sha256(root->signed_form.trust_root()));
}

TEST_F(TrustRootTest, WhatTravelledVerifiesAgainstItsPin) {
  const TrustRoot root = *Make();

  const StatusOr<TrustRoot> again = VerifyTrustRoot(root.signed_form, root.hash);

  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->hash, root.hash);
}

TEST_F(TrustRootTest, AnotherFederationsIsNotThePinnedOne) {
  const TrustRoot root = *Make();
  contents_.set_name("Another federation");
  const TrustRoot other = *Make();

  EXPECT_EQ(VerifyTrustRoot(other.signed_form, root.hash).status().code(),
            StatusCode::kFailedPrecondition);
}

TEST_F(TrustRootTest, OneRecoveryKeyIsNotEnough) {
  const auto root = MakeTrustRoot(contents_, {{recovery_keys_[1]}});

  EXPECT_EQ(root.status().code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(Message(root.status())), HasSubstr("1 of its recovery keys"));
}

TEST_F(TrustRootTest, OneRecoveryKeyTwiceIsNotEnough) {
  EXPECT_FALSE(MakeTrustRoot(contents_, {{recovery_keys_[1], recovery_keys_[1]}}).ok());
}

TEST_F(TrustRootTest, StrangersSignaturesDoNotCount) {
  const SigningKey stranger = SigningKey::Generate(random_);

  EXPECT_FALSE(MakeTrustRoot(contents_, {{recovery_keys_[1], stranger}}).ok());
  EXPECT_FALSE(MakeTrustRoot(contents_, {{recovery_keys_[1], roster_key_}}).ok());
}

// Goal: a signature made for another purpose is worth nothing here.
TEST_F(TrustRootTest, ASignatureOfAnotherKindDoesNotCount) {
  federation::v1::SignedTrustRoot signed_root;
  signed_root.set_trust_root(contents_.SerializeAsString());
  for (const SigningKey& key : recovery_keys_) {
    *signed_root.add_signatures() =
        SignAs(SignatureKind::kRosterUpdate, signed_root.trust_root(), key);
  }

  EXPECT_FALSE(VerifyTrustRoot(signed_root, std::nullopt).ok());
}

TEST_F(TrustRootTest, EveryChangedByteIsNoticed) {
  const TrustRoot root = *Make();
  for (size_t i = 0; i < root.signed_form.trust_root().size(); ++i) {
    federation::v1::SignedTrustRoot changed = root.signed_form;
    changed.mutable_trust_root()->at(i) ^= 1;
    EXPECT_FALSE(VerifyTrustRoot(changed, std::nullopt).ok()) << "byte " << i;
  }
}

TEST_F(TrustRootTest, RefusesVersionZero) {
  contents_.set_version(0);
  ExpectRefused("version");
}

TEST_F(TrustRootTest, RefusesATrustDomainThatIsNoName) {
  contents_.set_trust_domain("cledi.example/node");
  ExpectRefused("trust domain");
}

TEST_F(TrustRootTest, RefusesAFederationIdOfTheWrongSize) {
  contents_.set_federation_id("short");
  ExpectRefused("federation id");
}

TEST_F(TrustRootTest, RefusesACoordinatorThatIsNoNodeId) {
  contents_.set_coordinator("IT Bicocca");
  ExpectRefused("coordinator");
}

TEST_F(TrustRootTest, RefusesANameWithALineFeed) {
  contents_.set_name("two\nlines");
  ExpectRefused("name");
}

TEST_F(TrustRootTest, RefusesNoAuthorityAndTooManyAndTooLarge) {
  contents_.clear_tls_authorities();
  ExpectRefused("0 certificate authorities");
  for (int i = 0; i < 9; ++i) {
    contents_.add_tls_authorities("certificate");
  }
  ExpectRefused("9 certificate authorities");
  contents_.clear_tls_authorities();
  contents_.add_tls_authorities(std::string(4097, 'x'));
  ExpectRefused("4097 bytes");
}

TEST_F(TrustRootTest, RefusesARosterKeyThatIsNoPoint) {
  contents_.set_roster_key(std::string(32, '\xff'));
  ExpectRefused("roster key");
}

// Goal: whoever holds the online roster key is not half of a recovery quorum.
TEST_F(TrustRootTest, RefusesKeysThatAreNotAllDifferent) {
  contents_.set_recovery_keys(1, contents_.roster_key());
  ExpectRefused("all different");
  contents_.set_recovery_keys(1, contents_.recovery_keys(0));
  ExpectRefused("all different");
}

TEST_F(TrustRootTest, RefusesTwoRecoveryKeys) {
  contents_.mutable_recovery_keys()->RemoveLast();
  ExpectRefused("3 recovery keys");
}

TEST_F(TrustRootTest, RefusesWhatIsNoTrustRoot) {
  federation::v1::SignedTrustRoot signed_root;
  signed_root.set_trust_root("no protobuf");

  EXPECT_EQ(VerifyTrustRoot(signed_root, std::nullopt).status().code(),
            StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace cledi
