// That cledi-bench runs and that programs can read what it prints; how fast anything is, no
// test asserts.

#include <cmath>
#include <set>
#include <string>

#include "gtest/gtest.h"

#include "nlohmann/json.hpp"
#include "tests/support/process/child_process.h"

namespace cledi {
namespace {

TEST(BenchTest, AQuickRunPrintsEveryFigureAsJson) {
  const CommandResult result = RunCommand({CLEDI_BINARY_DIR "/bin/cledi-bench", "--quick"});

  ASSERT_EQ(result.exit_status, 0) << result.err;
  const nlohmann::json json =
      nlohmann::json::parse(result.out, nullptr, /*allow_exceptions=*/false);
  ASSERT_TRUE(json.is_object()) << result.out;
  EXPECT_TRUE(json.at("quick"));
  EXPECT_TRUE(json.at("skipped").empty()) << json.at("skipped");
  std::set<std::string> names;
  for (const nlohmann::json& figure : json.at("figures")) {
    EXPECT_TRUE(std::isfinite(figure.at("median").get<double>())) << figure;
    EXPECT_TRUE(names.insert(figure.at("name")).second) << figure;
  }
  for (const char* name :
       {"append.writers.per_second.share_of_raw", "catch_up.random.per_cpu_second",
        "catch_up.random.wire_overhead", "visible_at_next.p99", "idle.resident",
        "list_page.8_connections.p99", "sign_in.cpu"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
}

TEST(BenchTest, AnUnknownBenchmarkIsRefusedByName) {
  const CommandResult result =
      RunCommand({CLEDI_BINARY_DIR "/bin/cledi-bench", "--only", "everything"});

  EXPECT_NE(result.exit_status, 0);
  EXPECT_NE((result.out + result.err).find("everything"), std::string::npos);
}

}  // namespace
}  // namespace cledi
