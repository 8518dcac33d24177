#include "admin/socket/unix_node_connection.h"

#include <filesystem>
#include <fstream>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"

#include "cledi/admin/v1/node_service.pb.h"
#include "federation/base/clock.h"
#include "federation/rpc/executor.h"
#include "federation/rpc/method_table.h"
#include "federation/rpc_grpc/grpc_server.h"
#include "tests/support/temp_folder.h"

namespace cledi {
namespace {

using admin::v1::GetStatusRequest;
using admin::v1::GetStatusResponse;
using ::testing::HasSubstr;

constexpr std::chrono::seconds kPatience(20);

// What a running node has in its data folder, with one method behind it.
class RunningNode {
 public:
  explicit RunningNode(const std::string& data_folder) : executor_(1, 8) {
    table_.Add<GetStatusRequest, GetStatusResponse>(
        "cledi.admin.v1.NodeService/GetStatus", Role::kVisitor,
        [](const Call& call, const GetStatusRequest&) -> StatusOr<GetStatusResponse> {
          GetStatusResponse response;
          response.set_node_id("es-granada");
          response.set_version(call.caller().Has(Role::kOperator) ? "the operator"
                                                                  : call.caller().id);
          return response;
        });
    EXPECT_EQ(::mkdir((data_folder + "/run").c_str(), 0700), 0);
    auto server =
        GrpcServer::ListenOnUnixSocket(data_folder + "/run/node.sock",
                                       {.table = &table_, .executor = &executor_, .clock = &clock_},
                                       {}, [](std::string_view name) -> StatusOr<Caller> {
                                         Caller caller;
                                         caller.id = absl::StrCat("account of ", ToAbsl(name));
                                         return caller;
                                       });
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

 private:
  SystemClock clock_;
  MethodTable table_;
  Executor executor_;
  std::unique_ptr<GrpcServer> server_;
};

TEST(UnixNodeConnectionTest, ARunningNodeAnswers) {
  TempFolder folder;
  RunningNode node(folder.path());

  StatusOr<std::unique_ptr<NodeConnection>> connection = ConnectToNode(folder.path());
  ASSERT_TRUE(connection.ok()) << connection.status();
  GetStatusResponse response;
  const Status status =
      (*connection)
          ->Call("cledi.admin.v1.NodeService/GetStatus", GetStatusRequest(), response, kPatience);

  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(response.node_id(), "es-granada");
}

TEST(UnixNodeConnectionTest, WhoAsksIsTheOperatorOrWhoWasNamed) {
  TempFolder folder;
  RunningNode node(folder.path());

  for (const auto& [name, caller] :
       {std::pair("", "the operator"), std::pair("anna", "account of anna")}) {
    StatusOr<std::unique_ptr<NodeConnection>> connection = ConnectToNode(folder.path(), name);
    ASSERT_TRUE(connection.ok()) << connection.status();
    GetStatusResponse response;
    const Status status =
        (*connection)
            ->Call("cledi.admin.v1.NodeService/GetStatus", GetStatusRequest(), response, kPatience);
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_EQ(response.version(), caller);
  }
}

TEST(UnixNodeConnectionTest, ARelativeDataFolderIsFound) {
  TempFolder folder;
  RunningNode node(folder.path());

  const std::filesystem::path relative = std::filesystem::relative(folder.path());

  EXPECT_TRUE(ConnectToNode(relative).ok());
}

TEST(UnixNodeConnectionTest, AMethodThatTheNodeDoesNotKnowIsRefusedInItsOwnWords) {
  TempFolder folder;
  RunningNode node(folder.path());
  StatusOr<std::unique_ptr<NodeConnection>> connection = ConnectToNode(folder.path());
  ASSERT_TRUE(connection.ok());

  GetStatusResponse response;
  const Status status =
      (*connection)
          ->Call("cledi.admin.v1.NodeService/Dance", GetStatusRequest(), response, kPatience);

  EXPECT_EQ(status.code(), StatusCode::kUnimplemented);
}

TEST(UnixNodeConnectionTest, WithoutANodeItIsSaidHowToMakeOne) {
  TempFolder folder;

  const Status status = ConnectToNode(folder.path()).status();

  EXPECT_EQ(status.code(), StatusCode::kNotFound);
  EXPECT_THAT(Message(status), HasSubstr("cledi federation create"));
}

TEST(UnixNodeConnectionTest, ANodeThatDoesNotRunIsSaidWithHowToStartIt) {
  TempFolder folder;
  std::ofstream(folder.path() + "/node.toml") << "";

  const Status status = ConnectToNode(folder.path()).status();

  EXPECT_EQ(status.code(), StatusCode::kUnavailable);
  EXPECT_EQ(Message(status), "the node in " + folder.path() +
                                 " is not running: start it with cledi-node --data " +
                                 folder.path());
}

// Leaves a socket behind, as a node that was killed does.
void LeaveSocket(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  ::close(fd);
}

TEST(UnixNodeConnectionTest, ASocketThatNobodyListensToIsNoNode) {
  TempFolder folder;
  std::ofstream(folder.path() + "/node.toml") << "";
  std::filesystem::create_directory(folder.path() + "/run");
  LeaveSocket(folder.path() + "/run/node.sock");

  EXPECT_EQ(ConnectToNode(folder.path()).status().code(), StatusCode::kUnavailable);
}

TEST(UnixNodeConnectionTest, APathThatNoSocketFitsIntoIsRefused) {
  const Status status = ConnectToNode("/tmp/" + std::string(100, 'x')).status();

  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(Message(status), HasSubstr("107 bytes"));
}

}  // namespace
}  // namespace cledi
