#include "node/enrolment/enrolment_listener.h"

#include <atomic>
#include <cstring>
#include <filesystem>
#include <future>
#include <map>
#include <set>
#include <thread>

#include "boost/asio/dispatch.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/ssl/context.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/beast/core/flat_buffer.hpp"
#include "boost/beast/core/tcp_stream.hpp"
#include "boost/beast/http.hpp"
#include "boost/beast/ssl/ssl_stream.hpp"

#include "federation/base/files.h"
#include "federation/base/log_line.h"
#include "federation/base/peer_address.h"
#include "federation/trust/tls_pair.h"
#include "node/enrolment/enrolment_http.h"

namespace cledi {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace ssl = boost::asio::ssl;
using Error = boost::system::error_code;
using Tcp = asio::ip::tcp;

constexpr size_t kHeaderBytesMax = 8 * 1024;
constexpr size_t kPairBytesMax = 64 * 1024;
constexpr std::chrono::seconds kRefreshEvery{1};
// After "too many open files" and the like.
constexpr std::chrono::milliseconds kAcceptPause{100};

using TlsContext = std::shared_ptr<ssl::context>;

// What the coordinator shows: its own certificate, and the authority's behind it.
StatusOr<TlsContext> LoadContext(const EnrolmentListener::Parts& parts) {
  ASSIGN_OR_RETURN(const std::string pem, ReadSecretFile(parts.tls_pair_file, kPairBytesMax));
  const StatusOr<TlsPair> pair = ReadTlsPair(pem);
  RETURN_IF_ERROR(Annotate(pair.status(), parts.tls_pair_file));
  const std::string key = pair->key.ToPem();
  const std::string chain =
      CertificateToPem(pair->certificate.der) + CertificateToPem(parts.authority_der);
  auto context = std::make_shared<ssl::context>(ssl::context::tlsv13_server);
  Error error;
  context->use_certificate_chain(asio::buffer(chain), error);
  if (!error) {
    context->use_private_key(asio::buffer(key), ssl::context::pem, error);
  }
  if (error) {
    return Invalid(absl::StrFormat("%s: %s", parts.tls_pair_file, error.message()));
  }
  return context;
}

// One request and its answer. Kept alive by its own pending steps.
class Session final : public std::enable_shared_from_this<Session> {
 public:
  Session(Tcp::socket socket, TlsContext context, std::string host,
          const EnrolmentListenerOptions& options, EnrolmentDesk* desk,
          std::function<void(Session*)> ended)
      : context_(std::move(context)),
        host_(std::move(host)),
        options_(options),
        desk_(desk),
        ended_(std::move(ended)),
        stream_(beast::tcp_stream(std::move(socket)), *context_) {
    parser_.header_limit(kHeaderBytesMax);
    parser_.body_limit(kEnrolmentRequestBytesMax);
  }
  ~Session() { ended_(this); }

  const std::string& host() const { return host_; }

  void Run() {
    BeginStep();
    stream_.async_handshake(ssl::stream_base::server, [self = shared_from_this()](Error error) {
      if (!error) {
        self->Read();
      }
    });
  }

  void Close() { beast::get_lowest_layer(stream_).close(); }

 private:
  void BeginStep() { beast::get_lowest_layer(stream_).expires_after(options_.step_max); }

  void Read() {
    BeginStep();
    http::async_read(stream_, buffer_, parser_, [self = shared_from_this()](Error error, size_t) {
      if (!error) {
        self->Answer();
      } else if (error == http::error::body_limit || error == http::error::header_limit) {
        self->Send({.status = 413, .content_type = "text/plain", .body = "Too large.\n"});
      }
    });
  }

  void Answer() {
    const auto& request = parser_.get();
    const auto target = request.target();
    Send(AnswerEnrolment({.post = request.method() == http::verb::post,
                          .path = {target.data(), target.size()},
                          .body = request.body(),
                          .remote = host_},
                         *desk_));
  }

  void Send(EnrolmentHttpResponse answer) {
    response_.result(static_cast<unsigned>(answer.status));
    response_.set(http::field::content_type,
                  {answer.content_type.data(), answer.content_type.size()});
    response_.set(http::field::cache_control, "no-store");
    if (answer.status == 405) {
      response_.set(http::field::allow, "POST");
    }
    response_.body() = std::move(answer.body);
    response_.keep_alive(false);
    response_.prepare_payload();
    BeginStep();
    http::async_write(stream_, response_, [self = shared_from_this()](Error error, size_t) {
      if (!error) {
        self->HangUp();
      }
    });
  }

  void HangUp() {
    BeginStep();
    stream_.async_shutdown([self = shared_from_this()](Error) {});
  }

  const TlsContext context_;
  const std::string host_;
  const EnrolmentListenerOptions& options_;
  EnrolmentDesk* const desk_;
  const std::function<void(Session*)> ended_;
  beast::ssl_stream<beast::tcp_stream> stream_;
  beast::flat_buffer buffer_{kHeaderBytesMax + kEnrolmentRequestBytesMax};
  http::request_parser<http::string_body> parser_;
  http::response<http::string_body> response_;
};

}  // namespace

// Lives on the listener's thread, but for what says otherwise.
class EnrolmentListener::Network {
 public:
  Network(const EnrolmentListenerOptions& options, Parts parts)
      : options_(options), parts_(std::move(parts)) {}
  ~Network() { Stop(); }

  // Before the thread starts.
  Status Prepare();
  // From outside.
  void Run();
  void Refresh();
  void Stop();
  bool open() const { return open_; }
  uint16_t port() const { return endpoint_.port(); }

 private:
  Status Open();
  void Close();
  void Accept();
  void Admit(Tcp::socket socket);
  void Adjust();
  void AdjustEverySecond();
  void ReloadIfChanged();

  const EnrolmentListenerOptions options_;
  const Parts parts_;
  // Before io_: sessions that it destroys take themselves off.
  std::set<Session*> sessions_;
  std::map<std::string, size_t> per_host_;
  asio::io_context io_{1};
  Tcp::endpoint endpoint_;
  TlsContext context_;
  std::filesystem::file_time_type context_of_;
  Tcp::acceptor acceptor_{io_};
  asio::steady_timer timer_{io_};
  asio::steady_timer pause_{io_};
  std::atomic<bool> open_ = false;  // Read from any thread.
  bool stopping_ = false;
  bool complained_ = false;  // That the port cannot be opened.
  std::jthread thread_;
};

Status EnrolmentListener::Network::Prepare() {
  Error error;
  const auto address = asio::ip::make_address(options_.listen_address, error);
  if (error) {
    return Invalid(
        absl::StrFormat("\"%s\" is not an IP address to listen on", options_.listen_address));
  }
  endpoint_ = Tcp::endpoint(address, options_.port);
  ASSIGN_OR_RETURN(context_, LoadContext(parts_));
  std::error_code ignored;
  context_of_ = std::filesystem::last_write_time(parts_.tls_pair_file, ignored);
  RETURN_IF_ERROR(Open());
  endpoint_ = acceptor_.local_endpoint(error);
  return absl::OkStatus();
}

Status EnrolmentListener::Network::Open() {
  Error error;
  acceptor_.open(endpoint_.protocol(), error);
  if (!error) {
    acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  }
  if (!error) {
    acceptor_.bind(endpoint_, error);
  }
  if (!error) {
    acceptor_.listen(asio::socket_base::max_listen_connections, error);
  }
  if (!error) {
    open_ = true;
    return absl::OkStatus();
  }
  Close();
  return absl::UnavailableError(absl::StrFormat(
      "enrolments cannot be taken on %s port %d: %s%s", options_.listen_address, endpoint_.port(),
      error.message(),
      error == asio::error::address_in_use
          ? "; stop the program that uses the port, or choose another one (enrolment.listen)"
          : ""));
}

void EnrolmentListener::Network::Close() {
  Error ignored;
  acceptor_.close(ignored);
  open_ = false;
}

void EnrolmentListener::Network::Run() {
  asio::post(io_, [this] {
    Accept();
    AdjustEverySecond();
  });
  thread_ = std::jthread([this] { io_.run(); });
}

void EnrolmentListener::Network::Accept() {
  acceptor_.async_accept([this](Error error, Tcp::socket socket) {
    if (stopping_ || !open_ || error == asio::error::operation_aborted) {
      return;
    }
    if (!error) {
      Admit(std::move(socket));
      Accept();
      return;
    }
    pause_.expires_after(kAcceptPause);
    pause_.async_wait([this](Error cancelled) {
      if (!cancelled && open_) {
        Accept();
      }
    });
  });
}

void EnrolmentListener::Network::Admit(Tcp::socket socket) {
  Error error;
  const Tcp::endpoint remote = socket.remote_endpoint(error);
  if (error) {
    return;  // It left already.
  }
  sockaddr_storage address{};
  std::memcpy(&address, remote.data(), remote.size());
  std::string host = PeerAddressOf(address).host;
  if (sessions_.size() >= options_.connections_max ||
      per_host_[host] >= options_.connections_per_host_max) {
    return;  // Hangs up, before any cryptography is done for it.
  }
  ++per_host_[host];
  const auto session = std::make_shared<Session>(std::move(socket), context_, std::move(host),
                                                 options_, parts_.desk, [this](Session* ended) {
                                                   sessions_.erase(ended);
                                                   if (--per_host_[ended->host()] == 0) {
                                                     per_host_.erase(ended->host());
                                                   }
                                                 });
  sessions_.insert(session.get());
  session->Run();
}

void EnrolmentListener::Network::Adjust() {
  if (stopping_) {
    return;
  }
  ReloadIfChanged();
  const bool wanted = options_.always_open || parts_.desk->ExpectsSomebody();
  if (!wanted && open_) {
    Close();
    pause_.cancel();
  } else if (wanted && !open_) {
    const Status opened = Open();
    if (opened.ok()) {
      Accept();
    } else if (!complained_) {
      LogLine(Severity::kError, "enrolment_port_closed", {{"why", std::string(Message(opened))}});
    }
    complained_ = !opened.ok();
  }
}

void EnrolmentListener::Network::AdjustEverySecond() {
  Adjust();
  timer_.expires_after(kRefreshEvery);
  timer_.async_wait([this](Error cancelled) {
    if (!cancelled && !stopping_) {
      AdjustEverySecond();
    }
  });
}

void EnrolmentListener::Network::ReloadIfChanged() {
  std::error_code missing;
  const auto changed = std::filesystem::last_write_time(parts_.tls_pair_file, missing);
  if (missing || changed == context_of_) {
    return;
  }
  context_of_ = changed;
  const StatusOr<TlsContext> loaded = LoadContext(parts_);
  if (loaded.ok()) {
    context_ = *loaded;
  } else {
    LogLine(Severity::kError, "enrolment_certificate_unusable",
            {{"why", std::string(Message(loaded.status()))}});
  }
}

void EnrolmentListener::Network::Refresh() {
  std::promise<void> done;
  asio::dispatch(io_, [&] {  // At once, when the desk is being asked on this very thread.
    Adjust();
    done.set_value();
  });
  done.get_future().wait();
}

void EnrolmentListener::Network::Stop() {
  if (!thread_.joinable()) {
    return;
  }
  asio::post(io_, [this] {
    stopping_ = true;
    Close();
    timer_.cancel();
    pause_.cancel();
    for (Session* const session : sessions_) {
      session->Close();
    }
  });
  thread_.join();
}

StatusOr<std::unique_ptr<EnrolmentListener>> EnrolmentListener::Start(
    const EnrolmentListenerOptions& options, Parts parts) {
  auto network = std::make_unique<Network>(options, std::move(parts));
  RETURN_IF_ERROR(network->Prepare());
  network->Run();
  return std::unique_ptr<EnrolmentListener>(new EnrolmentListener(std::move(network)));
}

EnrolmentListener::EnrolmentListener(std::unique_ptr<Network> network)
    : network_(std::move(network)) {}
EnrolmentListener::~EnrolmentListener() = default;

void EnrolmentListener::Refresh() { network_->Refresh(); }
bool EnrolmentListener::open() const { return network_->open(); }
uint16_t EnrolmentListener::port() const { return network_->port(); }

}  // namespace cledi
