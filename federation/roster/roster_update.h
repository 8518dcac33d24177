// The coordinator's side of the roster: writing its next update.

#ifndef CLEDI_FEDERATION_ROSTER_ROSTER_UPDATE_H_
#define CLEDI_FEDERATION_ROSTER_ROSTER_UPDATE_H_

#include <span>
#include <string>
#include <vector>

#include "cledi/federation/v1/roster.pb.h"
#include "federation/base/clock.h"
#include "federation/base/ed25519.h"
#include "federation/base/status.h"
#include "federation/roster/roster.h"

namespace cledi {

federation::v1::RosterChange AdmitChange(federation::v1::Member member);
federation::v1::RosterChange UpdateChange(federation::v1::Member member);
federation::v1::RosterChange RemoveChange(std::string node_id, std::string reason,
                                          std::vector<federation::v1::Cut> cuts);

// A signed update, and the roster that it makes.
struct RosterStep {
  federation::v1::SignedRosterUpdate update;
  Roster after;
};

// The update that follows `roster`. One caller at a time may sign: two updates of one number
// are two histories for ever, even if the first one was never sent.
// InvalidArgument: a change that Roster::Apply would refuse. Unauthenticated: not the roster's key.
StatusOr<RosterStep> SignRosterUpdate(const Roster& roster,
                                      std::span<const federation::v1::RosterChange> changes,
                                      const SigningKey& roster_key, UnixMillis now);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_ROSTER_ROSTER_UPDATE_H_
