#ifndef CLEDI_ADMIN_SOCKET_UNIX_NODE_CONNECTION_H_
#define CLEDI_ADMIN_SOCKET_UNIX_NODE_CONNECTION_H_

#include <filesystem>
#include <memory>
#include <string>

#include "admin/cli/node_connection.h"
#include "federation/base/status.h"

namespace cledi {

// Connects to a running node through the socket in its data folder, run/node.sock. Whoever can
// open it may ask the node anything, as its operator or, by user name, as one of its people.
// Each error says what to do next. NotFound: no node's data is there. Unavailable: the node is
// not running. PermissionDenied: the socket belongs to somebody else.
StatusOr<std::unique_ptr<NodeConnection>> ConnectToNode(const std::filesystem::path& data_folder,
                                                        const std::string& act_as = "");

}  // namespace cledi

#endif  // CLEDI_ADMIN_SOCKET_UNIX_NODE_CONNECTION_H_
