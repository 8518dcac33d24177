#include "node/person/sign_in_desk.h"

#include <utility>

#include "federation/base/log_line.h"
#include "node/person/account_rules.h"
#include "node/person/link_book.h"
#include "node/person/password_rules.h"
#include "node/person/person_rules.h"
#include "node/person/user_name.h"

namespace cledi {
namespace {

using community::v1::GetInvitationResponse;
using store::v1::PersonLinkRow;

constexpr std::chrono::hours kDay{24};

int64_t ToDay(UnixMillis time) { return ToUnixMs(std::chrono::floor<std::chrono::days>(time)); }

Status WrongNameOrPassword() {
  return absl::UnauthenticatedError("the name or the password is wrong");
}

Status TakenName() {
  FieldProblems problems;
  problems.Add("user_name", FieldProblem::KIND_TAKEN, "somebody here has this name already");
  return problems.ToStatus();
}

// A link of one kind, whose token is used for what it is for.
StatusOr<PersonLinkRow> FindLinkOf(LinkKind kind, const Snapshot& rows, std::string_view token,
                                   UnixMillis now) {
  ASSIGN_OR_RETURN(PersonLinkRow link, FindLink(rows, token, now));
  if (link.kind() != kind) {
    return NotFound("this link is for something else; open it as it was sent");
  }
  return link;
}

Status CheckNewPerson(const community::v1::AcceptInvitationRequest& request) {
  FieldProblems problems;
  CheckUserName("user_name", request.user_name(), problems);
  CheckPassword("password", request.password(), request.user_name(), problems);
  {
    const FieldProblems::Scope scope(problems, "profile");
    CheckProfile(request.profile(), problems);
  }
  const FieldProblems::Scope scope(problems, "settings");
  CheckSettings(request.settings(), problems);
  return problems.ToStatus();
}

Status CheckNewPassword(std::string_view field, std::string_view password,
                        const StoredAccount& account) {
  FieldProblems problems;
  CheckPassword(field, password, account.row.user_name(), problems);
  return problems.ToStatus();
}

}  // namespace

StatusOr<std::unique_ptr<SignInDesk>> SignInDesk::Open(Parts parts) {
  ASSIGN_OR_RETURN(std::string hash, parts.hasher->Hash(parts.random->Draw<Hash>().view()));
  return std::unique_ptr<SignInDesk>(new SignInDesk(parts, std::move(hash)));
}

StatusOr<bool> SignInDesk::Compare(std::string_view user_name, std::string_view password,
                                   const std::optional<StoredAccount>& account,
                                   const Caller& caller) {
  ASSIGN_OR_RETURN(const SignInThrottle::Attempt attempt,
                   throttle_.Begin(user_name, caller.address));
  const StatusOr<bool> matches =
      parts_.hasher->Matches(password, account ? account->row.password_hash() : nobodys_hash_);
  if (!matches.ok()) {
    throttle_.Dropped(attempt);
    return matches.status();
  }
  if (!account || !*matches) {
    LogLine(Severity::kInfo, "password_refused", {{"from", caller.address}});
    return false;
  }
  throttle_.Succeeded(attempt);
  return true;
}

StatusOr<OpenedSession> SignInDesk::LetIn(const Snapshot& rows, StoredAccount& account,
                                          const Caller& caller, WriteBatch& batch) const {
  if (account.row.suspended()) {
    return ShutOut();
  }
  const std::optional<AccountId> before = AccountIdOf(caller);
  if (before && !caller.session.empty()) {
    EndSession(*before, caller.session, batch);
  }
  account.row.set_last_seen_unix_ms(ToDay(Now()));
  PutAccount(account, batch);
  return OpenSession(rows, account.id, Now(), *parts_.random, batch);
}

StatusOr<SignInDesk::SignedIn> SignInDesk::SignIn(std::string_view user_name,
                                                  std::string_view password, const Caller& caller) {
  if (password.empty() || password.size() > kPasswordBytesMax) {
    return WrongNameOrPassword();  // Nobody's: not worth a hash.
  }
  ASSIGN_OR_RETURN(const std::optional<StoredAccount> found,
                   FindAccountByName(*parts_.rows->Read(), user_name));
  ASSIGN_OR_RETURN(const bool right, Compare(user_name, password, found, caller));
  if (!right) {
    return WrongNameOrPassword();
  }
  SignedIn signed_in{.account = *found, .session = {}};
  RETURN_IF_ERROR(parts_.rows->Change([&](const Snapshot& rows, WriteBatch& batch) -> Status {
    ASSIGN_OR_RETURN(const std::optional<StoredAccount> now, FindAccount(rows, found->id));
    if (!now || now->row.password_hash() != found->row.password_hash()) {
      return WrongNameOrPassword();  // Changed while it was being compared.
    }
    signed_in.account = *now;
    ASSIGN_OR_RETURN(signed_in.session, LetIn(rows, signed_in.account, caller, batch));
    return absl::OkStatus();
  }));
  return signed_in;
}

Status SignInDesk::SignOut(const Caller& caller) {
  const std::optional<AccountId> account = AccountIdOf(caller);
  if (!account || caller.session.empty()) {
    return absl::OkStatus();
  }
  return parts_.rows->Change([&](const Snapshot&, WriteBatch& batch) {
    EndSession(*account, caller.session, batch);
    return absl::OkStatus();
  });
}

StatusOr<PersonLinkRow> SignInDesk::GetLink(std::string_view token) const {
  const std::shared_ptr<const Snapshot> rows = parts_.rows->Read();
  ASSIGN_OR_RETURN(PersonLinkRow link, FindLink(*rows, token, Now()));
  if (link.kind() == GetInvitationResponse::KIND_PASSWORD_RESET) {
    const std::optional<AccountId> id = AccountId::From(link.account_id());
    ASSIGN_OR_RETURN(const std::optional<StoredAccount> account,
                     FindAccount(*rows, id.value_or(AccountId())));
    if (!account) {
      return NotFound("the account that this link is for is gone");
    }
    link.set_user_name(account->row.user_name());
  }
  return link;
}

StatusOr<SignInDesk::SignedIn> SignInDesk::AcceptInvitation(
    const community::v1::AcceptInvitationRequest& request, const Caller& caller) {
  constexpr LinkKind kInvitation = GetInvitationResponse::KIND_INVITATION;
  const std::shared_ptr<const Snapshot> before = parts_.rows->Read();
  RETURN_IF_ERROR(FindLinkOf(kInvitation, *before, request.token(), Now()).status());
  RETURN_IF_ERROR(CheckNewPerson(request));
  ASSIGN_OR_RETURN(const bool taken, IsNameTaken(*before, request.user_name()));
  if (taken) {
    return TakenName();
  }
  ASSIGN_OR_RETURN(const std::string hash, parts_.hasher->Hash(request.password()));
  SignedIn signed_in;
  RETURN_IF_ERROR(parts_.rows->Change([&](const Snapshot& rows, WriteBatch& batch) -> Status {
    ASSIGN_OR_RETURN(const PersonLinkRow link,
                     FindLinkOf(kInvitation, rows, request.token(), Now()));
    ASSIGN_OR_RETURN(const bool taken_now, IsNameTaken(rows, request.user_name()));
    if (taken_now) {
      return TakenName();
    }
    DropLink(request.token(), batch);
    StoredAccount& account = signed_in.account;
    account = NewAccount(*parts_.random);
    account.row.set_user_name(*CanonicalUserName(request.user_name()));
    account.row.set_password_hash(hash);
    *account.row.mutable_roles() = link.roles();
    account.row.set_created_unix_ms(ToUnixMs(Now()));
    *account.row.mutable_settings() = request.settings();
    *account.row.mutable_unpublished_profile() = request.profile();
    ASSIGN_OR_RETURN(signed_in.session, LetIn(rows, account, caller, batch));
    return absl::OkStatus();
  }));
  LogLine(Severity::kInfo, "invitation_accepted",
          {{"account", HexEncode(signed_in.account.id.view())}, {"from", caller.address}});
  return signed_in;
}

StatusOr<SignInDesk::SignedIn> SignInDesk::ResetPassword(std::string_view token,
                                                         std::string_view password,
                                                         const Caller& caller) {
  constexpr LinkKind kReset = GetInvitationResponse::KIND_PASSWORD_RESET;
  const auto find = [&](const Snapshot& rows) -> StatusOr<StoredAccount> {
    ASSIGN_OR_RETURN(const PersonLinkRow link, FindLinkOf(kReset, rows, token, Now()));
    const std::optional<AccountId> id = AccountId::From(link.account_id());
    ASSIGN_OR_RETURN(std::optional<StoredAccount> account,
                     FindAccount(rows, id.value_or(AccountId())));
    return account ? StatusOr<StoredAccount>(*std::move(account))
                   : NotFound("the account that this link is for is gone");
  };
  ASSIGN_OR_RETURN(const StoredAccount before, find(*parts_.rows->Read()));
  RETURN_IF_ERROR(CheckNewPassword("password", password, before));
  ASSIGN_OR_RETURN(const std::string hash, parts_.hasher->Hash(password));
  SignedIn signed_in;
  const auto reset = [&](const Snapshot& rows, WriteBatch& batch) -> Status {
    ASSIGN_OR_RETURN(signed_in.account, find(rows));
    signed_in.account.row.set_password_hash(hash);
    RETURN_IF_ERROR(DropResets(rows, signed_in.account.id, batch));
    EndAllSessions(signed_in.account.id, batch);
    ASSIGN_OR_RETURN(signed_in.session, LetIn(rows, signed_in.account, caller, batch));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(parts_.rows->Change(reset));
  LogLine(Severity::kInfo, "password_reset",
          {{"account", HexEncode(signed_in.account.id.view())}, {"from", caller.address}});
  return signed_in;
}

Status SignInDesk::ChangePassword(const Caller& caller,
                                  const community::v1::ChangePasswordRequest& request) {
  const std::shared_ptr<const Snapshot> before = parts_.rows->Read();
  ASSIGN_OR_RETURN(const StoredAccount account, AccountOf(*before, caller));
  RETURN_IF_ERROR(CheckNewPassword("new_password", request.new_password(), account));
  FieldProblems problems;
  problems.Add("old_password", FieldProblem::KIND_WRONG, "this is not your password");
  if (request.old_password().size() > kPasswordBytesMax) {
    return problems.ToStatus();
  }
  ASSIGN_OR_RETURN(const bool right,
                   Compare(account.row.user_name(), request.old_password(), account, caller));
  if (!right) {
    return problems.ToStatus();
  }
  ASSIGN_OR_RETURN(const std::string hash, parts_.hasher->Hash(request.new_password()));
  const auto change = [&](const Snapshot& rows, WriteBatch& batch) -> Status {
    ASSIGN_OR_RETURN(StoredAccount now, AccountOf(rows, caller));
    if (now.row.password_hash() != account.row.password_hash()) {
      return Conflict("the password was changed a moment ago; sign in with the new one");
    }
    now.row.set_password_hash(hash);
    PutAccount(now, batch);
    RETURN_IF_ERROR(DropResets(rows, now.id, batch));
    return EndOtherSessions(rows, now.id, caller.session, batch);
  };
  RETURN_IF_ERROR(parts_.rows->Change(change));
  LogLine(Severity::kInfo, "password_changed", {{"account", caller.id}, {"from", caller.address}});
  return absl::OkStatus();
}

std::optional<Caller> SignInDesk::Resolve(std::string_view session_token) {
  const std::shared_ptr<const Snapshot> rows = parts_.rows->Read();
  const StatusOr<std::optional<StoredSession>> session = FindSession(*rows, session_token, Now());
  if (session.ok() && !session->has_value()) {
    return std::nullopt;
  }
  const StatusOr<std::optional<StoredAccount>> account =
      session.ok() ? FindAccount(*rows, (*session)->account) : session.status();
  if (!account.ok()) {
    LogLine(Severity::kError, "session_unreadable",
            {{"why", std::string(Message(account.status()))}});
    return std::nullopt;
  }
  if (!account->has_value() || (*account)->row.suspended()) {
    return std::nullopt;
  }
  if (Now() - FromUnixMs((*session)->row.used_unix_ms()) >= kDay) {
    NoteUse(**session);
  }
  Caller caller = CallerOf(**account);
  caller.session = (*session)->name;
  return caller;
}

void SignInDesk::NoteUse(const StoredSession& session) {
  const Status noted =
      parts_.rows->ChangeUnsynced([&](const Snapshot& rows, WriteBatch& batch) -> Status {
        ASSIGN_OR_RETURN(std::optional<StoredAccount> account, FindAccount(rows, session.account));
        ASSIGN_OR_RETURN(const bool open, HasSession(rows, session.account, session.name));
        if (account && open) {
          StoredSession used = session;
          used.row.set_used_unix_ms(ToUnixMs(Now()));
          PutSession(used, batch);
          account->row.set_last_seen_unix_ms(ToDay(Now()));
          PutAccount(*account, batch);
        }
        return absl::OkStatus();
      });
  if (!noted.ok()) {  // The session goes on; a full disk must not sign people out.
    LogLine(Severity::kWarning, "session_use_not_noted", {{"why", std::string(Message(noted))}});
  }
}

}  // namespace cledi
