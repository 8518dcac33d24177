#include "federation/rpc_grpc/connection_guard.h"

#include <array>
#include <memory>

#include <poll.h>
#include <sys/socket.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;
using std::chrono_literals::operator""ms;

// A connection whose both ends the test holds.
struct SocketPair {
  SocketPair() {
    std::array<int, 2> fds = {};
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, fds.data()), 0);
    ours = UniqueFd(fds[0]);
    theirs = UniqueFd(fds[1]);
  }
  bool Ended() const {
    pollfd wanted = {.fd = theirs.get(), .events = POLLIN, .revents = 0};
    return poll(&wanted, 1, 0) == 1 && (wanted.revents & POLLHUP) != 0;
  }
  UniqueFd ours;
  UniqueFd theirs;
};

PeerAddress At(const std::string& host, int port) {
  return {.endpoint = host + ":" + std::to_string(port), .host = host};
}

class ConnectionGuardTest : public ::testing::Test {
 protected:
  ConnectionGuard::ConnectionId Admit(const SocketPair& pair, const PeerAddress& address) {
    const auto admitted = guard_.Admit(pair.ours.get(), address);
    EXPECT_TRUE(admitted.ok()) << admitted.status();
    return admitted->id;
  }
  StatusCode Try(const PeerAddress& address) {
    return guard_.Admit(spare_.ours.get(), address).status().code();
  }

  ManualClock clock_;
  ConnectionGuard guard_{&clock_,
                         {.connections_max = 3,
                          .connections_per_host_max = 2,
                          .calls_per_second_max = 2,
                          .ban = 1000ms}};
  SocketPair one_;
  SocketPair two_;
  SocketPair spare_;
};

TEST_F(ConnectionGuardTest, OneHostMayHaveOnlySoManyConnections) {
  const auto first = Admit(one_, At("192.0.2.1", 1));
  Admit(two_, At("192.0.2.1", 2));
  EXPECT_EQ(Try(At("192.0.2.1", 3)), StatusCode::kResourceExhausted);
  EXPECT_EQ(guard_.figures().refused, 1u);

  EXPECT_TRUE(guard_.Forget(first).valid());
  EXPECT_EQ(Try(At("192.0.2.1", 3)), StatusCode::kOk);
}

TEST_F(ConnectionGuardTest, AllHostsTogetherMayHaveOnlySoMany) {
  Admit(one_, At("192.0.2.1", 1));
  Admit(two_, At("192.0.2.2", 1));
  EXPECT_EQ(Try(At("192.0.2.3", 1)), StatusCode::kOk);
  EXPECT_EQ(Try(At("192.0.2.4", 1)), StatusCode::kResourceExhausted);
  EXPECT_EQ(guard_.figures().open, 3u);
}

TEST_F(ConnectionGuardTest, WhatIsForgottenIsForgottenOnce) {
  const auto id = Admit(one_, At("192.0.2.1", 1));
  EXPECT_TRUE(guard_.Forget(id).valid());
  EXPECT_FALSE(guard_.Forget(id).valid());
  EXPECT_EQ(guard_.figures().open, 0u);
}

TEST_F(ConnectionGuardTest, CuttingANodeEndsAllItsConnectionsAndNoOther) {
  SocketPair others;
  Admit(one_, At("192.0.2.1", 1));
  Admit(two_, At("192.0.2.9", 7));
  Admit(others, At("192.0.2.1", 2));
  EXPECT_TRUE(guard_.CountCall("tr-metu", "192.0.2.1:1").ok());
  EXPECT_TRUE(guard_.CountCall("tr-metu", "192.0.2.9:7").ok());
  EXPECT_TRUE(guard_.CountCall("es-ugr", "192.0.2.1:2").ok());

  EXPECT_EQ(guard_.Cut("tr-metu"), 2u);

  EXPECT_TRUE(one_.Ended());
  EXPECT_TRUE(two_.Ended());
  EXPECT_FALSE(others.Ended());
  EXPECT_FALSE(guard_.Banned("tr-metu"));
}

TEST_F(ConnectionGuardTest, ConnectionsWithoutCallsAreCutOnTheirOwn) {
  Admit(one_, At("192.0.2.1", 1));
  Admit(two_, At("192.0.2.1", 2));
  EXPECT_TRUE(guard_.CountCall("tr-metu", "192.0.2.1:1").ok());
  EXPECT_EQ(guard_.CutSilent(), 1u);
  EXPECT_FALSE(one_.Ended());
  EXPECT_TRUE(two_.Ended());
}

// Goal: a port that is used again names the newer connection, also when the end of the older
// one is noticed late.
TEST_F(ConnectionGuardTest, AnEndpointThatIsUsedAgainIsTheNewConnection) {
  const auto old = Admit(one_, At("192.0.2.1", 1));
  Admit(two_, At("192.0.2.1", 1));
  EXPECT_TRUE(guard_.Forget(old).valid());
  EXPECT_TRUE(guard_.CountCall("tr-metu", "192.0.2.1:1").ok());
  EXPECT_EQ(guard_.Cut("tr-metu"), 1u);
  EXPECT_TRUE(two_.Ended());
}

TEST_F(ConnectionGuardTest, TooManyCallsInASecondCutAndBanTheNode) {
  Admit(one_, At("192.0.2.1", 1));
  EXPECT_TRUE(guard_.CountCall("tr-metu", "192.0.2.1:1").ok());
  EXPECT_TRUE(guard_.CountCall("tr-metu", "192.0.2.1:1").ok());
  const Status refused = guard_.CountCall("tr-metu", "192.0.2.1:1");
  EXPECT_EQ(refused.code(), StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(Message(refused)), HasSubstr("tr-metu made more than 2 calls"));
  EXPECT_TRUE(one_.Ended());
  EXPECT_TRUE(guard_.Banned("tr-metu"));
  EXPECT_TRUE(guard_.CountCall("es-ugr", "192.0.2.2:1").ok());
}

TEST_F(ConnectionGuardTest, ABannedNodeIsCutWhereverItComesBackUntilTheBanEnds) {
  for (int i = 0; i < 3; ++i) {
    guard_.CountCall("tr-metu", "").IgnoreError();
  }
  clock_.Advance(999ms);
  Admit(one_, At("192.0.2.1", 2));
  EXPECT_FALSE(guard_.CountCall("tr-metu", "192.0.2.1:2").ok());
  EXPECT_TRUE(one_.Ended());

  clock_.Advance(1ms);
  EXPECT_FALSE(guard_.Banned("tr-metu"));
  EXPECT_TRUE(guard_.CountCall("tr-metu", "192.0.2.1:3").ok());
}

TEST_F(ConnectionGuardTest, CallsOfTheSecondBeforeDoNotCount) {
  for (int second = 0; second < 3; ++second) {
    EXPECT_TRUE(guard_.CountCall("tr-metu", "").ok());
    EXPECT_TRUE(guard_.CountCall("tr-metu", "").ok());
    clock_.Advance(1000ms);
  }
}

}  // namespace
}  // namespace cledi
