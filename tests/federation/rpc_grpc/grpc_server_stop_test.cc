#include <atomic>
#include <filesystem>
#include <iterator>
#include <list>
#include <memory>
#include <thread>

#include "absl/strings/str_format.h"
#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

#include "tests/federation/rpc_grpc/half_open_call.h"
#include "tests/federation/rpc_grpc/raw_socket.h"
#include "tests/federation/rpc_grpc/test_server.h"

namespace cledi {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""min;

// How many file descriptors this process has open.
ptrdiff_t OpenDescriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

// Longer than any test may run: a stop that waits for it fails by the suite's time limit.
constexpr std::chrono::milliseconds kForEver = 30min;

TEST(GrpcServerStopTest, AnIdleServerStopsAtOnceAndTwice) {
  TestServer server;
  TestClient client(server);
  ASSERT_TRUE(client.Call("Echo").ok());
  server.server->Stop(kForEver);
  server.server->Stop(kForEver);
  EXPECT_EQ(client.Call("Echo").status().code(), StatusCode::kUnavailable);
}

TEST(GrpcServerStopTest, AHandlerThatIsToldEndsAndItsAnswerArrives) {
  TestServer server;
  TestClient client(server);
  Outcome outcome;
  client.CallAsync("Hold", "", outcome.Take());
  const Waiting::One held = server.held.Take();
  held.call->OnCancelled([&] { held.answer(Bytes("nothing new")); });

  server.server->Stop(kForEver);

  EXPECT_EQ(*outcome.Get(), "nothing new");
}

// Goal: no handler can hold up the stop of a node, and its late answer hurts nobody.
TEST(GrpcServerStopTest, AHandlerThatNeverAnswersIsNotWaitedFor) {
  Outcome outcome;
  Waiting::One held;
  {
    TestServer server;
    TestClient client(server);
    client.CallAsync("Hold", "", outcome.Take());
    held = server.held.Take();
    server.server->Stop(10ms);
    EXPECT_TRUE(held.call->cancelled());
    EXPECT_FALSE(outcome.Get().ok());
  }
  held.answer(Bytes("too late"));
  const std::weak_ptr<Call> watched = held.call;
  held = {};
  EXPECT_TRUE(watched.expired());
}

TEST(GrpcServerStopTest, AQueuedCallIsRefusedWithoutItsHandler) {
  TestServer server({}, 1);
  BusyWorker worker(server.executor);
  TestClient client(server);
  Outcome outcome;
  client.CallAsync("Hold", "", outcome.Take());
  server.WaitForCalls(1);

  server.server->Stop(10ms);
  worker.Release();

  EXPECT_FALSE(outcome.Get().ok());
  EXPECT_EQ(server.held.size(), 0u);
}

TEST(GrpcServerStopTest, CallsAndConnectionsThatAreHalfOpenAreNotWaitedFor) {
  TestServer server;
  RawSocket says_nothing(server.server->port());
  HalfOpenCall half_open(server.target().address);
  server.WaitForCalls(1);
  while (server.server->figures().connections.admitted < 2) {
    std::this_thread::yield();
  }

  server.server->Stop(kForEver);

  EXPECT_EQ(half_open.Finish(), grpc::StatusCode::CANCELLED);
  says_nothing.WaitForEnd();
}

TEST(GrpcServerStopTest, AServerInFrontOfAnotherOnTheSamePortStartsAtOnce) {
  auto first = std::make_unique<TestServer>();
  const std::string address = first->target().address;
  {
    TestClient client(*first);
    ASSERT_TRUE(client.Call("Echo").ok());
  }
  first->server->Stop(kForEver);
  auto second = GrpcServer::ListenOnNetwork(
      address, grpc::InsecureServerCredentials(),
      [](const grpc::AuthContext&) { return Caller::Peer("tr-metu"); },
      {.table = &first->table, .executor = &first->executor, .clock = &first->clock}, {});
  EXPECT_TRUE(second.ok()) << second.status();
}

// Goal: gRPC's queue stays open for a call that has arrived and that nobody has looked at.
TEST(GrpcServerStopTest, ACallThatArrivesDuringTheStopIsWaitedFor) {
  for (int round = 0; round < 20; ++round) {
    absl::Notification arrived;
    absl::Notification go_on;
    TestServer parts;
    auto server = GrpcServer::ListenOnNetwork(
        "127.0.0.1:0", grpc::InsecureServerCredentials(),
        [&](const grpc::AuthContext&) {
          arrived.Notify();
          go_on.WaitForNotification();
          return Caller::Peer("tr-metu");
        },
        {.table = &parts.table, .executor = &parts.executor, .clock = &parts.clock}, {});
    ASSERT_TRUE(server.ok()) << server.status();
    TestClient client(
        {.name = "es-ugr", .address = absl::StrFormat("127.0.0.1:%d", (*server)->port())});
    Outcome outcome;
    client.CallAsync("Echo", "", outcome.Take());
    arrived.WaitForNotification();

    std::jthread stop([&] { (*server)->Stop(0ms); });
    EXPECT_FALSE(outcome.Get().ok());  // The stop has got as far as cancelling what is there.
    go_on.Notify();
  }
}

// Goal: whatever is in flight, a stop neither aborts nor leaks nor hangs. The order of the
// steps in Stop() was found by this: others abort within a few rounds.
TEST(GrpcServerStopTest, StoppingUnderLoadIsSafe) {
  constexpr int kRounds = 40;
  ptrdiff_t descriptors = 0;
  for (int round = 0; round < kRounds; ++round) {
    TestServer server({.connections = {.calls_per_second_max = 1'000'000}});
    std::atomic<bool> quit = false;
    std::atomic<int> answered = 0;
    std::list<std::jthread> callers;
    for (int i = 0; i < 3; ++i) {
      callers.emplace_back([&, i] {
        TestClient client(server.target());
        std::list<Outcome> held;
        while (!quit) {
          std::list<Outcome> burst;
          for (int call = 0; call < 20; ++call) {
            client.CallAsync("Echo", "x", burst.emplace_back().Take());
          }
          if (i == 0 && held.size() < 20) {
            client.CallAsync("Hold", "", held.emplace_back().Take());
          }
          for (Outcome& outcome : burst) {
            answered += outcome.Get().ok() ? 1 : 0;
          }
        }
        for (Outcome& outcome : held) {
          outcome.Get().IgnoreError();
        }
      });
    }
    callers.emplace_back([&] {
      while (!quit) {
        HalfOpenCall half_open(server.target().address);
        if (quit) {
          half_open.Finish();
        }
      }
    });
    while (answered < 100) {
      std::this_thread::yield();
    }

    server.server->Stop(round % 2 == 0 ? 0ms : 5ms);

    quit = true;
    callers.clear();
    EXPECT_EQ(server.server->figures().calls, 0u);
    server.held.AnswerAll();
    if (round == 0) {
      descriptors = OpenDescriptors();
    }
  }
  // gRPC keeps a few to itself; each round has opened more than it may keep.
  EXPECT_LT(OpenDescriptors(), descriptors + 20);
}

}  // namespace
}  // namespace cledi
