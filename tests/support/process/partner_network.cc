#include "tests/support/process/partner_network.h"

#include <cstdio>

#include "absl/strings/str_format.h"
#include "gtest/gtest.h"

#include "tests/support/process/eventually.h"

namespace cledi {
namespace {

std::string Program(const std::string& name) {
  return std::string(CLEDI_BINARY_DIR) + "/bin/" + name;
}

std::string Loopback(int port) { return absl::StrFormat("127.0.0.1:%d", port); }

}  // namespace

PartnerNetwork::PartnerNetwork(const std::vector<std::string>& ids,
                               const std::string& dial_out_only)
    : coordinator_(ids.front()), dial_out_only_(dial_out_only) {
  for (const std::string& id : ids) {
    ports_[id] = {.web = FreePort(), .federation = FreePort(), .enrolment = FreePort()};
  }
  for (const std::string& id : ids) {
    if (id == coordinator_) {
      Found(id);
    } else {
      Join(id);
    }
    StartNode(id);
  }
}

std::vector<std::string> PartnerNetwork::ServingOptions(const std::string& id) const {
  const Ports& ports = ports_.at(id);
  std::vector<std::string> options = {"--web-listen", Loopback(ports.web), "--web-url",
                                      absl::StrFormat("http://%s.localhost:%d", id, ports.web)};
  if (id != dial_out_only_) {
    options.insert(options.end(), {"--federation-listen", Loopback(ports.federation),
                                   "--federation-address", Loopback(ports.federation)});
  }
  return options;
}

void PartnerNetwork::Found(const std::string& id) {
  const std::string enrolment = Loopback(ports_.at(id).enrolment);
  std::vector<std::string> arguments = {"federation",
                                        "create",
                                        "--domain",
                                        "test.example",
                                        "--name",
                                        "A test",
                                        "--id",
                                        id,
                                        "--institution",
                                        "University of " + id,
                                        "--country",
                                        "IT",
                                        "--enrolment-listen",
                                        enrolment,
                                        "--enrolment-address",
                                        enrolment};
  const std::vector<std::string> serving = ServingOptions(id);
  arguments.insert(arguments.end(), serving.begin(), serving.end());
  const CommandResult result = Cledi(id, arguments);
  ASSERT_EQ(result.exit_status, 0) << result.out << result.err;
}

void PartnerNetwork::Join(const std::string& id) {
  const nlohmann::json invitation =
      Ask(coordinator_,
          {"node", "invite", "--id", id, "--institution", "School of " + id, "--country", "ES"});
  std::vector<std::string> arguments = {"join", invitation.value("token", "")};
  const std::vector<std::string> serving = ServingOptions(id);
  arguments.insert(arguments.end(), serving.begin(), serving.end());
  const CommandResult result = Cledi(id, arguments);
  ASSERT_EQ(result.exit_status, 0) << result.out << result.err;
}

void PartnerNetwork::StartNode(const std::string& id) {
  processes_[id] = std::make_unique<ChildProcess>(
      std::vector<std::string>{Program("cledi-node"), "--data", DataFolder(id)}, LogFile(id));
  ASSERT_TRUE(WaitUntilReady(id)) << id << " does not answer; its log: " << LogFile(id);
}

bool PartnerNetwork::WaitUntilReady(const std::string& id) {
  return Eventually([&] {
           return !process(id).running() || Cledi(id, {"status", "--json"}).exit_status == 0;
         }) &&
         process(id).running();
}

CommandResult PartnerNetwork::Cledi(const std::string& id,
                                    const std::vector<std::string>& arguments,
                                    const std::string& input) const {
  std::vector<std::string> command = {Program("cledi"), "--data", DataFolder(id)};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return RunCommand(command, input);
}

nlohmann::json PartnerNetwork::Ask(const std::string& id,
                                   std::vector<std::string> arguments) const {
  arguments.emplace_back("--json");
  const CommandResult result = Cledi(id, arguments);
  EXPECT_EQ(result.exit_status, 0) << result.out << result.err;
  return nlohmann::json::parse(result.out, nullptr, /*allow_exceptions=*/false);
}

std::string PartnerNetwork::PublishPlan(const std::string& id, const std::string& title,
                                        const std::string& key) const {
  const nlohmann::json document = {
      {"key", key},
      {"plan",
       {{"description",
         {{"title", title},
          {"summary", "Pupils measure shadows."},
          {"language", "en"},
          {"licence", "https://creativecommons.org/licenses/by-sa/4.0/"},
          {"institutionId", id},
          {"subjects", {"physics"}}}},
        {"kind", "PLAN_KIND_LESSON"},
        {"outcomes", {{{"verb", "measure"}, {"sentence", "Measure the length of a shadow."}}}},
        {"steps",
         {{{"id", "s1"},
           {"name", "Go out"},
           {"procedure", "Take a stick."},
           {"minutes", 10},
           {"grouping", "GROUPING_PAIR"}}}}}}};
  const CommandResult result = Cledi(id, {"practice", "publish", "-", "--json"}, document.dump());
  if (result.exit_status != 0) {
    std::fprintf(stderr, "not published: %s", result.err.c_str());
    return "";
  }
  return nlohmann::json::parse(result.out).at("plan").value("id", "");
}

std::vector<std::string> PartnerNetwork::PlanTitles(const std::string& id) const {
  std::vector<std::string> titles;
  const nlohmann::json list = Ask(id, {"practice", "list"});
  for (const nlohmann::json& card :
       list.value("plans", nlohmann::json()).value("cards", nlohmann::json::array())) {
    titles.push_back(card.value("title", ""));
  }
  std::ranges::sort(titles);
  return titles;
}

bool PartnerNetwork::WaitUntilEqual(const std::vector<std::string>& ids) const {
  return Eventually([&] {
    const nlohmann::json first = Ask(ids.front(), {"views", "digest"});
    return std::ranges::all_of(ids, [&](const std::string& id) {
      return Ask(id, {"views", "digest"}) == first;
    });
  });
}

PartnerNetwork::Page PartnerNetwork::Get(const std::string& id, const std::string& path) const {
  const CommandResult result =
      RunCommand({"/usr/bin/curl", "--silent", "--max-time", "10", "--write-out", "\n%{http_code}",
                  absl::StrFormat("http://127.0.0.1:%d%s", ports_.at(id).web, path)});
  const size_t line = result.out.rfind('\n');
  if (line == std::string::npos) {
    return {};
  }
  return {.status = std::atoi(result.out.c_str() + line + 1), .body = result.out.substr(0, line)};
}

}  // namespace cledi
