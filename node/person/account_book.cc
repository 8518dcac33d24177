#include "node/person/account_book.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "federation/base/sha256.h"
#include "node/fold/fact.h"
#include "node/person/user_name.h"

namespace cledi {
namespace {

using namespace std::string_view_literals;
using community::v1::UserRole;

constexpr std::string_view kAccountPrefix = "account/";
constexpr std::string_view kNamePrefix = "account-name/";

std::string AccountKey(const AccountId& id) {
  return absl::StrCat(ToAbsl(kAccountPrefix), ToAbsl(id.view()));
}
std::string NameKey(std::string_view user_name) {
  return absl::StrCat(ToAbsl(kNamePrefix), ToAbsl(user_name));
}

}  // namespace

std::optional<AccountId> AccountIdOf(const Caller& caller) {
  return FixedFromHex<AccountId>(caller.id);
}

StatusOr<std::optional<StoredAccount>> FindAccount(const Snapshot& rows, const AccountId& id) {
  StoredAccount account{.id = id, .row = {}};
  ASSIGN_OR_RETURN(const bool found, ReadRow(rows, AccountKey(id), "an account", account.row));
  return found ? std::optional(std::move(account)) : std::nullopt;
}

StatusOr<std::optional<StoredAccount>> FindAccountByName(const Snapshot& rows,
                                                         std::string_view user_name) {
  const std::optional<std::string> name = CanonicalUserName(user_name);
  if (!name) {
    return std::nullopt;
  }
  const StatusOr<std::string> bytes = rows.Get(Family::kLocal, NameKey(*name));
  if (bytes.status().code() == StatusCode::kNotFound) {
    return std::nullopt;
  }
  RETURN_IF_ERROR(bytes.status());
  const std::optional<AccountId> id = AccountId::From(*bytes);
  if (!id) {
    return Corrupt("the row of an account's name cannot be read");
  }
  return FindAccount(rows, *id);
}

Status ShutOut() {
  return Denied("this account is shut out; ask an administrator of your institution");
}

StatusOr<StoredAccount> AccountOf(const Snapshot& rows, const Caller& caller) {
  const std::optional<AccountId> id = AccountIdOf(caller);
  if (!id) {
    return absl::FailedPreconditionError(
        "only a person can do this; on the command line add --as-user and a name");
  }
  ASSIGN_OR_RETURN(std::optional<StoredAccount> account, FindAccount(rows, *id));
  if (!account) {
    return Denied("this account is gone");
  }
  if (account->row.suspended()) {
    return ShutOut();
  }
  return *std::move(account);
}

StatusOr<bool> IsNameTaken(const Snapshot& rows, std::string_view user_name) {
  ASSIGN_OR_RETURN(const std::optional<StoredAccount> account, FindAccountByName(rows, user_name));
  return account.has_value();
}

StatusOr<std::vector<StoredAccount>> AllAccounts(const Snapshot& rows) {
  std::vector<StoredAccount> accounts;
  RETURN_IF_ERROR(ScanRows<store::v1::AccountRow>(
      rows, kAccountPrefix, "an account", [&](std::string_view id, store::v1::AccountRow row) {
        if (const auto account_id = AccountId::From(id)) {
          accounts.push_back({.id = *account_id, .row = std::move(row)});
        }
      }));
  std::ranges::sort(accounts, {}, [](const StoredAccount& account) -> const std::string& {
    return account.row.user_name();
  });
  return accounts;
}

StoredAccount NewAccount(Random& random) {
  StoredAccount account{.id = random.Draw<AccountId>(), .row = {}};
  account.row.set_secret(random.Draw<Hash>().str());
  return account;
}

void PutAccount(const StoredAccount& account, WriteBatch& batch) {
  batch.Put(Family::kLocal, AccountKey(account.id), account.row.SerializeAsString());
  batch.Put(Family::kLocal, NameKey(account.row.user_name()), account.id.view());
}

std::string AuthorIn(const SpaceId& space, const StoredAccount& account) {
  return Sha256({"cledi/author/v1\0"sv, account.row.secret(), space.view()})
      .str()
      .substr(0, CommonFields::kAuthorBytes);
}

Caller CallerOf(const StoredAccount& account) {
  Caller caller;
  caller.id = HexEncode(account.id.view());
  for (const int role : account.row.roles()) {
    switch (role) {
      case UserRole::USER_ROLE_ADMINISTRATOR:
        caller.Add(Role::kAdministrator);
        [[fallthrough]];
      case UserRole::USER_ROLE_MODERATOR:
        caller.Add(Role::kModerator);
        [[fallthrough]];
      case UserRole::USER_ROLE_EDUCATOR:
        caller.Add(Role::kEducator);
        break;
      case UserRole::USER_ROLE_COORDINATOR:
        caller.Add(Role::kCoordinator);
        caller.Add(Role::kEducator);
        break;
      default:  // Of a newer release.
        break;
    }
  }
  return caller;
}

}  // namespace cledi
