#ifndef CLEDI_TESTS_FEDERATION_RPC_GRPC_TEST_SERVER_H_
#define CLEDI_TESTS_FEDERATION_RPC_GRPC_TEST_SERVER_H_

#include <deque>
#include <memory>
#include <string>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "google/protobuf/wrappers.pb.h"

#include "federation/base/clock.h"
#include "federation/rpc/executor.h"
#include "federation/rpc/method_table.h"
#include "federation/rpc_grpc/completion_thread.h"
#include "federation/rpc_grpc/grpc_server.h"
#include "federation/rpc_grpc/rpc_channel.h"

namespace cledi {

using google::protobuf::BytesValue;

inline BytesValue Bytes(std::string bytes) {
  BytesValue value;
  value.set_value(std::move(bytes));
  return value;
}

// Calls that wait for a test to answer them.
class Waiting {
 public:
  struct One {
    std::shared_ptr<Call> call;
    MethodTable::Answer<BytesValue> answer;
  };

  void Add(One one);
  // Waits for the next, in the order of their arrival.
  One Take();
  void AnswerAll();
  size_t size();

 private:
  bool Some() const { return !calls_.empty(); }

  absl::Mutex mutex_;
  std::deque<One> calls_;
};

// Keeps an executor's only worker from everything else, until Release() or the end.
class BusyWorker {
 public:
  explicit BusyWorker(Executor& executor);
  ~BusyWorker() { Release(); }
  BusyWorker(const BusyWorker&) = delete;
  BusyWorker& operator=(const BusyWorker&) = delete;
  void Release();

 private:
  absl::Notification busy_;
  absl::Notification go_on_;
  absl::Notification ended_;
};

// A server without TLS on a free port of the loopback; every caller is the peer `node_id`.
//
//   test.Service/Echo    answers with its request
//   test.Service/Hold    answers when the test says so, through `held`
//   test.Service/Fail    Aborted, with the request as its text
//   test.Service/Break   Internal, likewise
//   test.Service/Drop    forgets to answer
//   test.Service/Big     answers with 2 MiB
//   test.Service/Manage  for operators
struct TestServer {
  explicit TestServer(GrpcServer::Limits limits = {}, size_t workers = 2, size_t queue_max = 64);

  RpcChannel::Target target() const;
  // The caller that the next calls come from.
  void SetPeer(std::string node_id);
  // Until exactly so many calls are live; a refused or answered call is for another moment.
  void WaitForCalls(size_t count) const;

  SystemClock clock;
  MethodTable table;
  Waiting held;
  Executor executor;
  absl::Mutex mutex;
  std::string peer = "tr-metu";
  std::unique_ptr<GrpcServer> server;
};

void FillTable(MethodTable& table, Waiting& held);

// A channel with a completion thread of its own, without TLS.
struct TestClient {
  explicit TestClient(RpcChannel::Target target);
  explicit TestClient(const TestServer& server) : TestClient(server.target()) {}

  StatusOr<std::string> Call(std::string_view method, std::string request = "");
  // "test.Service/" is put in front of `method`.
  std::shared_ptr<RpcCall> CallAsync(std::string_view method, std::string request,
                                     std::function<void(StatusOr<BytesValue>)> done);

  CompletionThread thread;
  RpcChannel channel;
};

// The result of one asynchronous call.
class Outcome {
 public:
  std::function<void(StatusOr<BytesValue>)> Take();
  // Waits for it.
  StatusOr<std::string> Get();
  bool Has();

 private:
  bool Here() const { return result_.has_value(); }

  absl::Mutex mutex_;
  std::optional<StatusOr<std::string>> result_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_FEDERATION_RPC_GRPC_TEST_SERVER_H_
