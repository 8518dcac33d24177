// `cledi node …`: the coordinator's part in who belongs to the federation.

#ifndef CLEDI_ADMIN_CLI_MEMBER_VERBS_H_
#define CLEDI_ADMIN_CLI_MEMBER_VERBS_H_

#include <cstdint>
#include <string>

#include "admin/cli/session.h"
#include "federation/base/status.h"

namespace cledi {

struct InviteOptions {
  std::string node_id;
  std::string institution;
  std::string country;
  uint32_t valid_hours = 72;
};

// Prints the one command that the invited institution's technician has to enter.
Status InviteNode(Session& session, const InviteOptions& options);

// Ends a member's membership.
Status RemoveNode(Session& session, const std::string& node_id, const std::string& reason);

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_MEMBER_VERBS_H_
