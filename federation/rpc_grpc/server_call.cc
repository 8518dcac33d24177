#include "federation/rpc_grpc/server_call.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "federation/rpc/public_status.h"
#include "federation/rpc_grpc/grpc_peer.h"
#include "federation/rpc_grpc/grpc_status.h"
#include "federation/rpc_grpc/grpc_time.h"
#include "federation/rpc_grpc/message_bytes.h"

namespace cledi {
namespace {

// When the call ends by itself, on the monotonic clock.
std::chrono::milliseconds DeadlineOf(const grpc::ServerContext& context, const Clock& clock) {
  using std::chrono::milliseconds;
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) {
    return milliseconds::max();
  }
  const auto left = std::chrono::duration_cast<milliseconds>(deadline - clock.Now());
  return clock.Monotonic() + std::max(left, milliseconds(0));
}

// The names that the caller wants to act as: none or one.
std::vector<std::string> ActAsOf(const grpc::ServerContext& context) {
  std::vector<std::string> names;
  const auto [begin, end] = context.client_metadata().equal_range(kActAsMetadata);
  for (auto entry = begin; entry != end; ++entry) {
    names.emplace_back(entry->second.data(), entry->second.size());
  }
  return names;
}

// gRPC says "/package.Service/Method", the table has no slash in front.
std::string MethodOf(const grpc::GenericServerContext& context) {
  const std::string& method = context.method();
  return method.starts_with('/') ? method.substr(1) : method;
}

}  // namespace

ServerCall::ServerCall(std::shared_ptr<ServerParts> server) : server_(std::move(server)) {}

void ServerCall::PostAccept(std::shared_ptr<ServerParts> server) {
  if (!server->live.Open()) {
    return;
  }
  const auto call = std::make_shared<ServerCall>(server);
  absl::MutexLock lock(&call->mutex_);
  Wire& wire = *call->wire_;
  wire.context.AsyncNotifyWhenDone(call->Expect(call->done_event_));
  server->service->RequestCall(&wire.context, &wire.stream, server->queue, server->queue,
                               call->Expect(call->accepted_));
}

void ServerCall::Complete(void* tag, bool ok) {
  auto& event = *static_cast<Event*>(tag);
  const std::shared_ptr<ServerCall> call = std::move(event.call);
  (call.get()->*event.happened)(ok);
  call->Release();
}

void* ServerCall::Expect(Event& event) {
  event.call = shared_from_this();
  ++holders_;
  return &event;
}

std::shared_ptr<Call> ServerCall::call() {
  absl::MutexLock lock(&mutex_);
  return call_;
}

ServerCall::Wire* ServerCall::Hold() {
  absl::MutexLock lock(&mutex_);
  if (done_ || wire_ == nullptr) {
    return nullptr;
  }
  ++holders_;
  return wire_.get();
}

void ServerCall::Release() {
  std::unique_ptr<Wire> finished;
  {
    absl::MutexLock lock(&mutex_);
    if (--holders_ > 0) {
      return;
    }
    finished = std::move(wire_);
  }
  finished.reset();
  server_->live.Close(this);  // The server may be gone from here on.
}

void ServerCall::OnAccepted(bool ok) {
  if (!ok) {
    // The server stops. gRPC never delivers the done tag of a call that did not begin.
    absl::MutexLock lock(&mutex_);
    done_event_.call = nullptr;
    --holders_;
    return;
  }
  const Status admitted = Admit();
  PostAccept(server_);
  if (!admitted.ok()) {
    Finish(admitted);
    return;
  }
  ReadRequest();
}

StatusOr<Caller> ServerCall::Identify(const grpc::AuthContext& auth,
                                      const std::vector<std::string>& act_as) const {
  StatusOr<Caller> caller = server_->identify(auth);
  if (act_as.empty() || !caller.ok() || !caller->Has(Role::kOperator)) {
    return caller;
  }
  if (act_as.size() > 1 || server_->act_as == nullptr) {
    return Invalid("nobody can be acted for here, or only one at a time");
  }
  return server_->act_as(act_as.front());
}

Status ServerCall::Admit() {
  std::shared_ptr<const grpc::AuthContext> auth;
  std::string endpoint;
  std::vector<std::string> act_as;
  std::chrono::milliseconds deadline;
  {
    absl::MutexLock lock(&mutex_);
    auth = wire_->context.auth_context();
    endpoint = EndpointFromGrpcPeer(wire_->context.peer());
    act_as = ActAsOf(wire_->context);
    deadline = DeadlineOf(wire_->context, *server_->clock);
    method_ = MethodOf(wire_->context);
  }
  const StatusOr<Caller> caller = Identify(*auth, act_as);
  const auto call = std::make_shared<Call>(caller.ok() ? *caller : Caller(), deadline);
  bool has_left = false;
  {
    absl::MutexLock lock(&mutex_);
    call_ = call;
    has_left = done_;  // The other poller may have been faster.
  }
  if (has_left) {
    call->Cancel();
  }
  Status verdict = caller.status();
  if (call->caller().Has(Role::kPeer)) {
    verdict = server_->guard->CountCall(call->caller().id, endpoint);
  }
  return server_->live.Enter(shared_from_this(), call->caller().id, std::move(verdict));
}

void ServerCall::ReadRequest() {
  absl::MutexLock lock(&mutex_);
  wire_->request_timeout.Set(server_->queue, GrpcTimeIn(server_->request_timeout),
                             Expect(request_timeout_));
  wire_->stream.Read(&wire_->request, Expect(request_));
}

void ServerCall::OnRequestTimeout(bool ok) {
  absl::MutexLock lock(&mutex_);
  if (ok && reading_) {  // Not ok: the request came, and the alarm was called off.
    wire_->context.TryCancel();
  }
}

void ServerCall::OnRequest(bool ok) {
  {
    absl::MutexLock lock(&mutex_);
    reading_ = false;
    wire_->request_timeout.Cancel();
  }
  if (!ok) {
    Finish(Invalid("the call ended without a request message"));
    return;
  }
  if (Status taken = server_->executor->TryRun([self = shared_from_this()] { self->Handle(); });
      !taken.ok()) {
    Finish(std::move(taken));
  }
}

void ServerCall::Handle() {
  const std::shared_ptr<Call> call = this->call();
  if (call->cancelled()) {
    // By the caller, who will not read this, or by a server that stops.
    Finish(absl::UnavailableError("the node is stopping, try again when it is back"));
    return;
  }
  server_->table->Invoke(
      method_, call, [this](google::protobuf::Message& request) { return Decode(request); },
      [self = shared_from_this()](StatusOr<std::unique_ptr<google::protobuf::Message>> response) {
        self->Answer(std::move(response));
      });
}

Status ServerCall::Decode(google::protobuf::Message& request) {
  Wire* const wire = Hold();
  if (wire == nullptr) {
    return absl::CancelledError("the caller has left");
  }
  Status parsed = ParseMessage(wire->request, request);
  Release();
  return parsed;
}

void ServerCall::Answer(StatusOr<std::unique_ptr<google::protobuf::Message>> response) {
  if (Hold() == nullptr) {
    return;
  }
  Finish(response.ok() ? SerializeMessage(**response)
                       : StatusOr<grpc::ByteBuffer>(response.status()));
  Release();
}

void ServerCall::Finish(StatusOr<grpc::ByteBuffer> response) {
  const Status status = PublicStatus(response.status(), call()->caller(), method_);
  absl::MutexLock lock(&mutex_);
  if (done_ || answered_ || wire_ == nullptr) {
    return;
  }
  answered_ = true;
  if (!status.ok()) {
    wire_->context.AddTrailingMetadata(kAnsweredByNode, "1");
    wire_->stream.Finish(ToGrpc(status), Expect(answered_event_));
    return;
  }
  wire_->stream.WriteAndFinish(*response, grpc::WriteOptions(), grpc::Status::OK,
                               Expect(answered_event_));
}

void ServerCall::OnDone(bool) {
  std::shared_ptr<Call> left;
  {
    absl::MutexLock lock(&mutex_);
    done_ = true;
    if (wire_->context.IsCancelled()) {
      left = call_;
    }
  }
  if (left != nullptr) {
    left->Cancel();
  }
}

void ServerCall::Hurry() {
  {
    absl::MutexLock lock(&mutex_);
    if (reading_ && wire_ != nullptr) {
      wire_->context.TryCancel();
    }
  }
  call()->Cancel();
}

void ServerCall::Cut() {
  {
    absl::MutexLock lock(&mutex_);
    if (wire_ != nullptr && !done_) {
      wire_->context.TryCancel();
    }
  }
  call()->Cancel();
}

}  // namespace cledi
