#include "federation/rpc_grpc/listening_socket.h"

#include <cerrno>
#include <memory>
#include <system_error>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "absl/strings/str_format.h"

#include "federation/rpc_grpc/unix_socket.h"

namespace cledi {
namespace {

// Connections that the kernel keeps for us until we accept them.
constexpr int kBacklog = 64;

// strerror() without its shared buffer.
std::string Why(int error) { return std::generic_category().message(error); }

struct HostAndPort {
  std::string host;
  std::string port;
};

StatusOr<HostAndPort> Split(std::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == address.size()) {
    return Invalid(
        absl::StrFormat("\"%s\" is no address to listen on: write it as host:port", address));
  }
  std::string_view host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  }
  return HostAndPort{std::string(host), std::string(address.substr(colon + 1))};
}

using AddressList = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

StatusOr<AddressList> Resolve(std::string_view address) {
  ASSIGN_OR_RETURN(const HostAndPort parts, Split(address));
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(parts.host.c_str(), parts.port.c_str(), &hints, &found);
  if (error != 0) {
    return Invalid(absl::StrFormat("cannot listen on %s: %s", address, gai_strerror(error)));
  }
  return AddressList(found, &freeaddrinfo);
}

Status BindError(std::string_view address, int error) {
  switch (error) {
    case EADDRINUSE:
      return absl::AlreadyExistsError(
          absl::StrFormat("cannot listen on %s: another program uses this port; stop it, or "
                          "choose another port",
                          address));
    case EACCES:
      return Denied(
          absl::StrFormat("cannot listen on %s: ports below 1024 need a privilege; "
                          "choose a higher one",
                          address));
    case EADDRNOTAVAIL:
      return Invalid(
          absl::StrFormat("cannot listen on %s: this machine has no such address", address));
    default:
      return absl::UnavailableError(
          absl::StrFormat("cannot listen on %s: %s", address, Why(error)));
  }
}

void SetOption(int fd, int level, int option, int value) {
  // Each of them only makes things better; the socket works without.
  (void)setsockopt(fd, level, option, &value, sizeof(value));
}

int PortOf(int fd) {
  sockaddr_in6 bound = {};  // The port is at the same place in both families.
  socklen_t size = sizeof(bound);
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &size) != 0) {
    return 0;
  }
  return ntohs(bound.sin6_port);
}

}  // namespace

StatusOr<ListeningSocket> ListeningSocket::OnNetwork(std::string_view address) {
  ASSIGN_OR_RETURN(const AddressList found, Resolve(address));
  UniqueFd fd(socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd.valid()) {
    return BindError(address, errno);
  }
  SetOption(fd.get(), SOL_SOCKET, SO_REUSEADDR, 1);
  // Accepted sockets inherit it: a small answer leaves at once.
  SetOption(fd.get(), IPPROTO_TCP, TCP_NODELAY, 1);
  if (found->ai_family == AF_INET6) {
    SetOption(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, 0);
  }
  if (bind(fd.get(), found->ai_addr, found->ai_addrlen) != 0 || listen(fd.get(), kBacklog) != 0) {
    return BindError(address, errno);
  }
  ListeningSocket self(std::move(fd));
  self.port_ = PortOf(self.fd());
  return self;
}

StatusOr<ListeningSocket> ListeningSocket::OnUnixSocket(std::string_view path) {
  ASSIGN_OR_RETURN(UniqueFd fd, ListenAtPath(std::string(path), kBacklog));
  ListeningSocket self(std::move(fd));
  self.path_ = path;
  struct stat file = {};
  if (lstat(self.path_.c_str(), &file) == 0) {
    self.inode_ = file.st_ino;
  }
  return self;
}

ListeningSocket::~ListeningSocket() {
  struct stat file = {};
  if (!path_.empty() && lstat(path_.c_str(), &file) == 0 && file.st_ino == inode_) {
    unlink(path_.c_str());
  }
}

}  // namespace cledi
