// `cledi institution …`.

#ifndef CLEDI_ADMIN_CLI_INSTITUTION_VERBS_H_
#define CLEDI_ADMIN_CLI_INSTITUTION_VERBS_H_

#include <string>

#include "admin/cli/session.h"
#include "federation/base/status.h"

namespace cledi {

// Describes institutions that this node is the home of: one InstitutionDescribed in protobuf's
// JSON on each line of `file`. Goes on after a line that is refused.
// InvalidArgument: lines were refused; each was printed with its number.
Status DescribeInstitutions(Session& session, const std::string& file);

// All institutions of the network, by country and name.
Status ListInstitutions(Session& session);

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_INSTITUTION_VERBS_H_
