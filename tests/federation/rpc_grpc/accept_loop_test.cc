#include "federation/rpc_grpc/accept_loop.h"

#include <array>

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "absl/synchronization/mutex.h"
#include "gtest/gtest.h"

#include "federation/base/log_line.h"

namespace cledi {
namespace {

// Connections as they are handed over.
class Arrivals {
 public:
  void Add(UniqueFd fd) {
    absl::MutexLock lock(&mutex_);
    fds_.push_back(std::move(fd));
  }
  UniqueFd Take() {
    absl::MutexLock lock(&mutex_, absl::Condition(this, &Arrivals::Some));
    UniqueFd fd = std::move(fds_.back());
    fds_.pop_back();
    return fd;
  }

 private:
  bool Some() const { return !fds_.empty(); }

  absl::Mutex mutex_;
  std::vector<UniqueFd> fds_;
};

// Leaves the process room for `free` more descriptors, until the end of its life.
class DescriptorLimit {
 public:
  explicit DescriptorLimit(rlim_t free) {
    EXPECT_EQ(getrlimit(RLIMIT_NOFILE, &before_), 0);
    const UniqueFd lowest_free(dup(0));
    const rlimit lowered = {static_cast<rlim_t>(lowest_free.get()) + free, before_.rlim_max};
    EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &lowered), 0);
  }
  ~DescriptorLimit() { setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_ = {};
};

UniqueFd Socket() { return UniqueFd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)); }

bool Connect(const UniqueFd& fd, int port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
}

ssize_t ReadByte(const UniqueFd& fd) {
  char byte = 0;
  return recv(fd.get(), &byte, 1, 0);
}

class AcceptLoopTest : public ::testing::Test {
 protected:
  AcceptLoopTest() {
    SetLogThreshold(Severity::kError);  // Refusals are what some of these tests are about.
    auto socket = ListeningSocket::OnNetwork("127.0.0.1:0");
    EXPECT_TRUE(socket.ok()) << socket.status();
    port_ = socket->port();
    auto loop = AcceptLoop::Start(*std::move(socket), &guard_,
                                  [this](UniqueFd fd) { arrivals_.Add(std::move(fd)); });
    EXPECT_TRUE(loop.ok()) << loop.status();
    loop_ = *std::move(loop);
  }
  ~AcceptLoopTest() override { SetLogThreshold(Severity::kInfo); }

  ManualClock clock_;
  ConnectionGuard guard_{&clock_, {}};
  Arrivals arrivals_;
  int port_ = 0;
  std::unique_ptr<AcceptLoop> loop_;
};

TEST_F(AcceptLoopTest, AConnectionIsHandedOver) {
  const UniqueFd client = Socket();
  ASSERT_TRUE(Connect(client, port_));
  const UniqueFd server = arrivals_.Take();
  ASSERT_EQ(send(server.get(), "x", 1, 0), 1);
  EXPECT_EQ(ReadByte(client), 1);
  EXPECT_EQ(guard_.figures().open, 1u);
}

TEST_F(AcceptLoopTest, AConnectionThatIsShutDownIsForgottenAndEnds) {
  const UniqueFd client = Socket();
  ASSERT_TRUE(Connect(client, port_));
  {
    const UniqueFd server = arrivals_.Take();
    shutdown(server.get(), SHUT_RDWR);
  }
  EXPECT_EQ(ReadByte(client), 0);
  while (guard_.figures().open > 0) {
    std::this_thread::yield();
  }
}

TEST_F(AcceptLoopTest, ALoopThatHasGoneRefuses) {
  loop_.reset();
  EXPECT_FALSE(Connect(Socket(), port_));
}

// Two descriptors a connection are needed; here is one.
TEST_F(AcceptLoopTest, AConnectionThatCannotBeWatchedIsRefused) {
  const UniqueFd client = Socket();
  const int port = port_;  // Where the limit holds, a sanitizer cannot look into an object.
  {
    const DescriptorLimit limit(1);
    ASSERT_TRUE(Connect(client, port));
    EXPECT_LE(ReadByte(client), 0);
  }
  EXPECT_EQ(guard_.figures().refused, 1u);
  const UniqueFd next = Socket();
  ASSERT_TRUE(Connect(next, port_));
  EXPECT_TRUE(arrivals_.Take().valid());
}

TEST_F(AcceptLoopTest, OutOfDescriptorsItKeepsThoseWhoKnockWaiting) {
  const UniqueFd client = Socket();
  const int port = port_;
  {
    const DescriptorLimit limit(0);
    ASSERT_TRUE(Connect(client, port));
  }
  EXPECT_TRUE(arrivals_.Take().valid());
  EXPECT_EQ(guard_.figures().refused, 0u);
}

}  // namespace
}  // namespace cledi
