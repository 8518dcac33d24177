#include "node/http/http_target.h"

#include <gtest/gtest.h>

namespace cledi {
namespace {

using Segments = std::vector<std::string>;

TEST(HttpTargetTest, SplitsBeforeItDecodes) {
  const HttpTarget target = ParseTarget("/plans/a%2Fb/?x=1#part").value();
  EXPECT_EQ(target.path, "/plans/a%2Fb/");
  EXPECT_EQ(target.segments, (Segments{"plans", "a/b", ""}));
  EXPECT_EQ(target.query.Get("x"), "1");
  EXPECT_EQ(target.authority, "");
}

TEST(HttpTargetTest, TheRootHasNoSegments) {
  EXPECT_EQ(ParseTarget("/").value().segments, Segments{});
  EXPECT_EQ(ParseTarget("/?a=1").value().segments, Segments{});
}

TEST(HttpTargetTest, DoesNotResolveDots) {
  EXPECT_EQ(ParseTarget("/plans/../%2e%2e/etc").value().segments,
            (Segments{"plans", "..", "..", "etc"}));
}

TEST(HttpTargetTest, TakesTheAbsoluteForm) {
  const HttpTarget target = ParseTarget("http://School.Example:81/plans?x=1").value();
  EXPECT_EQ(target.authority, "school.example:81");
  EXPECT_EQ(target.segments, Segments{"plans"});
  EXPECT_EQ(ParseTarget("https://school.example?x=1").value().path, "/");
}

TEST(HttpTargetTest, RefusesOtherForms) {
  for (const std::string_view target : {"", "*", "plans", "school.example:443", "ftp://a/",
                                        "http:///x", "/a b", "/a\tb", "/%", "/%00", "/?q=%C0%80"}) {
    EXPECT_FALSE(ParseTarget(target).ok()) << target;
  }
}

}  // namespace
}  // namespace cledi
