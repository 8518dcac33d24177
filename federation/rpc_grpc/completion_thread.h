#ifndef CLEDI_FEDERATION_RPC_GRPC_COMPLETION_THREAD_H_
#define CLEDI_FEDERATION_RPC_GRPC_COMPLETION_THREAD_H_

#include <memory>
#include <thread>

namespace grpc {
class CompletionQueue;
}

namespace cledi {

// The thread on which outgoing calls end; one serves any number of channels.
class CompletionThread {
 public:
  // What is given to the queue as a tag.
  class Completion {
   public:
    virtual ~Completion() = default;
    // Runs on the thread, once.
    virtual void Complete(bool ok) = 0;
  };

  CompletionThread();
  // Runs what is still to come, then joins. The channels that use it are gone by then.
  ~CompletionThread();
  CompletionThread(const CompletionThread&) = delete;
  CompletionThread& operator=(const CompletionThread&) = delete;

  grpc::CompletionQueue& queue() { return *queue_; }
  // Whether the caller runs on it, and must not wait for it.
  bool IsThisThread() const { return std::this_thread::get_id() == thread_.get_id(); }

 private:
  void Run();

  const std::unique_ptr<grpc::CompletionQueue> queue_;
  std::jthread thread_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_GRPC_COMPLETION_THREAD_H_
