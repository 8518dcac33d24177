#ifndef CLEDI_TESTS_SUPPORT_PROCESS_PARTNER_NETWORK_H_
#define CLEDI_TESTS_SUPPORT_PROCESS_PARTNER_NETWORK_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "tests/support/process/child_process.h"
#include "tests/support/temp_folder.h"

namespace cledi {

// A federation of real processes on loopback, made as a technician would: by the command line,
// with join tokens. The first node is the coordinator.
class PartnerNetwork {
 public:
  struct Ports {
    int web = 0;
    int federation = 0;
    int enrolment = 0;  // The coordinator's.
  };

  // Creates, joins and starts all `ids`. `dial_out_only`: one of them that takes no calls.
  explicit PartnerNetwork(const std::vector<std::string>& ids,
                          const std::string& dial_out_only = "");

  std::string DataFolder(const std::string& id) const { return folder_.path() + "/" + id; }
  std::string LogFile(const std::string& id) const { return folder_.path() + "/" + id + ".log"; }
  const std::string& folder() const { return folder_.path(); }
  const Ports& ports(const std::string& id) const { return ports_.at(id); }

  void StartNode(const std::string& id);
  ChildProcess& process(const std::string& id) { return *processes_.at(id); }
  // Gone without a word.
  void KillNode(const std::string& id) { processes_.at(id)->Kill(); }

  // `cledi --data … arguments`.
  CommandResult Cledi(const std::string& id, const std::vector<std::string>& arguments,
                      const std::string& input = "") const;
  // The same with --json; what it printed. Fails the test where the command does.
  nlohmann::json Ask(const std::string& id, std::vector<std::string> arguments) const;

  // Publishes a small plan; its id for addresses. Empty: it was refused.
  std::string PublishPlan(const std::string& id, const std::string& title,
                          const std::string& key) const;
  // Titles of all plans that a node shows.
  std::vector<std::string> PlanTitles(const std::string& id) const;

  // Waits until the nodes' view digests, with all their inputs, are equal.
  bool WaitUntilEqual(const std::vector<std::string>& ids) const;
  // GET over plain HTTP; status 0 where nothing answered.
  struct Page {
    int status = 0;
    std::string body;
  };
  Page Get(const std::string& id, const std::string& path) const;

 private:
  std::vector<std::string> ServingOptions(const std::string& id) const;
  void Found(const std::string& id);
  void Join(const std::string& id);
  bool WaitUntilReady(const std::string& id);

  const TempFolder folder_;
  const std::string coordinator_;
  const std::string dial_out_only_;
  std::map<std::string, Ports> ports_;
  std::map<std::string, std::unique_ptr<ChildProcess>> processes_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_PROCESS_PARTNER_NETWORK_H_
