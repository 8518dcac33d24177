#include "admin/socket/unix_node_connection.h"

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "federation/rpc_grpc/completion_thread.h"
#include "federation/rpc_grpc/rpc_channel.h"

namespace cledi {
namespace {

class UnixNodeConnection final : public NodeConnection {
 public:
  UnixNodeConnection(const std::string& socket, const std::string& act_as)
      : channel_({.name = "the node", .address = absl::StrCat("unix:", socket), .act_as = act_as},
                 nullptr, &thread_) {}

  Status Call(std::string_view method, const google::protobuf::Message& request,
              google::protobuf::Message& response, std::chrono::milliseconds patience) override {
    return channel_.Call(method, request, response, patience);
  }

 private:
  CompletionThread thread_;
  RpcChannel channel_;
};

// Whether somebody listens at `socket`: 0, or why not.
int TryToConnect(const std::string& socket) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, socket.data(), socket.size());
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) {
    return errno;
  }
  const int failed =
      ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 ? 0 : errno;
  ::close(fd);
  return failed;
}

}  // namespace

StatusOr<std::unique_ptr<NodeConnection>> ConnectToNode(const std::filesystem::path& data_folder,
                                                        const std::string& act_as) {
  std::error_code failed;
  const std::string folder = data_folder.string();
  // Absolute: gRPC reads "unix:a/b" otherwise than the system does.
  const std::string socket =
      std::filesystem::weakly_canonical(data_folder / "run" / "node.sock", failed).string();
  if (socket.size() >= sizeof(sockaddr_un::sun_path)) {
    return Invalid(absl::StrFormat(
        "the path %s has more than 107 bytes, which no socket can have. Move the data folder to a "
        "shorter path",
        socket));
  }
  const int why = TryToConnect(socket);
  if (why == 0) {
    return std::make_unique<UnixNodeConnection>(socket, act_as);
  }
  if (why == EACCES || why == EPERM) {
    return Denied(absl::StrFormat(
        "the node in %s belongs to another user. Run this command as that user, or as root",
        folder));
  }
  if (!std::filesystem::exists(data_folder / "node.toml", failed)) {
    return NotFound(absl::StrFormat(
        "there is no node in %s. Give its data folder with --data DIR or in CLEDI_DATA; \"cledi "
        "federation create\" and \"cledi join\" make one",
        folder));
  }
  return absl::UnavailableError(absl::StrFormat(
      "the node in %s is not running: start it with cledi-node --data %s", folder, folder));
}

}  // namespace cledi
