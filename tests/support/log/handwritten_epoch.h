#ifndef CLEDI_TESTS_SUPPORT_LOG_HANDWRITTEN_EPOCH_H_
#define CLEDI_TESTS_SUPPORT_LOG_HANDWRITTEN_EPOCH_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/random.h"
#include "federation/log/epoch_statement.h"
#include "federation/log/log_range.h"
#include "tests/support/roster/test_roster.h"

namespace cledi {

// An epoch as whoever has the log's key can write it: any events, signed at any size. A value:
// a copy that is written on in another way is another history of the same epoch.
class HandwrittenEpoch {
 public:
  // An epoch of `node_id`'s log in `space`. `federation` outlives it and its copies. Equal
  // seeds give the same epoch.
  HandwrittenEpoch(TestRoster* federation, std::string_view node_id, uint64_t seed = 1,
                   const SpaceId& space = CommonsSpace());

  // Returns itself, for chains.
  HandwrittenEpoch& Add(std::string_view payload);
  HandwrittenEpoch& AddMany(size_t count, size_t payload_bytes);
  HandwrittenEpoch& Add(Record record);
  // Forgets all events from `size` on.
  HandwrittenEpoch& Truncate(size_t size);

  const LogId& log() const { return statement_.log; }
  const EpochTag& tag() const { return tag_; }
  const std::string& note() const { return note_; }
  size_t size() const { return records_.size(); }
  const Record& record(size_t index) const { return records_.at(index); }
  EventId id(size_t index) const { return EventIdOf(log(), records_.at(index).leaf); }

  Checkpoint CheckpointAt(size_t size) const;
  SignedCheckpoint SignedAt(size_t size) const;
  SignedCheckpoint Head() const { return SignedAt(size()); }
  // Events [from, to), ending in a signature, with the statement if `from` is 0.
  LogRange Range(size_t from, size_t to) const;
  LogRange All() const { return Range(0, size()); }

 private:
  TestRoster* federation_;
  std::string node_id_;
  SeededRandom random_;
  EpochStatement statement_;
  EpochTag tag_;
  std::string note_;
  std::vector<Record> records_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_LOG_HANDWRITTEN_EPOCH_H_
