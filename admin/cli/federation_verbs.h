// `cledi federation create` and `cledi join`: the first day of a federation, and of a node in it.

#ifndef CLEDI_ADMIN_CLI_FEDERATION_VERBS_H_
#define CLEDI_ADMIN_CLI_FEDERATION_VERBS_H_

#include <string>

#include "admin/cli/session.h"
#include "admin/setup/setup.h"
#include "federation/base/status.h"

namespace cledi {

// Founds a federation with its coordinator in the data folder, and says what to do next.
Status CreateFederation(Session& session, const FederationSetup& setup);

struct JoinOptions {
  std::string token;
  NodeSettings settings;
};

// Joins a federation with the token of an invitation. Running it again is right after any
// failure.
Status JoinFederationWithToken(Session& session, const JoinOptions& options);

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_FEDERATION_VERBS_H_
