#include "node/store/persistent_map.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/base/random.h"

namespace cledi {
namespace {

using ::testing::ElementsAreArray;
using Rows = std::vector<std::pair<std::string, std::string>>;
using Model = std::map<std::string, std::string>;

Rows Contents(const PersistentMap& map, std::string_view begin = "", std::string_view end = "") {
  Rows rows;
  map.Visit(begin, end, [&](std::string_view key, std::string_view value) {
    rows.emplace_back(key, value);
    return true;
  });
  return rows;
}

Rows Contents(const Model& model) { return {model.begin(), model.end()}; }

std::string RandomKey(Random& random) { return std::to_string(random.Below(300)); }

// One random change, made to both.
void Change(Random& random, PersistentMap& map, Model& model) {
  const std::string key = RandomKey(random);
  switch (random.Below(8)) {
    case 0: {
      const std::string end = random.Below(20) == 0 ? "" : RandomKey(random);
      map.DeleteRange(key, end);
      if (end.empty() || key < end) {
        model.erase(model.lower_bound(key), end.empty() ? model.end() : model.lower_bound(end));
      }
      return;
    }
    case 1:
    case 2:
      map.Delete(key);
      model.erase(key);
      return;
    default:
      model[key] = std::to_string(random.Number());
      map.Put(key, model[key]);
  }
}

TEST(PersistentMapTest, BehavesAsAnOrderedMapWhateverIsDoneToIt) {
  SeededRandom random(3);
  PersistentMap map;
  Model model;
  for (int i = 0; i < 3000; ++i) {
    Change(random, map, model);
    if (i % 50 == 0) {
      ASSERT_THAT(Contents(map), ElementsAreArray(Contents(model))) << "after change " << i;
    }
    const std::string key = RandomKey(random);
    const std::string* found = map.Find(key);
    ASSERT_EQ(found != nullptr, model.contains(key));
    if (found != nullptr) {
      ASSERT_EQ(*found, model[key]);
    }
  }
}

TEST(PersistentMapTest, ACopyKeepsWhatItHeldWhileTheOtherGoesOn) {
  SeededRandom random(5);
  PersistentMap map;
  Model model;
  std::vector<std::pair<PersistentMap, Model>> copies;
  for (int i = 0; i < 2000; ++i) {
    Change(random, map, model);
    if (i % 100 == 0) {
      copies.emplace_back(map, model);
      Change(random, copies.back().first, copies.back().second);
    }
  }
  for (const auto& [copy, expected] : copies) {
    EXPECT_THAT(Contents(copy), ElementsAreArray(Contents(expected)));
  }
}

TEST(PersistentMapTest, RangesAreVisitedBothWays) {
  PersistentMap map;
  for (const char* key : {"d", "a", "c", "b"}) {
    map.Put(key, "");
  }
  EXPECT_EQ(Contents(map, "b", "d"), (Rows{{"b", ""}, {"c", ""}}));
  Rows backwards;
  map.VisitBackwards("b", "", [&](std::string_view key, std::string_view value) {
    backwards.emplace_back(key, value);
    return backwards.size() < 2;
  });
  EXPECT_EQ(backwards, (Rows{{"d", ""}, {"c", ""}}));
}

}  // namespace
}  // namespace cledi
