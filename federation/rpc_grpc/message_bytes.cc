#include "federation/rpc_grpc/message_bytes.h"

#include "absl/strings/str_format.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "grpcpp/support/proto_buffer_writer.h"

#include "federation/rpc/limits.h"

namespace cledi {
namespace {

constexpr int kBlockBytesMax = 64 * 1024;

}  // namespace

Status ParseMessage(grpc::ByteBuffer& bytes, google::protobuf::Message& message) {
  bool parsed = false;
  {
    grpc::ProtoBufferReader reader(&bytes);
    parsed = reader.status().ok() && message.ParseFromZeroCopyStream(&reader);
  }
  bytes.Clear();
  if (!parsed) {
    return Invalid(
        absl::StrFormat("the message is no valid protobuf of the type %s", message.GetTypeName()));
  }
  return absl::OkStatus();
}

StatusOr<grpc::ByteBuffer> SerializeMessage(const google::protobuf::Message& message) {
  const size_t size = message.ByteSizeLong();
  if (size > kWireMessageBytesMax) {
    return absl::InternalError(absl::StrFormat("a %s of %d bytes is over the limit of %d",
                                               message.GetTypeName(), size, kWireMessageBytesMax));
  }
  grpc::ByteBuffer bytes;
  bool written = false;
  {
    grpc::ProtoBufferWriter writer(&bytes, kBlockBytesMax, static_cast<int>(size));
    written = message.SerializeToZeroCopyStream(&writer);
  }
  if (!written) {
    return absl::InternalError(
        absl::StrFormat("a %s could not be serialised", message.GetTypeName()));
  }
  return bytes;
}

}  // namespace cledi
