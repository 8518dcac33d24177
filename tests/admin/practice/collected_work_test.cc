#include "admin/practice/collected_work.h"

#include "gtest/gtest.h"

#include "federation/base/text.h"
#include "node/library/resource_rules.h"
#include "node/plan/plan_rules.h"

namespace cledi {
namespace {

constexpr std::string_view kLine =
    R"({"id": "made/sticks:en", "source": "Made up", "licence": "CC-BY-4.0",
        "url": "https://example.org/sticks", "lang": "en", "title": "Sticks and shadows",
        "summary": "Measure a shadow.",
        "body_markdown": "Before.\n## Go out\nTake a stick.\n```\n## no heading\n```\n## Measure\nHow long?",
        "keywords": ["shadow", 7], "age_range": "8-10", "group_id": "made/sticks"})";

TEST(CollectedWorkTest, AsAResourceItIsATextToRead) {
  const auto read = ReadCollectedWork(kLine, CollectedAs::kResource);
  ASSERT_TRUE(read.ok() && read->has_value());
  const auto& resource = (*read)->resource();
  EXPECT_EQ((*read)->key(), "made/sticks:en");
  EXPECT_EQ(resource.description().title(), "Sticks and shadows");
  EXPECT_EQ(resource.description().language(), "en");
  EXPECT_EQ(resource.description().work_id(), "made/sticks");
  EXPECT_EQ(resource.description().ages().to_years(), 10U);
  EXPECT_EQ(resource.description().keywords_size(), 1);
  EXPECT_EQ(resource.type(), event::v1::RESOURCE_TYPE_TEXT);
  EXPECT_EQ(resource.links(0), "https://example.org/sticks");
}

TEST(CollectedWorkTest, AsAPlanEachSecondLevelHeadingIsAStep) {
  const auto read = ReadCollectedWork(kLine, CollectedAs::kPlan);
  ASSERT_TRUE(read.ok() && read->has_value());
  const auto& plan = (*read)->plan();
  ASSERT_EQ(plan.steps_size(), 3);
  EXPECT_EQ(plan.steps(0).name(), "Sticks and shadows");
  EXPECT_EQ(plan.steps(1).name(), "Go out");
  EXPECT_EQ(plan.steps(2).procedure(), "How long?\n");
  EXPECT_EQ(plan.description().derived_from(0).url(), "https://example.org/sticks");
}

// A line of the wild must not be refused for what nobody but a program can see.
TEST(CollectedWorkTest, WhatIsReadKeepsTheNetworksRules) {
  std::string body = "Before.\\n";
  for (int i = 0; i < 70; ++i) {
    absl::StrAppend(&body, "## Part\\t", i, "\\nDo it.\\n");
  }
  const std::string line =
      absl::StrCat(R"({"id": ")", std::string(200, 'i'), R"(", "source": "A\nB", "licence": "PD-UN",
                      "url": "https://example.org/", "lang": "sl", "title": " Two\nlines ",
                      "keywords": ["", " ", "word"], "age_range": "11+", "group_id": "g",
                      "body_markdown": ")",
                   body, "\"}");
  const auto plan = ReadCollectedWork(line, CollectedAs::kPlan);
  const auto resource = ReadCollectedWork(line, CollectedAs::kResource);
  ASSERT_TRUE(plan.ok() && resource.ok() && *plan && *resource);

  FieldProblems problems;
  CheckPlan((*plan)->plan(), problems);
  CheckResource((*resource)->resource(), problems);
  EXPECT_EQ(problems.ToStatus(), absl::OkStatus());
  EXPECT_EQ((*plan)->plan().description().title(), "Two lines");
  EXPECT_LE((*plan)->key().size(), 64U);
}

TEST(CollectedWorkTest, OtherShapesAreLeftAlone) {
  for (const char* line : {R"({"key": "k", "plan": {}})", "[]", "7", "{", ""}) {
    const auto read = ReadCollectedWork(line, CollectedAs::kResource);
    ASSERT_TRUE(read.ok()) << line;
    EXPECT_FALSE(read->has_value()) << line;
  }
}

TEST(CollectedWorkTest, WhatIsWrongIsNamed) {
  const auto missing = ReadCollectedWork(R"({"id": "x", "body_markdown": "y", "lang": "en"})",
                                         CollectedAs::kResource);
  EXPECT_TRUE(Message(missing.status()).starts_with("title: ")) << missing.status();
  const auto number = ReadCollectedWork(R"({"id": 7, "body_markdown": "y"})", CollectedAs::kPlan);
  EXPECT_TRUE(Message(number.status()).starts_with("id: ")) << number.status();
}

TEST(CollectedWorkTest, LongTextsAreCutAtAWordAndStayUtf8) {
  std::string body;
  while (body.size() < 60'000) {
    body += "çocuklar gölgeyi ölçer ";
  }
  const std::string line = R"({"id": "x", "lang": "tr", "title": "T", "licence": "CC-BY-4.0", )"
                           R"("body_markdown": ")" +
                           body + "\"}";
  const auto read = ReadCollectedWork(line, CollectedAs::kResource);
  ASSERT_TRUE(read.ok() && read->has_value());
  const std::string& kept = (*read)->resource().body();
  EXPECT_LE(kept.size(), 48U * 1024);
  EXPECT_TRUE(IsUtf8(kept));
  EXPECT_TRUE(kept.ends_with("…"));
}

}  // namespace
}  // namespace cledi
