#ifndef CLEDI_FEDERATION_LOG_LOG_DIRECTORY_H_
#define CLEDI_FEDERATION_LOG_LOG_DIRECTORY_H_

#include <cstdint>
#include <optional>
#include <string>

#include "federation/base/bytes.h"
#include "federation/event/ids.h"

namespace cledi {

// Whose log a log id names, and the key that its statements and checkpoints are signed with.
struct LogIdentity {
  std::string node_id;
  uint32_t incarnation = 0;
  SpaceId space;
  PublicKey key;
};

// Who may write which log: the roster, seen from the log. Safe from any thread.
class LogDirectory {
 public:
  virtual ~LogDirectory() = default;
  // Nothing while the log's owner is not known: its entries wait.
  virtual std::optional<LogIdentity> Find(const LogId& log) const = 0;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_LOG_LOG_DIRECTORY_H_
