#ifndef CLEDI_FEDERATION_RPC_GRPC_LISTENING_SOCKET_H_
#define CLEDI_FEDERATION_RPC_GRPC_LISTENING_SOCKET_H_

#include <string>
#include <string_view>

#include "federation/base/status.h"
#include "federation/rpc_grpc/unique_fd.h"

namespace cledi {

// A bound, listening, non-blocking stream socket. Its errors name the address and say what to
// do about it. Movable; closes at the end, and takes its socket file along.
class ListeningSocket {
 public:
  // `address`: "127.0.0.1:8443", "[::]:8443" (IPv4 too), "name:8443"; port 0 takes a free one.
  // InvalidArgument: not of that form, or no such host. AlreadyExists: the port is taken.
  // PermissionDenied: below 1024 without the privilege.
  static StatusOr<ListeningSocket> OnNetwork(std::string_view address);

  // `path`: the socket's file, mode 0600, in a folder that only its owner may enter; the
  // folder is made if it is missing. What an earlier run left behind is replaced.
  // InvalidArgument: the path has more than 107 bytes. FailedPrecondition: the folder is open
  // to others, or something else has that name. AlreadyExists: another process listens there.
  static StatusOr<ListeningSocket> OnUnixSocket(std::string_view path);

  ~ListeningSocket();
  ListeningSocket(ListeningSocket&&) = default;
  ListeningSocket& operator=(ListeningSocket&&) = delete;

  int fd() const { return fd_.get(); }
  // 0 for a Unix socket.
  int port() const { return port_; }

 private:
  explicit ListeningSocket(UniqueFd fd) : fd_(std::move(fd)) {}

  UniqueFd fd_;
  int port_ = 0;
  // The file and its inode, which tells it from one that somebody else made meanwhile.
  std::string path_;
  unsigned long inode_ = 0;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_GRPC_LISTENING_SOCKET_H_
