#include "admin/cli/progress.h"

#include <sstream>

#include <gtest/gtest.h>

namespace cledi {
namespace {

using namespace std::chrono_literals;

TEST(ProgressTest, ShortWorkSaysNothing) {
  ManualClock clock;
  std::ostringstream out;
  Progress progress("Importing", out, /*on_terminal=*/true, clock);

  clock.Advance(1999ms);
  progress.Show(1, 2);
  progress.Clear();

  EXPECT_EQ(out.str(), "");
}

TEST(ProgressTest, TheEstimateFollowsFromWhatIsDone) {
  ManualClock clock;
  std::ostringstream out;
  Progress progress("Importing", out, /*on_terminal=*/false, clock);

  clock.Advance(10s);
  progress.Show(1, 4);

  EXPECT_EQ(out.str(), "Importing: 25 %, about 30 s left\n");
}

TEST(ProgressTest, OnATerminalOneLineIsRewrittenAndGoesAway) {
  ManualClock clock;
  std::ostringstream out;
  {
    Progress progress("Importing", out, /*on_terminal=*/true, clock);
    clock.Advance(2s);
    progress.Show(1, 2);
    progress.Show(1, 2);  // Too soon to be worth a rewrite.
    clock.Advance(200ms);
    progress.Show(2, 2);
  }

  EXPECT_EQ(out.str(),
            "\r\x1b[KImporting: 50 %, about 2 s left"
            "\r\x1b[KImporting: 100 %"
            "\r\x1b[K");
}

TEST(ProgressTest, InAFileLinesAreTenSecondsApart) {
  ManualClock clock;
  std::ostringstream out;
  Progress progress("Verifying", out, /*on_terminal=*/false, clock);

  for (int i = 1; i <= 20; ++i) {
    clock.Advance(1s);
    progress.Show(static_cast<uint64_t>(i), 20);
  }

  EXPECT_EQ(out.str(),
            "Verifying: 10 %, about 18 s left\n"
            "Verifying: 60 %, about 8 s left\n");
}

TEST(ProgressTest, WithoutATotalItSaysHowLongItHasTaken) {
  ManualClock clock;
  std::ostringstream out;
  Progress progress("Reading", out, /*on_terminal=*/false, clock);

  clock.Advance(65s);
  progress.Show(7, 0);

  EXPECT_EQ(out.str(), "Reading: 65 s so far\n");
}

// Goal: a node that reports more than its total does no harm.
TEST(ProgressTest, MoreThanAllIsAll) {
  ManualClock clock;
  std::ostringstream out;
  Progress progress("Verifying", out, /*on_terminal=*/false, clock);

  clock.Advance(5s);
  progress.Show(30, 20);

  EXPECT_EQ(out.str(), "Verifying: 100 %\n");
}

}  // namespace
}  // namespace cledi
