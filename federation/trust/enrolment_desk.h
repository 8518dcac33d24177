#ifndef CLEDI_FEDERATION_TRUST_ENROLMENT_DESK_H_
#define CLEDI_FEDERATION_TRUST_ENROLMENT_DESK_H_

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "cledi/federation/v1/enrolment.pb.h"
#include "cledi/federation/v1/enrolment_record.pb.h"
#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "federation/base/status.h"
#include "federation/roster/roster_holder.h"
#include "federation/trust/attempt_limiter.h"
#include "federation/trust/certificate_authority.h"

namespace cledi {

inline constexpr std::chrono::hours kInvitationLifetime{72};
inline constexpr std::chrono::hours kInvitationLifetimeMax{14 * 24};
// For how long the same request gets the same answer again, should the first have got lost.
inline constexpr std::chrono::hours kAnswerAgain{1};

// What the desk needs from the coordinator's store. Only the desk calls it, one call at a time.
class EnrolmentStorage {
 public:
  virtual ~EnrolmentStorage() = default;

  virtual StatusOr<std::vector<federation::v1::Invitation>> ReadInvitations() = 0;
  // In place of what is stored with the same token id; on the disk when it returns OK.
  virtual Status WriteInvitation(const federation::v1::Invitation& invitation) = 0;
  // Both or neither: `used` as by WriteInvitation, and a roster update that admits `member`,
  // which is signed, stored and published before it returns OK.
  virtual Status Admit(const federation::v1::Invitation& used,
                       const federation::v1::Member& member) = 0;
  // Roster updates 1 to `number`.
  virtual StatusOr<std::vector<federation::v1::SignedRosterUpdate>> UpdatesUpTo(
      uint32_t number) = 0;
};

// What an operator may want to know of.
struct EnrolmentEvent {
  enum class Kind {
    kInvited,
    kAdmitted,
    kAnsweredAgain,  // A reply had got lost.
    kReplayed,       // A used token, with other keys: it was stolen, before or after its use.
    kRefused,
    kRenewed,
  };
  Kind kind;
  std::string node_id;  // Empty: unknown.
  std::string remote;   // The host that asked; empty for kInvited.
  std::string detail;
};

// The coordinator's desk: makes join tokens, admits who comes with one, renews certificates.
// Knows nothing of HTTP.
//
// Thread-safe.
class EnrolmentDesk {
 public:
  // All outlive the desk, and `roster` is where EnrolmentStorage::Admit publishes.
  struct Parts {
    const CertificateAuthority* authority;
    const RosterHolder* roster;
    EnrolmentStorage* storage;
    const Clock* clock;
    Random* random;  // Safe from any thread.
    // Called while the desk is busy: must not call it.
    std::function<void(const EnrolmentEvent&)> observer;
  };
  template <class Response>
  using Answer = std::variant<Response, federation::v1::EnrolError>;

  // Errors: those of the storage.
  static StatusOr<std::unique_ptr<EnrolmentDesk>> Open(Parts parts);

  // A join token for `who` (all but its key, addresses and incarnation), which takes the place
  // of an earlier one for the same node that was not used. `addresses`: where this desk is
  // reached, one to three of host:port.
  // InvalidArgument: an entry that no roster may hold, or a lifetime that is over the maximum.
  // AlreadyExists: the node is a member.
  StatusOr<std::string> Invite(federation::v1::Member who,
                               const std::vector<std::string>& addresses,
                               std::chrono::hours lifetime = kInvitationLifetime)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Whether somebody may come with a token, or ask again for an answer that got lost.
  bool ExpectsSomebody() const ABSL_LOCKS_EXCLUDED(mutex_);

  // `remote`: what counts as one host, as in PeerAddress.
  Answer<federation::v1::EnrolResponse> Enrol(std::string_view remote,
                                              const federation::v1::EnrolRequest& request)
      ABSL_LOCKS_EXCLUDED(mutex_);
  Answer<federation::v1::RenewResponse> Renew(std::string_view remote,
                                              const federation::v1::RenewRequest& request)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  using Invitation = federation::v1::Invitation;
  struct Asked;  // An EnrolRequest that is sound in itself.

  explicit EnrolmentDesk(Parts parts) : parts_(std::move(parts)) {}

  // Runs `attempt`, unless too many from there failed, and counts and reports its failure.
  template <class Response, class Try>
  Answer<Response> AnswerTo(std::string_view remote, Try&& attempt)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Ends an invitation of the node that was not used.
  Status Withdraw(std::string_view node_id, UnixMillis now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  StatusOr<federation::v1::EnrolResponse> TryEnrol(std::string_view remote,
                                                   const federation::v1::EnrolRequest& request)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  StatusOr<Invitation*> FindInvitation(std::string_view token_id, std::string_view secret)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  StatusOr<federation::v1::EnrolResponse> AnswerAgain(std::string_view remote,
                                                      const Invitation& invitation,
                                                      const Asked& asked)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  StatusOr<federation::v1::EnrolResponse> Admit(std::string_view remote, Invitation& invitation,
                                                const Asked& asked)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  StatusOr<federation::v1::EnrolResponse> ResponseFor(const Invitation& invitation)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  StatusOr<federation::v1::RenewResponse> TryRenew(std::string_view remote,
                                                   const federation::v1::RenewRequest& request)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  StatusOr<uint32_t> NextIncarnation(std::string_view node_id) const;
  void Observe(EnrolmentEvent::Kind kind, std::string_view node_id, std::string_view remote,
               std::string_view detail) const;

  const Parts parts_;
  mutable absl::Mutex mutex_;
  std::map<std::string, Invitation, std::less<>> invitations_ ABSL_GUARDED_BY(mutex_);  // By token.
  AttemptLimiter limiter_ ABSL_GUARDED_BY(mutex_){5, std::chrono::minutes(1)};
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_ENROLMENT_DESK_H_
