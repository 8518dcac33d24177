#ifndef CLEDI_TESTS_FEDERATION_RPC_GRPC_RAW_SOCKET_H_
#define CLEDI_TESTS_FEDERATION_RPC_GRPC_RAW_SOCKET_H_

#include <string>
#include <string_view>

#include "federation/rpc_grpc/unique_fd.h"

namespace cledi {

// A blocking TCP connection to a port of the loopback, without any protocol on it.
class RawSocket {
 public:
  explicit RawSocket(int port);

  // False: the other side has closed.
  bool Send(std::string_view bytes);
  // Waits until the other side closes; what it sends meanwhile is dropped.
  void WaitForEnd();

 private:
  UniqueFd fd_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_FEDERATION_RPC_GRPC_RAW_SOCKET_H_
