#ifndef CLEDI_TESTS_SIM_WORLD_H_
#define CLEDI_TESTS_SIM_WORLD_H_

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "federation/base/random.h"
#include "tests/sim/network.h"
#include "tests/sim/process.h"

namespace cledi::sim {

struct Plan {
  uint64_t seed = 1;
  int nodes = 5;
  int steps = 300;
};

// What a run came to.
struct Outcome {
  bool ok = true;
  std::string failure;                  // The broken oracle, in words.
  std::map<std::string, int> counters;  // Events, restarts, restores, clones, forks, …
  std::vector<std::string> history;     // What happened, a line each.
};

// One federation under faults: partitions (also one-way), loss, delay, reordering, duplication,
// flipped bits, crashes that lose unsynced writes, restored backups, live clones, full disks,
// wrong clocks. Then everything heals, and the oracles are asked:
//   - every process holds the same events, each once;
//   - these are all events on any surviving disk: nothing was lost or doubled;
//   - what a process confirmed is still there after it was killed;
//   - everybody can write, and the others get it, within a virtual deadline;
//   - no epoch is forked but those of cloned machines, and none is open in two processes.
class World {
 public:
  explicit World(const Plan& plan);
  Outcome Run();

 private:
  struct Backup {
    MemoryDisk disk;
    std::set<EventId> confirmed;
  };
  // A process and what is known of its disk.
  struct Machine {
    std::string node_id;
    std::shared_ptr<MemoryStore> disk;
    std::unique_ptr<Process> process;  // Null while it is off.
    std::set<EventId> confirmed;       // Appended on this disk, and confirmed.
    std::deque<Backup> backups;
    bool dialable = true;
    std::chrono::milliseconds clock_error{0};
  };

  void MakeFederation();
  void Step();
  void Write(Machine& machine);
  void Kill(Machine& machine);
  void StartAgain(Machine& machine);
  void Restore(Machine& machine);
  void CloneMachine(const Machine& machine);
  void Partition();
  void Heal();
  void WriteEverywhere();
  void CheckConfirmed(const Machine& machine);
  void CheckEquality();
  void CheckEpochs();
  bool InStep() const;
  // Writes down what every process holds and waits for.
  void NoteState();

  Machine& AnyMachine() { return machines_[random_.Below(machines_.size())]; }
  void ListProcesses();
  void Note(std::string line);
  void Fail(std::string why);

  const Plan plan_;
  SeededRandom random_;
  EventQueue queue_;
  Network network_;
  std::map<std::string, SigningKey> keys_;
  std::shared_ptr<const Roster> roster_;
  std::deque<Machine> machines_;
  std::set<std::string> cloned_;  // Node ids.
  uint64_t written_ = 0;
  Outcome outcome_;
};

}  // namespace cledi::sim

#endif  // CLEDI_TESTS_SIM_WORLD_H_
