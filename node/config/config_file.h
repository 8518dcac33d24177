#ifndef CLEDI_NODE_CONFIG_CONFIG_FILE_H_
#define CLEDI_NODE_CONFIG_CONFIG_FILE_H_

#include <string_view>

#include "federation/base/status.h"
#include "node/config/config.h"

namespace cledi {

// Sets in `config` what a TOML text says. `name` is the file's, for messages.
// InvalidArgument: see LoadConfig.
Status ApplyConfigText(std::string_view text, std::string_view name, Config& config);

}  // namespace cledi

#endif  // CLEDI_NODE_CONFIG_CONFIG_FILE_H_
