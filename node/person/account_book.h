// The rows of accounts: "account/" id → AccountRow, "account-name/" user name → id.

#ifndef CLEDI_NODE_PERSON_ACCOUNT_BOOK_H_
#define CLEDI_NODE_PERSON_ACCOUNT_BOOK_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cledi/store/v1/person.pb.h"
#include "federation/base/random.h"
#include "federation/rpc/call.h"
#include "node/person/local_rows.h"

namespace cledi {

struct StoredAccount {
  AccountId id;
  store::v1::AccountRow row;
};

// Whose id it is. Nothing: not the id of an account.
std::optional<AccountId> AccountIdOf(const Caller& caller);

StatusOr<std::optional<StoredAccount>> FindAccount(const Snapshot& rows, const AccountId& id);
// `user_name`: as it was typed.
StatusOr<std::optional<StoredAccount>> FindAccountByName(const Snapshot& rows,
                                                         std::string_view user_name);
// What somebody is told who is shut out: PermissionDenied.
Status ShutOut();
// The account of a person who calls. FailedPrecondition: an operator, who has none.
// PermissionDenied: it is gone, or its owner is shut out.
StatusOr<StoredAccount> AccountOf(const Snapshot& rows, const Caller& caller);
StatusOr<bool> IsNameTaken(const Snapshot& rows, std::string_view user_name);
// By name.
StatusOr<std::vector<StoredAccount>> AllAccounts(const Snapshot& rows);

// An account that is not stored yet: a fresh id and secret.
StoredAccount NewAccount(Random& random);
// The name of an account never changes.
void PutAccount(const StoredAccount& account, WriteBatch& batch);

// The owner's pseudonym in a space, as in Common.author: the first 16 bytes of SHA-256(
// "cledi/author/v1" 00 | secret | space id). Pseudonyms of one person in two spaces cannot be
// told to be one person's.
std::string AuthorIn(const SpaceId& space, const StoredAccount& account);

// The owner as a caller, with all that the account's roles include.
Caller CallerOf(const StoredAccount& account);

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_ACCOUNT_BOOK_H_
