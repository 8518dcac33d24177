// `cledi status` and `cledi peers`.

#ifndef CLEDI_ADMIN_CLI_STATUS_VERBS_H_
#define CLEDI_ADMIN_CLI_STATUS_VERBS_H_

#include "admin/cli/session.h"
#include "federation/base/status.h"

namespace cledi {

// One sentence, then the node's figures, then what an operator should know.
// FailedPrecondition: something must be acted on now; all was printed.
Status ShowStatus(Session& session);

// Who is connected, what each log holds here and there, how far behind, and why.
Status ShowPeers(Session& session);

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_STATUS_VERBS_H_
