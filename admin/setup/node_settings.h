#ifndef CLEDI_ADMIN_SETUP_NODE_SETTINGS_H_
#define CLEDI_ADMIN_SETUP_NODE_SETTINGS_H_

#include <string>
#include <string_view>
#include <vector>

#include "federation/base/status.h"

namespace cledi {

// Where a new node listens and where it is found; each is a key of node.toml. Addresses are
// host:port.
struct NodeSettings {
  std::string federation_listen;                  // Empty: the node only dials out.
  std::vector<std::string> federation_addresses;  // Empty: as it listens.
  std::string web_listen = "127.0.0.1:8431";
  std::string web_url;  // Empty: http://localhost with the port listened on.
  // Only at the coordinator.
  std::string enrolment_listen;
  std::vector<std::string> enrolment_addresses;  // Empty: as it listens.
};

// Fills in what is left empty. InvalidArgument: an address that is none.
StatusOr<NodeSettings> Completed(NodeSettings settings);

// The text of node.toml, with a comment for each section. `settings` are completed.
std::string NodeToml(std::string_view node_id, const NodeSettings& settings);

}  // namespace cledi

#endif  // CLEDI_ADMIN_SETUP_NODE_SETTINGS_H_
