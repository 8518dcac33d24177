// A federation of real nodes on loopback for tests that are not written in C++:
//
//   demo_federation es-granada tr-metu
//
// Prints one line of JSON when all are ready, {"es-granada": {"address": …, "data": …}, …}, and
// stops them when its input ends. Takes one command a line meanwhile: "kill ID" and "start ID",
// each answered by "done".
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"

#include "tests/support/process/partner_network.h"

namespace cledi {
namespace {

nlohmann::json Describe(const PartnerNetwork& network, const std::vector<std::string>& ids) {
  nlohmann::json nodes;
  for (const std::string& id : ids) {
    nodes[id] = {
        {"address", absl::StrFormat("http://%s.localhost:%d", id, network.ports(id).web)},
        {"data", network.DataFolder(id)},
    };
  }
  return nodes;
}

int Serve(const std::vector<std::string>& ids) {
  PartnerNetwork network(ids);
  std::cout << Describe(network, ids).dump() << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    const std::string id = line.substr(line.find(' ') + 1);
    if (line.starts_with("kill ")) {
      network.KillNode(id);
    } else if (line.starts_with("start ")) {
      network.StartNode(id);
    } else {
      std::cerr << "unknown command: " << line << "\n";
      return 2;
    }
    std::cout << "done" << std::endl;
  }
  return 0;
}

}  // namespace
}  // namespace cledi

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: demo_federation ID...\n";
    return 2;
  }
  return cledi::Serve({argv + 1, argv + argc});
}
