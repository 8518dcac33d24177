#ifndef CLEDI_ADMIN_CLI_NODE_CONNECTION_H_
#define CLEDI_ADMIN_CLI_NODE_CONNECTION_H_

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "google/protobuf/message.h"

#include "federation/base/status.h"

namespace cledi {

// Calls the methods of one running node.
class NodeConnection {
 public:
  virtual ~NodeConnection() = default;

  // Calls `method`, such as "cledi.admin.v1.NodeService/GetStatus", and fills `response`.
  // The node's own status; Unavailable, with what to do, when it cannot be reached.
  // DeadlineExceeded: no answer within `patience`.
  virtual Status Call(std::string_view method, const google::protobuf::Message& request,
                      google::protobuf::Message& response, std::chrono::milliseconds patience) = 0;
};

// Opens a connection to the node whose data folder is given. `act_as`: the user name of the
// person of the node who asks; empty: its operator.
using NodeConnector = std::function<StatusOr<std::unique_ptr<NodeConnection>>(
    const std::filesystem::path& data_folder, const std::string& act_as)>;

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_NODE_CONNECTION_H_
