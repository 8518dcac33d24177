#ifndef CLEDI_FEDERATION_RPC_GRPC_GRPC_TIME_H_
#define CLEDI_FEDERATION_RPC_GRPC_GRPC_TIME_H_

#include <chrono>

#include "grpc/support/time.h"

namespace cledi {

// The moment `span` from now, on the clock by which gRPC counts.
inline gpr_timespec GrpcTimeIn(std::chrono::milliseconds span) {
  return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                      gpr_time_from_millis(span.count(), GPR_TIMESPAN));
}

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_GRPC_GRPC_TIME_H_
