#include "federation/rpc_grpc/rpc_channel.h"

#include <filesystem>
#include <list>

#include "absl/strings/str_format.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"

#include "tests/federation/rpc_grpc/raw_socket.h"
#include "tests/federation/rpc_grpc/test_server.h"
#include "tests/support/temp_folder.h"

namespace cledi {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

std::string TextOf(const Status& status) { return std::string(Message(status)); }

TEST(RpcChannelTest, WhoCannotBeReachedIsNamedWithTheReason) {
  int free_port = 0;
  {
    const auto socket = ListeningSocket::OnNetwork("127.0.0.1:0");
    ASSERT_TRUE(socket.ok());
    free_port = socket->port();
  }
  const std::string address = absl::StrFormat("127.0.0.1:%d", free_port);
  TestClient client({.name = "es-ugr", .address = address});

  const StatusOr<std::string> failed = client.Call("Echo");

  EXPECT_EQ(failed.status().code(), StatusCode::kUnavailable);
  EXPECT_THAT(TextOf(failed.status()), AllOf(HasSubstr("cannot reach es-ugr at " + address),
                                             HasSubstr("Connection refused")));
}

TEST(RpcChannelTest, ACallThatIsNotAnsweredInTimeSaysSo) {
  TestServer server;
  TestClient client(server);
  ASSERT_TRUE(client.Call("Echo").ok());
  BytesValue response;
  const Status late = client.channel.Call("test.Service/Hold", Bytes(""), response, 150ms);
  EXPECT_EQ(late.code(), StatusCode::kDeadlineExceeded);
  EXPECT_EQ(TextOf(late), "tr-metu did not answer test.Service/Hold within 0.15 s");
}

// A host that takes the connection and says nothing, as a firewall may.
TEST(RpcChannelTest, AConnectionThatDoesNotComeUpInTimeSaysSo) {
  const auto silent = ListeningSocket::OnNetwork("127.0.0.1:0");
  ASSERT_TRUE(silent.ok());
  TestClient client({.name = "es-ugr", .address = absl::StrFormat("127.0.0.1:%d", silent->port())});
  BytesValue response;
  const Status late = client.channel.Call("test.Service/Echo", Bytes(""), response, 150ms);
  EXPECT_EQ(late.code(), StatusCode::kDeadlineExceeded);
  EXPECT_THAT(TextOf(late), HasSubstr("cannot reach es-ugr"));
}

TEST(RpcChannelTest, AChannelFindsANodeThatComesBack) {
  auto server = std::make_unique<TestServer>();
  const std::string address = server->target().address;
  TestClient client(*server);
  ASSERT_TRUE(client.Call("Echo").ok());
  server->server->Stop(0ms);
  ASSERT_FALSE(client.Call("Echo").ok());

  auto again = GrpcServer::ListenOnNetwork(
      address, grpc::InsecureServerCredentials(),
      [](const grpc::AuthContext&) { return Caller::Peer("tr-metu"); },
      {.table = &server->table, .executor = &server->executor, .clock = &server->clock}, {});
  ASSERT_TRUE(again.ok()) << again.status();
  StatusOr<std::string> answer = client.Call("Echo", "back");
  while (!answer.ok()) {
    answer = client.Call("Echo", "back");
  }
  EXPECT_EQ(*answer, "back");
}

TEST(RpcChannelTest, ACancelledCallEndsAndCancellingLaterIsHarmless) {
  TestServer server;
  TestClient client(server);
  Outcome outcome;
  const std::shared_ptr<RpcCall> call = client.CallAsync("Hold", "", outcome.Take());
  const Waiting::One held = server.held.Take();
  call->Cancel();
  EXPECT_EQ(outcome.Get().status().code(), StatusCode::kCancelled);
  call->Cancel();
}

TEST(RpcChannelTest, ARequestThatIsTooLargeIsNotSent) {
  TestServer server;
  TestClient client(server);
  const StatusOr<std::string> refused = client.Call("Echo", std::string(2 << 20, 'x'));
  EXPECT_EQ(refused.status().code(), StatusCode::kInternal);
  EXPECT_THAT(TextOf(refused.status()), HasSubstr("over the limit"));
}

TEST(RpcChannelTest, AnAnswerOfAnotherTypeIsNamed) {
  TestServer server;
  TestClient client(server);
  google::protobuf::DoubleValue number;
  const Status wrong = client.channel.Call("test.Service/Echo", Bytes("\xff\xff"), number, 20s);
  EXPECT_TRUE(wrong.ok()) << "an unknown field is kept, not refused";
  google::protobuf::StringValue text;
  const Status no_text = client.channel.Call("test.Service/Echo", Bytes("\xff\xff"), text, 20s);
  EXPECT_EQ(no_text.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(TextOf(no_text), HasSubstr("what tr-metu answers to test.Service/Echo"));
}

// Goal: when a channel has gone, no callback of it can run any more.
TEST(RpcChannelTest, AChannelEndsItsCallsBeforeItGoes) {
  TestServer server;
  std::list<Outcome> outcomes;
  Waiting::One held;
  {
    TestClient client(server);
    for (int i = 0; i < 20; ++i) {
      client.CallAsync("Hold", "", outcomes.emplace_back().Take());
    }
    held = server.held.Take();
  }
  for (Outcome& outcome : outcomes) {
    ASSERT_TRUE(outcome.Has());
    EXPECT_EQ(outcome.Get().status().code(), StatusCode::kCancelled);
  }
}

TEST(RpcChannelTest, OneThreadServesManyChannelsAndACallbackMayCallAgain) {
  TestServer server;
  CompletionThread thread;
  RpcChannel first(server.target(), grpc::InsecureChannelCredentials(), &thread);
  RpcChannel second(server.target(), grpc::InsecureChannelCredentials(), &thread);
  Outcome outcome;
  first.CallAsync<BytesValue>(
      "test.Service/Echo", Bytes("on"), 20s, [&](StatusOr<BytesValue> response) {
        ASSERT_TRUE(response.ok());
        second.CallAsync<BytesValue>("test.Service/Echo", *response, 20s, outcome.Take());
      });
  EXPECT_EQ(*outcome.Get(), "on");
}

TEST(RpcChannelTest, OverAUnixSocketTheCallerIsTheOperator) {
  const TempFolder folder;
  SystemClock clock;
  MethodTable table;
  Waiting held;
  FillTable(table, held);
  Executor executor(1, 16);
  auto server = GrpcServer::ListenOnUnixSocket(
      folder.path() + "/node.sock", {.table = &table, .executor = &executor, .clock = &clock}, {});
  ASSERT_TRUE(server.ok()) << server.status();
  CompletionThread thread;
  RpcChannel channel({.name = "the node", .address = "unix:" + (folder.path() + "/node.sock")},
                     nullptr, &thread);

  BytesValue response;
  EXPECT_TRUE(channel.Call("test.Service/Manage", Bytes("x"), response, 20s).ok());
  EXPECT_EQ(response.value(), "x");
  EXPECT_THAT(TextOf(channel.Call("test.Service/Break", Bytes("where"), response, 20s)), "where");

  (*server)->Stop(1s);
  EXPECT_FALSE(std::filesystem::exists(folder.path() + "/node.sock"));
  const Status gone = channel.Call("test.Service/Manage", Bytes("x"), response, 20s);
  EXPECT_THAT(TextOf(gone), HasSubstr("cannot reach the node at unix:"));
}

// Goal: whoever acts for a person has that person's rights alone, and nobody else's.
TEST(RpcChannelTest, OverAUnixSocketAnOperatorMayActForAPerson) {
  const TempFolder folder;
  const std::string path = folder.path() + "/node.sock";
  SystemClock clock;
  MethodTable table;
  Waiting held;
  FillTable(table, held);
  table.Add<BytesValue, BytesValue>(
      "test.Service/WhoAmI", Role::kVisitor,
      [](const Call& call, const BytesValue&) { return Bytes(call.caller().id); });
  Executor executor(1, 16);
  const auto act_as = [](std::string_view name) -> StatusOr<Caller> {
    if (name != "ada") {
      return NotFound("no account has this name");
    }
    Caller caller;
    caller.id = "account of ada";
    return caller;
  };
  auto server = GrpcServer::ListenOnUnixSocket(
      path, {.table = &table, .executor = &executor, .clock = &clock}, {}, act_as);
  ASSERT_TRUE(server.ok()) << server.status();
  CompletionThread thread;
  BytesValue response;
  const auto call_as = [&](const std::string& name, const std::string& method) {
    RpcChannel channel({.name = "the node", .address = "unix:" + path, .act_as = name}, nullptr,
                       &thread);
    return channel.Call("test.Service/" + method, Bytes("x"), response, 20s);
  };

  EXPECT_TRUE(call_as("ada", "WhoAmI").ok());
  EXPECT_EQ(response.value(), "account of ada");
  EXPECT_EQ(call_as("ada", "Manage").code(), StatusCode::kPermissionDenied);
  EXPECT_EQ(call_as("bo", "WhoAmI").code(), StatusCode::kNotFound);
  EXPECT_TRUE(call_as("", "WhoAmI").ok());
  EXPECT_EQ(response.value(), "operator");
  for (const std::string& name : {std::string("ada\nx"), std::string("a da"),
                                  std::string("\xc3\xa7"), std::string("a\0b", 3)}) {
    EXPECT_EQ(call_as(name, "WhoAmI").code(), StatusCode::kInvalidArgument) << name;
  }
}

TEST(RpcChannelTest, WhereNobodyCanBeActedForItIsRefused) {
  const TempFolder folder;
  const std::string path = folder.path() + "/node.sock";
  SystemClock clock;
  MethodTable table;
  Waiting held;
  FillTable(table, held);
  Executor executor(1, 16);
  auto server = GrpcServer::ListenOnUnixSocket(
      path, {.table = &table, .executor = &executor, .clock = &clock}, {});
  ASSERT_TRUE(server.ok()) << server.status();
  CompletionThread thread;
  RpcChannel channel({.name = "the node", .address = "unix:" + path, .act_as = "ada"}, nullptr,
                     &thread);
  BytesValue response;
  EXPECT_EQ(channel.Call("test.Service/Manage", Bytes("x"), response, 20s).code(),
            StatusCode::kInvalidArgument);
}

// Goal: a peer becomes nobody else by what it writes into its call.
TEST(RpcChannelTest, APeerThatWantsToActForSomebodyStaysThatPeer) {
  TestServer server;
  server.SetPeer("tr-metu");
  CompletionThread thread;
  RpcChannel::Target target = server.target();
  target.act_as = "ada";
  RpcChannel channel(target, grpc::InsecureChannelCredentials(), &thread);
  BytesValue response;
  EXPECT_TRUE(channel.Call("test.Service/Echo", Bytes("x"), response, 20s).ok());
  EXPECT_EQ(channel.Call("test.Service/Manage", Bytes("x"), response, 20s).code(),
            StatusCode::kPermissionDenied);
}

TEST(RpcChannelTest, AUnixSocketThatIsNotThereOrCannotBeIsExplained) {
  const TempFolder folder;
  CompletionThread thread;
  const auto call = [&](const std::string& path) {
    RpcChannel channel({.name = "the node", .address = "unix:" + path}, nullptr, &thread);
    BytesValue response;
    return channel.Call("test.Service/Echo", Bytes("x"), response, 20s);
  };
  EXPECT_THAT(TextOf(call(folder.path() + "/node.sock")),
              AllOf(HasSubstr("cannot reach the node"), HasSubstr("No such file or directory")));
  const Status too_long = call(folder.path() + "/" + std::string(200, 'x'));
  EXPECT_EQ(too_long.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(TextOf(too_long), HasSubstr("the system takes 107"));
}

}  // namespace
}  // namespace cledi
