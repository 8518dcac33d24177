#ifndef CLEDI_FEDERATION_RPC_GRPC_SERVER_CALL_H_
#define CLEDI_FEDERATION_RPC_GRPC_SERVER_CALL_H_

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/message.h"
#include "grpcpp/alarm.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"

#include "federation/base/clock.h"
#include "federation/base/status.h"
#include "federation/rpc/call.h"
#include "federation/rpc/executor.h"
#include "federation/rpc/method_table.h"
#include "federation/rpc_grpc/connection_guard.h"
#include "federation/rpc_grpc/live_calls.h"

namespace cledi {

// What the calls of one server share.
struct ServerParts {
  grpc::AsyncGenericService* service;
  grpc::ServerCompletionQueue* queue;
  const MethodTable* table;
  Executor* executor;
  const Clock* clock;
  ConnectionGuard* guard;
  std::function<StatusOr<Caller>(const grpc::AuthContext&)> identify;
  // Null: a name in the metadata is refused, or, from a peer, passed over.
  std::function<StatusOr<Caller>(std::string_view name)> act_as;
  std::chrono::milliseconds request_timeout;
  LiveCalls live;
};

// One unary call, from the accept that waits for it to its last completion.
//
// Everything of gRPC is in its Wire, which goes when the last completion has arrived: LiveCalls
// closes the call then, and a server that stops waits for no more than that. A handler that
// answers later still finds the call, without its wire, and its answer is dropped.
//
// Thread-safe: completions come from two pollers, answers from any thread.
class ServerCall : public std::enable_shared_from_this<ServerCall> {
 public:
  // Waits for one client, unless the server stops.
  static void PostAccept(std::shared_ptr<ServerParts> server);
  // Passes on what came out of the completion queue.
  static void Complete(void* tag, bool ok);

  explicit ServerCall(std::shared_ptr<ServerParts> server);

  // The server stops: a call that is still reading ends, a handler is told.
  void Hurry() ABSL_LOCKS_EXCLUDED(mutex_);
  // The caller is cut off.
  void Cut() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Wire {
    grpc::GenericServerContext context;
    grpc::GenericServerAsyncReaderWriter stream{&context};
    grpc::ByteBuffer request;
    grpc::Alarm request_timeout;
  };
  // A completion to come; its address is the tag. It keeps the call alive meanwhile.
  struct Event {
    void (ServerCall::*happened)(bool ok);
    std::shared_ptr<ServerCall> call = nullptr;
  };

  void OnAccepted(bool ok) ABSL_LOCKS_EXCLUDED(mutex_);
  void OnRequest(bool ok) ABSL_LOCKS_EXCLUDED(mutex_);
  void OnRequestTimeout(bool ok) ABSL_LOCKS_EXCLUDED(mutex_);
  void OnDone(bool ok) ABSL_LOCKS_EXCLUDED(mutex_);
  void OnAnswered(bool) {}

  // Who calls: whom the connection proved, or whom an operator wants to be.
  StatusOr<Caller> Identify(const grpc::AuthContext& auth,
                            const std::vector<std::string>& act_as) const;
  Status Admit() ABSL_LOCKS_EXCLUDED(mutex_);
  void ReadRequest() ABSL_LOCKS_EXCLUDED(mutex_);
  void Handle() ABSL_LOCKS_EXCLUDED(mutex_);
  Status Decode(google::protobuf::Message& request) ABSL_LOCKS_EXCLUDED(mutex_);
  void Answer(StatusOr<std::unique_ptr<google::protobuf::Message>> response)
      ABSL_LOCKS_EXCLUDED(mutex_);
  void Finish(StatusOr<grpc::ByteBuffer> response) ABSL_LOCKS_EXCLUDED(mutex_);

  std::shared_ptr<Call> call() ABSL_LOCKS_EXCLUDED(mutex_);
  void* Expect(Event& event) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Keeps the wire until Release(); null if it has gone or nobody listens at its other end.
  Wire* Hold() ABSL_LOCKS_EXCLUDED(mutex_);
  void Release() ABSL_LOCKS_EXCLUDED(mutex_);

  const std::shared_ptr<ServerParts> server_;
  std::string method_;  // Set before the call is live, and never after.

  absl::Mutex mutex_;
  std::shared_ptr<Call> call_ ABSL_GUARDED_BY(mutex_);  // Null until a client has come.
  std::unique_ptr<Wire> wire_ ABSL_GUARDED_BY(mutex_) = std::make_unique<Wire>();
  int holders_ ABSL_GUARDED_BY(mutex_) = 0;  // Completions to come, and Hold()s.
  bool reading_ ABSL_GUARDED_BY(mutex_) = true;
  bool answered_ ABSL_GUARDED_BY(mutex_) = false;
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
  Event accepted_{&ServerCall::OnAccepted};
  Event request_{&ServerCall::OnRequest};
  Event request_timeout_{&ServerCall::OnRequestTimeout};
  Event done_event_{&ServerCall::OnDone};
  Event answered_event_{&ServerCall::OnAnswered};
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_GRPC_SERVER_CALL_H_
