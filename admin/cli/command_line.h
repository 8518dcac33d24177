#ifndef CLEDI_ADMIN_CLI_COMMAND_LINE_H_
#define CLEDI_ADMIN_CLI_COMMAND_LINE_H_

#include <string>
#include <vector>

#include "admin/cli/session.h"

namespace cledi {

// Runs one command. `arguments`: without the program's name. Returns the exit status: 0, or 1
// when what was asked for failed, or 2 when it could not be understood.
int RunCommandLine(const std::vector<std::string>& arguments, Session& session);

// Where a node's data is, when no --data says it: `from_environment` (the value of CLEDI_DATA),
// else the current folder or its ./data, whichever holds a node.toml, else /var/lib/cledi.
std::filesystem::path DefaultDataFolder(const char* from_environment);

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_COMMAND_LINE_H_
