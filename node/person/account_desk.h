#ifndef CLEDI_NODE_PERSON_ACCOUNT_DESK_H_
#define CLEDI_NODE_PERSON_ACCOUNT_DESK_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cledi/admin/v1/user_service.pb.h"
#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "federation/rpc/call.h"
#include "node/person/account_book.h"
#include "node/person/local_rows.h"
#include "node/person/password_hasher.h"

namespace cledi {

// Where accounts are looked after: who is invited, what they may do, and who is shut out.
// Safe from any thread. Each change leaves a line in the log that says who made it.
//
// Nobody hands out roles that they do not have themselves, neither to others nor by a link:
// PermissionDenied.
class AccountDesk {
 public:
  // All outlive the desk.
  struct Parts {
    LocalRows* rows;
    PasswordHasher* hasher;
    const Clock* clock;
    Random* random;
  };
  struct Link {
    std::string token;  // A secret.
    UnixMillis ends;
  };
  struct Added {
    StoredAccount account;
    bool existed = false;
  };

  explicit AccountDesk(Parts parts) : parts_(parts) {}

  // InvalidArgument: names each field. AlreadyExists: an account has the proposed name.
  // ResourceExhausted: too many links are open.
  StatusOr<Link> Invite(const Caller& by, const admin::v1::InviteUserRequest& request) const;
  // NotFound: no such account. FailedPrecondition: it is shut out.
  StatusOr<Link> MakeReset(const Caller& by,
                           const admin::v1::ResetUserPasswordRequest& request) const;
  // The new account's profile waits to be published. InvalidArgument: names each field.
  // AlreadyExists: with other roles.
  StatusOr<Added> Add(const Caller& by, const admin::v1::AddUserRequest& request) const;
  // NotFound: no such account. PermissionDenied: one's own rights or door are somebody
  // else's to take away.
  Status SetRoles(const Caller& by, const admin::v1::SetUserRolesRequest& request) const;
  Status Suspend(const Caller& by, const admin::v1::SuspendUserRequest& request) const;

  // By name.
  StatusOr<std::vector<StoredAccount>> Accounts() const;
  StatusOr<std::vector<store::v1::PersonLinkRow>> Links() const;

 private:
  UnixMillis Now() const { return parts_.clock->Now(); }

  const Parts parts_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_ACCOUNT_DESK_H_
