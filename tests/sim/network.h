#ifndef CLEDI_TESTS_SIM_NETWORK_H_
#define CLEDI_TESTS_SIM_NETWORK_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "federation/sync/peer_network.h"
#include "tests/sim/event_queue.h"

namespace cledi::sim {

class Process;

// Calls between processes, late, twice, out of order or never. A node's id may lead to several
// processes (a cloned machine); each call reaches one of them by chance.
class Network {
 public:
  // In thousandths.
  struct Faults {
    uint64_t loss = 0;
    uint64_t duplication = 0;
    uint64_t bit_flips = 0;
    std::chrono::milliseconds delay_max{20};
  };

  Network(EventQueue* queue, Random* random) : queue_(queue), random_(random) {}

  void SetProcesses(std::vector<Process*> processes) { processes_ = std::move(processes); }
  void SetFaults(const Faults& faults) { faults_ = faults; }
  // What `from` sends does not reach `to`.
  void Cut(const std::string& from, const std::string& to) { cuts_.emplace(from, to); }
  void HealCuts() { cuts_.clear(); }

  void Call(const Process& from, const std::string& to, ExchangeRequest request,
            std::chrono::milliseconds timeout, ExchangeAnswer done);

  uint64_t calls() const { return calls_; }

 private:
  bool Lost(const std::string& from, const std::string& to);
  std::chrono::milliseconds Delay();
  void Deliver(const std::string& from, const std::string& to, const ExchangeRequest& request,
               ExchangeAnswer answer);

  EventQueue* const queue_;
  Random* const random_;
  std::vector<Process*> processes_;
  Faults faults_;
  std::set<std::pair<std::string, std::string>> cuts_;
  uint64_t calls_ = 0;
};

}  // namespace cledi::sim

#endif  // CLEDI_TESTS_SIM_NETWORK_H_
