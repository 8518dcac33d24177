#include "federation/rpc_grpc/listening_socket.h"

#include <filesystem>
#include <fstream>

#include <sys/stat.h>

#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/temp_folder.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;

std::string TextOf(const StatusOr<ListeningSocket>& result) {
  return std::string(Message(result.status()));
}

unsigned ModeOf(const std::string& path) {
  struct stat status = {};
  EXPECT_EQ(stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 0777;
}

TEST(ListeningSocketTest, PortZeroTakesAFreeOneAndATakenOneIsNamed) {
  const auto first = ListeningSocket::OnNetwork("127.0.0.1:0");
  ASSERT_TRUE(first.ok()) << first.status();
  const std::string address = absl::StrFormat("127.0.0.1:%d", first->port());
  ASSERT_GT(first->port(), 0);

  const auto second = ListeningSocket::OnNetwork(address);
  EXPECT_EQ(second.status().code(), StatusCode::kAlreadyExists);
  EXPECT_THAT(TextOf(second), HasSubstr(address));
  EXPECT_THAT(TextOf(second), HasSubstr("another program uses this port"));
}

TEST(ListeningSocketTest, WhatIsNoAddressIsRefused) {
  for (const char* bad : {"", "8443", ":8443", "127.0.0.1:", "127.0.0.1:http", "[::1", "a b:1"}) {
    EXPECT_EQ(ListeningSocket::OnNetwork(bad).status().code(), StatusCode::kInvalidArgument) << bad;
  }
  // TEST-NET-1, RFC 5737: nobody's.
  const auto foreign = ListeningSocket::OnNetwork("192.0.2.1:0");
  EXPECT_THAT(TextOf(foreign), HasSubstr("no such address"));
}

TEST(ListeningSocketTest, AUnixSocketIsForItsOwnerAloneAndGoesWithIt) {
  const TempFolder folder;
  const std::string path = folder.path() + "/run/node.sock";
  {
    const auto socket = ListeningSocket::OnUnixSocket(path);
    ASSERT_TRUE(socket.ok()) << socket.status();
    EXPECT_EQ(ModeOf(path), 0600u);
    EXPECT_EQ(ModeOf(folder.path() + "/run"), 0700u);
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(ListeningSocketTest, AFolderThatOthersMayEnterIsRefused) {
  const TempFolder folder;
  std::filesystem::permissions(folder.path(), static_cast<std::filesystem::perms>(0755));
  const auto socket = ListeningSocket::OnUnixSocket(folder.path() + "/node.sock");
  EXPECT_EQ(socket.status().code(), StatusCode::kFailedPrecondition);
  EXPECT_THAT(TextOf(socket), HasSubstr("chmod 700"));
}

TEST(ListeningSocketTest, ASocketThatSomebodyListensOnIsNotTaken) {
  const TempFolder folder;
  const auto first = ListeningSocket::OnUnixSocket(folder.path() + "/node.sock");
  ASSERT_TRUE(first.ok());
  const auto second = ListeningSocket::OnUnixSocket(folder.path() + "/node.sock");
  EXPECT_EQ(second.status().code(), StatusCode::kAlreadyExists);
  EXPECT_TRUE(std::filesystem::exists(folder.path() + "/node.sock"));
}

TEST(ListeningSocketTest, WhatADeadProcessLeftIsReplaced) {
  const TempFolder folder;
  {
    auto died = ListeningSocket::OnUnixSocket(folder.path() + "/node.sock");
    ASSERT_TRUE(died.ok());
    // As after SIGKILL: the file outlives its process.
    std::filesystem::rename(folder.path() + "/node.sock", folder.path() + "/kept");
  }
  std::filesystem::rename(folder.path() + "/kept", folder.path() + "/node.sock");
  const auto next = ListeningSocket::OnUnixSocket(folder.path() + "/node.sock");
  EXPECT_TRUE(next.ok()) << next.status();
}

TEST(ListeningSocketTest, AFileInTheWayIsKept) {
  const TempFolder folder;
  std::ofstream(folder.path() + "/node.sock") << "precious";
  const auto socket = ListeningSocket::OnUnixSocket(folder.path() + "/node.sock");
  EXPECT_EQ(socket.status().code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(std::filesystem::file_size(folder.path() + "/node.sock"), 8u);
}

TEST(ListeningSocketTest, ANewerOwnersSocketFileIsNotRemoved) {
  const TempFolder folder;
  auto first = std::make_unique<StatusOr<ListeningSocket>>(
      ListeningSocket::OnUnixSocket(folder.path() + "/node.sock"));
  ASSERT_TRUE(first->ok());
  std::filesystem::rename(folder.path() + "/node.sock", folder.path() + "/moved");
  const auto second = ListeningSocket::OnUnixSocket(folder.path() + "/node.sock");
  ASSERT_TRUE(second.ok());
  first.reset();
  EXPECT_TRUE(std::filesystem::exists(folder.path() + "/node.sock"));
}

TEST(ListeningSocketTest, APathThatTheSystemDoesNotTakeIsExplained) {
  const TempFolder folder;
  const size_t room = 107 - folder.path().size() - 1;
  EXPECT_TRUE(ListeningSocket::OnUnixSocket(folder.path() + "/" + std::string(room, 'x')).ok());
  const auto longer =
      ListeningSocket::OnUnixSocket(folder.path() + "/" + std::string(room + 1, 'x'));
  EXPECT_EQ(longer.status().code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(TextOf(longer), HasSubstr("has 108 bytes and the system takes 107"));
  EXPECT_EQ(ListeningSocket::OnUnixSocket("").status().code(), StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace cledi
