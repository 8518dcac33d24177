#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "gtest/gtest.h"

#include "tests/fuzz/mutator.h"
#include "tests/fuzz/parsers.h"

namespace cledi {
namespace {

// In the order of the files' names.
std::vector<std::string> CorpusOf(const FuzzedParser& parser) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::path(CLEDI_SOURCE_DIR "/tests/fuzz/corpus") / parser.name)) {
    paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  std::vector<std::string> corpus;
  for (const std::filesystem::path& path : paths) {
    std::ifstream file(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return corpus;
}

class CorpusTest : public testing::TestWithParam<FuzzedParser> {};

// Goal: the corpora reach past each parser's first check, and stay so.
TEST_P(CorpusTest, HoldsInputsThatAreTakenAndInputsThatAreRefused) {
  const std::vector<std::string> corpus = CorpusOf(GetParam());
  const auto taken = std::ranges::count_if(corpus, GetParam().run);
  EXPECT_GE(taken, 2);
  EXPECT_LT(taken, std::ssize(corpus));
}

TEST_P(CorpusTest, EveryPromiseHoldsForEveryPrefix) {
  for (const std::string& input : CorpusOf(GetParam())) {
    for (size_t size = 0; size <= input.size(); ++size) {
      GetParam().run(std::string_view{input}.substr(0, size));
    }
  }
}

// A failure aborts with the broken promise's line; the seed is fixed, so it comes again.
TEST_P(CorpusTest, EveryPromiseHoldsForSpoiltInputs) {
  Mutator mutator(CorpusOf(GetParam()), 20'240'601);
  for (int i = 0; i < 20'000; ++i) {
    GetParam().run(mutator.Next());
  }
}

INSTANTIATE_TEST_SUITE_P(Parsers, CorpusTest,
                         testing::ValuesIn(FuzzedParsers().begin(), FuzzedParsers().end()),
                         [](const auto& parser) { return std::string(parser.param.name); });

}  // namespace
}  // namespace cledi
