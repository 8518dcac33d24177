#include "node/http/http_server.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <optional>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/steady_timer.hpp"

#include "federation/base/log_line.h"
#include "federation/base/peer_address.h"
#include "node/http/host_policy.h"
#include "node/http/http_connection.h"
#include "node/http/pending_answer.h"
#include "node/http/plain_page.h"
#include "node/http/response_writer.h"

namespace cledi {
namespace {

namespace asio = boost::asio;
using Error = boost::system::error_code;
using Tcp = asio::ip::tcp;

// After "too many open files" and the like.
constexpr std::chrono::milliseconds kAcceptPause{100};

// The way from workers to the network thread. Outlives the server in the answers that
// handlers still hold; once shut, what comes through it is dropped.
class Mailbox {
 public:
  explicit Mailbox(asio::io_context* io) : io_(io) {}

  // Whether it was taken.
  bool Post(std::function<void()> task) ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    if (io_ == nullptr) {
      return false;
    }
    asio::post(*io_, std::move(task));
    return true;
  }

  void Shut() ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    io_ = nullptr;
  }

 private:
  absl::Mutex mutex_;
  asio::io_context* io_ ABSL_GUARDED_BY(mutex_);
};

Status CannotListen(const HttpServerOptions& options, const Error& error) {
  const std::string where = absl::StrFormat("%s port %d", options.listen_address, options.port);
  if (error == asio::error::address_in_use) {
    return absl::UnavailableError(absl::StrFormat(
        "the web pages cannot be served on %s: another program uses that port; stop it, or "
        "choose another port",
        where));
  }
  if (error == asio::error::access_denied) {
    return absl::UnavailableError(absl::StrFormat(
        "the web pages cannot be served on %s: ports below 1024 need a permission that this "
        "process lacks; choose a port above, or grant CAP_NET_BIND_SERVICE",
        where));
  }
  return absl::UnavailableError(
      absl::StrFormat("the web pages cannot be served on %s: %s", where, error.message()));
}

}  // namespace

// What the network thread owns. Its members are touched there only, but for what says otherwise.
class HttpServer::Network final : public HttpConnection::Owner {
 public:
  Network(HttpLimits limits, Executor* executor)
      : limits_(limits), executor_(executor), mailbox_(std::make_shared<Mailbox>(&io_)) {}
  ~Network() override { Stop(); }

  // Before the thread starts.
  Status Listen(const HttpServerOptions& options);
  void Run(HttpService service);
  // From outside.
  void Stop();

  uint16_t port() const { return port_; }
  const std::string& main_address() const { return service_->hosts.main_address(); }
  size_t connection_count() const { return connection_count_; }

 private:
  struct Member {
    std::shared_ptr<HttpConnection> connection;
    std::string group;  // Of the connection; empty for a trusted proxy's, which has no limit.
    std::string client_group;  // Of the request that is being answered.
    // Of the request that is being answered; null if none is.
    std::shared_ptr<ClientPresence> client;
    bool sends_events = false;
  };

  void OnRequest(uint64_t id, HttpRequest request) override;
  void OnBroken(uint64_t id, std::optional<HttpRequest> request, int status,
                std::string_view detail) override;
  void OnLeft(uint64_t id) override;
  void OnClosed(uint64_t id) override;

  void Accept();
  void Admit(Tcp::socket socket);
  bool MakeRoom(const std::string& group);
  void Send(uint64_t id, Outgoing answer);
  void SendEvents(uint64_t id, Member& member, Outgoing answer);
  void SendPlain(uint64_t id, int status, std::string_view detail);
  void BeginStop();
  PendingAnswer::Deliver DeliverTo(uint64_t id);

  const HttpLimits limits_;
  Executor* const executor_;
  asio::io_context io_{1};
  const std::shared_ptr<Mailbox> mailbox_;
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work_;
  Tcp::acceptor acceptor_{io_};
  asio::steady_timer pause_{io_};
  asio::steady_timer stop_timer_{io_};
  bool stopping_ = false;
  uint16_t port_ = 0;
  std::shared_ptr<const HttpService> service_;
  // By age.
  std::map<uint64_t, Member> members_;
  std::map<std::string, size_t> group_sizes_;
  uint64_t last_id_ = 0;
  std::atomic<size_t> connection_count_ = 0;  // Read from any thread.
  std::jthread thread_;
};

Status HttpServer::Network::Listen(const HttpServerOptions& options) {
  Error error;
  const auto address = asio::ip::make_address(options.listen_address, error);
  if (error) {
    return Invalid(
        absl::StrFormat("\"%s\" is not an IP address to listen on", options.listen_address));
  }
  const Tcp::endpoint endpoint(address, options.port);
  acceptor_.open(endpoint.protocol(), error);
  if (!error) {
    acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  }
  if (!error) {
    acceptor_.bind(endpoint, error);
  }
  if (!error) {
    acceptor_.listen(asio::socket_base::max_listen_connections, error);
  }
  if (!error) {
    port_ = acceptor_.local_endpoint(error).port();
  }
  return error ? CannotListen(options, error) : absl::OkStatus();
}

void HttpServer::Network::Run(HttpService service) {
  service_ = std::make_shared<const HttpService>(std::move(service));
  work_.emplace(io_.get_executor());
  Accept();
  thread_ = std::jthread([this] { io_.run(); });
}

void HttpServer::Network::Accept() {
  acceptor_.async_accept([this](Error error, Tcp::socket socket) {
    if (stopping_) {
      return;
    }
    if (!error) {
      Admit(std::move(socket));
      Accept();
      return;
    }
    pause_.expires_after(kAcceptPause);
    pause_.async_wait([this](Error) {
      if (!stopping_) {
        Accept();
      }
    });
  });
}

void HttpServer::Network::Admit(Tcp::socket socket) {
  Error error;
  const auto remote = socket.remote_endpoint(error);
  if (error) {
    return;  // It left already.
  }
  const std::string address = remote.address().to_string();
  const std::string group = service_->proxies.Trusts(address) ? "" : HostOfAddress(address);
  const bool room = MakeRoom(group);
  const bool ipv6 = remote.protocol() == Tcp::v6();
  const uint64_t id = ++last_id_;
  auto connection = HttpConnection::Create(
      io_, {.socket = socket.release(error), .ipv6 = ipv6, .address = address}, id, limits_, *this);
  members_.emplace(id, Member{.connection = connection, .group = group});
  ++group_sizes_[group];
  ++connection_count_;
  if (room) {
    connection->Start();
  } else {
    SendPlain(id, 503, {});
  }
}

// Whether one more may come; an idle connection gives way, the oldest first.
bool HttpServer::Network::MakeRoom(const std::string& group) {
  const auto size = group_sizes_.find(group);
  const bool group_full = !group.empty() && size != group_sizes_.end() &&
                          size->second >= limits_.connections_per_address_max;
  if (!group_full && members_.size() < limits_.connections_max) {
    return true;
  }
  const auto idle = std::ranges::find_if(members_, [&](const auto& entry) {
    return entry.second.connection->idle() && (!group_full || entry.second.group == group);
  });
  if (idle == members_.end()) {
    return false;
  }
  const auto connection = idle->second.connection;
  connection->Close();
  return true;
}

// `this` is used on the network thread only, which ends after the mailbox is shut.
PendingAnswer::Deliver HttpServer::Network::DeliverTo(uint64_t id) {
  return [this, id, mailbox = mailbox_](Outgoing answer) {
    const auto events = answer.events;
    const bool taken = mailbox->Post(
        [this, id, answer = std::move(answer)]() mutable { Send(id, std::move(answer)); });
    if (!taken && events != nullptr) {
      events->End();
    }
  };
}

void HttpServer::Network::OnRequest(uint64_t id, HttpRequest request) {
  request.client = std::make_shared<ClientPresence>(
      [this, id, mailbox = mailbox_](std::chrono::milliseconds patience) {
        mailbox->Post([this, id, patience] {
          if (const auto member = members_.find(id); member != members_.end()) {
            member->second.connection->LeaveAfter(patience);
          }
        });
      });
  request.remote_address = service_->proxies.ClientOf(request.remote_address, request.headers);
  Member& member = members_.at(id);
  member.client = request.client;
  member.client_group = HostOfAddress(request.remote_address);
  auto shared = std::make_shared<const HttpRequest>(std::move(request));
  const Status taken = executor_->TryRun([service = service_, shared, deliver = DeliverTo(id)] {
    auto pending = std::make_shared<PendingAnswer>(shared, service, deliver);
    ServeRequest(*service, shared, [pending = std::move(pending)](HttpResponse response) {
      pending->Give(std::move(response));
    });
  });
  if (!taken.ok()) {
    SendPlain(id, 503, {});
  }
}

void HttpServer::Network::OnBroken(uint64_t id, std::optional<HttpRequest> request, int status,
                                   std::string_view detail) {
  if (request && service_->hosts.Judge(request->host) == HostPolicy::Verdict::kOurs) {
    request->keep_alive = false;
    const auto shared = std::make_shared<const HttpRequest>(*std::move(request));
    const Status taken = executor_->TryRun(
        [service = service_, shared, deliver = DeliverTo(id), status, text = std::string(detail)] {
          PendingAnswer(shared, service, deliver).Give(ErrorResponse(status, text));
        });
    if (taken.ok()) {
      return;
    }
  }
  SendPlain(id, status, detail);
}

void HttpServer::Network::OnLeft(uint64_t id) {
  const auto member = members_.find(id);
  if (member != members_.end() && member->second.client != nullptr) {
    member->second.client->Cancel();
  }
}

void HttpServer::Network::OnClosed(uint64_t id) {
  const auto member = members_.find(id);
  const auto size = group_sizes_.find(member->second.group);
  if (--size->second == 0) {
    group_sizes_.erase(size);
  }
  members_.erase(member);
  --connection_count_;
  if (stopping_ && members_.empty()) {
    work_.reset();
    stop_timer_.cancel();
  }
}

void HttpServer::Network::Send(uint64_t id, Outgoing answer) {
  const auto found = members_.find(id);
  if (found == members_.end()) {
    if (answer.events != nullptr) {
      answer.events->End();
    }
    return;
  }
  Member& member = found->second;
  member.client = nullptr;
  if (answer.events != nullptr) {
    SendEvents(id, member, std::move(answer));
    return;
  }
  const auto connection = member.connection;
  connection->Send(std::move(answer.bytes), answer.keep_alive);
}

void HttpServer::Network::SendEvents(uint64_t id, Member& member, Outgoing answer) {
  size_t all = 0;
  size_t of_group = 0;
  for (const auto& [unused, other] : members_) {
    if (other.sends_events) {
      ++all;
      of_group += other.client_group == member.client_group ? 1U : 0U;
    }
  }
  if (all >= limits_.event_streams_max || of_group >= limits_.event_streams_per_address_max) {
    answer.events->End();
    SendPlain(id, 503, {});
    return;
  }
  member.sends_events = true;
  answer.events->Attach([this, id, mailbox = mailbox_] {
    mailbox->Post([this, id] {
      if (const auto awake = members_.find(id); awake != members_.end()) {
        const auto connection = awake->second.connection;
        connection->Wake();
      }
    });
  });
  const auto connection = member.connection;
  connection->SendEvents(std::move(answer.bytes), std::move(answer.events));
}

void HttpServer::Network::SendPlain(uint64_t id, int status, std::string_view detail) {
  HttpResponse page = PlainErrorPage(status, detail);
  if (status == 503) {
    page.headers.emplace_back("Retry-After", "5");
  }
  Send(id, {.bytes = WriteResponse({}, std::move(page), service_->clock->Now())});
}

void HttpServer::Network::BeginStop() {
  stopping_ = true;
  Error ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  stop_timer_.expires_after(limits_.stop_max);
  stop_timer_.async_wait([this](Error error) {
    if (!error) {
      LogLine(Severity::kWarning, "web_stop_did_not_wait",
              {{"requests", absl::StrFormat("%d", members_.size())}});
      io_.stop();
    }
  });
  std::vector<Member> all;
  for (const auto& [id, member] : members_) {
    all.push_back(member);
  }
  for (const Member& member : all) {
    member.connection->CloseWhenDone();
    if (member.client != nullptr) {
      member.client->Cancel();  // Who answers late is to answer now.
    }
  }
  if (members_.empty()) {
    work_.reset();
    stop_timer_.cancel();
  }
}

void HttpServer::Network::Stop() {
  if (!thread_.joinable()) {
    return;
  }
  asio::post(io_, [this] { BeginStop(); });
  thread_.join();
  mailbox_->Shut();
}

StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(HttpServerOptions options, Handler handler,
                                                        Executor* executor, const Clock* clock) {
  auto network = std::make_unique<Network>(options.limits, executor);
  RETURN_IF_ERROR(network->Listen(options));
  ASSIGN_OR_RETURN(HostPolicy hosts, HostPolicy::Create(options.public_addresses,
                                                        options.loopback_names, network->port()));
  if (options.error_page == nullptr) {
    options.error_page = [](const HttpRequest&, int status, std::string_view detail) {
      return PlainErrorPage(status, detail);
    };
  }
  ASSIGN_OR_RETURN(TrustedProxies proxies, TrustedProxies::Parse(options.trusted_proxies));
  network->Run({.hosts = std::move(hosts),
                .proxies = std::move(proxies),
                .handler = std::move(handler),
                .error_page = std::move(options.error_page),
                .clock = clock});
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(network)));
}

HttpServer::HttpServer(std::unique_ptr<Network> network) : network_(std::move(network)) {}
HttpServer::~HttpServer() = default;

void HttpServer::Stop() { network_->Stop(); }
uint16_t HttpServer::port() const { return network_->port(); }
const std::string& HttpServer::main_address() const { return network_->main_address(); }
size_t HttpServer::connection_count() const { return network_->connection_count(); }

}  // namespace cledi
