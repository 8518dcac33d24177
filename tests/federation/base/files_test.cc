#include "federation/base/files.h"

#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/temp_folder.h"

namespace cledi {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class FilesTest : public ::testing::Test {
 protected:
  std::string In(std::string_view name) const { return folder_.path() + "/" + std::string(name); }
  static fs::perms ModeOf(const std::string& path) { return fs::status(path).permissions(); }

  TempFolder folder_;
};

TEST_F(FilesTest, WhatWasWrittenIsRead) {
  const std::string bytes("a\0b\n", 4);
  ASSERT_TRUE(WriteFileDurably(In("file"), bytes, FileAccess::kOwnerOnly).ok());

  EXPECT_EQ(*ReadWholeFile(In("file"), 4), bytes);
  EXPECT_EQ(*ReadSecretFile(In("file"), 4), bytes);
}

TEST_F(FilesTest, AccessIsAsAskedWhateverWasThere) {
  std::ofstream(In("file")) << "old";
  fs::permissions(In("file"), fs::perms::all);

  ASSERT_TRUE(WriteFileDurably(In("file"), "new", FileAccess::kOwnerOnly).ok());
  ASSERT_TRUE(WriteFileDurably(In("open"), "new", FileAccess::kEverybody).ok());

  EXPECT_EQ(ModeOf(In("file")), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(ModeOf(In("open")), static_cast<fs::perms>(0644));
}

// Goal: a reader never finds half a file, so a failed write leaves the old one.
TEST_F(FilesTest, AFailedWriteLeavesTheOldFileAndNothingElse) {
  ASSERT_TRUE(WriteFileDurably(In("file"), "old", FileAccess::kOwnerOnly).ok());
  fs::create_directory(In("file.new"));  // Where the draft would go.

  EXPECT_FALSE(WriteFileDurably(In("file"), "new", FileAccess::kOwnerOnly).ok());

  EXPECT_EQ(*ReadWholeFile(In("file"), 100), "old");
}

TEST_F(FilesTest, ALeftOverOfACrashDoesNoHarm) {
  std::ofstream(In("file.new")) << "half a fi";
  fs::permissions(In("file.new"), fs::perms::all);

  ASSERT_TRUE(WriteFileDurably(In("file"), "new", FileAccess::kOwnerOnly).ok());

  EXPECT_EQ(*ReadSecretFile(In("file"), 100), "new");
  EXPECT_FALSE(fs::exists(In("file.new")));
}

TEST_F(FilesTest, WritingIntoAMissingFolderIsNotFound) {
  EXPECT_EQ(WriteFileDurably(In("no/file"), "x", FileAccess::kOwnerOnly).code(),
            StatusCode::kNotFound);
}

TEST_F(FilesTest, ReadingSaysWhatIsMissingOrTooLarge) {
  const Status missing = ReadWholeFile(In("file"), 10).status();
  EXPECT_EQ(missing.code(), StatusCode::kNotFound);
  EXPECT_THAT(std::string(Message(missing)), HasSubstr(In("file")));
  std::ofstream(In("file")) << "eleven byte";
  EXPECT_EQ(ReadWholeFile(In("file"), 10).status().code(), StatusCode::kInvalidArgument);
  EXPECT_TRUE(ReadWholeFile(In("file"), 11).ok());
}

TEST_F(FilesTest, ASecretThatOthersCanReadIsRefusedWithTheRemedy) {
  for (const int mode : {0640, 0604, 0620, 0602, 0644}) {
    ASSERT_TRUE(WriteFileDurably(In("key"), "secret", FileAccess::kOwnerOnly).ok());
    fs::permissions(In("key"), static_cast<fs::perms>(mode));
    const Status status = ReadSecretFile(In("key"), 100).status();
    EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition) << mode;
    EXPECT_THAT(std::string(Message(status)), HasSubstr("chmod 600 " + In("key")));
  }
}

TEST_F(FilesTest, APrivateFolderIsTheOwners) {
  ASSERT_TRUE(MakePrivateFolder(In("a/b/c")).ok());

  EXPECT_EQ(ModeOf(In("a/b/c")), fs::perms::owner_all);
  EXPECT_EQ(ModeOf(In("a")), fs::perms::owner_all);
  EXPECT_TRUE(MakePrivateFolder(In("a/b/c")).ok());
}

TEST_F(FilesTest, AFolderCannotBeWhereAFileIs) {
  std::ofstream(In("file")) << "x";
  EXPECT_FALSE(MakePrivateFolder(In("file/folder")).ok());
}

TEST_F(FilesTest, RenamingReplacesAFile) {
  std::ofstream(In("a")) << "new";
  std::ofstream(In("b")) << "old";

  ASSERT_TRUE(RenameDurably(In("a"), In("b")).ok());

  EXPECT_EQ(*ReadWholeFile(In("b"), 10), "new");
  EXPECT_EQ(RenameDurably(In("a"), In("b")).code(), StatusCode::kNotFound);
}

}  // namespace
}  // namespace cledi
