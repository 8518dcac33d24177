#include "node/http/http_connection.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/write.hpp"
#include "boost/beast/core/flat_buffer.hpp"
#include "boost/beast/http.hpp"

#include "federation/base/status.h"
#include "federation/base/text.h"
#include "node/http/http_target.h"

namespace cledi {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Error = boost::system::error_code;
using Tcp = asio::ip::tcp;
using Parser = http::request_parser<http::string_body>;

constexpr size_t kReadBytes = 4096;
constexpr size_t kLingerBytesMax = 256 * 1024;

HttpMethod MethodOf(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return HttpMethod::kGet;
    case http::verb::head:
      return HttpMethod::kHead;
    case http::verb::post:
      return HttpMethod::kPost;
    case http::verb::put:
      return HttpMethod::kPut;
    case http::verb::patch:
      return HttpMethod::kPatch;
    case http::verb::delete_:
      return HttpMethod::kDelete;
    case http::verb::options:
      return HttpMethod::kOptions;
    default:
      return HttpMethod::kOther;
  }
}

// What to answer to a request that could not be read; 0: nothing, nobody is there any more.
int StatusOf(Error error, bool target_read, bool timed_out) {
  if (timed_out) {
    return 408;
  }
  if (error == http::error::body_limit) {
    return 413;
  }
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return target_read ? 431 : 414;
  }
  if (error == http::error::end_of_stream || error == http::error::partial_message ||
      error.category() != http::make_error_code(http::error::end_of_stream).category()) {
    return 0;
  }
  return error == http::error::bad_version ? 505 : 400;
}

// A request as Beast read it, as we pass it on; refuses what is ambiguous about where it ends
// or whom it is for (RFC 9112, 3.2 and 6.1), since a proxy in front may have read it otherwise.
StatusOr<HttpRequest> RequestOf(const http::request<http::string_body>& message) {
  HttpRequest request;
  request.method = MethodOf(message.method());
  ASSIGN_OR_RETURN(HttpTarget target,
                   ParseTarget({message.target().data(), message.target().size()}));
  request.path = std::move(target.path);
  request.segments = std::move(target.segments);
  request.query = std::move(target.query);
  for (const auto& field : message) {
    std::string_view value(field.value().data(), field.value().size());
    const auto name = field.name_string();
    request.headers.emplace_back(absl::AsciiStrToLower({name.data(), name.size()}),
                                 std::string(value));
  }
  const auto host_count =
      std::ranges::count(request.headers, "host", &HttpHeaders::value_type::first);
  if (host_count > 1) {
    return Invalid("the request names more than one host");
  }
  request.host = absl::AsciiStrToLower(ToAbsl(request.Header("host").value_or("")));
  if (!target.authority.empty()) {
    request.host = std::move(target.authority);
  }
  const auto coding = request.Header("transfer-encoding");
  if (coding && (message.version() < 11 || !absl::EqualsIgnoreCase(ToAbsl(*coding), "chunked"))) {
    return Invalid("the request has a transfer coding that this server does not know");
  }
  const auto length = request.Header("content-length");
  if (length && !ParseDecimal(*length)) {
    return Invalid("the request's length is not a number");
  }
  request.keep_alive = message.version() >= 11 && message.keep_alive();
  return request;
}

class BeastConnection final : public HttpConnection,
                              public std::enable_shared_from_this<BeastConnection> {
 public:
  BeastConnection(asio::io_context& io, Peer peer, uint64_t id, const HttpLimits& limits,
                  Owner& owner)
      : id_(id),
        limits_(limits),
        owner_(owner),
        address_(std::move(peer.address)),
        socket_(io),
        timer_(io),
        buffer_(limits.header_bytes_max + kReadBytes) {
    Error error;
    socket_.assign(peer.ipv6 ? Tcp::v6() : Tcp::v4(), peer.socket, error);
    socket_.set_option(Tcp::no_delay(true), error);
  }

  ~BeastConnection() override { EndEvents(); }

  void Start() override { WaitForRequest(); }

  void Send(std::string bytes, bool keep_alive) override {
    out_ = std::move(bytes);
    const bool again = keep_alive && !closing_;
    Arm(limits_.write_max + std::chrono::seconds(out_.size() / 8192));
    asio::async_write(socket_, asio::buffer(out_),
                      [self = shared_from_this(), again](Error error, size_t) {
                        self->Disarm();
                        if (error) {
                          self->Close();
                        } else if (again && !self->closing_ && !self->left_) {
                          self->WaitForRequest();
                        } else if (self->unread_) {
                          self->Linger();
                        } else {
                          self->Close();
                        }
                      });
  }

  void SendEvents(std::string head, std::shared_ptr<HttpEventStream> events) override {
    events_ = std::move(events);
    if (left_ || closing_) {
      Close();
      return;
    }
    phase_ = Phase::kSendingEvents;
    WriteEvents(std::move(head));
  }

  void Wake() override {
    if (phase_ != Phase::kSendingEvents) {
      return;
    }
    if (events_->fell_behind()) {
      Close();
    } else if (!writing_) {
      TakeEvents();
    }
  }

  void LeaveAfter(std::chrono::milliseconds time) override {
    Arm(time, [](BeastConnection& self) { self.owner_.OnLeft(self.id_); });
  }

  void CloseWhenDone() override {
    closing_ = true;
    if (phase_ != Phase::kAnswering) {
      Close();
    }
  }

  void Close() override {
    if (closed_) {
      return;
    }
    closed_ = true;
    Disarm();
    Error ignored;
    socket_.close(ignored);
    EndEvents();
    owner_.OnClosed(id_);
  }

  bool idle() const override { return phase_ == Phase::kWaiting || phase_ == Phase::kLeaving; }

 private:
  enum class Phase { kWaiting, kReading, kAnswering, kSendingEvents, kLeaving };

  using OnTime = void (*)(BeastConnection&);

  // Ends what is pending on the socket after `time`, so that it completes with an error.
  void Arm(std::chrono::milliseconds time) {
    timed_out_ = false;
    Arm(time, [](BeastConnection& self) {
      self.timed_out_ = true;
      Error ignored;
      self.socket_.cancel(ignored);
    });
  }

  void Arm(std::chrono::milliseconds time, OnTime then) {
    timer_.expires_after(time);
    timer_.async_wait([self = shared_from_this(), turn = ++timer_turn_, then](Error) {
      if (turn == self->timer_turn_) {
        then(*self);
      }
    });
  }

  void Disarm() {
    ++timer_turn_;
    timer_.cancel();
  }

  void WaitForRequest() {
    phase_ = Phase::kWaiting;
    unread_ = true;
    head_read_ = false;
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(limits_.header_bytes_max));
    parser_->body_limit(limits_.body_bytes_max);
    if (buffer_.size() > 0) {  // The client did not wait for our answer.
      ReadHeader();
      return;
    }
    Arm(limits_.idle_max);
    if (!reading_) {
      ReadSome();
    }
  }

  // Reads what comes next: the beginning of a request, or while one is being answered the
  // news that nobody waits for that.
  void ReadSome() {
    reading_ = true;
    socket_.async_read_some(buffer_.prepare(kReadBytes),
                            [self = shared_from_this()](Error error, size_t size) {
                              self->reading_ = false;
                              self->OnRead(error, size);
                            });
  }

  void OnRead(Error error, size_t size) {
    if (closed_) {
      return;
    }
    if (phase_ == Phase::kLeaving) {
      DiscardOn(error, size);
      return;
    }
    if (!error) {
      buffer_.commit(size);
    }
    if (phase_ == Phase::kSendingEvents) {
      if (error) {
        Close();
      }
      return;
    }
    if (phase_ == Phase::kAnswering) {
      if (error) {
        left_ = true;
        owner_.OnLeft(id_);
      } else {
        unread_ = true;
      }
      return;
    }
    Disarm();
    if (error) {
      Close();
    } else {
      ReadHeader();
    }
  }

  void ReadHeader() {
    phase_ = Phase::kReading;
    Arm(limits_.header_max);
    http::async_read_header(socket_, buffer_, *parser_,
                            [self = shared_from_this()](Error error, size_t) {
                              self->Disarm();
                              self->OnHeader(error);
                            });
  }

  void OnHeader(Error error) {
    const auto& message = parser_->get();
    if (error == http::error::body_limit) {  // Its head says so, and is whole.
      TakeHead(message).IgnoreError();
    }
    if (error) {
      Refuse(error);
      return;
    }
    if (message.target().size() > limits_.target_bytes_max) {
      Break(414, {});
      return;
    }
    if (message.version() != 11 && message.version() != 10) {
      Break(505, {});
      return;
    }
    if (const Status taken = TakeHead(message); !taken.ok()) {
      Break(400, Message(taken));
      return;
    }
    const auto expect = request_.Header("expect");
    if (expect && absl::EqualsIgnoreCase(ToAbsl(*expect), "100-continue")) {
      InviteBody();
    } else {
      ReadBody();
    }
  }

  Status TakeHead(const http::request<http::string_body>& message) {
    ASSIGN_OR_RETURN(request_, RequestOf(message));
    request_.remote_address = address_;
    head_read_ = true;
    return absl::OkStatus();
  }

  void InviteBody() {
    constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    Arm(limits_.write_max);
    asio::async_write(socket_, asio::buffer(kContinue.data(), kContinue.size()),
                      [self = shared_from_this()](Error error, size_t) {
                        self->Disarm();
                        if (error) {
                          self->Close();
                        } else {
                          self->ReadBody();
                        }
                      });
  }

  void ReadBody() {
    if (parser_->is_done()) {
      PassOn();
      return;
    }
    Arm(limits_.body_max);
    http::async_read(socket_, buffer_, *parser_, [self = shared_from_this()](Error error, size_t) {
      self->Disarm();
      if (error) {
        self->Refuse(error);
      } else {
        self->PassOn();
      }
    });
  }

  void PassOn() {
    phase_ = Phase::kAnswering;
    unread_ = buffer_.size() > 0;
    request_.body = std::move(parser_->get().body());
    if (!unread_) {
      ReadSome();
    }
    owner_.OnRequest(id_, std::move(request_));
  }

  void Refuse(Error error) {
    const int status = StatusOf(error, !parser_->get().target().empty(), timed_out_);
    if (status == 0) {
      Close();
    } else {
      Break(status, {});
    }
  }

  void Break(int status, std::string_view detail) {
    phase_ = Phase::kAnswering;
    closing_ = true;
    std::optional<HttpRequest> request;
    if (head_read_) {
      request = std::move(request_);
    }
    owner_.OnBroken(id_, std::move(request), status, detail);
  }

  void TakeEvents() {
    HttpEventStream::Waiting waiting = events_->Take();
    if (waiting.fell_behind) {
      Close();
    } else if (!waiting.bytes.empty()) {
      WriteEvents(std::move(waiting.bytes));
    } else if (waiting.last) {
      EndEvents();
      Linger();
    } else {
      Arm(limits_.event_pause_max, [](BeastConnection& self) { self.WriteEvents(":\n\n"); });
    }
  }

  void WriteEvents(std::string bytes) {
    out_ = std::move(bytes);
    writing_ = true;
    Arm(limits_.write_max);
    asio::async_write(socket_, asio::buffer(out_),
                      [self = shared_from_this()](Error error, size_t) {
                        self->writing_ = false;
                        self->Disarm();
                        if (error) {
                          self->Close();
                        } else if (!self->closed_) {
                          self->TakeEvents();
                        }
                      });
  }

  void EndEvents() {
    if (events_ != nullptr) {
      std::exchange(events_, nullptr)->End();
    }
  }

  // Says that nothing more will come, then takes in what the client still sends, so that its
  // system does not drop our last answer over a reset.
  void Linger() {
    phase_ = Phase::kLeaving;
    Error ignored;
    socket_.shutdown(Tcp::socket::shutdown_send, ignored);
    Arm(limits_.linger_max);
    if (!reading_) {
      Discard();
    }
  }

  void Discard() {
    socket_.async_read_some(
        asio::buffer(discarded_),
        [self = shared_from_this()](Error error, size_t size) { self->DiscardOn(error, size); });
  }

  void DiscardOn(Error error, size_t size) {
    discarded_bytes_ += size;
    if (error || closed_ || discarded_bytes_ > kLingerBytesMax) {
      Close();
    } else {
      Discard();
    }
  }

  const uint64_t id_;
  const HttpLimits& limits_;
  Owner& owner_;
  const std::string address_;
  Tcp::socket socket_;
  asio::steady_timer timer_;
  uint64_t timer_turn_ = 0;  // A timer that was disarmed may still be about to run.
  bool timed_out_ = false;
  Phase phase_ = Phase::kWaiting;
  bool unread_ = true;  // The client may have sent something that we never took.
  bool head_read_ = false;
  bool reading_ = false;  // ReadSome() is under way.
  bool writing_ = false;  // Events.
  bool left_ = false;     // The client sends nothing more.
  bool closing_ = false;
  bool closed_ = false;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  HttpRequest request_;
  std::string out_;
  std::shared_ptr<HttpEventStream> events_;
  std::array<char, kReadBytes> discarded_;
  size_t discarded_bytes_ = 0;
};

}  // namespace

std::shared_ptr<HttpConnection> HttpConnection::Create(asio::io_context& io, Peer peer, uint64_t id,
                                                       const HttpLimits& limits, Owner& owner) {
  return std::make_shared<BeastConnection>(io, std::move(peer), id, limits, owner);
}

}  // namespace cledi
