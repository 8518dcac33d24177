#include "federation/rpc_grpc/rpc_channel.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/synchronization/notification.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"

#include "federation/base/check.h"
#include "federation/rpc/limits.h"
#include "federation/rpc_grpc/grpc_log.h"
#include "federation/rpc_grpc/grpc_status.h"
#include "federation/rpc_grpc/grpc_time.h"
#include "federation/rpc_grpc/message_bytes.h"
#include "federation/rpc_grpc/unix_socket.h"

namespace cledi {
namespace {

using std::chrono::milliseconds;

// The replicator has a back-off of its own; gRPC's would only hide that a node is back.
constexpr int kReconnectFirstMs = 100;
constexpr int kReconnectMaxMs = 500;
constexpr int kConnectTimeoutMs = 10'000;
// Also keeps the way through a NAT open while an Await waits.
constexpr int kPingAfterMs = 30'000;
constexpr int kPingTimeoutMs = 10'000;

grpc::ChannelArguments Arguments() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(static_cast<int>(kWireMessageBytesMax));
  arguments.SetMaxSendMessageSize(static_cast<int>(kWireMessageBytesMax));
  // A connection of its own, that ends with the channel and with its certificate.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectFirstMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectMaxMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectTimeoutMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kPingAfterMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kPingTimeoutMs);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  // What a node is called at is in the roster; the environment and DNS have no say.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  return arguments;
}

std::shared_ptr<grpc::Channel> Connect(const std::string& address,
                                       std::shared_ptr<grpc::ChannelCredentials> credentials) {
  SendGrpcLogToOurs();
  if (credentials == nullptr) {
    CHECK(address.starts_with("unix:"));
    credentials = grpc::InsecureChannelCredentials();
  }
  return grpc::CreateCustomChannel(address, credentials, Arguments());
}

// gRPC takes any text for an address and then only says that it failed; metadata that is no
// header ends the process.
Status CheckTarget(const RpcChannel::Target& target) {
  const bool is_header =
      std::ranges::all_of(target.act_as, [](char c) { return c > ' ' && c < '\x7f'; });
  if (!is_header) {
    return Invalid("whoever is to be acted for has a user name of \"a-z 0-9 . -\"");
  }
  return target.address.starts_with("unix:") ? CheckUnixPath(target.address.substr(5))
                                             : absl::OkStatus();
}

// Of "failed to connect to all addresses; last error: UNKNOWN: ipv4:192.0.2.7:1: Connection
// refused", the end says what matters.
std::string_view ReasonIn(std::string_view text) {
  for (const std::string_view before : {"last error: ", "UNKNOWN: "}) {
    if (const size_t at = text.find(before); at != std::string_view::npos) {
      text.remove_prefix(at + before.size());
    }
  }
  return text;
}

std::string Seconds(milliseconds span) {
  return absl::StrFormat("%g s", static_cast<double>(span.count()) / 1000);
}

}  // namespace

class RpcChannel::Pending final : public RpcCall, public CompletionThread::Completion {
 public:
  Pending(RpcChannel* channel, std::string method, milliseconds timeout,
          std::unique_ptr<Message> response, std::function<void(Status)> done)
      : channel_(channel),
        method_(std::move(method)),
        timeout_(timeout),
        response_(std::move(response)),
        done_(std::move(done)) {
    context_.set_deadline(GrpcTimeIn(timeout));
    if (!channel->target_.act_as.empty() && channel->callable_.ok()) {
      context_.AddMetadata(kActAsMetadata, channel->target_.act_as);
    }
  }

  // `self` is this; it is kept until the call has ended. A request that is an error ends on
  // the completion thread too, where every call does.
  void Start(std::shared_ptr<Pending> self, const StatusOr<grpc::ByteBuffer>& request) {
    self_ = std::move(self);
    grpc::ByteBuffer bytes;
    if (request.ok()) {
      bytes = *request;
    } else {
      not_sent_ = request.status();
      context_.TryCancel();
    }
    grpc::GenericStub stub(channel_->channel_);
    reader_ = stub.PrepareUnaryCall(&context_, "/" + method_, bytes, &channel_->thread_->queue());
    reader_->StartCall();
    reader_->Finish(&answer_, &status_, static_cast<Completion*>(this));
  }

  void Cancel() override { context_.TryCancel(); }

  void Complete(bool) override {
    const std::shared_ptr<Pending> self = std::move(self_);
    done_(Result());
    done_ = nullptr;
    channel_->Ended(self);
  }

 private:
  Status Result() {
    if (!not_sent_.ok()) {
      return not_sent_;
    }
    if (status_.ok()) {
      return Annotate(ParseMessage(answer_, *response_),
                      absl::StrFormat("what %s answers to %s", channel_->target_.name, method_));
    }
    const Status status = FromGrpc(status_);
    return context_.GetServerTrailingMetadata().contains(kAnsweredByNode) ? status
                                                                          : FailedOnTheWay(status);
  }

  // The node's own code did not answer.
  Status FailedOnTheWay(const Status& status) {
    const auto& [name, address, act_as] = channel_->target_;
    switch (status.code()) {
      case StatusCode::kUnavailable:
        return absl::UnavailableError(absl::StrFormat("cannot reach %s at %s: %s", name, address,
                                                      ReasonIn(cledi::Message(status))));
      case StatusCode::kDeadlineExceeded:
        if (channel_->channel_->GetState(false) != GRPC_CHANNEL_READY) {
          return absl::DeadlineExceededError(absl::StrFormat(
              "cannot reach %s at %s: no connection within %s", name, address, Seconds(timeout_)));
        }
        return absl::DeadlineExceededError(
            absl::StrFormat("%s did not answer %s within %s", name, method_, Seconds(timeout_)));
      default:
        return Annotate(status, absl::StrFormat("calling %s at %s", method_, name));
    }
  }

  RpcChannel* const channel_;
  const std::string method_;
  const milliseconds timeout_;
  const std::unique_ptr<Message> response_;
  std::function<void(Status)> done_;
  grpc::ClientContext context_;
  Status not_sent_;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader_;
  grpc::ByteBuffer answer_;
  grpc::Status status_;
  std::shared_ptr<Pending> self_;
};

RpcChannel::RpcChannel(Target target, std::shared_ptr<grpc::ChannelCredentials> credentials,
                       CompletionThread* thread)
    : target_(std::move(target)),
      thread_(thread),
      callable_(CheckTarget(target_)),
      channel_(Connect(target_.address, std::move(credentials))) {}

RpcChannel::~RpcChannel() {
  CHECK(!thread_->IsThisThread());
  std::vector<std::shared_ptr<Pending>> in_flight;
  {
    absl::MutexLock lock(&mutex_);
    in_flight.assign(pending_.begin(), pending_.end());
  }
  for (const auto& call : in_flight) {
    call->Cancel();
  }
  absl::MutexLock lock(&mutex_, absl::Condition(this, &RpcChannel::Idle));
}

Status RpcChannel::Call(std::string_view method, const Message& request, Message& response,
                        milliseconds timeout) {
  CHECK(!thread_->IsThisThread());
  Status result;
  absl::Notification ended;
  std::unique_ptr<Message> received(response.New());
  Message* const typed = received.get();
  Start(method, request, timeout, std::move(received), [&](Status status) {
    result = std::move(status);
    if (result.ok()) {
      response.GetReflection()->Swap(&response, typed);
    }
    ended.Notify();
  });
  ended.WaitForNotification();
  return result;
}

std::shared_ptr<RpcCall> RpcChannel::Start(std::string_view method, const Message& request,
                                           milliseconds timeout, std::unique_ptr<Message> response,
                                           std::function<void(Status)> done) {
  const auto call = std::make_shared<Pending>(this, std::string(method), timeout,
                                              std::move(response), std::move(done));
  {
    absl::MutexLock lock(&mutex_);
    pending_.insert(call);
  }
  call->Start(call, callable_.ok() ? SerializeMessage(request) : callable_);
  return call;
}

void RpcChannel::Ended(const std::shared_ptr<Pending>& call) {
  absl::MutexLock lock(&mutex_);
  pending_.erase(call);
}

}  // namespace cledi
