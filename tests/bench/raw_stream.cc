#include "tests/bench/raw_stream.h"

#include <string>

#include "absl/strings/str_format.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"

#include "federation/base/check.h"
#include "tests/bench/worker_process.h"

namespace cledi {

class RawStreamServer::Service final : public grpc::CallbackGenericService {
 public:
  Service(uint64_t messages, size_t message_bytes) : messages_(messages) {
    const grpc::Slice slice(std::string(message_bytes, 'x'));
    message_ = grpc::ByteBuffer(&slice, 1);
  }

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext*) override {
    return new Answer(messages_, message_);
  }

 private:
  class Answer final : public grpc::ServerGenericBidiReactor {
   public:
    Answer(uint64_t messages, const grpc::ByteBuffer& message)
        : left_(messages), message_(message) {
      WriteNext();
    }
    void OnWriteDone(bool ok) override {
      if (ok) {
        WriteNext();
      } else {
        Finish(grpc::Status::CANCELLED);
      }
    }
    void OnDone() override { delete this; }

   private:
    void WriteNext() {
      if (left_ == 0) {
        Finish(grpc::Status::OK);
        return;
      }
      --left_;
      StartWrite(&message_);
    }

    uint64_t left_;
    const grpc::ByteBuffer message_;
  };

  const uint64_t messages_;
  grpc::ByteBuffer message_;
};

struct RawStreamServer::Parts {
  Service service;
  std::unique_ptr<grpc::Server> server;
};

RawStreamServer::RawStreamServer(uint64_t messages, size_t message_bytes)
    : parts_(new Parts{.service = Service(messages, message_bytes), .server = nullptr}) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
  builder.RegisterCallbackGenericService(&parts_->service);
  parts_->server = builder.BuildAndStart();
  CHECK(parts_->server != nullptr);
}

RawStreamServer::~RawStreamServer() { parts_->server->Shutdown(); }

uint64_t ReadRawStream(int port) {
  const auto channel = grpc::CreateChannel(absl::StrFormat("127.0.0.1:%d", port),
                                           grpc::InsecureChannelCredentials());
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareCall(&context, "/bench/Stream", &queue);
  void* const any_tag = &queue;
  const auto completed = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  call->StartCall(any_tag);
  CHECK(completed());
  uint64_t bytes = 0;
  grpc::ByteBuffer message;
  for (call->Read(&message, any_tag); completed(); call->Read(&message, any_tag)) {
    bytes += message.Length();
  }
  grpc::Status status;
  call->Finish(&status, any_tag);
  completed();
  if (!status.ok()) {
    GiveUp("plain gRPC stream", status.error_message());
  }
  return bytes;
}

}  // namespace cledi
