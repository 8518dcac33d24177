#include "federation/roster/roster_update.h"

namespace cledi {

using federation::v1::Cut;
using federation::v1::Member;
using federation::v1::RosterChange;
using federation::v1::RosterUpdate;
using federation::v1::SignedRosterUpdate;

RosterChange AdmitChange(Member member) {
  RosterChange change;
  *change.mutable_admit() = std::move(member);
  return change;
}

RosterChange UpdateChange(Member member) {
  RosterChange change;
  *change.mutable_update() = std::move(member);
  return change;
}

RosterChange RemoveChange(std::string node_id, std::string reason, std::vector<Cut> cuts) {
  RosterChange change;
  RosterChange::Removal& removal = *change.mutable_remove();
  removal.set_node_id(std::move(node_id));
  removal.set_reason(std::move(reason));
  removal.mutable_cuts()->Assign(cuts.begin(), cuts.end());
  return change;
}

StatusOr<RosterStep> SignRosterUpdate(const Roster& roster, std::span<const RosterChange> changes,
                                      const SigningKey& roster_key, UnixMillis now) {
  RosterUpdate update;
  update.set_number(roster.number() + 1);
  update.set_previous_hash(roster.head_hash().str());
  update.mutable_changes()->Assign(changes.begin(), changes.end());
  update.set_created_unix_ms(ToUnixMs(now));

  SignedRosterUpdate signed_update;
  signed_update.set_update(update.SerializeAsString());
  *signed_update.add_signatures() =
      SignAs(SignatureKind::kRosterUpdate, signed_update.update(), roster_key);
  ASSIGN_OR_RETURN(Roster after, roster.Apply(signed_update));
  return RosterStep{std::move(signed_update), std::move(after)};
}

}  // namespace cledi
