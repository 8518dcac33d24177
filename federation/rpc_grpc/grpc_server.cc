#include "federation/rpc_grpc/grpc_server.h"

#include <utility>

#include <pthread.h>

#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/resource_quota.h"

#include "federation/rpc/limits.h"
#include "federation/rpc_grpc/grpc_log.h"
#include "federation/rpc_grpc/grpc_time.h"
#include "federation/rpc_grpc/listening_socket.h"
#include "federation/rpc_grpc/server_call.h"

namespace cledi {
namespace {

using std::chrono::milliseconds;

constexpr int kPollers = 2;
// Calls that may arrive while both pollers are busy, without gRPC having to queue them.
constexpr int kAcceptsPosted = 16;
constexpr milliseconds kDefaultGrace{1000};

// With more, one peer that opens and resets streams starves all others (gRPC 1.51, measured).
constexpr int kStreamsPerConnectionMax = 64;
constexpr int kHeaderBytesMax = 8 * 1024;
constexpr size_t kTransportBytesMax = size_t{256} * 1024 * 1024;

// A peer that has gone silent, a cable that was pulled.
constexpr int kPingAfterMs = 30'000;
constexpr int kPingTimeoutMs = 10'000;
constexpr int kPingIntervalMinMs = 10'000;
// A peer that renewed its certificate shows it within a day.
constexpr int kConnectionAgeMaxMs = 24 * 3600 * 1000;
constexpr int kConnectionAgeGraceMs = 60'000;

void Configure(grpc::ServerBuilder& builder, const GrpcServer::Limits& limits) {
  builder.SetMaxReceiveMessageSize(static_cast<int>(kWireMessageBytesMax));
  builder.SetMaxSendMessageSize(static_cast<int>(kWireMessageBytesMax));
  // Batches are compressed where that pays. Compressed calls could be small bombs.
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  builder.SetResourceQuota(grpc::ResourceQuota("rpc").Resize(kTransportBytesMax));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kStreamsPerConnectionMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kHeaderBytesMax);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS,
                             static_cast<int>(limits.handshake_timeout.count()));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kPingAfterMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kPingTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kPingIntervalMinMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, kConnectionAgeMaxMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, kConnectionAgeGraceMs);
}

}  // namespace

GrpcServer::GrpcServer(Serving serving, Identify identify, ActAs act_as, const Limits& limits)
    : guard_(serving.clock, limits.connections),
      service_(std::make_unique<grpc::AsyncGenericService>()),
      parts_(new ServerParts{.service = service_.get(),
                             .queue = nullptr,
                             .table = serving.table,
                             .executor = serving.executor,
                             .clock = serving.clock,
                             .guard = &guard_,
                             .identify = std::move(identify),
                             .act_as = std::move(act_as),
                             .request_timeout = limits.request_timeout,
                             .live = LiveCalls(limits.calls)}) {}

StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::ListenOnNetwork(
    std::string_view address, std::shared_ptr<grpc::ServerCredentials> credentials,
    Identify identify, Serving serving, Limits limits) {
  ASSIGN_OR_RETURN(ListeningSocket socket, ListeningSocket::OnNetwork(address));
  std::unique_ptr<GrpcServer> self(new GrpcServer(serving, std::move(identify), nullptr, limits));
  RETURN_IF_ERROR(self->Start(std::move(socket), std::move(credentials), limits));
  return self;
}

StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::ListenOnUnixSocket(std::string_view path,
                                                                     Serving serving, Limits limits,
                                                                     ActAs act_as) {
  ASSIGN_OR_RETURN(ListeningSocket socket, ListeningSocket::OnUnixSocket(path));
  std::unique_ptr<GrpcServer> self(new GrpcServer(
      serving, [](const grpc::AuthContext&) { return Caller::Operator(); }, std::move(act_as),
      limits));
  RETURN_IF_ERROR(self->Start(std::move(socket), grpc::InsecureServerCredentials(), limits));
  return self;
}

Status GrpcServer::Start(ListeningSocket socket,
                         std::shared_ptr<grpc::ServerCredentials> credentials,
                         const Limits& limits) {
  SendGrpcLogToOurs();
  port_ = socket.port();

  grpc::ServerBuilder builder;
  Configure(builder, limits);
  builder.RegisterAsyncGenericService(service_.get());
  using Builder = grpc::ServerBuilder::experimental_type;
  auto acceptor = builder.experimental().AddExternalConnectionAcceptor(
      Builder::ExternalConnectionType::FROM_FD, std::move(credentials));
  queue_ = builder.AddCompletionQueue();
  parts_->queue = queue_.get();
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) {
    queue_->Shutdown();
    return absl::InternalError("gRPC could not start a server; its log says why");
  }
  for (int i = 0; i < kAcceptsPosted; ++i) {
    ServerCall::PostAccept(parts_);
  }
  for (int i = 0; i < kPollers; ++i) {
    pollers_.emplace_back([this] { Poll(); });
    pthread_setname_np(pollers_.back().native_handle(), "grpc");
  }

  using Connection = decltype(acceptor)::element_type::NewConnectionParameters;
  StatusOr<std::unique_ptr<AcceptLoop>> accept_loop = AcceptLoop::Start(
      std::move(socket), &guard_, [acceptor = std::shared_ptr(std::move(acceptor))](UniqueFd fd) {
        Connection connection;
        connection.fd = fd.Release();
        acceptor->HandleNewConnection(&connection);
      });
  RETURN_IF_ERROR(accept_loop.status());
  accept_loop_ = *std::move(accept_loop);
  return absl::OkStatus();
}

void GrpcServer::Poll() {
  void* tag = nullptr;
  bool ok = false;
  while (queue_->Next(&tag, &ok)) {
    ServerCall::Complete(tag, ok);
  }
}

GrpcServer::~GrpcServer() { Stop(kDefaultGrace); }

// In another order gRPC 1.51 aborts: it must not be handed a socket after its shutdown began,
// and nothing may be started on a queue that was shut down.
void GrpcServer::Stop(milliseconds grace) {
  if (server_ == nullptr) {
    return;
  }
  accept_loop_.reset();
  guard_.CutSilent();
  parts_->live.BeginStop();
  server_->Shutdown(GrpcTimeIn(grace));
  parts_->live.WaitUntilNoneIsOpen();
  queue_->Shutdown();
  pollers_.clear();
  server_.reset();
  queue_.reset();
}

void GrpcServer::CutPeer(std::string_view node_id) {
  parts_->live.Cut(node_id);
  guard_.Cut(node_id);
}

GrpcServer::Figures GrpcServer::figures() const {
  return {.connections = guard_.figures(), .calls = parts_->live.size()};
}

}  // namespace cledi
