#ifndef CLEDI_FEDERATION_RPC_GRPC_MESSAGE_BYTES_H_
#define CLEDI_FEDERATION_RPC_GRPC_MESSAGE_BYTES_H_

#include "google/protobuf/message.h"
#include "grpcpp/support/byte_buffer.h"

#include "federation/base/status.h"

namespace cledi {

// Reads protobuf out of gRPC's buffer and empties the buffer.
// InvalidArgument: not a message of that type.
Status ParseMessage(grpc::ByteBuffer& bytes, google::protobuf::Message& message);

// Internal: the message is larger than any transport would carry.
StatusOr<grpc::ByteBuffer> SerializeMessage(const google::protobuf::Message& message);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_GRPC_MESSAGE_BYTES_H_
