#ifndef CLEDI_FEDERATION_LOG_OWN_LOG_H_
#define CLEDI_FEDERATION_LOG_OWN_LOG_H_

#include <span>
#include <string>
#include <vector>

#include "federation/base/status.h"
#include "federation/event/leaf.h"
#include "federation/log/log_storage.h"

namespace cledi {

// A fact that this node is about to state.
struct NewEvent {
  SpaceId space;
  uint16_t type = 0;  // cledi.event.v1.EventType
  uint8_t flags = kFlagErasable;
  uint16_t schema = 1;
  std::string payload;  // At most kPayloadBytesMax.
};

// A fact that is durable.
struct AppendedEvent {
  EventId id;
  LogId log;
  Hlc hlc = 0;
  EventPosition position;
};

// Where this node's own facts go. One caller at a time: the writer thread (or the simulator).
class OwnLog {
 public:
  virtual ~OwnLog() = default;

  // Appends all events, in order, under one sync, and signs the checkpoints that cover them.
  // When it returns they are durable, and peers and readers may see them; on an error
  // nothing was appended.
  // InvalidArgument: a payload over the limit. ResourceExhausted, Unavailable: the disk.
  // DataLoss: the disk gave back other bytes than were written. Only then the events may yet
  // appear, after the next start.
  virtual StatusOr<std::vector<AppendedEvent>> Append(std::span<const NewEvent> events) = 0;

  // The log that events of `space` go to.
  virtual LogId OwnLogId(const SpaceId& space) const = 0;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_LOG_OWN_LOG_H_
