#ifndef CLEDI_FEDERATION_RPC_GRPC_GRPC_LOG_H_
#define CLEDI_FEDERATION_RPC_GRPC_GRPC_LOG_H_

#include <functional>
#include <string_view>

namespace cledi {

// Turns gRPC's own log into lines of ours, at most a few a second: peers can cause them.
// Idempotent, safe from any thread.
void SendGrpcLogToOurs();

// Hands over why a TLS handshake failed inside OpenSSL, before any certificate was judged: no
// certificate, an old version of TLS, no TLS at all. gRPC says so in its log and nowhere else;
// such lines go to `listener` from now on, and no longer to ours. It runs on network threads,
// and must not call back. Null: to nobody. Returns when the listener before it is not running.
void SendHandshakeFailuresTo(std::function<void(std::string_view why)> listener);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_GRPC_GRPC_LOG_H_
