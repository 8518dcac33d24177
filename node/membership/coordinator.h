#ifndef CLEDI_NODE_MEMBERSHIP_COORDINATOR_H_
#define CLEDI_NODE_MEMBERSHIP_COORDINATOR_H_

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/log/log_set.h"
#include "federation/peer/roster_keeper.h"
#include "federation/trust/enrolment_desk.h"
#include "node/fold/event_writer.h"
#include "node/operator/node_service.h"
#include "node/store/store.h"

namespace cledi {

// The coordinator's part in a node: signs roster updates, one after another, and lets new
// institutions in. An update is stored together with what caused it, then applied, then posted
// to the roster log, from where it reaches everybody. A crash in between is made good at the
// next start.
//
// Thread-safe.
class Coordinator final : public EnrolmentStorage, public CoordinatorActions {
 public:
  // All outlive the coordinator.
  struct Parts {
    Store* store;
    RosterKeeper* roster;
    const LogSet* logs;
    EventWriter* writer;
    const SigningKey* roster_key;
    const CertificateAuthority* authority;
    const Clock* clock;
    Random* random;
    // Where joining nodes reach this one: host:port, one to three.
    std::vector<std::string> enrolment_addresses;
    std::function<void(const EnrolmentEvent&)> observer;
    std::function<void()> on_roster_changed;
  };

  // Posts updates that are not in the roster log yet. Errors: the store's.
  static StatusOr<std::unique_ptr<Coordinator>> Open(Parts parts);

  EnrolmentDesk& desk() { return *desk_; }

  // CoordinatorActions.
  StatusOr<admin::v1::InviteNodeResponse> Invite(
      const admin::v1::InviteNodeRequest& request) override;
  StatusOr<admin::v1::RemoveNodeResponse> Remove(
      const admin::v1::RemoveNodeRequest& request) override;

  // EnrolmentStorage.
  StatusOr<std::vector<federation::v1::Invitation>> ReadInvitations() override;
  Status WriteInvitation(const federation::v1::Invitation& invitation) override;
  Status Admit(const federation::v1::Invitation& used,
               const federation::v1::Member& member) override;
  StatusOr<std::vector<federation::v1::SignedRosterUpdate>> UpdatesUpTo(uint32_t number) override;

 private:
  explicit Coordinator(Parts parts) : parts_(std::move(parts)) {}

  // Signs the next update, stores it with `batch`, applies and posts it.
  Status Update(std::span<const federation::v1::RosterChange> changes, WriteBatch batch)
      ABSL_LOCKS_EXCLUDED(mutex_);
  Status Post(uint32_t number, const federation::v1::SignedRosterUpdate& update);
  Status PostMissing();
  // Where the logs of a member end, as far as this node holds them.
  std::vector<federation::v1::Cut> CutsOf(const MemberEntry& member) const;

  const Parts parts_;
  absl::Mutex mutex_;  // Held while an update is made: two with one number are for ever.
  std::unique_ptr<EnrolmentDesk> desk_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_MEMBERSHIP_COORDINATOR_H_
