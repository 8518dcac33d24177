#ifndef CLEDI_TESTS_SIM_PROCESS_H_
#define CLEDI_TESTS_SIM_PROCESS_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "federation/log/log_set.h"
#include "federation/sync/acknowledgement_book.h"
#include "federation/sync/exchange_server.h"
#include "federation/sync/replicator.h"
#include "federation/sync/roster_directory.h"
#include "node/store/memory_store.h"
#include "node/store/store_acknowledgements.h"
#include "node/store/store_log_storage.h"
#include "tests/sim/event_queue.h"

namespace cledi::sim {

class Network;

// What all processes of a run share.
struct Shared {
  EventQueue* queue;
  Network* network;
  std::shared_ptr<const Roster> roster;
  const std::map<std::string, SigningKey>* keys;
  Random* random;
};

// One run of one node's program: the real log set, server and replicator over a disk in
// memory. Dropping it is a kill.
class Process {
 public:
  // Starts on `disk`. `dialable`: whether others can call it.
  static StatusOr<std::unique_ptr<Process>> Start(const Shared& shared, std::string node_id,
                                                  std::shared_ptr<MemoryStore> disk, bool dialable);
  // A second machine that goes on from a copy of this one, its memory included.
  std::unique_ptr<Process> CloneMachine() const;

  StatusOr<EventId> Append(const std::string& payload);

  const std::string& node_id() const { return node_id_; }
  bool dialable() const { return dialable_; }
  MemoryStore& disk() { return *disk_; }
  std::shared_ptr<MemoryStore> shared_disk() const { return disk_; }
  SimClock& clock() { return clock_; }
  const LogSet& logs() const { return *logs_; }
  ExchangeServer& server() { return *server_; }
  const Replicator& replicator() const { return *replicator_; }
  const Refusals& refusals() const { return refusals_; }

  // Every event that this process can read, payload included, with how often it stands there.
  std::map<EventId, int> Events() const;

 private:
  Process(const Shared& shared, std::string node_id, std::shared_ptr<MemoryStore> disk,
          bool dialable);
  // Everything above the log set.
  Status StartExchange();
  void Tick();
  // Runs `action` on this process's loop after a little while, unless it was killed.
  void Later(std::chrono::milliseconds delay, std::function<void()> action);

  class ToNetwork;
  class ToLogs;

  const Shared shared_;
  const std::string node_id_;
  const bool dialable_;
  std::shared_ptr<MemoryStore> disk_;
  SimClock clock_;
  std::unique_ptr<StoreLogStorage> storage_;
  StoreAcknowledgements acknowledgement_storage_;
  RosterDirectory directory_;
  Refusals refusals_;
  std::unique_ptr<LogSet> logs_;
  std::unique_ptr<AcknowledgementBook> acknowledgements_;
  std::unique_ptr<ExchangeServer> server_;
  std::unique_ptr<PeerNetwork> network_;
  std::unique_ptr<Ingestor> ingestor_;
  std::unique_ptr<Replicator> replicator_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // False once dropped.

 public:
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();
};

}  // namespace cledi::sim

#endif  // CLEDI_TESTS_SIM_PROCESS_H_
