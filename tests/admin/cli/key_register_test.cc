#include "admin/cli/key_register.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;

class KeyRegisterTest : public testing::Test {
 protected:
  TempFolder folder_;
  std::string path_ = folder_.path() + "/keys";
};

TEST_F(KeyRegisterTest, WhatIsSavedIsThereAgain) {
  StatusOr<KeyRegister> keys = KeyRegister::Load(path_);
  ASSERT_TRUE(keys.ok()) << keys.status();
  keys->Note("one", "id1");
  keys->Note("a \"quoted\"\nkey", "id2");
  keys->Note("one", "id3");
  ASSERT_TRUE(keys->Save().ok());

  const StatusOr<KeyRegister> again = KeyRegister::Load(path_);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->IdOf("one").value(), "id3");
  EXPECT_EQ(again->IdOf("a \"quoted\"\nkey").value(), "id2");
}

TEST_F(KeyRegisterTest, AnUnknownKeyIsAnErrorThatSaysWhatToDo) {
  const StatusOr<std::string> id = KeyRegister().IdOf("one");

  EXPECT_EQ(id.status().code(), StatusCode::kNotFound);
  EXPECT_THAT(Message(id.status()), HasSubstr("\"one\", which was not imported here; --keys FILE"));
}

TEST_F(KeyRegisterTest, AFileThatIsNoRegisterIsRefused) {
  for (const char* text : {"", "[1]", "{\"a\": 1}", "{\"a\": \"1\"", "\"text\"", "\xff"}) {
    std::ofstream(path_) << text;
    EXPECT_EQ(KeyRegister::Load(path_).status().code(), StatusCode::kInvalidArgument) << text;
  }
}

TEST_F(KeyRegisterTest, ARegisterThatIsKeptNowhereNeedsNoSaving) {
  KeyRegister keys;
  keys.Note("one", "id1");

  EXPECT_TRUE(keys.Save().ok());
  EXPECT_EQ(keys.IdOf("one").value(), "id1");
}

}  // namespace
}  // namespace cledi
