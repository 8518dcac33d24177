#ifndef CLEDI_NODE_PERSON_USER_SERVICE_H_
#define CLEDI_NODE_PERSON_USER_SERVICE_H_

#include <functional>
#include <string>
#include <utility>

#include "cledi/admin/v1/user_service.pb.h"
#include "federation/rpc/method_table.h"
#include "node/person/account_desk.h"
#include "node/person/profiles.h"

namespace cledi {

// The people of this node, for its operators and administrators. Safe from any thread.
class UserService {
 public:
  struct Parts {
    const AccountDesk* desk;
    const Profiles* profiles;
    // Of this node's pages, such as "https://cledi.example.org"; links begin with it.
    std::function<std::string()> web_address;
  };

  // What `parts` names outlives the service.
  explicit UserService(Parts parts) : parts_(std::move(parts)) {}

  // Everything needs an administrator.
  void RegisterWith(MethodTable& table);

  // Errors: those of AccountDesk.
  StatusOr<admin::v1::InviteUserResponse> InviteUser(
      const Caller& by, const admin::v1::InviteUserRequest& request) const;
  StatusOr<admin::v1::ResetUserPasswordResponse> ResetUserPassword(
      const Caller& by, const admin::v1::ResetUserPasswordRequest& request) const;
  StatusOr<admin::v1::AddUserResponse> AddUser(const Caller& by,
                                               const admin::v1::AddUserRequest& request) const;
  StatusOr<admin::v1::ListUsersResponse> ListUsers(
      const Caller& by, const admin::v1::ListUsersRequest& request) const;
  StatusOr<admin::v1::SetUserRolesResponse> SetUserRoles(
      const Caller& by, const admin::v1::SetUserRolesRequest& request) const;
  StatusOr<admin::v1::SuspendUserResponse> SuspendUser(
      const Caller& by, const admin::v1::SuspendUserRequest& request) const;

 private:
  std::string AddressOf(std::string_view page, const AccountDesk::Link& link) const;

  const Parts parts_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_USER_SERVICE_H_
