#ifndef CLEDI_TESTS_FEDERATION_RPC_GRPC_HALF_OPEN_CALL_H_
#define CLEDI_TESTS_FEDERATION_RPC_GRPC_HALF_OPEN_CALL_H_

#include <memory>
#include <string>

#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"

namespace cledi {

// A call that has only opened its stream, as a broken or hostile client may.
class HalfOpenCall {
 public:
  explicit HalfOpenCall(const std::string& address)
      : stub_(grpc::CreateChannel(address, grpc::InsecureChannelCredentials())),
        call_(stub_.PrepareCall(&context_, "/test.Service/Echo", &queue_)) {
    call_->StartCall(nullptr);
    Next();
  }
  ~HalfOpenCall() {
    queue_.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
    }
  }

  void SendLast(const std::string& bytes) {
    grpc::Slice slice(bytes);
    call_->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
    Next();
  }
  void SendNothingMore() {
    call_->WritesDone(nullptr);
    Next();
  }
  // Waits for the end.
  grpc::StatusCode Finish() {
    grpc::Status status;
    call_->Finish(&status, nullptr);
    Next();
    return status.error_code();
  }

 private:
  void Next() {
    void* tag = nullptr;
    bool ok = false;
    queue_.Next(&tag, &ok);
  }

  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_FEDERATION_RPC_GRPC_HALF_OPEN_CALL_H_
