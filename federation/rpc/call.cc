#include "federation/rpc/call.h"

namespace cledi {

std::string_view RoleName(Role role) {
  switch (role) {
    case Role::kVisitor:
      return "visitor";
    case Role::kEducator:
      return "educator";
    case Role::kModerator:
      return "moderator";
    case Role::kAdministrator:
      return "administrator";
    case Role::kCoordinator:
      return "coordinator";
    case Role::kPeer:
      return "peer";
    case Role::kOperator:
      return "operator";
  }
  return "unknown";
}

Caller Caller::Operator() {
  Caller caller = With("operator", Role::kOperator);
  for (const Role role :
       {Role::kEducator, Role::kModerator, Role::kAdministrator, Role::kCoordinator}) {
    caller.Add(role);
  }
  return caller;
}

}  // namespace cledi
