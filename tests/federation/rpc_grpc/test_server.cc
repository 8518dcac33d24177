#include "tests/federation/rpc_grpc/test_server.h"

#include "absl/strings/str_format.h"
#include "grpcpp/grpcpp.h"

#include "federation/base/check.h"

namespace cledi {
namespace {

using std::chrono_literals::operator""s;

std::string Full(std::string_view method) { return absl::StrFormat("test.Service/%s", method); }

}  // namespace

void Waiting::Add(One one) {
  absl::MutexLock lock(&mutex_);
  calls_.push_back(std::move(one));
}

Waiting::One Waiting::Take() {
  absl::MutexLock lock(&mutex_, absl::Condition(this, &Waiting::Some));
  One one = std::move(calls_.front());
  calls_.pop_front();
  return one;
}

void Waiting::AnswerAll() {
  std::deque<One> all;
  {
    absl::MutexLock lock(&mutex_);
    all.swap(calls_);
  }
  for (const One& one : all) {
    one.answer(Bytes("at last"));
  }
}

size_t Waiting::size() {
  absl::MutexLock lock(&mutex_);
  return calls_.size();
}

BusyWorker::BusyWorker(Executor& executor) {
  CHECK(executor
            .TryRun([this] {
              busy_.Notify();
              go_on_.WaitForNotification();
              ended_.Notify();
            })
            .ok());
  busy_.WaitForNotification();
}

void BusyWorker::Release() {
  if (!go_on_.HasBeenNotified()) {
    go_on_.Notify();
    ended_.WaitForNotification();
  }
}

void FillTable(MethodTable& table, Waiting& held) {
  const auto add = [&](std::string_view name, Role needs, auto handler) {
    table.Add<BytesValue, BytesValue>(Full(name), needs, std::move(handler));
  };
  const auto echo = [](const Call&, const BytesValue& request) -> StatusOr<BytesValue> {
    return request;
  };
  add("Echo", Role::kVisitor, echo);
  add("Manage", Role::kOperator, echo);
  add("Fail", Role::kVisitor, [](const Call&, const BytesValue& request) -> StatusOr<BytesValue> {
    return Conflict(request.value());
  });
  add("Break", Role::kVisitor, [](const Call&, const BytesValue& request) -> StatusOr<BytesValue> {
    return absl::InternalError(request.value());
  });
  add("Big", Role::kVisitor, [](const Call&, const BytesValue&) -> StatusOr<BytesValue> {
    return Bytes(std::string(2 << 20, 'x'));
  });
  table.AddLater<BytesValue, BytesValue>(Full("Hold"), Role::kVisitor,
                                         [&held](std::shared_ptr<Call> call, const BytesValue&,
                                                 MethodTable::Answer<BytesValue> answer) {
                                           held.Add({std::move(call), std::move(answer)});
                                         });
  table.AddLater<BytesValue, BytesValue>(Full("Drop"), Role::kVisitor,
                                         [](const std::shared_ptr<Call>&, const BytesValue&,
                                            const MethodTable::Answer<BytesValue>&) {});
}

TestServer::TestServer(GrpcServer::Limits limits, size_t workers, size_t queue_max)
    : executor(workers, queue_max) {
  FillTable(table, held);
  auto started = GrpcServer::ListenOnNetwork(
      "127.0.0.1:0", grpc::InsecureServerCredentials(),
      [this](const grpc::AuthContext&) {
        absl::MutexLock lock(&mutex);
        return Caller::Peer(peer);
      },
      {.table = &table, .executor = &executor, .clock = &clock}, limits);
  CHECK(started.ok());
  server = *std::move(started);
}

RpcChannel::Target TestServer::target() const {
  return {.name = "tr-metu", .address = absl::StrFormat("127.0.0.1:%d", server->port())};
}

void TestServer::SetPeer(std::string node_id) {
  absl::MutexLock lock(&mutex);
  peer = std::move(node_id);
}

void TestServer::WaitForCalls(size_t count) const {
  while (server->figures().calls != count) {
    std::this_thread::yield();
  }
}

TestClient::TestClient(RpcChannel::Target target)
    : channel(std::move(target), grpc::InsecureChannelCredentials(), &thread) {}

StatusOr<std::string> TestClient::Call(std::string_view method, std::string request) {
  BytesValue response;
  RETURN_IF_ERROR(channel.Call(Full(method), Bytes(std::move(request)), response, 20s));
  return response.value();
}

std::shared_ptr<RpcCall> TestClient::CallAsync(std::string_view method, std::string request,
                                               std::function<void(StatusOr<BytesValue>)> done) {
  return channel.CallAsync<BytesValue>(Full(method), Bytes(std::move(request)), 20s,
                                       std::move(done));
}

std::function<void(StatusOr<BytesValue>)> Outcome::Take() {
  return [this](StatusOr<BytesValue> response) {
    absl::MutexLock lock(&mutex_);
    result_.emplace(response.ok() ? StatusOr<std::string>(response->value()) : response.status());
  };
}

StatusOr<std::string> Outcome::Get() {
  absl::MutexLock lock(&mutex_, absl::Condition(this, &Outcome::Here));
  return *result_;
}

bool Outcome::Has() {
  absl::MutexLock lock(&mutex_);
  return result_.has_value();
}

}  // namespace cledi
