#include "admin/cli/input_file.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cledi/community/v1/practice_document.pb.h"

namespace cledi {
namespace {

using community::v1::PracticeDocument;
using ::testing::HasSubstr;

StatusOr<InputFile> Reading(std::istream& in) { return InputFile::Open("-", in); }

TEST(InputFileTest, LinesAreCountedAsAnEditorCountsThem) {
  std::istringstream in("\xEF\xBB\xBFone\r\n\n  \ntwo");
  StatusOr<InputFile> file = Reading(in);
  ASSERT_TRUE(file.ok());

  EXPECT_EQ(**file->NextLine(), "one");
  EXPECT_EQ(file->line_number(), 1u);
  EXPECT_EQ(**file->NextLine(), "two");
  EXPECT_EQ(file->line_number(), 4u);
  EXPECT_FALSE(file->NextLine()->has_value());
}

TEST(InputFileTest, ALineThatIsTooLongOrNoUtf8IsRefusedAndTheNextIsRead) {
  std::istringstream in(std::string(kInputBytesMax + 1, 'x') + "\n\xff\nfine\n");
  StatusOr<InputFile> file = Reading(in);
  ASSERT_TRUE(file.ok());

  EXPECT_THAT(Message(file->NextLine().status()), HasSubstr("longer than"));
  EXPECT_THAT(Message(file->NextLine().status()), HasSubstr("UTF-8"));
  EXPECT_EQ(**file->NextLine(), "fine");
  EXPECT_EQ(file->line_number(), 3u);
}

TEST(InputFileTest, ALineOfTheGreatestLengthIsRead) {
  std::istringstream in(std::string(kInputBytesMax, 'x'));
  StatusOr<InputFile> file = Reading(in);
  ASSERT_TRUE(file.ok());

  EXPECT_EQ((*file->NextLine())->size(), kInputBytesMax);
}

TEST(InputFileTest, AWholeFileIsBoundedToo) {
  std::istringstream in(std::string(kInputBytesMax + 1, 'x'));
  StatusOr<InputFile> file = Reading(in);
  ASSERT_TRUE(file.ok());

  EXPECT_EQ(file->Rest().status().code(), StatusCode::kInvalidArgument);
}

TEST(InputFileTest, WhatIsNoFileIsNotFound) {
  std::istringstream in;

  EXPECT_EQ(InputFile::Open("/no/such/file", in).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(InputFile::Open("/", in).status().code(), StatusCode::kNotFound);
}

TEST(ParseJsonTest, ARefusalNamesTheField) {
  PracticeDocument document;

  EXPECT_THAT(Message(ParseJson(R"({"plan": {"steps": [{"minutes": "many"}]}})", document)),
              HasSubstr("plan.steps[0].minutes"));
  EXPECT_THAT(Message(ParseJson(R"({"plan": {"titel": "x"}})", document)), HasSubstr("titel"));
  EXPECT_FALSE(ParseJson(R"({"plan": {"kind": "PLAN_KIND_SONG"}})", document).ok());
  EXPECT_FALSE(ParseJson("", document).ok());
  EXPECT_FALSE(ParseJson("[1]", document).ok());
  EXPECT_FALSE(ParseJson(std::string(100'000, '['), document).ok());
}

TEST(ParseJsonTest, ARefusalIsOneShortLine) {
  PracticeDocument document;

  const Status status = ParseJson("{\"plan\": \n\x1b[2J" + std::string(5000, 'x') + "}", document);

  EXPECT_LE(Message(status).size(), 400u);
  EXPECT_EQ(Message(status).find_first_of("\n\x1b"), std::string_view::npos);
}

}  // namespace
}  // namespace cledi
