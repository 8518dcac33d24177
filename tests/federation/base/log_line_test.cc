#include "federation/base/log_line.h"

#include "gtest/gtest.h"

namespace cledi {
namespace {

TEST(LogLineTest, PlainValuesAreNotQuoted) {
  EXPECT_EQ(FormatLogLine(Severity::kInfo, "started", {{"node", "tr-metu"}}),
            "level=info event=started node=tr-metu");
}

// Goal: bytes from outside cannot forge a second line or a second field.
TEST(LogLineTest, ValuesCannotBreakOut) {
  EXPECT_EQ(FormatLogLine(Severity::kWarning, "refused", {{"why", "a\" b=c\nlevel=error"}}),
            "level=warning event=refused why=\"a\\\" b=c\\nlevel=error\"");
}

}  // namespace
}  // namespace cledi
