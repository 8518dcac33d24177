#ifndef CLEDI_NODE_PERSON_SIGN_IN_DESK_H_
#define CLEDI_NODE_PERSON_SIGN_IN_DESK_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cledi/community/v1/person_service.pb.h"
#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "federation/rpc/call.h"
#include "node/person/account_book.h"
#include "node/person/local_rows.h"
#include "node/person/password_hasher.h"
#include "node/person/session_book.h"
#include "node/person/sign_in_throttle.h"

namespace cledi {

// Where people come in: passwords, sessions, and links that work once.
//
// An attempt to sign in costs one hash, whether there is such an account or not, so that
// neither time nor text tells. Every opening makes a fresh session and ends the one that the
// call came with. Whatever changes a password or shuts somebody out ends their sessions. All
// rows of one action are written together, synced.
//
// Safe from any thread. Nothing secret is in an error or in the log.
class SignInDesk {
 public:
  // All outlive the desk.
  struct Parts {
    LocalRows* rows;
    PasswordHasher* hasher;
    const Clock* clock;
    Random* random;
  };
  // Hashes once: what names without an account are compared with. Errors: the hasher's.
  static StatusOr<std::unique_ptr<SignInDesk>> Open(Parts parts);

  struct SignedIn {
    StoredAccount account;
    OpenedSession session;
  };

  // Unauthenticated: name or password are wrong. PermissionDenied: they are right, and the
  // account is shut out. ResourceExhausted: too many attempts; says when to try again.
  // Unavailable: too many at this moment.
  StatusOr<SignedIn> SignIn(std::string_view user_name, std::string_view password,
                            const Caller& caller);
  // Ends the session that the caller came with, if any.
  Status SignOut(const Caller& caller);
  // A link's row, as it stands. NotFound: it does not work.
  StatusOr<store::v1::PersonLinkRow> GetLink(std::string_view token) const;
  // Makes the account; its profile waits to be published. InvalidArgument: names each field.
  // NotFound: the invitation does not work.
  StatusOr<SignedIn> AcceptInvitation(const community::v1::AcceptInvitationRequest& request,
                                      const Caller& caller);
  // InvalidArgument: the password. NotFound: the link does not work.
  StatusOr<SignedIn> ResetPassword(std::string_view token, std::string_view password,
                                   const Caller& caller);
  // InvalidArgument: the old password is wrong, or the new one no good. ResourceExhausted: as
  // SignIn.
  Status ChangePassword(const Caller& caller, const community::v1::ChangePasswordRequest& request);

  // CallerResolver. Two rows are read: what an administrator changes counts at once. Writes
  // that the session is in use at most once a day.
  std::optional<Caller> Resolve(std::string_view session_token);

 private:
  SignInDesk(Parts parts, std::string nobodys_hash)
      : parts_(parts), throttle_(parts.clock), nobodys_hash_(std::move(nobodys_hash)) {}

  UnixMillis Now() const { return parts_.clock->Now(); }
  // Compares with the account's password, or with nobody's, and counts what fails.
  StatusOr<bool> Compare(std::string_view user_name, std::string_view password,
                         const std::optional<StoredAccount>& account, const Caller& caller);
  // Opens a session for an account that is not shut out; ends the one of `caller`.
  StatusOr<OpenedSession> LetIn(const Snapshot& rows, StoredAccount& account, const Caller& caller,
                                WriteBatch& batch) const;
  void NoteUse(const StoredSession& session);

  const Parts parts_;
  SignInThrottle throttle_;
  const std::string nobodys_hash_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_SIGN_IN_DESK_H_
