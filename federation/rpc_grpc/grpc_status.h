#ifndef CLEDI_FEDERATION_RPC_GRPC_GRPC_STATUS_H_
#define CLEDI_FEDERATION_RPC_GRPC_GRPC_STATUS_H_

#include <string>

#include "grpcpp/support/status.h"

#include "federation/base/status.h"

namespace cledi {

// gRPC and Abseil number the same codes alike; text and code pass unchanged. A code that
// neither knows becomes Unknown.
inline grpc::Status ToGrpc(const Status& status) {
  return {static_cast<grpc::StatusCode>(status.code()), std::string(Message(status))};
}

inline Status FromGrpc(const grpc::Status& status) {
  return Status(static_cast<StatusCode>(status.error_code()), status.error_message());
}

// In the trailer of each error that the node's own code gave: without it, the error came from
// gRPC, and the node may never have seen the call.
inline constexpr char kAnsweredByNode[] = "cledi-answered";

// On a call over the Unix socket: the user name of whom the operator acts for. The call then
// has that person's rights alone.
inline constexpr char kActAsMetadata[] = "cledi-act-as";

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_GRPC_GRPC_STATUS_H_
