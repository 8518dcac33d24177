// What somebody has seen of a thread, whenever its posts arrive.

#include "node/discussion/seen_mark.h"

#include <vector>

#include "gtest/gtest.h"

#include "federation/base/sha256.h"

namespace cledi {
namespace {

PostPlace At(Hlc hlc) {
  return {.hlc = hlc, .post = *EventId::From(Sha256(std::to_string(hlc)).view())};
}

TEST(SeenMarkTest, APostThatArrivesLateIsNewAlthoughLaterOnesWereSeen) {
  const SeenMark mark = SeenMark::OfAll(std::vector{At(10), At(30)});

  EXPECT_TRUE(mark.thread_seen());
  EXPECT_TRUE(mark.Has(At(10)));
  EXPECT_TRUE(mark.Has(At(30)));
  EXPECT_FALSE(mark.Has(At(20)));
  EXPECT_FALSE(mark.Has(At(40)));
}

TEST(SeenMarkTest, NothingWasSeenAtFirst) {
  const SeenMark mark;

  EXPECT_FALSE(mark.thread_seen());
  EXPECT_FALSE(mark.Has(At(1)));
}

TEST(SeenMarkTest, IsReadBackAsItWasKept) {
  std::vector<PostPlace> posts;
  for (Hlc hlc = 1; hlc <= SeenMark::kRememberedMax + 5; ++hlc) {
    posts.push_back(At(hlc * 10));
  }
  const std::string bytes = SeenMark::OfAll(posts).Serialize();

  const std::optional<SeenMark> mark = SeenMark::Parse(bytes);

  ASSERT_TRUE(mark);
  EXPECT_EQ(mark->Serialize(), bytes);
  EXPECT_LE(bytes.size(), SeenMark::kRememberedMax * 8 + 64);
  EXPECT_TRUE(mark->Has(posts.front()));
  EXPECT_TRUE(mark->Has(posts.back()));
  EXPECT_TRUE(mark->Has(At(15)));  // Before all that is remembered one by one.
  EXPECT_FALSE(mark->Has(At(posts.back().hlc - 5)));
}

TEST(SeenMarkTest, OtherBytesAreNoMark) {
  const std::string bytes = SeenMark::OfAll(std::vector{At(10)}).Serialize();

  EXPECT_FALSE(SeenMark::Parse(""));
  EXPECT_FALSE(SeenMark::Parse(bytes + "x"));
  EXPECT_FALSE(SeenMark::Parse(bytes.substr(0, 30)));
  EXPECT_FALSE(SeenMark::Parse("\x02" + bytes.substr(1)));
}

}  // namespace
}  // namespace cledi
