// How fast one account may write.

#include "node/discussion/posting_pace.h"

#include "gtest/gtest.h"

namespace cledi {
namespace {

TEST(PostingPaceTest, AnAccountWaitsUntilItsFirstWriteIsTenMinutesOld) {
  ManualClock clock;
  PostingPace pace(&clock);
  for (size_t i = 0; i < PostingPace::kWritesMax; ++i) {
    ASSERT_TRUE(pace.Check("ada").ok());
    pace.Count("ada");
    clock.Advance(std::chrono::seconds(1));
  }

  const Status refused = pace.Check("ada");
  EXPECT_EQ(refused.code(), StatusCode::kResourceExhausted);
  EXPECT_NE(Message(refused).find("in 10 minutes"), std::string_view::npos) << refused;
  EXPECT_TRUE(pace.Check("bea").ok());

  clock.Advance(PostingPace::kWindow - std::chrono::seconds(30));
  EXPECT_TRUE(pace.Check("ada").ok());
  pace.Count("ada");
  EXPECT_FALSE(pace.Check("ada").ok());
}

}  // namespace
}  // namespace cledi
