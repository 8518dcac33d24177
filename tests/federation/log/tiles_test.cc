#include "federation/log/tiles.h"

#include "gtest/gtest.h"

namespace cledi {
namespace {

TEST(TilesTest, PathsAreThoseOfC2sp) {
  const std::vector<std::pair<std::string, TileAddress>> examples = {
      {"tile/0/000", {.level = 0, .index = 0}},
      {"tile/5/999", {.level = 5, .index = 999}},
      {"tile/0/x001/000", {.level = 0, .index = 1'000}},
      {"tile/3/x001/x234/067", {.level = 3, .index = 1'234'067}},
      {"tile/0/x999/x999/x999/x999/999", {.level = 0, .index = 999'999'999'999'999}},
      {"tile/1/000.p/1", {.level = 1, .index = 0, .width = 1}},
      {"tile/entries/x001/067.p/255", {.level = -1, .index = 1'067, .width = 255}},
  };
  for (const auto& [path, address] : examples) {
    EXPECT_EQ(TilePath(address), path);
    EXPECT_EQ(ParseTilePath(path), address) << path;
  }
}

TEST(TilesTest, WhatIsNoCanonicalPathIsNone) {
  for (const char* const path : {"",
                                 "tile",
                                 "tile/",
                                 "tile/0",
                                 "tile/0/",
                                 "tile/0/0",
                                 "tile/0/0000",
                                 "tile/0/00a",
                                 "tile/0/+00",
                                 "tile/0/000/",
                                 "tile/0//000",
                                 "/tile/0/000",
                                 "tile/6/000",
                                 "tile/00/000",
                                 "tile/-1/000",
                                 "tile/x/000",
                                 "tile/0/x000/000",
                                 "tile/0/x000/001",
                                 "tile/0/001/000",
                                 "tile/0/x001",
                                 "tile/0/x001/x000",
                                 "tile/0/X001/000",
                                 "tile/0/x001/x000/x000/x000/x000/000",
                                 "tile/0/000.p",
                                 "tile/0/000.p/",
                                 "tile/0/000.p/0",
                                 "tile/0/000.p/01",
                                 "tile/0/000.p/256",
                                 "tile/0/000.p/-1",
                                 "tile/0/000.p/1/",
                                 "tile/0/000.p/1.p/1",
                                 "tile/0/000.P/1",
                                 "tile/Entries/000",
                                 "tile/0/000?x",
                                 "tile/0/../000",
                                 "tile/0/%30%30%30"}) {
    EXPECT_EQ(ParseTilePath(path), std::nullopt) << path;
  }
}

TEST(TilesTest, ATileExistsOnceItsNodesAreComplete) {
  EXPECT_FALSE(TileExists({.level = 0, .index = 0}, 255));
  EXPECT_TRUE(TileExists({.level = 0, .index = 0}, 256));
  EXPECT_TRUE(TileExists({.level = 0, .index = 0, .width = 255}, 255));
  EXPECT_FALSE(TileExists({.level = 0, .index = 0, .width = 255}, 254));
  EXPECT_TRUE(TileExists({.level = 0, .index = 1, .width = 1}, 257));
  EXPECT_FALSE(TileExists({.level = 0, .index = 1, .width = 1}, 256));
  EXPECT_FALSE(TileExists({.level = 0, .index = 2, .width = 1}, 257));
  // A partial tile stays readable when the tree has grown past it.
  EXPECT_TRUE(TileExists({.level = 0, .index = 0, .width = 7}, 10'000));
  EXPECT_TRUE(TileExists({.level = -1, .index = 0, .width = 7}, 7));
  EXPECT_FALSE(TileExists({.level = -1, .index = 0, .width = 8}, 7));
  EXPECT_FALSE(TileExists({.level = 1, .index = 0, .width = 1}, 255));
  EXPECT_TRUE(TileExists({.level = 1, .index = 0, .width = 1}, 256));
  EXPECT_FALSE(TileExists({.level = 1, .index = 0, .width = 2}, 511));
  EXPECT_TRUE(TileExists({.level = 5, .index = 0, .width = 1}, uint64_t{1} << 40));
  EXPECT_FALSE(TileExists({.level = 5, .index = 0, .width = 1}, (uint64_t{1} << 40) - 1));
  EXPECT_FALSE(TileExists({.level = 0, .index = ~uint64_t{0}}, ~uint64_t{0}));
}

TEST(TilesTest, AHashTileReadsItsLevel) {
  std::vector<std::pair<int, uint64_t>> asked;
  const HashReader read = [&](int level, uint64_t index) -> StatusOr<Hash> {
    asked.emplace_back(level, index);
    return MerkleLeafHash(std::to_string(index));
  };
  const std::string tile = HashTile({.level = 2, .index = 3, .width = 2}, read).value();
  EXPECT_EQ(tile, MerkleLeafHash("768").str() + MerkleLeafHash("769").str());
  EXPECT_EQ(asked, (std::vector<std::pair<int, uint64_t>>{{16, 768}, {16, 769}}));
}

TEST(TilesTest, AnUnreadableNodeIsAnError) {
  EXPECT_EQ(HashTile({.level = 0, .index = 0, .width = 1}, ReaderOver({})).status().code(),
            StatusCode::kNotFound);
}

TEST(TilesTest, AnEntryBundlePutsTheLengthBeforeEachEntry) {
  LogId log;
  log.bytes.fill(1);
  LeafBytes leaf;
  leaf.bytes.fill(2);
  const std::string entry = std::string("\0\x48", 2) + std::string(16, 1) + std::string(56, 2);
  EXPECT_EQ(EntryBundle(log, std::vector<LeafBytes>{leaf, leaf}), entry + entry);
  EXPECT_EQ(EntryBundle(log, {}), "");
}

}  // namespace
}  // namespace cledi
