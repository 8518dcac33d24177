#include "node/person/account_desk.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/log_line.h"
#include "node/person/account_rules.h"
#include "node/person/link_book.h"
#include "node/person/password_rules.h"
#include "node/person/person_rules.h"
#include "node/person/session_book.h"
#include "node/person/user_name.h"

namespace cledi {
namespace {

using community::v1::GetInvitationResponse;
using community::v1::UserRole;
using store::v1::PersonLinkRow;

constexpr uint32_t kValidHoursMax = 720;
constexpr uint32_t kInvitationHours = 168;
constexpr uint32_t kResetHours = 24;

void CheckValidHours(uint32_t hours, FieldProblems& problems) {
  if (hours > kValidHoursMax) {
    problems.Add("valid_hours", FieldProblem::KIND_TOO_LARGE, "at most 720 hours",
                 {.limit = kValidHoursMax, .actual = hours});
  }
}

UnixMillis EndAfter(UnixMillis now, uint32_t hours, uint32_t otherwise) {
  return now + std::chrono::hours(hours == 0 ? otherwise : hours);
}

bool SameRoles(const UserRoles& a, const UserRoles& b) {
  return std::set<int>(a.begin(), a.end()) == std::set<int>(b.begin(), b.end());
}

Status Exists(std::string_view user_name) {
  return absl::AlreadyExistsError(absl::StrFormat("the account %s is there already", user_name));
}

StatusOr<StoredAccount> FindOrSay(const Snapshot& rows, std::string_view user_name) {
  ASSIGN_OR_RETURN(std::optional<StoredAccount> account, FindAccountByName(rows, user_name));
  return account ? StatusOr<StoredAccount>(*std::move(account))
                 : NotFound("no account has this name; `cledi user list` shows all");
}

// Those that are in only one of both.
UserRoles Changed(const UserRoles& before, const UserRoles& after) {
  const std::set<int> old(before.begin(), before.end());
  const std::set<int> now(after.begin(), after.end());
  UserRoles changed;
  std::ranges::set_symmetric_difference(old, now,
                                        google::protobuf::RepeatedFieldBackInserter(&changed));
  return changed;
}

Status CheckHandOut(const Caller& by, const UserRoles& roles) {
  return MayHandOut(by, roles)
             ? absl::OkStatus()
             : Denied("this role is given and taken by those who have it, or with `cledi user`");
}

bool IsOwn(const Caller& by, const StoredAccount& account) {
  return by.id == HexEncode(account.id.view());
}

void Log(std::string_view event, const StoredAccount& account, const Caller& by) {
  LogLine(Severity::kInfo, event, {{"account", HexEncode(account.id.view())}, {"by", by.id}});
}

Status CheckNewAccount(const admin::v1::AddUserRequest& request) {
  FieldProblems problems;
  CheckUserName("user_name", request.user_name(), problems);
  CheckPassword("password", request.password(), request.user_name(), problems);
  CheckRoles("roles", request.roles(), problems);
  {
    const FieldProblems::Scope scope(problems, "profile");
    CheckProfile(request.profile(), problems);
  }
  const FieldProblems::Scope scope(problems, "settings");
  CheckSettings(request.settings(), problems);
  return problems.ToStatus();
}

}  // namespace

StatusOr<AccountDesk::Link> AccountDesk::Invite(const Caller& by,
                                                const admin::v1::InviteUserRequest& request) const {
  FieldProblems problems;
  CheckRoles("roles", request.roles(), problems);
  if (!request.user_name().empty()) {
    CheckUserName("user_name", request.user_name(), problems);
  }
  CheckValidHours(request.valid_hours(), problems);
  RETURN_IF_ERROR(problems.ToStatus());
  RETURN_IF_ERROR(CheckHandOut(by, request.roles()));
  Link link{.token = "", .ends = EndAfter(Now(), request.valid_hours(), kInvitationHours)};
  PersonLinkRow row;
  row.set_kind(GetInvitationResponse::KIND_INVITATION);
  row.set_user_name(CanonicalUserName(request.user_name()).value_or(""));
  *row.mutable_roles() = request.roles();
  row.set_ends_unix_ms(ToUnixMs(link.ends));
  RETURN_IF_ERROR(parts_.rows->Change([&](const Snapshot& rows, WriteBatch& batch) -> Status {
    ASSIGN_OR_RETURN(const bool taken, IsNameTaken(rows, row.user_name()));
    if (taken) {
      return Exists(row.user_name());
    }
    ASSIGN_OR_RETURN(link.token, MakeLink(rows, row, Now(), *parts_.random, batch));
    return absl::OkStatus();
  }));
  LogLine(Severity::kInfo, "user_invited", {{"by", by.id}});
  return link;
}

StatusOr<AccountDesk::Link> AccountDesk::MakeReset(
    const Caller& by, const admin::v1::ResetUserPasswordRequest& request) const {
  FieldProblems problems;
  CheckValidHours(request.valid_hours(), problems);
  RETURN_IF_ERROR(problems.ToStatus());
  Link link{.token = "", .ends = EndAfter(Now(), request.valid_hours(), kResetHours)};
  StoredAccount account;
  RETURN_IF_ERROR(parts_.rows->Change([&](const Snapshot& rows, WriteBatch& batch) -> Status {
    ASSIGN_OR_RETURN(account, FindOrSay(rows, request.user_name()));
    if (!MayHandOut(by, account.row.roles())) {
      return Denied("this account may do what you may not; `cledi user` makes its links");
    }
    if (account.row.suspended()) {
      return absl::FailedPreconditionError("this account is shut out; let its owner in first");
    }
    PersonLinkRow row;
    row.set_kind(GetInvitationResponse::KIND_PASSWORD_RESET);
    row.set_account_id(account.id.str());
    row.set_ends_unix_ms(ToUnixMs(link.ends));
    ASSIGN_OR_RETURN(link.token, MakeLink(rows, row, Now(), *parts_.random, batch));
    return absl::OkStatus();
  }));
  Log("password_reset_offered", account, by);
  return link;
}

StatusOr<AccountDesk::Added> AccountDesk::Add(const Caller& by,
                                              const admin::v1::AddUserRequest& request) const {
  RETURN_IF_ERROR(CheckNewAccount(request));
  RETURN_IF_ERROR(CheckHandOut(by, request.roles()));
  Added added;
  const auto find_existing = [&](const Snapshot& rows) -> Status {
    ASSIGN_OR_RETURN(std::optional<StoredAccount> there,
                     FindAccountByName(rows, request.user_name()));
    if (there && !SameRoles(there->row.roles(), request.roles())) {
      return absl::AlreadyExistsError(
          absl::StrFormat("the account %s is there with other roles; `cledi user roles` changes "
                          "them",
                          there->row.user_name()));
    }
    added.existed = there.has_value();
    if (there) {
      added.account = *std::move(there);
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(find_existing(*parts_.rows->Read()));
  if (added.existed) {
    return added;
  }
  ASSIGN_OR_RETURN(const std::string hash, parts_.hasher->Hash(request.password()));
  const auto add = [&](const Snapshot& rows, WriteBatch& batch) -> Status {
    RETURN_IF_ERROR(find_existing(rows));
    if (added.existed) {
      return absl::OkStatus();
    }
    added.account = NewAccount(*parts_.random);
    store::v1::AccountRow& row = added.account.row;
    row.set_user_name(*CanonicalUserName(request.user_name()));
    row.set_password_hash(hash);
    *row.mutable_roles() = request.roles();
    row.set_created_unix_ms(ToUnixMs(Now()));
    *row.mutable_settings() = request.settings();
    *row.mutable_unpublished_profile() = request.profile();
    PutAccount(added.account, batch);
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(parts_.rows->Change(add));
  if (!added.existed) {
    Log("user_added", added.account, by);
  }
  return added;
}

Status AccountDesk::SetRoles(const Caller& by,
                             const admin::v1::SetUserRolesRequest& request) const {
  FieldProblems problems;
  CheckRoles("roles", request.roles(), problems);
  RETURN_IF_ERROR(problems.ToStatus());
  StoredAccount account;
  RETURN_IF_ERROR(parts_.rows->Change([&](const Snapshot& rows, WriteBatch& batch) -> Status {
    ASSIGN_OR_RETURN(account, FindOrSay(rows, request.user_name()));
    if (Status may = CheckHandOut(by, Changed(account.row.roles(), request.roles())); !may.ok()) {
      return may;
    }
    *account.row.mutable_roles() = request.roles();
    if (IsOwn(by, account) && !CallerOf(account).Has(Role::kAdministrator)) {
      return Denied("ask another administrator to take this role from you");
    }
    PutAccount(account, batch);
    return absl::OkStatus();
  }));
  Log("user_roles_set", account, by);
  return absl::OkStatus();
}

Status AccountDesk::Suspend(const Caller& by, const admin::v1::SuspendUserRequest& request) const {
  StoredAccount account;
  RETURN_IF_ERROR(parts_.rows->Change([&](const Snapshot& rows, WriteBatch& batch) -> Status {
    ASSIGN_OR_RETURN(account, FindOrSay(rows, request.user_name()));
    if (IsOwn(by, account)) {
      return Denied("ask another administrator to shut you out");
    }
    account.row.set_suspended(request.suspended());
    PutAccount(account, batch);
    if (request.suspended()) {
      EndAllSessions(account.id, batch);
      return DropResets(rows, account.id, batch);
    }
    return absl::OkStatus();
  }));
  Log(request.suspended() ? "user_shut_out" : "user_let_in", account, by);
  return absl::OkStatus();
}

StatusOr<std::vector<StoredAccount>> AccountDesk::Accounts() const {
  return AllAccounts(*parts_.rows->Read());
}

StatusOr<std::vector<PersonLinkRow>> AccountDesk::Links() const {
  return OpenLinks(*parts_.rows->Read(), Now());
}

}  // namespace cledi
