// What a benchmark reads off: times, spreads, and what the kernel counted of this process.

#ifndef CLEDI_TESTS_BENCH_MEASUREMENT_H_
#define CLEDI_TESTS_BENCH_MEASUREMENT_H_

#include <chrono>
#include <cstdint>
#include <vector>

namespace cledi {

using Microseconds = std::chrono::duration<double, std::micro>;

// Time that this process kept a core busy, all threads, in the program and in the kernel. Says
// what something costs even where other programs load the machine.
Microseconds CpuTime();
// Of a process that runs; 0 if there is none. In steps of the kernel's clock tick (10 ms).
Microseconds CpuTimeOf(int pid);
// Only meaningful as a difference.
Microseconds WallTime();

// Both times since it was made.
class Stopwatch {
 public:
  Microseconds cpu() const { return CpuTime() - cpu_; }
  Microseconds wall() const { return WallTime() - wall_; }

 private:
  const Microseconds cpu_ = CpuTime();
  const Microseconds wall_ = WallTime();
};

// Bytes that the process's TCP connections, as they are open now, have carried both ways: what
// is inside IP packets, TLS and HTTP/2 included.
struct TcpBytes {
  uint64_t received = 0;
  uint64_t sent = 0;
};
TcpBytes OpenTcpBytes();

// Resident memory of a process in bytes, now and at its highest; 0 if it cannot be read.
struct ResidentMemory {
  uint64_t now = 0;
  uint64_t peak = 0;
};
ResidentMemory MemoryOf(int pid);

// The sample below which `share` (0 to 1) of them are. `samples` is not empty.
double Percentile(std::vector<double> samples, double share);
inline double Median(std::vector<double> samples) { return Percentile(std::move(samples), 0.5); }

}  // namespace cledi

#endif  // CLEDI_TESTS_BENCH_MEASUREMENT_H_
