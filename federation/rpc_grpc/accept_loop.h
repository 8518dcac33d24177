#ifndef CLEDI_FEDERATION_RPC_GRPC_ACCEPT_LOOP_H_
#define CLEDI_FEDERATION_RPC_GRPC_ACCEPT_LOOP_H_

#include <functional>
#include <memory>
#include <thread>

#include "federation/base/status.h"
#include "federation/rpc_grpc/connection_guard.h"
#include "federation/rpc_grpc/listening_socket.h"
#include "federation/rpc_grpc/unique_fd.h"

namespace cledi {

// One thread that accepts connections, shows each to a ConnectionGuard, hands over those that
// it admits, and tells it when they end.
//
// Out of file descriptors it waits and goes on by itself; the kernel keeps those who knock.
class AcceptLoop {
 public:
  // Takes a connected, non-blocking socket. Runs on the loop's thread; must not block.
  using HandOver = std::function<void(UniqueFd)>;

  // `guard` outlives the loop. Unavailable: the system has no descriptors or threads left.
  static StatusOr<std::unique_ptr<AcceptLoop>> Start(ListeningSocket socket, ConnectionGuard* guard,
                                                     HandOver hand_over);
  // Closes the socket: who knocks from now on is refused. Connections stay as they are; nobody
  // tells the guard of their end any more.
  ~AcceptLoop();

  AcceptLoop(const AcceptLoop&) = delete;
  AcceptLoop& operator=(const AcceptLoop&) = delete;

 private:
  AcceptLoop(ListeningSocket socket, ConnectionGuard* guard, HandOver hand_over)
      : socket_(std::move(socket)), guard_(guard), hand_over_(std::move(hand_over)) {}

  Status Prepare();
  void Run();
  // False where the process has no descriptors left and accepting must pause.
  bool AcceptSome();
  void Welcome(UniqueFd fd, const sockaddr_storage& address);
  void LetListen(bool listen);

  ListeningSocket socket_;
  ConnectionGuard* const guard_;
  const HandOver hand_over_;
  UniqueFd epoll_;
  UniqueFd stop_;  // An eventfd: readable when the loop is to end.
  std::jthread thread_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_GRPC_ACCEPT_LOOP_H_
