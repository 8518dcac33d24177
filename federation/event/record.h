// One event as it travels in a batch (formats.md, "In a batch").

#ifndef CLEDI_FEDERATION_EVENT_RECORD_H_
#define CLEDI_FEDERATION_EVENT_RECORD_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/status.h"
#include "federation/event/leaf.h"

namespace cledi {

// What a leaf commits to.
struct Body {
  Salt salt;
  std::string payload;

  friend bool operator==(const Body&, const Body&) = default;
};

struct Record {
  LeafBytes leaf;
  std::optional<Body> body;  // Absent: withheld, erased or not here.

  friend bool operator==(const Record&, const Record&) = default;
};

// Appends header | 01 | salt | payload, or header | 00 | commitment. A body has the length
// that the leaf's header states.
void AppendRecord(const Record& record, std::string& out);
// Bytes that AppendRecord would append.
size_t RecordBytes(const Record& record);
// The same for an event of which only the leaf is at hand, with its payload if it can have one.
size_t WholeRecordBytes(const LeafBytes& leaf);
// Whether the event can have a payload and this record lacks it.
inline bool IsIncomplete(const Record& record) {
  return !record.body.has_value() && HeaderOf(record.leaf).can_have_payload();
}

// Reads records up to the end of `bytes`. A body's commitment is computed here, so a record
// that was read is one whose body belongs to its leaf.
// InvalidArgument: cut short, an unknown marker, a body where none can exist, a payload over
// the limit, or more than `records_max` records.
StatusOr<std::vector<Record>> ParseRecords(std::string_view bytes, size_t records_max);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_EVENT_RECORD_H_
