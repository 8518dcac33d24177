#include "node/http/query.h"

#include <gtest/gtest.h>

namespace cledi {
namespace {

TEST(PercentTest, DecodesBytesAndRefusesBrokenOnes) {
  EXPECT_EQ(PercentDecode("caf%C3%A9%20%2f").value(), "café /");
  EXPECT_EQ(PercentDecode("a+b").value(), "a+b");
  EXPECT_EQ(PercentDecode("%2525").value(), "%25") << "decoded once, not twice";
  for (const std::string_view broken : {"%", "%4", "%zz", "a%4", "%+1", "% 1"}) {
    EXPECT_FALSE(PercentDecode(broken).ok()) << broken;
  }
}

TEST(PercentTest, RefusesWhatIsNoText) {
  for (const std::string_view bytes :
       {"%00", "%FF", "%C0%AF", "%ED%A0%80", "%F4%90%80%80", "%E2%82", "\xff"}) {
    EXPECT_FALSE(PercentDecode(bytes).ok()) << bytes;
  }
}

TEST(PercentTest, EncodesAllButUnreservedCharacters) {
  EXPECT_EQ(PercentEncode("aZ9-._~ /?&=#é"), "aZ9-._~%20%2F%3F%26%3D%23%C3%A9");
}

TEST(IsTextTest, TakesEveryLengthOfSequence) {
  EXPECT_TRUE(IsText(""));
  EXPECT_TRUE(IsText("a\u00e9\u20ac\U0001f600\U0010ffff"));
  EXPECT_FALSE(IsText(std::string_view("a\0b", 3)));
}

TEST(QueryTest, KeepsOrderAndRepeatedNames) {
  const Query query = Query::Parse("lang=it&lang=es&q=a+b%26c&empty=&flag&&").value();
  EXPECT_EQ(query.GetAll("lang"), (std::vector<std::string>{"it", "es"}));
  EXPECT_EQ(query.Get("q"), "a b&c");
  EXPECT_EQ(query.Get("empty"), "");
  EXPECT_EQ(query.Get("flag"), "");
  EXPECT_EQ(query.Get("absent"), std::nullopt);
  EXPECT_EQ(query.Encode(), "lang=it&lang=es&q=a%20b%26c&empty=&flag=");
}

TEST(QueryTest, RemovesAllPairsOfAName) {
  Query query = Query::Parse("a=1&b=2&a=3").value();
  query.Remove("a");
  EXPECT_EQ(query.Encode(), "b=2");
}

TEST(QueryTest, RefusesTooManyPairs) {
  std::string pairs;
  for (size_t i = 0; i <= Query::kPairsMax; ++i) {
    pairs += "a=1&";
  }
  EXPECT_FALSE(Query::Parse(pairs).ok());
}

}  // namespace
}  // namespace cledi
