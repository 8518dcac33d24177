#ifndef CLEDI_FEDERATION_RPC_GRPC_GRPC_LOG_H_
#define CLEDI_FEDERATION_RPC_GRPC_GRPC_LOG_H_

namespace cledi {

// Turns gRPC's own log into lines of ours, at most a few a second: peers can cause them.
// Idempotent, safe from any thread.
void SendGrpcLogToOurs();

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_GRPC_GRPC_LOG_H_
