#include "federation/rpc_grpc/accept_loop.h"

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include "federation/base/check.h"

namespace cledi {
namespace {

// What an epoll event is about: a connection's id, or one of these.
constexpr uint64_t kListener = 0;
constexpr uint64_t kStop = ~uint64_t{0};

constexpr int kPauseMs = 100;
// Then those who left and the request to stop have their turn.
constexpr int kAcceptedAtOnce = 64;

bool Watch(int epoll, int operation, int fd, uint32_t events, uint64_t about) {
  epoll_event event = {};
  event.events = events;
  event.data.u64 = about;
  return epoll_ctl(epoll, operation, fd, &event) == 0;
}

}  // namespace

StatusOr<std::unique_ptr<AcceptLoop>> AcceptLoop::Start(ListeningSocket socket,
                                                        ConnectionGuard* guard,
                                                        HandOver hand_over) {
  std::unique_ptr<AcceptLoop> self(new AcceptLoop(std::move(socket), guard, std::move(hand_over)));
  RETURN_IF_ERROR(self->Prepare());
  self->thread_ = std::jthread([raw = self.get()] { raw->Run(); });
  pthread_setname_np(self->thread_.native_handle(), "accept");
  return self;
}

Status AcceptLoop::Prepare() {
  epoll_ = UniqueFd(epoll_create1(EPOLL_CLOEXEC));
  stop_ = UniqueFd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!epoll_.valid() || !stop_.valid() ||
      !Watch(epoll_.get(), EPOLL_CTL_ADD, stop_.get(), EPOLLIN, kStop) ||
      !Watch(epoll_.get(), EPOLL_CTL_ADD, socket_.fd(), EPOLLIN, kListener)) {
    return absl::UnavailableError("cannot watch for connections: " +
                                  std::generic_category().message(errno));
  }
  return absl::OkStatus();
}

AcceptLoop::~AcceptLoop() {
  if (thread_.joinable()) {
    const uint64_t one = 1;
    CHECK(write(stop_.get(), &one, sizeof(one)) == sizeof(one));
    thread_.join();
  }
}

void AcceptLoop::Run() {
  std::array<epoll_event, 64> events = {};
  bool accepting = true;
  for (;;) {
    const int count = epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()),
                                 accepting ? -1 : kPauseMs);
    if (count == 0) {
      accepting = true;
      LetListen(true);
    }
    for (int i = 0; i < count; ++i) {
      const uint64_t about = events[static_cast<size_t>(i)].data.u64;
      if (about == kStop) {
        return;
      }
      if (about != kListener) {
        // Out of epoll before it is closed: gRPC may still hold the same socket, and closing
        // the duplicate alone would leave its entry behind.
        const UniqueFd duplicate = guard_->Forget(about);
        Watch(epoll_.get(), EPOLL_CTL_DEL, duplicate.get(), 0, 0);
        continue;
      }
      accepting = AcceptSome();
      LetListen(accepting);
    }
  }
}

bool AcceptLoop::AcceptSome() {
  for (int i = 0; i < kAcceptedAtOnce; ++i) {
    sockaddr_storage address = {};
    socklen_t size = sizeof(address);
    UniqueFd fd(accept4(socket_.fd(), reinterpret_cast<sockaddr*>(&address), &size,
                        SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (fd.valid()) {
      Welcome(std::move(fd), address);
    } else if (errno == EAGAIN) {
      return true;
    } else if (errno != EINTR && errno != ECONNABORTED) {
      return false;  // Out of descriptors or memory.
    }
  }
  return true;
}

void AcceptLoop::Welcome(UniqueFd fd, const sockaddr_storage& address) {
  const StatusOr<ConnectionGuard::Admitted> admitted =
      guard_->Admit(fd.get(), PeerAddressOf(address));
  if (!admitted.ok()) {
    return;  // Closes it. Before TLS there is nobody to explain it to.
  }
  // No events are asked for: POLLHUP always comes, when both directions are shut down.
  if (!Watch(epoll_.get(), EPOLL_CTL_ADD, admitted->watch_fd, 0, admitted->id)) {
    guard_->Forget(admitted->id);
    return;
  }
  hand_over_(std::move(fd));
}

void AcceptLoop::LetListen(bool listen) {
  Watch(epoll_.get(), EPOLL_CTL_MOD, socket_.fd(), listen ? uint32_t{EPOLLIN} : 0, kListener);
}

}  // namespace cledi
