#include "node/fold/view_digest.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/log/merkle.h"
#include "node/fold/fold_engine.h"
#include "node/store/memory_store.h"
#include "tests/node/fold/toy_projection.h"
#include "tests/support/fold/fake_log.h"

namespace cledi {
namespace {

using ::testing::ElementsAre;

class ViewDigestTest : public ::testing::Test {
 protected:
  ViewDigestTest() { EXPECT_TRUE(engine_.Open().ok()); }

  void Tag(const std::string& text, SpaceId space = CommonsSpace()) {
    log_.Add(log_.MakeEvent(kTagged, ToyText{.text = text}.Payload(), MakeHlc(clock_.Now(), 0),
                            "es-granada", space));
    ASSERT_TRUE(engine_.CatchUp().ok());
  }
  Hash Digest(SpaceId space = CommonsSpace()) { return digests_.Of(space)->digest; }

  ManualClock clock_;
  FakeLog log_{&clock_};
  MemoryStore store_;
  TagProjection tags_;
  ProjectionSet projections_{{&tags_}};
  ViewReader reader_{&store_, &log_};
  ViewDigests digests_{&reader_, &projections_};
  FoldEngine engine_{&log_, &store_, &clock_, &projections_, {&digests_}};
};

TEST_F(ViewDigestTest, IsTheRootOverTheRowsAsTheReadmeSays) {
  EXPECT_EQ(Digest(), EmptyRoot());
  Tag("b: two");
  Tag("a: one");

  using std::string_view_literals::operator""sv;
  const Hash a = MerkleLeafHash("\4\0\0\0tags\1\0\0\0a\26\0\0\0es-granada: a: one x1\n"sv);
  const Hash b = MerkleLeafHash("\4\0\0\0tags\1\0\0\0b\26\0\0\0es-granada: b: two x1\n"sv);
  EXPECT_EQ(Digest(), MerkleNodeHash(a, b));
}

TEST_F(ViewDigestTest, ChangesWithTheViewsOfItsSpaceOnly) {
  Tag("a: one");
  const Hash before = Digest();

  Tag("a: elsewhere", InstitutionSpace("es-granada"));
  EXPECT_EQ(Digest(), before);
  Tag("a: two");
  EXPECT_NE(Digest(), before);
}

TEST_F(ViewDigestTest, NamesTheInputsThatTheFoldsKnow) {
  log_.Add(log_.MakeEvent(kTagged, ToyText{.text = "a: later"}.Payload(),
                          MakeHlc(clock_.Now() + std::chrono::hours(1), 0)));
  log_.Withhold(log_.Add(
      log_.MakeEvent(kTagged, ToyText{.text = "a: lost"}.Payload(), MakeHlc(clock_.Now(), 0))));
  ASSERT_TRUE(engine_.CatchUp().ok());

  const SpaceViewDigest digest = *digests_.Of(CommonsSpace());

  EXPECT_EQ(digest.held_events, 1u);
  EXPECT_EQ(digest.incomplete_events, 1u);
  EXPECT_THAT(digest.fold_versions, ElementsAre("tags/1"));
  EXPECT_EQ(digests_.Of(RosterSpace())->held_events, 0u);
}

TEST_F(ViewDigestTest, IsComputedAgainAfterARebuildThatChangedSomething) {
  Tag("a: one");
  const Hash right = Digest();
  WriteBatch tampering;
  tampering.Put(Family::kViews, ViewKey(kFirstGeneration, "tags", CommonsSpace(), "a"), "changed");
  ASSERT_TRUE(store_.Write(tampering, Durability::kUnsynced).ok());
  EXPECT_NE(*DigestOf(*reader_.Read(), projections_, CommonsSpace()), right);

  ASSERT_TRUE(engine_.Rebuild().ok());

  EXPECT_EQ(Digest(), right);
}

}  // namespace
}  // namespace cledi
