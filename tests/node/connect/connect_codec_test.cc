#include "node/connect/connect_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cledi/community/v1/plan_service.pb.h"

namespace cledi {
namespace {

using community::v1::GetPlanRequest;
using community::v1::ListPlansRequest;
using testing::HasSubstr;
using testing::Not;

Status Decode(std::string_view json) {
  ListPlansRequest request;
  return DecodeMessage(ConnectCodec::kJson, json, request);
}

TEST(ConnectCodecTest, ReadsAndWritesBothEncodings) {
  GetPlanRequest request;
  request.set_id("abc");
  for (const ConnectCodec codec : {ConnectCodec::kJson, ConnectCodec::kProto}) {
    const StatusOr<std::string> bytes = EncodeMessage(codec, request);
    ASSERT_TRUE(bytes.ok());
    GetPlanRequest again;
    ASSERT_TRUE(DecodeMessage(codec, *bytes, again).ok());
    EXPECT_EQ(again.id(), "abc");
  }
}

TEST(ConnectCodecTest, JsonHasTheFieldsNamesOfTheProtocol) {
  ListPlansRequest request;
  ASSERT_TRUE(
      DecodeMessage(ConnectCodec::kJson,
                    R"({"filter":{"pillars":["PILLAR_SOCIAL_INCLUSION"]},"page":{"size":3}})",
                    request)
          .ok());
  EXPECT_EQ(request.page().size(), 3U);
  ASSERT_EQ(request.filter().pillars_size(), 1);
}

TEST(ConnectCodecTest, JsonRefusesWhatItDoesNotKnow) {
  EXPECT_TRUE(Decode("{}").ok());
  for (const std::string_view json :
       {"", " ", "null", "[]", "1", "{", "{}{}", R"({"pages":{}})", R"({"page":{"size":-1}})",
        R"({"page":{"size":1.5}})", R"({"page":"three"})", R"({"page":{"size":4294967296}})",
        R"({"filter":{"pillars":["PILLAR_MADE_UP"]}})", "{\"page\":{\"token\":\"\xff\"}}"}) {
    EXPECT_EQ(Decode(json).code(), StatusCode::kInvalidArgument) << json;
  }
}

TEST(ConnectCodecTest, DeepNestingIsRefusedNotFollowed) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) {
    deep += R"({"page":)";
  }
  EXPECT_EQ(Decode(deep).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(Decode(std::string(100'000, '[')).code(), StatusCode::kInvalidArgument);
}

TEST(ConnectCodecTest, WhatIsWrongDoesNotRepeatWhatWasSent) {
  const Status status = Decode(R"({"secret-word": 1})");
  EXPECT_THAT(Message(status), HasSubstr("cledi.community.v1.ListPlansRequest"));
  EXPECT_THAT(Message(status), Not(HasSubstr("secret-word")));
}

TEST(ConnectCodecTest, BrokenBytesAreNoMessage) {
  GetPlanRequest request;
  for (const std::string_view bytes : {"\x0a",
                                       "\x0a\x05"
                                       "ab",
                                       "\xff\xff", "\x0a\x01\xff"}) {
    EXPECT_EQ(DecodeMessage(ConnectCodec::kProto, bytes, request).code(),
              StatusCode::kInvalidArgument);
  }
  EXPECT_TRUE(DecodeMessage(ConnectCodec::kProto, "", request).ok());
}

TEST(ConnectCodecTest, AnAnswerWithBrokenTextIsOurMistake) {
  GetPlanRequest broken;
  broken.set_id("\xc0\xb5");  // Not the shortest form; other broken texts lose the bytes.
  EXPECT_EQ(EncodeMessage(ConnectCodec::kJson, broken).status().code(), StatusCode::kInternal);
}

}  // namespace
}  // namespace cledi
