// `cledi views …`.

#ifndef CLEDI_ADMIN_CLI_VIEWS_VERBS_H_
#define CLEDI_ADMIN_CLI_VIEWS_VERBS_H_

#include "admin/cli/session.h"
#include "federation/base/status.h"

namespace cledi {

// Folds everything again. DataLoss: some view came out other than it was before.
Status RebuildViews(Session& session);

// The digest of each space's views, with all that it was computed from.
Status ShowViewDigests(Session& session);

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_VIEWS_VERBS_H_
