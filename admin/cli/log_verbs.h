// `cledi log …`.

#ifndef CLEDI_ADMIN_CLI_LOG_VERBS_H_
#define CLEDI_ADMIN_CLI_LOG_VERBS_H_

#include <cstdint>
#include <string>

#include "admin/cli/session.h"
#include "federation/base/status.h"

namespace cledi {

// Reads every log from the disk and checks every hash and signature.
// DataLoss: something is wrong; each problem was printed.
Status VerifyLogs(Session& session);

struct ShowLogOptions {
  std::string epoch;  // The first hex digits of a tag; empty: list all epochs.
  std::string owner;  // Only this node's; empty: all.
  uint64_t from = 0;
  uint32_t count = 100;
};

// Without an epoch: every epoch of every log. With one: its statement and checkpoint, as
// anybody can verify them, and its events.
// NotFound: no such epoch. InvalidArgument: several begin with these digits.
Status ShowLog(Session& session, const ShowLogOptions& options);

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_LOG_VERBS_H_
