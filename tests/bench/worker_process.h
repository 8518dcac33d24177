#ifndef CLEDI_TESTS_BENCH_WORKER_PROCESS_H_
#define CLEDI_TESTS_BENCH_WORKER_PROCESS_H_

#include <functional>
#include <optional>
#include <utility>

#include "nlohmann/json.hpp"

namespace cledi {

// One end of a way to pass JSON values between two processes. Not thread-safe.
class Conversation {
 public:
  explicit Conversation(int fd) : fd_(fd) {}
  Conversation(Conversation&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  ~Conversation();

  void Send(const nlohmann::json& value);
  // Waits for the next value. Nothing: the other end is gone.
  std::optional<nlohmann::json> Receive();

 private:
  int fd_;
  std::string received_;
};

// A part of a benchmark in a process of its own, so that what it costs is its own: a fork of
// this one. Make all workers before this process has threads.
class WorkerProcess {
 public:
  // `work` runs in the child, which ends when it returns; nothing else of this process goes
  // on there. `name` is what is said of it when it fails.
  WorkerProcess(std::string name, const std::function<void(Conversation&)>& work);
  // Hangs up, and waits for its end.
  ~WorkerProcess();

  int pid() const { return pid_; }
  // Ends this program with a message if the worker has ended.
  nlohmann::json Receive();
  void Send(const nlohmann::json& value) { conversation_->Send(value); }

 private:
  const std::string name_;
  int pid_ = -1;
  std::optional<Conversation> conversation_;
};

// Prints the message and ends the process: what a benchmark needs went wrong.
[[noreturn]] void GiveUp(std::string_view what, std::string_view why);

}  // namespace cledi

#endif  // CLEDI_TESTS_BENCH_WORKER_PROCESS_H_
