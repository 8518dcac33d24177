#include "tests/bench/http_load.h"

#include <thread>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"

#include "federation/base/check.h"
#include "tests/bench/measurement.h"
#include "tests/bench/worker_process.h"

namespace cledi {
namespace {

class Connection {
 public:
  explicit Connection(int port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    CHECK(fd_ >= 0);
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
      GiveUp("web", "nobody listens");
    }
  }
  ~Connection() { ::close(fd_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Returns the bytes of the answer's body.
  size_t Ask(const std::string& request) {
    CHECK(::send(fd_, request.data(), request.size(), MSG_NOSIGNAL) ==
          static_cast<ssize_t>(request.size()));
    std::string answer;
    size_t head_end = 0;
    while ((head_end = answer.find("\r\n\r\n")) == std::string::npos) {
      Read(answer);
    }
    const size_t body_bytes = BodyBytes(answer.substr(0, head_end));
    while (answer.size() < head_end + 4 + body_bytes) {
      Read(answer);
    }
    return body_bytes;
  }

 private:
  void Read(std::string& into) {
    std::array<char, 16 * 1024> buffer;
    const ssize_t count = ::recv(fd_, buffer.data(), buffer.size(), 0);
    if (count <= 0) {
      GiveUp("web", "the connection ended within an answer");
    }
    into.append(buffer.data(), static_cast<size_t>(count));
  }

  static size_t BodyBytes(std::string head) {
    if (!head.starts_with("HTTP/1.1 200")) {
      GiveUp("web", head.substr(0, head.find('\r')));
    }
    absl::AsciiStrToLower(&head);
    constexpr std::string_view kField = "\r\ncontent-length:";
    const size_t at = head.find(kField);
    size_t bytes = 0;
    CHECK(at != std::string::npos);
    const std::string value = head.substr(at + kField.size(), head.find('\r', at + 2) - at);
    CHECK(absl::SimpleAtoi(value.substr(0, value.find('\r')), &bytes));
    return bytes;
  }

  const int fd_;
};

// `name`: of this request, among all.
std::string RequestOf(const WebTarget& target, const WebAsk& ask, std::string_view name) {
  if (!ask.call.empty()) {
    return absl::StrFormat(
        "POST %s HTTP/1.1\r\nHost: %s\r\nConnect-Protocol-Version: 1\r\n"
        "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
        ask.path, target.host, ask.call.size(), ask.call);
  }
  return absl::StrFormat(
      "GET %s%s%s HTTP/1.1\r\nHost: %s\r\nAccept: text/html\r\nAccept-Language: en\r\n"
      "Accept-Encoding: gzip, br\r\n\r\n",
      ask.path, ask.anew ? "?anew=" : "", ask.anew ? name : "", target.host);
}

}  // namespace

HttpLoad RunHttpLoad(const WebTarget& target, const WebAsk& ask, int connections, int requests) {
  std::vector<HttpLoad> parts(static_cast<size_t>(connections));
  {
    std::vector<std::jthread> threads;
    for (HttpLoad& part : parts) {
      threads.emplace_back(
          [&part, &target, &ask, own = &part - parts.data(), count = requests / connections] {
            Connection connection(target.port);
            for (int i = 0; i < count; ++i) {
              const std::string request =
                  RequestOf(target, ask, absl::StrFormat("%d-%d-%d", ::getpid(), own, i));
              const Stopwatch watch;
              part.page_bytes = connection.Ask(request);
              part.latencies_ms.push_back(watch.wall().count() / 1000);
            }
          });
    }
  }
  HttpLoad all{.latencies_ms = {}, .page_bytes = parts.front().page_bytes};
  for (const HttpLoad& part : parts) {
    all.latencies_ms.insert(all.latencies_ms.end(), part.latencies_ms.begin(),
                            part.latencies_ms.end());
  }
  return all;
}

}  // namespace cledi
