#ifndef CLEDI_FEDERATION_RPC_GRPC_UNIX_SOCKET_H_
#define CLEDI_FEDERATION_RPC_GRPC_UNIX_SOCKET_H_

#include <cstddef>
#include <string>

#include "federation/base/status.h"
#include "federation/rpc_grpc/unique_fd.h"

namespace cledi {

// What the kernel takes: sockaddr_un's 108 bytes with the final NUL.
inline constexpr size_t kUnixPathBytesMax = 107;

// InvalidArgument: the kernel would not take `path`.
Status CheckUnixPath(const std::string& path);

// A non-blocking stream socket that listens at the file `path`; see
// ListeningSocket::OnUnixSocket for what it promises and its errors. Two processes that start
// together do not take the name from each other: the folder is locked meanwhile.
StatusOr<UniqueFd> ListenAtPath(const std::string& path, int backlog);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_GRPC_UNIX_SOCKET_H_
