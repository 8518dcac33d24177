#include "federation/rpc_grpc/completion_thread.h"

#include <pthread.h>

#include "grpcpp/completion_queue.h"

namespace cledi {

CompletionThread::CompletionThread()
    : queue_(std::make_unique<grpc::CompletionQueue>()), thread_([this] { Run(); }) {
  pthread_setname_np(thread_.native_handle(), "grpc-calls");
}

CompletionThread::~CompletionThread() {
  queue_->Shutdown();
  thread_.join();
}

void CompletionThread::Run() {
  void* tag = nullptr;
  bool ok = false;
  while (queue_->Next(&tag, &ok)) {
    static_cast<Completion*>(tag)->Complete(ok);
  }
}

}  // namespace cledi
