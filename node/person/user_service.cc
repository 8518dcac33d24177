#include "node/person/user_service.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "federation/rpc/service_methods.h"

namespace cledi {

using admin::v1::AddUserRequest;
using admin::v1::AddUserResponse;
using admin::v1::InviteUserRequest;
using admin::v1::InviteUserResponse;
using admin::v1::ListUsersRequest;
using admin::v1::ListUsersResponse;
using admin::v1::OpenInvitation;
using admin::v1::ResetUserPasswordRequest;
using admin::v1::ResetUserPasswordResponse;
using admin::v1::SetUserRolesRequest;
using admin::v1::SetUserRolesResponse;
using admin::v1::SuspendUserRequest;
using admin::v1::SuspendUserResponse;
using admin::v1::UserEntry;

void UserService::RegisterWith(MethodTable& table) {
  ServiceMethods<UserService> methods("cledi.admin.v1.UserService", this, &table);
  methods.Add("InviteUser", Role::kAdministrator, &UserService::InviteUser);
  methods.Add("ResetUserPassword", Role::kAdministrator, &UserService::ResetUserPassword);
  methods.Add("AddUser", Role::kAdministrator, &UserService::AddUser);
  methods.Add("ListUsers", Role::kAdministrator, &UserService::ListUsers);
  methods.Add("SetUserRoles", Role::kAdministrator, &UserService::SetUserRoles);
  methods.Add("SuspendUser", Role::kAdministrator, &UserService::SuspendUser);
}

std::string UserService::AddressOf(std::string_view page, const AccountDesk::Link& link) const {
  const std::string address = parts_.web_address();
  return absl::StrCat(absl::StripSuffix(address, "/"), "/", ToAbsl(page), "/", link.token);
}

StatusOr<InviteUserResponse> UserService::InviteUser(const Caller& by,
                                                     const InviteUserRequest& request) const {
  ASSIGN_OR_RETURN(const AccountDesk::Link link, parts_.desk->Invite(by, request));
  InviteUserResponse response;
  response.set_link(AddressOf("welcome", link));
  response.set_ends_unix_ms(ToUnixMs(link.ends));
  return response;
}

StatusOr<ResetUserPasswordResponse> UserService::ResetUserPassword(
    const Caller& by, const ResetUserPasswordRequest& request) const {
  ASSIGN_OR_RETURN(const AccountDesk::Link link, parts_.desk->MakeReset(by, request));
  ResetUserPasswordResponse response;
  response.set_link(AddressOf("reset", link));
  response.set_ends_unix_ms(ToUnixMs(link.ends));
  return response;
}

StatusOr<AddUserResponse> UserService::AddUser(const Caller& by,
                                               const AddUserRequest& request) const {
  ASSIGN_OR_RETURN(const AccountDesk::Added added, parts_.desk->Add(by, request));
  parts_.profiles->PublishWaiting(added.account);
  AddUserResponse response;
  response.set_existed(added.existed);
  response.set_person_id(parts_.profiles->PersonIdOf(added.account));
  return response;
}

StatusOr<ListUsersResponse> UserService::ListUsers(const Caller& /*by*/,
                                                   const ListUsersRequest& /*request*/) const {
  ASSIGN_OR_RETURN(const std::vector<StoredAccount> accounts, parts_.desk->Accounts());
  ListUsersResponse response;
  for (const StoredAccount& account : accounts) {
    ASSIGN_OR_RETURN(const event::v1::Profile profile, parts_.profiles->Of(account));
    UserEntry& user = *response.add_users();
    user.set_user_name(account.row.user_name());
    user.set_name(profile.name());
    *user.mutable_roles() = account.row.roles();
    user.set_person_id(parts_.profiles->PersonIdOf(account));
    user.set_created_unix_ms(account.row.created_unix_ms());
    user.set_last_seen_unix_ms(account.row.last_seen_unix_ms());
    user.set_suspended(account.row.suspended());
  }
  ASSIGN_OR_RETURN(const std::vector<store::v1::PersonLinkRow> links, parts_.desk->Links());
  for (const store::v1::PersonLinkRow& link : links) {
    if (link.kind() == community::v1::GetInvitationResponse::KIND_INVITATION) {
      OpenInvitation& invitation = *response.add_invitations();
      invitation.set_user_name(link.user_name());
      *invitation.mutable_roles() = link.roles();
      invitation.set_ends_unix_ms(link.ends_unix_ms());
    }
  }
  return response;
}

StatusOr<SetUserRolesResponse> UserService::SetUserRoles(const Caller& by,
                                                         const SetUserRolesRequest& request) const {
  RETURN_IF_ERROR(parts_.desk->SetRoles(by, request));
  return SetUserRolesResponse();
}

StatusOr<SuspendUserResponse> UserService::SuspendUser(const Caller& by,
                                                       const SuspendUserRequest& request) const {
  RETURN_IF_ERROR(parts_.desk->Suspend(by, request));
  return SuspendUserResponse();
}

}  // namespace cledi
