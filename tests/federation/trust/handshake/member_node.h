#ifndef CLEDI_TESTS_FEDERATION_TRUST_HANDSHAKE_MEMBER_NODE_H_
#define CLEDI_TESTS_FEDERATION_TRUST_HANDSHAKE_MEMBER_NODE_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/synchronization/mutex.h"

#include "federation/rpc/executor.h"
#include "federation/rpc/method_table.h"
#include "federation/rpc_grpc/completion_thread.h"
#include "federation/rpc_grpc/grpc_server.h"
#include "federation/rpc_grpc/rpc_channel.h"
#include "federation/trust/tls_identity.h"
#include "tests/support/temp_folder.h"
#include "tests/support/trust/test_federation.h"

namespace cledi {

// Remembers every refusal.
class RefusalRecorder final : public TlsRefusals {
 public:
  void OnTlsRefused(const TlsRefusalReport& report) override;
  std::vector<TlsRefusalReport> Reports();
  // The reason of the newest one.
  std::optional<TlsRefusal> Last();

 private:
  absl::Mutex mutex_;
  std::vector<TlsRefusalReport> reports_;
};

// A node's two sides of real connections: a gRPC server that tells who called, and channels.
class MemberNode {
 public:
  MemberNode(TestFederation& federation, std::string_view node_id);

  int port() const { return server_->port(); }
  RefusalRecorder& refusals() { return refusals_; }

  // Puts another key and certificate in place, as a renewal does. New connections use it
  // within a second or two.
  void Install(const PemPair& pair);

  // A channel that expects `node_id` at the port of the loopback.
  std::unique_ptr<RpcChannel> Dial(std::string_view node_id, int port);
  // Whom the server at the other end takes this node for.
  static StatusOr<std::string> Ask(RpcChannel& channel);
  StatusOr<std::string> DialAndAsk(std::string_view node_id, int port) {
    return Ask(*Dial(node_id, port));
  }

 private:
  std::string pair_file() const { return folder_.path() + "/tls.pem"; }

  TempFolder folder_;
  RefusalRecorder refusals_;
  MethodTable table_;
  Executor executor_{1, 16};
  CompletionThread completion_thread_;
  std::unique_ptr<TlsIdentity> identity_;
  std::unique_ptr<GrpcServer> server_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_FEDERATION_TRUST_HANDSHAKE_MEMBER_NODE_H_
