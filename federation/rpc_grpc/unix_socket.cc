#include "federation/rpc_grpc/unix_socket.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "absl/strings/str_format.h"

namespace cledi {
namespace {

static_assert(kUnixPathBytesMax == sizeof(sockaddr_un::sun_path) - 1);

Status Failed(std::string_view doing, const std::string& path, int error) {
  return absl::UnavailableError(
      absl::StrFormat("%s %s: %s", doing, path, std::generic_category().message(error)));
}

sockaddr_un AddressOf(const std::string& path) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

// Makes the folder if it is missing, and opens it. Anybody who may write in it could put a
// socket of their own in place of ours.
StatusOr<UniqueFd> OpenPrivateFolder(const std::string& folder) {
  if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return Failed("cannot make the folder", folder, errno);
  }
  UniqueFd fd(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  struct stat status = {};
  if (!fd.valid() || fstat(fd.get(), &status) != 0) {
    return Failed("cannot open the folder", folder, errno);
  }
  if (status.st_uid != geteuid() || (status.st_mode & 077) != 0) {
    return absl::FailedPreconditionError(
        absl::StrFormat("the folder %s must belong to the node's user and to nobody else, as "
                        "whoever reaches the socket in it commands the node: chown it, and "
                        "chmod 700 %s",
                        folder, folder));
  }
  return fd;
}

bool SomebodyListens(const sockaddr_un& address) {
  const UniqueFd probe(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  // EAGAIN: a listener whose backlog is full. Anything else, ECONNREFUSED above all: nobody.
  return connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 ||
         errno == EAGAIN;
}

// Takes away what a process that no longer runs has left.
Status RemoveStale(const std::string& path) {
  struct stat status = {};
  if (lstat(path.c_str(), &status) != 0) {
    return errno == ENOENT ? absl::OkStatus() : Failed("cannot look at", path, errno);
  }
  if (!S_ISSOCK(status.st_mode)) {
    return absl::FailedPreconditionError(
        absl::StrFormat("%s is in the way: it is no socket; move it elsewhere", path));
  }
  if (SomebodyListens(AddressOf(path))) {
    return absl::AlreadyExistsError(
        absl::StrFormat("another process listens on %s: the node already runs", path));
  }
  return unlink(path.c_str()) == 0 ? absl::OkStatus() : Failed("cannot remove", path, errno);
}

}  // namespace

Status CheckUnixPath(const std::string& path) {
  if (path.empty() || path.find('\0') != std::string::npos) {
    return Invalid("a Unix socket needs a path");
  }
  if (path.size() > kUnixPathBytesMax) {
    return Invalid(absl::StrFormat(
        "the path of the Unix socket has %d bytes and the system takes %d: choose a data folder "
        "with a shorter path than that of %s",
        path.size(), kUnixPathBytesMax, path));
  }
  return absl::OkStatus();
}

StatusOr<UniqueFd> ListenAtPath(const std::string& path, int backlog) {
  RETURN_IF_ERROR(CheckUnixPath(path));
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  ASSIGN_OR_RETURN(const UniqueFd folder_fd, OpenPrivateFolder(folder.empty() ? "." : folder));
  if (flock(folder_fd.get(), LOCK_EX) != 0) {
    return Failed("cannot lock the folder of", path, errno);
  }
  RETURN_IF_ERROR(RemoveStale(path));

  UniqueFd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const sockaddr_un address = AddressOf(path);
  if (!fd.valid() ||
      bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    return Failed("cannot bind", path, errno);
  }
  if (chmod(path.c_str(), 0600) != 0) {
    return Failed("cannot close to others", path, errno);
  }
  if (listen(fd.get(), backlog) != 0) {
    return Failed("cannot listen on", path, errno);
  }
  return fd;
}

}  // namespace cledi
