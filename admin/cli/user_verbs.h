// `cledi user`: the people of this node.

#ifndef CLEDI_ADMIN_CLI_USER_VERBS_H_
#define CLEDI_ADMIN_CLI_USER_VERBS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "admin/cli/session.h"
#include "cledi/community/v1/person_service.pb.h"
#include "federation/base/status.h"

namespace cledi {

using UserRoleList = std::vector<community::v1::UserRole>;

struct InviteUserOptions {
  UserRoleList roles;
  std::string user_name;  // A proposal; may be empty.
  uint32_t valid_hours = 168;
};
// Prints a link for one person to make their account with.
Status InviteUser(Session& session, const InviteUserOptions& options);

struct AddUserOptions {
  std::string user_name;
  UserRoleList roles;
  std::string name;           // As others see it.
  std::string profile_file;   // The profile as JSON; empty: only the name.
  std::string password_file;  // Its first line; empty: the first line of the standard input.
};
// Makes an account at once. A password is never an argument: others on the machine could read
// it, and the shell would keep it.
Status AddUser(Session& session, const AddUserOptions& options);

struct ResetUserPasswordOptions {
  std::string user_name;
  uint32_t valid_hours = 24;
};
// Prints a link that sets a new password, once.
Status ResetUserPassword(Session& session, const ResetUserPasswordOptions& options);

// Prints all accounts, and the invitations that nobody used yet.
Status ListUsers(Session& session);

struct SetUserRolesOptions {
  std::string user_name;
  UserRoleList roles;
};
Status SetUserRoles(Session& session, const SetUserRolesOptions& options);

struct SuspendUserOptions {
  std::string user_name;
  bool undo = false;
};
Status SuspendUser(Session& session, const SuspendUserOptions& options);

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_USER_VERBS_H_
