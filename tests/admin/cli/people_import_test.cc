#include "admin/cli/people_import.h"

#include <filesystem>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cledi/admin/v1/user_service.pb.h"
#include "federation/base/files.h"
#include "tests/admin/cli/fake_node.h"
#include "tests/support/temp_folder.h"

namespace cledi {
namespace {

using admin::v1::AddUserRequest;
using admin::v1::AddUserResponse;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;

// A node with accounts.
class AccountNode : public FakeNode {
 public:
  AccountNode() {
    On<AddUserRequest, AddUserResponse>(
        "cledi.admin.v1.UserService/AddUser",
        [this](const AddUserRequest& request) -> StatusOr<AddUserResponse> {
          RETURN_IF_ERROR(trouble);
          if (request.roles().empty()) {
            return Invalid("roles: at least one");
          }
          AddUserResponse response;
          response.set_existed(
              !passwords.try_emplace(request.user_name(), request.password()).second);
          return response;
        });
  }

  std::map<std::string, std::string> passwords;
  Status trouble;
};

constexpr char kAnna[] = R"({"userName": "anna", "roles": ["USER_ROLE_EDUCATOR"]})"
                         "\n";

class PeopleImportTest : public testing::Test {
 protected:
  FakeNode::Outcome Import(const std::string& lines) {
    return node_.Run({"user", "import", "-", "--passwords", sheet_path_}, lines);
  }
  std::string Sheet() const { return ReadSecretFile(sheet_path_, 1000).value_or("no sheet"); }

  TempFolder folder_;
  const std::string sheet_path_ = folder_.path() + "/passwords";
  AccountNode node_;
};

TEST_F(PeopleImportTest, EachGetsAPasswordThatOnlyTheSheetKnows) {
  const FakeNode::Outcome outcome = Import(kAnna);

  EXPECT_EQ(outcome.exit_status, 0) << outcome.err;
  EXPECT_EQ(Sheet(), "anna educator " + node_.passwords["anna"] + "\n");
  EXPECT_EQ(outcome.out.find(node_.passwords["anna"]), std::string::npos);
  EXPECT_THAT(outcome.out, HasSubstr("1 people have an account here"));
}

TEST_F(PeopleImportTest, AddingAgainKeepsThePassword) {
  Import(kAnna);
  const std::string sheet = Sheet();

  EXPECT_EQ(Import(kAnna).exit_status, 0);
  EXPECT_EQ(Sheet(), sheet);
}

TEST_F(PeopleImportTest, WhoHadAnAccountBeforeIsNotOnTheSheet) {
  node_.passwords["anna"] = "her own";

  EXPECT_EQ(Import(kAnna).exit_status, 0);
  EXPECT_EQ(Sheet(), "");
}

TEST_F(PeopleImportTest, WhoIsRefusedIsNotOnTheSheetAndTheOthersAre) {
  const FakeNode::Outcome outcome = Import(R"({"userName": "bora"})"
                                           "\n" +
                                           std::string(kAnna));

  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("-, line 1: roles: at least one"));
  EXPECT_EQ(Sheet(), "anna educator " + node_.passwords["anna"] + "\n");
}

// Goal: an account whose answer got lost on the way has the password that is on the sheet.
TEST_F(PeopleImportTest, ALostAnswerLeavesThePasswordOnTheSheet) {
  node_.trouble = absl::UnavailableError("the node has stopped");
  EXPECT_EQ(Import(kAnna).exit_status, 1);
  const std::string sheet = Sheet();

  node_.trouble = absl::OkStatus();
  Import(kAnna);
  EXPECT_EQ(Sheet(), sheet);
  EXPECT_EQ(sheet, "anna educator " + node_.passwords["anna"] + "\n");
}

TEST_F(PeopleImportTest, APasswordInTheFileIsRefused) {
  EXPECT_THAT(Import(R"({"userName": "anna", "password": "secret"})").err,
              HasSubstr("password: it is drawn here"));
  EXPECT_THAT(node_.passwords, IsEmpty());
}

TEST_F(PeopleImportTest, ASheetThatOthersCanReadIsNotUsed) {
  Import(kAnna);
  std::filesystem::permissions(sheet_path_, std::filesystem::perms(0644));

  const FakeNode::Outcome outcome = Import(R"({"userName": "bora"})");
  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("chmod"));
}

TEST(DrawPasswordTest, PasswordsAreEasyToTypeAndDiffer) {
  SeededRandom random(7);
  std::set<std::string> drawn;
  for (int i = 0; i < 1000; ++i) {
    const std::string password = DrawPassword(random);
    EXPECT_THAT(password, MatchesRegex("[a-z]{6}-[a-z]{6}-[a-z]{6}"));
    EXPECT_TRUE(drawn.insert(password).second) << password;
  }
}

}  // namespace
}  // namespace cledi
