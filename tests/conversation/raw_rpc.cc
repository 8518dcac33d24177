#include "tests/conversation/raw_rpc.h"

#include <chrono>

#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"

#include "federation/rpc_grpc/grpc_time.h"

namespace cledi {
namespace {

constexpr std::chrono::seconds kPatience{30};

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) {
    return bytes;
  }
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

}  // namespace

RawRpc::RawRpc(const std::string& address, std::shared_ptr<grpc::ChannelCredentials> credentials) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  channel_ = grpc::CreateCustomChannel(
      address, credentials == nullptr ? grpc::InsecureChannelCredentials() : std::move(credentials),
      arguments);
}

StatusOr<std::string> RawRpc::Call(const std::string& method, const std::string& request) const {
  grpc::GenericStub stub(channel_);
  grpc::ClientContext context;
  context.set_deadline(GrpcTimeIn(kPatience));
  grpc::CompletionQueue queue;
  grpc::Slice slice(request);
  const auto call =
      stub.PrepareUnaryCall(&context, "/" + method, grpc::ByteBuffer(&slice, 1), &queue);
  call->StartCall();
  grpc::ByteBuffer answer;
  grpc::Status status;
  call->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  if (!status.ok()) {
    return Status(static_cast<StatusCode>(status.error_code()), status.error_message());
  }
  return BytesOf(answer);
}

}  // namespace cledi
