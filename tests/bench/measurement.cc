#include "tests/bench/measurement.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
// Debian's <netinet/tcp.h> lacks the newer fields of tcp_info.
#include <linux/tcp.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"

#include "federation/base/check.h"

namespace cledi {
namespace {

Microseconds FromTimeval(const timeval& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

// The number behind `field` in /proc/<pid>/status, which is in KiB.
uint64_t KibibytesOf(int pid, const std::string& field) {
  std::ifstream status(absl::StrFormat("/proc/%d/status", pid));
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(field)) {
      std::istringstream rest(line.substr(field.size()));
      uint64_t kibibytes = 0;
      rest >> kibibytes;
      return kibibytes;
    }
  }
  return 0;
}

}  // namespace

Microseconds CpuTime() {
  rusage usage{};
  CHECK(::getrusage(RUSAGE_SELF, &usage) == 0);
  return FromTimeval(usage.ru_utime) + FromTimeval(usage.ru_stime);
}

Microseconds CpuTimeOf(int pid) {
  std::ifstream file(absl::StrFormat("/proc/%d/stat", pid));
  std::stringstream text;
  text << file.rdbuf();
  const std::string stat = text.str();
  // The second field, the program's name, is in brackets and may hold anything.
  const size_t name_end = stat.rfind(')');
  if (name_end == std::string::npos) {
    return Microseconds(0);
  }
  std::istringstream fields(stat.substr(name_end + 1));
  std::string skipped;
  for (int i = 3; i < 14; ++i) {
    fields >> skipped;
  }
  int64_t user_ticks = 0;
  int64_t kernel_ticks = 0;
  fields >> user_ticks >> kernel_ticks;
  return std::chrono::duration<double>(static_cast<double>(user_ticks + kernel_ticks) /
                                       static_cast<double>(::sysconf(_SC_CLK_TCK)));
}

Microseconds WallTime() { return std::chrono::steady_clock::now().time_since_epoch(); }

TcpBytes OpenTcpBytes() {
  TcpBytes bytes;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    int fd = -1;
    tcp_info info{};
    socklen_t size = sizeof(info);
    if (absl::SimpleAtoi(entry.path().filename().string(), &fd) &&
        ::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0) {
      bytes.received += info.tcpi_bytes_received;
      bytes.sent += info.tcpi_bytes_acked;
    }
  }
  return bytes;
}

ResidentMemory MemoryOf(int pid) {
  return {.now = KibibytesOf(pid, "VmRSS:") * 1024, .peak = KibibytesOf(pid, "VmHWM:") * 1024};
}

double Percentile(std::vector<double> samples, double share) {
  CHECK(!samples.empty());
  std::ranges::sort(samples);
  const auto index = static_cast<size_t>(share * static_cast<double>(samples.size()));
  return samples[std::min(index, samples.size() - 1)];
}

}  // namespace cledi
