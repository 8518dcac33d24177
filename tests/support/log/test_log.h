#ifndef CLEDI_TESTS_SUPPORT_LOG_TEST_LOG_H_
#define CLEDI_TESTS_SUPPORT_LOG_TEST_LOG_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "federation/log/log_set.h"
#include "federation/sync/roster_directory.h"
#include "node/store/memory_store.h"
#include "node/store/store_log_storage.h"
#include "tests/support/roster/test_roster.h"

namespace cledi {

// The log set of one member of a federation on paper, over a disk in memory. It sees every
// roster update at once.
class TestLog {
 public:
  // `federation` outlives it.
  TestLog(TestRoster* federation, std::string node_id, uint64_t seed = 1,
          const MemoryDisk& disk = {});

  LogSet& operator*() { return *logs_; }
  const LogSet& operator*() const { return *logs_; }
  LogSet* operator->() { return logs_.get(); }
  const LogSet* operator->() const { return logs_.get(); }
  LogSet* get() { return logs_.get(); }

  const std::string& node_id() const { return node_id_; }
  MemoryStore& disk() { return *disk_; }
  ManualClock& clock() { return clock_; }
  SeededRandom& random() { return random_; }

  // The process ends and starts again on the same disk.
  void Restart();
  // As Restart, and the disk loses what was not synced.
  void CutPower();
  // The error with which it does not start.
  Status TryRestart();
  // Starts from a copy of a disk.
  void StartOn(const MemoryDisk& disk);

  // Appends under one sync; the events' ids.
  std::vector<EventId> AppendAll(const std::vector<std::string>& payloads,
                                 const SpaceId& space = CommonsSpace());
  EventId Append(const std::string& payload, const SpaceId& space = CommonsSpace()) {
    return AppendAll({payload}, space).front();
  }

  // What is there to read, with how often it stands there.
  std::map<EventId, int> Events() const;
  // Everything that can be seen of the log set, as one comparable text.
  std::string Describe() const;

 private:
  Status Open();

  TestRoster* const federation_;
  const std::string node_id_;
  SeededRandom random_;
  ManualClock clock_;
  const RosterDirectory directory_;
  std::unique_ptr<MemoryStore> disk_;
  std::unique_ptr<StoreLogStorage> storage_;
  std::unique_ptr<LogSet> logs_;
};

// Gives `to` all that `from` holds of one variant, in ranges of at most `bytes_max`; returns the
// verdicts.
std::vector<IngestVerdict> Give(const LogSet& from, LogSet& to, const Checkpoint& head,
                                size_t bytes_max = kRangeBytesMax);
// All variants of the commons.
void GiveAll(const LogSet& from, LogSet& to);

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_LOG_TEST_LOG_H_
