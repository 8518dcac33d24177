#include "node/http/content_coding.h"

#include <gtest/gtest.h>

namespace cledi {
namespace {

TEST(ContentCodingTest, ChoosesWhatTheClientAllows) {
  const auto choose = [](std::string_view accept) {
    return ContentCodingName(ChooseCoding(accept));
  };
  EXPECT_EQ(choose("gzip, deflate, br"), "br");
  EXPECT_EQ(choose("br;q=0.5, gzip;q=0.8"), "gzip");
  EXPECT_EQ(choose("br;q=0, gzip"), "gzip");
  EXPECT_EQ(choose("BR ; Q=1"), "br");
  EXPECT_EQ(choose("br;q=0,gzip;q=0.0"), "identity");
  EXPECT_EQ(choose(""), "identity");
  EXPECT_EQ(choose("zstd, *"), "identity");
  EXPECT_EQ(choose(",,;q=,br;q=x"), "identity");
}

TEST(ContentCodingTest, ABodyThatDoesNotShrinkIsSentAsItIs) {
  EXPECT_EQ(PrepareBody("a", "text/css").brotli, "");
  const std::string text(5000, 'a');
  EXPECT_LT(PrepareBody(text, "image/svg+xml").gzip.size(), 200u);
  EXPECT_EQ(PrepareBody(text, "font/woff2").gzip, "");
}

TEST(ContentCodingTest, TheTagNamesTheContent) {
  EXPECT_EQ(ContentTag("a").size(), 22u);
  EXPECT_NE(ContentTag("a"), ContentTag("b"));
}

TEST(ContentCodingTest, UndoesGzip) {
  const std::string text(100'000, 'a');
  const std::string packed = Compress(text, ContentCoding::kGzip, CompressionEffort::kBest);
  EXPECT_EQ(Gunzip(packed, text.size()).value(), text);
  EXPECT_EQ(Gunzip(packed, text.size() - 1).status().code(), StatusCode::kResourceExhausted);
  EXPECT_EQ(Gunzip(Compress("", ContentCoding::kGzip, CompressionEffort::kFast), 0).value(), "");
}

TEST(ContentCodingTest, UndoesOnlyOneWholeGzip) {
  const std::string packed = Compress("hello", ContentCoding::kGzip, CompressionEffort::kFast);
  for (size_t size = 0; size < packed.size(); ++size) {
    EXPECT_EQ(Gunzip(packed.substr(0, size), 100).status().code(), StatusCode::kInvalidArgument);
  }
  std::string other = packed;
  other[packed.size() - 8] ^= 1;  // The checksum.
  EXPECT_EQ(Gunzip(other, 100).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(Gunzip(packed + packed, 100).status().code(), StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace cledi
