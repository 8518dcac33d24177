// `cledi thread …`.

#ifndef CLEDI_ADMIN_CLI_THREAD_VERBS_H_
#define CLEDI_ADMIN_CLI_THREAD_VERBS_H_

#include <string>

#include "admin/cli/session.h"
#include "federation/base/status.h"

namespace cledi {

struct ImportThreadsOptions {
  std::string file;  // A ThreadDocument for each line; "-": the standard input.
  // Which ids imports gave to which keys, here and at other nodes; this one adds its own.
  std::string keys_file;
};

// Writes what people of this node say in each discussion, as those people, in the order of the
// document: something is written once all that comes before it has arrived here. The imports at
// all nodes, in turn, until none has anything to wait for, write the whole. Says how much it
// wrote and how much waits for other nodes. What was imported before is not written again.
// InvalidArgument: lines were refused; each was printed with its number.
Status ImportThreads(Session& session, const ImportThreadsOptions& options);

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_THREAD_VERBS_H_
