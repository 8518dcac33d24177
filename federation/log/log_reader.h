#ifndef CLEDI_FEDERATION_LOG_LOG_READER_H_
#define CLEDI_FEDERATION_LOG_LOG_READER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "federation/base/status.h"
#include "federation/event/record.h"
#include "federation/log/log_storage.h"

namespace cledi {

// How much of one variant of one epoch is held.
struct VariantExtent {
  VariantNo variant = 0;
  LogId log;
  EpochTag tag;
  std::string node_id;  // Whose log.
  uint32_t incarnation = 0;
  SpaceId space;
  uint64_t shared = 0;  // Events [0, shared) are another variant's too, and read there.
  uint64_t size = 0;
};

// What a fold reads facts from: the union of all events of all epochs and variants.
// Safe from any thread; what is held only grows.
class LogReader {
 public:
  virtual ~LogReader() = default;

  // Every variant, in the order of their numbers. Only durable events are counted.
  virtual std::vector<VariantExtent> Variants() const = 0;
  // Events [from, from + count) of the variant's own rows (from >= shared), as
  // LogStorage::ReadRecords.
  virtual StatusOr<std::vector<Record>> ReadRecords(VariantNo variant, uint64_t from,
                                                    uint64_t count, size_t bytes_max) const = 0;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_LOG_LOG_READER_H_
