#include "federation/rpc_grpc/grpc_server.h"

#include <list>

#include "absl/strings/str_format.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"

#include "tests/federation/rpc_grpc/half_open_call.h"
#include "tests/federation/rpc_grpc/test_server.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using std::chrono_literals::operator""ms;

std::string TextOf(const StatusOr<std::string>& result) {
  return std::string(Message(result.status()));
}

TEST(GrpcServerTest, ACallIsAnsweredByItsHandler) {
  TestServer server;
  TestClient client(server);
  const std::string bytes("\0\xff è", 5);
  EXPECT_EQ(*client.Call("Echo", bytes), bytes);
}

TEST(GrpcServerTest, AHandlersErrorComesThroughAsItIs) {
  TestServer server;
  TestClient client(server);
  const StatusOr<std::string> failed = client.Call("Fail", "il piano è cambiato");
  EXPECT_EQ(failed.status(), Conflict("il piano è cambiato"));
}

TEST(GrpcServerTest, AnInternalErrorKeepsItsDetailsHere) {
  TestServer server;
  TestClient client(server);
  const StatusOr<std::string> failed = client.Call("Break", "/var/lib/cledi/log is locked");
  EXPECT_EQ(failed.status().code(), StatusCode::kInternal);
  EXPECT_THAT(TextOf(failed), Not(HasSubstr("/var")));
}

TEST(GrpcServerTest, AForgottenAnswerIsInternal) {
  TestServer server;
  TestClient client(server);
  EXPECT_EQ(client.Call("Drop").status().code(), StatusCode::kInternal);
}

TEST(GrpcServerTest, AnUnknownMethodIsUnimplemented) {
  TestServer server;
  TestClient client(server);
  const StatusOr<std::string> failed = client.Call("Nothing");
  EXPECT_EQ(failed.status().code(), StatusCode::kUnimplemented);
  EXPECT_THAT(TextOf(failed), HasSubstr("test.Service/Nothing"));
}

TEST(GrpcServerTest, AMethodForAnotherRoleIsDenied) {
  TestServer server;
  TestClient client(server);
  EXPECT_EQ(client.Call("Manage").status().code(), StatusCode::kPermissionDenied);
}

TEST(GrpcServerTest, ACallerThatIsNotRecognisedIsToldWhy) {
  SystemClock clock;
  MethodTable table;
  Executor executor(1, 1);
  auto server = GrpcServer::ListenOnNetwork(
      "127.0.0.1:0", grpc::InsecureServerCredentials(),
      [](const grpc::AuthContext&) -> StatusOr<Caller> {
        return absl::UnauthenticatedError("tr-metu was removed from the network");
      },
      {.table = &table, .executor = &executor, .clock = &clock}, {});
  ASSERT_TRUE(server.ok());
  TestClient client({"es-ugr", absl::StrFormat("127.0.0.1:%d", (*server)->port())});
  EXPECT_EQ(client.Call("Echo").status(),
            absl::UnauthenticatedError("tr-metu was removed from the network"));
}

TEST(GrpcServerTest, AMessageOfTheLargestSizePassesAndALargerOneIsRefused) {
  TestServer server;
  TestClient client(server);
  const std::string largest(1 << 20, 'x');
  EXPECT_EQ(client.Call("Echo", largest)->size(), largest.size());

  // The client refuses by itself; one that does not is refused by the server.
  grpc::ChannelArguments careless;
  careless.SetMaxSendMessageSize(-1);
  auto channel = grpc::CreateCustomChannel(server.target().address,
                                           grpc::InsecureChannelCredentials(), careless);
  grpc::ClientContext context;
  grpc::ByteBuffer response;
  grpc::Slice slice(std::string(2 << 20, 'x'));
  grpc::CompletionQueue queue;
  auto call = grpc::GenericStub(channel).PrepareUnaryCall(&context, "/test.Service/Echo",
                                                          grpc::ByteBuffer(&slice, 1), &queue);
  call->StartCall();
  grpc::Status status;
  call->Finish(&response, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  ASSERT_TRUE(queue.Next(&tag, &ok));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);

  EXPECT_EQ(*client.Call("Echo", "still well"), "still well");
}

TEST(GrpcServerTest, AnAnswerThatIsTooLargeIsOurMistake) {
  TestServer server;
  TestClient client(server);
  EXPECT_EQ(client.Call("Big").status().code(), StatusCode::kInternal);
}

TEST(GrpcServerTest, AnAnswerMayComeLaterAndInAnyOrder) {
  TestServer server({}, 1);
  TestClient client(server);
  Outcome first;
  Outcome second;
  client.CallAsync("Hold", "", first.Take());
  const Waiting::One one = server.held.Take();
  client.CallAsync("Hold", "", second.Take());
  const Waiting::One two = server.held.Take();
  // The only worker is free meanwhile.
  EXPECT_EQ(*client.Call("Echo", "x"), "x");

  two.answer(Bytes("two"));
  EXPECT_EQ(*second.Get(), "two");
  EXPECT_FALSE(first.Has());
  one.answer(Bytes("one"));
  EXPECT_EQ(*first.Get(), "one");
}

TEST(GrpcServerTest, AHandlerLearnsThatItsCallerLeft) {
  TestServer server;
  TestClient client(server);
  Outcome outcome;
  const std::shared_ptr<RpcCall> call = client.CallAsync("Hold", "", outcome.Take());
  const Waiting::One held = server.held.Take();
  absl::Notification cancelled;
  held.call->OnCancelled([&] { cancelled.Notify(); });

  call->Cancel();

  cancelled.WaitForNotification();
  EXPECT_TRUE(held.call->cancelled());
  EXPECT_EQ(outcome.Get().status().code(), StatusCode::kCancelled);
  held.answer(Bytes("to nobody"));
  EXPECT_EQ(*client.Call("Echo", "x"), "x");
}

TEST(GrpcServerTest, AHandlerKnowsItsDeadlineAndLearnsThatItPassed) {
  TestServer server;
  TestClient client(server);
  const std::chrono::milliseconds before = server.clock.Monotonic();
  Outcome outcome;
  const auto call =
      client.channel.CallAsync<BytesValue>("test.Service/Hold", Bytes(""), 300ms, outcome.Take());
  const Waiting::One held = server.held.Take();
  EXPECT_GE(held.call->deadline(), before);
  EXPECT_LE(held.call->deadline(), server.clock.Monotonic() + 301ms);

  absl::Notification cancelled;
  held.call->OnCancelled([&] { cancelled.Notify(); });
  cancelled.WaitForNotification();
  EXPECT_EQ(outcome.Get().status().code(), StatusCode::kDeadlineExceeded);
}

// Goal: the node's own refusal comes as it is, not as a failure to reach it.
TEST(GrpcServerTest, AFullExecutorIsUnavailable) {
  TestServer server({}, 1, 1);
  BusyWorker worker(server.executor);
  ASSERT_TRUE(server.executor.TryRun([] {}).ok());
  TestClient client(server);

  const StatusOr<std::string> refused = client.Call("Echo");
  worker.Release();

  EXPECT_EQ(refused.status(), absl::UnavailableError("the node is busy, try again shortly"));
}

TEST(GrpcServerTest, ManyCallsFromManyChannelsAreAllAnswered) {
  constexpr int kClients = 8;
  constexpr int kCallsEach = 50;
  TestServer server({.calls = {.calls_max = 1000, .calls_per_caller_max = 1000}}, 2, 1000);
  std::list<TestClient> clients;
  std::list<Outcome> outcomes;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back(server);
  }
  for (int i = 0; i < kCallsEach; ++i) {
    for (TestClient& client : clients) {
      client.CallAsync("Echo", absl::StrFormat("%d", i), outcomes.emplace_back().Take());
    }
  }
  auto outcome = outcomes.begin();
  for (int i = 0; i < kCallsEach * kClients; ++i, ++outcome) {
    EXPECT_EQ(*outcome->Get(), absl::StrFormat("%d", i / kClients));
  }
}

TEST(GrpcServerTest, CallsInFlightAreBoundedForEachCallerAndInAll) {
  TestServer server({.calls = {.calls_max = 3, .calls_per_caller_max = 2}});
  TestClient client(server);
  Outcome outcomes[3];
  client.CallAsync("Hold", "", outcomes[0].Take());
  client.CallAsync("Hold", "", outcomes[1].Take());
  const Waiting::One first = server.held.Take();
  const Waiting::One second = server.held.Take();

  const StatusOr<std::string> third = client.Call("Echo");
  EXPECT_EQ(third.status().code(), StatusCode::kResourceExhausted);
  EXPECT_THAT(TextOf(third), HasSubstr("tr-metu already has 2 calls in flight"));
  server.WaitForCalls(2);

  server.SetPeer("es-ugr");
  client.CallAsync("Hold", "", outcomes[2].Take());
  const Waiting::One other = server.held.Take();
  server.SetPeer("it-unimib");
  EXPECT_THAT(TextOf(client.Call("Echo")), HasSubstr("already serves 3 calls"));

  first.answer(Bytes(""));
  second.answer(Bytes(""));
  other.answer(Bytes(""));
  for (Outcome& outcome : outcomes) {
    EXPECT_TRUE(outcome.Get().ok());
  }
  server.WaitForCalls(0);
  EXPECT_EQ(*client.Call("Echo", "room again"), "room again");
}

TEST(GrpcServerTest, ACallThatNeverSendsItsMessageIsEnded) {
  TestServer server({.request_timeout = 50ms});
  HalfOpenCall half_open(server.target().address);
  EXPECT_EQ(half_open.Finish(), grpc::StatusCode::CANCELLED);
}

TEST(GrpcServerTest, ACallThatEndsWithoutAMessageIsInvalid) {
  TestServer server;
  HalfOpenCall half_open(server.target().address);
  half_open.SendNothingMore();
  EXPECT_EQ(half_open.Finish(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST(GrpcServerTest, AMessageThatIsNoProtobufIsInvalid) {
  TestServer server;
  HalfOpenCall call(server.target().address);
  call.SendLast("\x0a\xff");
  EXPECT_EQ(call.Finish(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST(GrpcServerTest, ATakenPortIsNamed) {
  TestServer server;
  const auto second = GrpcServer::ListenOnNetwork(
      server.target().address, grpc::InsecureServerCredentials(), {},
      {.table = &server.table, .executor = &server.executor, .clock = &server.clock}, {});
  EXPECT_EQ(second.status().code(), StatusCode::kAlreadyExists);
  EXPECT_THAT(std::string(Message(second.status())), HasSubstr(server.target().address));
}

TEST(GrpcServerTest, ACutNodeLosesItsCallsAndConnectionsAndNobodyElse) {
  TestServer server;
  TestClient theirs(server);
  TestClient others(server);
  Outcome cut;
  Outcome kept;
  theirs.CallAsync("Hold", "", cut.Take());
  const Waiting::One to_cut = server.held.Take();
  server.SetPeer("es-ugr");
  others.CallAsync("Hold", "", kept.Take());
  const Waiting::One to_keep = server.held.Take();

  server.server->CutPeer("tr-metu");

  EXPECT_FALSE(cut.Get().ok());
  EXPECT_TRUE(to_cut.call->cancelled());
  EXPECT_EQ(server.server->figures().connections.cut, 1u);
  EXPECT_FALSE(to_keep.call->cancelled());
  to_keep.answer(Bytes("kept"));
  EXPECT_EQ(*kept.Get(), "kept");
}

TEST(GrpcServerTest, ANodeThatCallsFarTooOftenIsShutOutAndNobodyElse) {
  TestServer server({.connections = {.calls_per_second_max = 20}}, 2, 4096);
  TestClient flood(server);
  TestClient others(server);
  server.SetPeer("es-ugr");
  ASSERT_TRUE(others.Call("Echo").ok());
  server.SetPeer("tr-metu");
  std::list<Outcome> outcomes;
  for (int i = 0; i < 60; ++i) {
    flood.CallAsync("Echo", "", outcomes.emplace_back().Take());
  }
  size_t failed = 0;
  for (Outcome& outcome : outcomes) {
    failed += outcome.Get().ok() ? 0u : 1u;
  }
  EXPECT_GE(failed, 1u);
  EXPECT_TRUE(server.server->Banned("tr-metu"));
  EXPECT_FALSE(flood.Call("Echo").ok());

  server.SetPeer("es-ugr");
  EXPECT_EQ(*others.Call("Echo", "x"), "x");
  EXPECT_FALSE(server.server->Banned("es-ugr"));
}

TEST(GrpcServerTest, ConnectionsThatEndAreForgotten) {
  TestServer server;
  for (int i = 0; i < 5; ++i) {
    TestClient client(server);
    ASSERT_TRUE(client.Call("Echo").ok());
  }
  while (server.server->figures().connections.open > 0) {
    std::this_thread::yield();
  }
  EXPECT_EQ(server.server->figures().connections.admitted, 5u);
}

TEST(GrpcServerTest, MoreConnectionsOfOneHostThanAllowedAreRefused) {
  TestServer server({.connections = {.connections_per_host_max = 1}});
  TestClient first(server);
  ASSERT_TRUE(first.Call("Echo").ok());
  TestClient second(server);
  EXPECT_EQ(second.Call("Echo").status().code(), StatusCode::kUnavailable);
  EXPECT_TRUE(first.Call("Echo").ok());
  EXPECT_GE(server.server->figures().connections.refused, 1u);
}

}  // namespace
}  // namespace cledi
