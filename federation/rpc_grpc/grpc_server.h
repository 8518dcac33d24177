#ifndef CLEDI_FEDERATION_RPC_GRPC_GRPC_SERVER_H_
#define CLEDI_FEDERATION_RPC_GRPC_GRPC_SERVER_H_

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

#include "federation/base/clock.h"
#include "federation/base/status.h"
#include "federation/rpc/call.h"
#include "federation/rpc/executor.h"
#include "federation/rpc/method_table.h"
#include "federation/rpc_grpc/accept_loop.h"
#include "federation/rpc_grpc/connection_guard.h"
#include "federation/rpc_grpc/live_calls.h"

// gRPC's headers stay out of this one: they cost every includer seconds.
namespace grpc {
class AsyncGenericService;
class AuthContext;
class Server;
class ServerCompletionQueue;
class ServerCredentials;
}  // namespace grpc

namespace cledi {

struct ServerParts;

// Serves every method of a MethodTable over gRPC, on one listening address.
//
// One generic service on its own completion queue, instead of one generated service a proto:
// adding a method needs no code here, and gRPC 1.51's callback server, which sleeps 100 ms
// after an idle second, is not in the way. Two pollers move bytes; handlers run on the
// executor and may answer later from any thread. A call is cancelled when its caller leaves,
// its deadline passes, its node is cut or the server stops.
//
// Connections are accepted here and shown to a ConnectionGuard before gRPC sees them.
class GrpcServer {
 public:
  // What it serves; all outlive the server.
  struct Serving {
    const MethodTable* table;
    Executor* executor;
    const Clock* clock;
  };
  struct Limits {
    ConnectionGuard::Limits connections;
    LiveCalls::Limits calls;
    // For a whole request to arrive; 1 MiB takes 33 s on a school's 256 kbit/s.
    std::chrono::milliseconds request_timeout = std::chrono::seconds(60);
    // For TCP, TLS and HTTP/2 to agree.
    std::chrono::milliseconds handshake_timeout = std::chrono::seconds(10);
  };
  // Who is at the other end of a connection that passed `credentials`. Runs for every call,
  // on a poller: it must not block. Its error is the call's.
  using Identify = std::function<StatusOr<Caller>(const grpc::AuthContext&)>;
  struct Figures {
    ConnectionGuard::Figures connections;
    size_t calls = 0;
  };

  // Listens on `address`, host:port. Errors: those of ListeningSocket::OnNetwork.
  static StatusOr<std::unique_ptr<GrpcServer>> ListenOnNetwork(
      std::string_view address, std::shared_ptr<grpc::ServerCredentials> credentials,
      Identify identify, Serving serving, Limits limits);
  // Who an operator wants to be for one call: of a name in its metadata (kActAsMetadata). Runs
  // on a poller: it may read a row, no more. Its error is the call's.
  using ActAs = std::function<StatusOr<Caller>(std::string_view name)>;
  // Listens at the file `path`. Whoever can open it is the operator, or for single calls whom
  // `act_as` makes of a name; null: nobody else. Errors: those of ListeningSocket::OnUnixSocket.
  static StatusOr<std::unique_ptr<GrpcServer>> ListenOnUnixSocket(std::string_view path,
                                                                  Serving serving, Limits limits,
                                                                  ActAs act_as = nullptr);

  // Stop() with a second's grace.
  ~GrpcServer();
  GrpcServer(const GrpcServer&) = delete;
  GrpcServer& operator=(const GrpcServer&) = delete;

  // Takes no more connections and calls, cancels those in flight so that their handlers come
  // to an end, and gives their answers `grace` to be sent. Waits for no handler: what one
  // answers later is dropped. Idempotent; not from two threads at once, nor from a handler.
  void Stop(std::chrono::milliseconds grace);

  // 0 for a Unix socket.
  int port() const { return port_; }

  // Ends a node's calls and connections at once, such as when it is revoked. It may come
  // back: whoever refuses it then is `credentials` or `identify`.
  void CutPeer(std::string_view node_id);
  // Whether the node's calls are refused for having been far too many.
  bool Banned(std::string_view node_id) const { return guard_.Banned(node_id); }

  Figures figures() const;

 private:
  GrpcServer(Serving serving, Identify identify, ActAs act_as, const Limits& limits);

  Status Start(ListeningSocket socket, std::shared_ptr<grpc::ServerCredentials> credentials,
               const Limits& limits);
  void Poll();

  ConnectionGuard guard_;
  std::unique_ptr<grpc::AsyncGenericService> service_;
  std::shared_ptr<ServerParts> parts_;
  int port_ = 0;
  std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  std::unique_ptr<grpc::Server> server_;  // Null before the start and after the stop.
  std::unique_ptr<AcceptLoop> accept_loop_;
  std::vector<std::jthread> pollers_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_GRPC_GRPC_SERVER_H_
