#ifndef CLEDI_FEDERATION_SYNC_ROSTER_DIRECTORY_H_
#define CLEDI_FEDERATION_SYNC_ROSTER_DIRECTORY_H_

#include <functional>
#include <memory>
#include <utility>

#include "federation/log/log_directory.h"
#include "federation/roster/roster.h"

namespace cledi {

// The roster as the log sees it. Thread-safe if `roster` is.
class RosterDirectory final : public LogDirectory {
 public:
  explicit RosterDirectory(std::function<std::shared_ptr<const Roster>()> roster)
      : roster_(std::move(roster)) {}

  std::optional<LogIdentity> Find(const LogId& log) const override {
    const std::shared_ptr<const Roster> roster = roster_();
    const LogOwner* owner = roster->OwnerOf(log);
    if (owner == nullptr) {
      return std::nullopt;
    }
    return LogIdentity{owner->node_id, owner->incarnation, owner->space, owner->log_key};
  }

 private:
  std::function<std::shared_ptr<const Roster>()> roster_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_SYNC_ROSTER_DIRECTORY_H_
