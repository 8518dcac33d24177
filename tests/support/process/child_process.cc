#include "tests/support/process/child_process.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "federation/base/check.h"
#include "tests/support/temp_folder.h"

namespace cledi {
namespace {

// In the child: becomes `command`, and dies with its parent.
[[noreturn]] void Become(const std::vector<std::string>& command) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  std::vector<char*> arguments;
  for (const std::string& word : command) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  execv(arguments.front(), arguments.data());
  std::perror(arguments.front());
  _exit(127);
}

void Redirect(const std::string& path, int flags, int descriptor) {
  const int file = open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (file < 0 || dup2(file, descriptor) < 0) {
    std::perror(path.c_str());
    _exit(127);
  }
}

int ExitStatusOf(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }

std::string ReadAll(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command, const std::string& log_file) {
  pid_ = fork();
  CHECK(pid_ >= 0);
  if (pid_ == 0) {
    Redirect("/dev/null", O_RDONLY, STDIN_FILENO);
    Redirect(log_file, O_WRONLY | O_CREAT | O_APPEND, STDOUT_FILENO);
    Redirect(log_file, O_WRONLY | O_CREAT | O_APPEND, STDERR_FILENO);
    Become(command);
  }
}

ChildProcess::~ChildProcess() { Kill(); }

bool ChildProcess::running() {
  if (pid_ < 0) {
    return false;
  }
  int status = 0;
  if (waitpid(pid_, &status, WNOHANG) == pid_) {
    exit_status_ = ExitStatusOf(status);
    pid_ = -1;
  }
  return pid_ >= 0;
}

void ChildProcess::Signal(int signal) const {
  if (pid_ >= 0) {
    kill(pid_, signal);
  }
}

void ChildProcess::Kill() {
  if (pid_ < 0) {
    return;
  }
  kill(pid_, SIGKILL);
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  exit_status_ = ExitStatusOf(status);
  pid_ = -1;
}

int ChildProcess::Stop(std::chrono::seconds patience) {
  Signal(SIGTERM);
  for (auto waited = std::chrono::milliseconds(0); waited < patience && running();
       waited += std::chrono::milliseconds(20)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  if (running()) {
    Kill();
    return -1;
  }
  return exit_status_;
}

CommandResult RunCommand(const std::vector<std::string>& command, const std::string& input) {
  const TempFolder folder;
  const std::string in = folder.path() + "/in";
  const std::string out = folder.path() + "/out";
  const std::string err = folder.path() + "/err";
  std::ofstream(in) << input;
  const pid_t pid = fork();
  CHECK(pid >= 0);
  if (pid == 0) {
    Redirect(in, O_RDONLY, STDIN_FILENO);
    Redirect(out, O_WRONLY | O_CREAT, STDOUT_FILENO);
    Redirect(err, O_WRONLY | O_CREAT, STDERR_FILENO);
    Become(command);
  }
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return {ExitStatusOf(status), ReadAll(out), ReadAll(err)};
}

int FreePort() {
  // The same one is never given twice in a run: between the look and its use others look too.
  static auto& given = *new std::set<int>;
  for (;;) {
    const int socket_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(socket_fd >= 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address);
    CHECK(bind(socket_fd, reinterpret_cast<sockaddr*>(&address), length) == 0);
    CHECK(getsockname(socket_fd, reinterpret_cast<sockaddr*>(&address), &length) == 0);
    close(socket_fd);
    if (const int port = ntohs(address.sin_port); given.insert(port).second) {
      return port;
    }
  }
}

}  // namespace cledi
