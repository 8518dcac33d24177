#ifndef CLEDI_FEDERATION_RPC_GRPC_RPC_CHANNEL_H_
#define CLEDI_FEDERATION_RPC_GRPC_RPC_CHANNEL_H_

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/message.h"

#include "federation/base/status.h"
#include "federation/rpc_grpc/completion_thread.h"

namespace grpc {
class Channel;
class ChannelCredentials;
}  // namespace grpc

namespace cledi {

// A call on its way. Cancel() ends it soon, as Cancelled, if it has not ended; its callback
// runs in any case. Safe from any thread, also after the end.
class RpcCall {
 public:
  virtual ~RpcCall() = default;
  virtual void Cancel() = 0;
};

// Unary calls to one node, by a method's full name ("cledi.federation.v1.Exchange/Pull").
//
// Connects when there is something to call, and again by itself after a failure, at the
// latest half a second after the last attempt; a call fails at once while the node cannot be
// reached. Nothing is called twice behind the caller's back.
//
// Errors of the node itself come as it gave them. Errors on the way there say who could not
// be reached, and where: Unavailable, or DeadlineExceeded. Thread-safe.
class RpcChannel {
 public:
  using Message = google::protobuf::Message;

  // Whom to call.
  struct Target {
    std::string name;     // For people: "tr-metu", "the node".
    std::string address;  // "host:port", or "unix:/path".
    // Of a Unix socket: for whom an operator acts, by user name; empty: for the institution.
    std::string act_as = {};
  };

  // `thread` outlives the channel. Null credentials: none, only for a Unix socket.
  RpcChannel(Target target, std::shared_ptr<grpc::ChannelCredentials> credentials,
             CompletionThread* thread);
  // Cancels what is in flight and returns when the last callback has run. Not from a callback.
  ~RpcChannel();
  RpcChannel(const RpcChannel&) = delete;
  RpcChannel& operator=(const RpcChannel&) = delete;

  const Target& target() const { return target_; }

  // Waits for the answer, at most `timeout`. Not from a callback.
  Status Call(std::string_view method, const Message& request, Message& response,
              std::chrono::milliseconds timeout);

  // Runs `done` once, on the completion thread, with the answer, perhaps before this returns.
  // `done` must not block.
  template <class Response>
  std::shared_ptr<RpcCall> CallAsync(std::string_view method, const Message& request,
                                     std::chrono::milliseconds timeout,
                                     std::function<void(StatusOr<Response>)> done) {
    auto response = std::make_unique<Response>();
    Response* const typed = response.get();
    return Start(method, request, timeout, std::move(response),
                 [typed, done = std::move(done)](Status status) {
                   if (!status.ok()) {
                     done(std::move(status));
                     return;
                   }
                   done(std::move(*typed));
                 });
  }

 private:
  class Pending;

  // `response` is kept until `done` has run.
  std::shared_ptr<RpcCall> Start(std::string_view method, const Message& request,
                                 std::chrono::milliseconds timeout,
                                 std::unique_ptr<Message> response,
                                 std::function<void(Status)> done) ABSL_LOCKS_EXCLUDED(mutex_);
  void Ended(const std::shared_ptr<Pending>& call) ABSL_LOCKS_EXCLUDED(mutex_);
  bool Idle() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return pending_.empty(); }

  const Target target_;
  CompletionThread* const thread_;
  const Status callable_;  // Whether the target can be one.
  const std::shared_ptr<grpc::Channel> channel_;
  absl::Mutex mutex_;
  std::set<std::shared_ptr<Pending>> pending_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_GRPC_RPC_CHANNEL_H_
