#ifndef CLEDI_FEDERATION_LOG_LOG_RANGE_H_
#define CLEDI_FEDERATION_LOG_LOG_RANGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "federation/event/record.h"
#include "federation/log/checkpoint.h"

namespace cledi {

// Events of one epoch that end at a signed checkpoint: what one node gives another. Because
// of its end it can be verified, stored and passed on as it is, without waiting for more.
struct LogRange {
  Checkpoint end;
  SignatureBytes signature;  // Of `end`, by the log's key; not verified yet.
  uint64_t from = 0;         // The first record's index.
  std::string statement;     // The epoch's note; always there when `from` is 0.
  std::vector<Record> records;
};

// No signed range is longer than this, so that one message always holds it. An epoch whose
// owner signs less often cannot be exchanged.
inline constexpr size_t kRangeBytesMax = 960 * 1024;
inline constexpr uint64_t kRangeEventsMax = 8192;

// What an owner puts under one checkpoint at the most.
inline constexpr uint64_t kSignedEventsMax = 512;
inline constexpr size_t kSignedBytesMax = 256 * 1024;

}  // namespace cledi

#endif  // CLEDI_FEDERATION_LOG_LOG_RANGE_H_
