#include "tests/node/http/raw_client.h"

#include <array>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

#include "federation/base/check.h"
#include "federation/base/status.h"

namespace cledi {
namespace {

size_t ContentLength(std::string_view head) {
  constexpr std::string_view kName = "content-length: ";
  for (size_t at = 0; at != std::string_view::npos;) {
    at = head.find("\r\n", at);
    if (at == std::string_view::npos) {
      break;
    }
    at += 2;
    if (absl::StartsWithIgnoreCase(ToAbsl(head.substr(at)), ToAbsl(kName))) {
      size_t length = 0;
      const std::string_view value = head.substr(at + kName.size());
      CHECK(absl::SimpleAtoi(ToAbsl(value.substr(0, value.find('\r'))), &length));
      return length;
    }
  }
  return 0;
}

}  // namespace

RawClient::RawClient(uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  CHECK(socket_ >= 0);
  const timeval patience{.tv_sec = 20, .tv_usec = 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CHECK(connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
}

RawClient::~RawClient() { close(socket_); }

bool RawClient::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

void RawClient::FinishSending() { shutdown(socket_, SHUT_WR); }

bool RawClient::ReadMore() {
  std::array<char, 65536> chunk;
  const ssize_t size = recv(socket_, chunk.data(), chunk.size(), 0);
  if (size <= 0) {
    return false;
  }
  received_.append(chunk.data(), static_cast<size_t>(size));
  return true;
}

std::string RawClient::ReadResponse(bool head_only) {
  size_t head_end = 0;
  while ((head_end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!ReadMore()) {
      return "";
    }
  }
  head_end += 4;
  const size_t length =
      head_end + (head_only ? 0 : ContentLength(std::string_view(received_).substr(0, head_end)));
  while (received_.size() < length) {
    if (!ReadMore()) {
      return "";
    }
  }
  std::string response = received_.substr(0, length);
  received_.erase(0, length);
  return response;
}

std::string RawClient::ReadUntil(std::string_view end) {
  size_t at = 0;
  while ((at = received_.find(end)) == std::string::npos) {
    if (!ReadMore()) {
      return std::exchange(received_, {});
    }
  }
  std::string text = received_.substr(0, at + end.size());
  received_.erase(0, text.size());
  return text;
}

std::string RawClient::ReadAll() {
  while (ReadMore()) {
  }
  return std::exchange(received_, {});
}

}  // namespace cledi
