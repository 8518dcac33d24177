#include "tests/bench/worker_process.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "absl/strings/str_format.h"

#include "federation/base/check.h"

namespace cledi {

Conversation::~Conversation() {
  if (fd_ >= 0) {
    ::close(fd_);
  }
}

void Conversation::Send(const nlohmann::json& value) {
  const std::string line = value.dump() + "\n";
  size_t sent = 0;
  while (sent < line.size()) {
    const ssize_t count = ::send(fd_, line.data() + sent, line.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) {
      return;  // Who listens no longer shows in Receive.
    }
    sent += static_cast<size_t>(count);
  }
}

std::optional<nlohmann::json> Conversation::Receive() {
  size_t end = 0;
  while ((end = received_.find('\n')) == std::string::npos) {
    std::array<char, 4096> buffer;
    const ssize_t count = ::recv(fd_, buffer.data(), buffer.size(), 0);
    if (count <= 0) {
      return std::nullopt;
    }
    received_.append(buffer.data(), static_cast<size_t>(count));
  }
  nlohmann::json value = nlohmann::json::parse(received_.substr(0, end));
  received_.erase(0, end + 1);
  return value;
}

WorkerProcess::WorkerProcess(std::string name, const std::function<void(Conversation&)>& work)
    : name_(std::move(name)) {
  std::array<int, 2> ends{};
  CHECK(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
  const int parent = ::getpid();
  pid_ = ::fork();
  CHECK(pid_ >= 0);
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) {
      ::_exit(1);
    }
    ::close(ends[0]);
    {
      Conversation conversation(ends[1]);
      work(conversation);
    }
    ::_exit(0);
  }
  ::close(ends[1]);
  conversation_.emplace(ends[0]);
}

WorkerProcess::~WorkerProcess() {
  conversation_.reset();
  int status = 0;
  ::waitpid(pid_, &status, 0);
}

nlohmann::json WorkerProcess::Receive() {
  std::optional<nlohmann::json> value = conversation_->Receive();
  if (!value.has_value()) {
    GiveUp(name_, "its process ended before it had answered");
  }
  return *std::move(value);
}

void GiveUp(std::string_view what, std::string_view why) {
  std::fputs(absl::StrFormat("cledi-bench: %s: %s\n", what, why).c_str(), stderr);
  std::exit(1);
}

}  // namespace cledi
