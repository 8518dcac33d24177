#include "admin/cli/federation_verbs.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/admin/cli/fake_node.h"
#include "tests/support/temp_folder.h"

namespace cledi {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::vector<std::string> CreateIn(const std::string& folder) {
  return {"--data",        folder,   "federation",    "create",         "--domain",
          "cledi.example", "--name", "CLEDI",         "--id",           "it-bicocca",
          "--country",     "IT",     "--institution", "Milano-Bicocca", "--enrolment-listen",
          "127.0.0.1:8433"};
}

TEST(FederationVerbsTest, CreatingSaysWhatToDoNext) {
  TempFolder folder;
  FakeNode node;

  const FakeNode::Outcome outcome = node.Run(CreateIn(folder.path()));

  EXPECT_EQ(outcome.exit_status, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("Move the three keys in " + folder.path() + "/recovery"),
                    HasSubstr("cledi-node --data " + folder.path()), HasSubstr("node invite")));
  EXPECT_TRUE(std::filesystem::exists(folder.path() + "/node.toml"));
}

TEST(FederationVerbsTest, CreatingTwiceIsRefused) {
  TempFolder folder;
  FakeNode node;
  node.Run(CreateIn(folder.path()));

  const FakeNode::Outcome again = node.Run(CreateIn(folder.path()));

  EXPECT_EQ(again.exit_status, 1);
  EXPECT_THAT(again.err, HasSubstr("belongs to a federation already"));
}

TEST(FederationVerbsTest, JsonNamesTheNodeAndItsFolder) {
  TempFolder folder;
  FakeNode node;
  std::vector<std::string> arguments = CreateIn(folder.path());
  arguments.push_back("--json");

  const FakeNode::Outcome outcome = node.Run(arguments);

  EXPECT_THAT(outcome.out, AllOf(HasSubstr("\"nodeId\": \"it-bicocca\""),
                                 HasSubstr("\"dataFolder\": \"" + folder.path() + "\"")));
}

TEST(FederationVerbsTest, WhatIsNoTokenIsSaidPlainly) {
  TempFolder folder;
  FakeNode node;

  const FakeNode::Outcome outcome =
      node.Run({"--data", folder.path(), "join", "kubeadm join 10.0.0.1"});

  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("token"));
}

}  // namespace
}  // namespace cledi
