#ifndef CLEDI_TESTS_SUPPORT_PROCESS_CHILD_PROCESS_H_
#define CLEDI_TESTS_SUPPORT_PROCESS_CHILD_PROCESS_H_

#include <chrono>
#include <string>
#include <vector>

#include <sys/types.h>

namespace cledi {

// A program that runs beside the test. It ends with the test, however that ends.
class ChildProcess {
 public:
  // Its output goes to `log_file`, appended. Aborts if it cannot be started at all.
  ChildProcess(const std::vector<std::string>& command, const std::string& log_file);
  // Kills it if it still runs.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  bool running();
  void Signal(int signal) const;
  // SIGKILL, then waits.
  void Kill();
  // SIGTERM, then waits; its exit status, or -1 where it did not end within `patience` or was
  // killed by a signal.
  int Stop(std::chrono::seconds patience = std::chrono::seconds(20));
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;  // -1: it has ended and was waited for.
  int exit_status_ = -1;
};

struct CommandResult {
  int exit_status = -1;
  std::string out;
  std::string err;
};

// Runs a program to its end.
CommandResult RunCommand(const std::vector<std::string>& command, const std::string& input = "");

// A port of loopback that nobody listened on a moment ago.
int FreePort();

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_PROCESS_CHILD_PROCESS_H_
