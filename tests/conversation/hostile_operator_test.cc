// What goes wrong at the machine itself: the operator's socket, files with mistakes in them,
// and data folders that a node cannot run on. Each is said in words, and nothing is lost.

#include <filesystem>
#include <fstream>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/conversation/raw_rpc.h"
#include "tests/support/process/partner_network.h"

namespace cledi {
namespace {

namespace fs = std::filesystem;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

std::string ResourceLine(const std::string& key, const std::string& title) {
  return absl::StrFormat(
      R"({"key":"%s","resource":{"description":{"title":"%s","summary":"A box of magnets.",)"
      R"("language":"en","licence":"https://creativecommons.org/licenses/by/4.0/",)"
      R"("institutionId":"it-bicocca","subjects":["physics"]},"type":"RESOURCE_TYPE_TEXT","body":"Take a magnet."}})",
      key, title);
}

class HostileOperatorTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { network_ = new PartnerNetwork({"it-bicocca"}); }
  static void TearDownTestSuite() { delete network_; }

  void TearDown() override {
    ASSERT_TRUE(network_->process("it-bicocca").running());
    EXPECT_EQ(network_->Cledi("it-bicocca", {"status"}).exit_status, 0);
  }

  static std::string SocketPath() { return network_->DataFolder("it-bicocca") + "/run/node.sock"; }
  // cledi-node on a folder, run to its end: for folders on which it cannot run.
  static CommandResult RunNode(const std::string& folder, const std::vector<std::string>& more = {},
                               std::vector<std::string> command = {}) {
    command.insert(command.end(),
                   {"/usr/bin/timeout", "60", std::string(CLEDI_BINARY_DIR) + "/bin/cledi-node",
                    "--data", folder});
    command.insert(command.end(), more.begin(), more.end());
    return RunCommand(command);
  }
  static void ExpectComplaint(const CommandResult& result, const std::string& why) {
    EXPECT_EQ(result.exit_status, 1);
    EXPECT_THAT(result.err, AllOf(HasSubstr("cledi-node: "), HasSubstr(why)));
  }

  static PartnerNetwork* network_;
};

PartnerNetwork* HostileOperatorTest::network_ = nullptr;

TEST_F(HostileOperatorTest, MalformedCallsOnTheSocketAreAnsweredAsSuch) {
  const RawRpc rpc("unix:" + SocketPath(), nullptr);
  for (const char* method :
       {"cledi.admin.v1.NodeService/GetNetwork", "cledi.community.v1.PlanService/ListPlans",
        "cledi.community.v1.ResourceService/PublishResource",
        "cledi.community.v1.PlanService/PublishPlan"}) {
    EXPECT_EQ(rpc.Call(method, "\xff\xff\xff").status().code(), StatusCode::kInvalidArgument)
        << method;
    EXPECT_EQ(rpc.Call(method, std::string(2 * 1024 * 1024, 'x')).status().code(),
              StatusCode::kResourceExhausted)
        << method;
  }
  EXPECT_EQ(rpc.Call("cledi.admin.v1.NodeService/Explode", "").status().code(),
            StatusCode::kUnimplemented);
  // Peers' calls are for peers.
  EXPECT_EQ(rpc.Call("cledi.federation.v1.Exchange/Hello", "").status().code(),
            StatusCode::kPermissionDenied);
}

TEST_F(HostileOperatorTest, BytesThatAreNoRpcDisturbNobody) {
  for (int i = 0; i < 20; ++i) {
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    SocketPath().copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const std::string garbage(size_t{1} << i, static_cast<char>(i));
    ::send(socket, garbage.data(), garbage.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    ::close(socket);
  }
}

TEST_F(HostileOperatorTest, AnImportWithMistakesTakesTheRestAndNamesTheLines) {
  const std::string lines =
      ResourceLine("m1", "Magnets") + "\n{\"key\": \"m2\", \n" + ResourceLine("m3", "") +
      "\nnot json at all\n" + ResourceLine("m4", std::string(70'000, 't')) + "\n" +
      std::string("\xff\xfe\x00\n", 4) + "{\"key\":\"m5\"}\n" +
      "{\"key\":\"m6\",\"resource\":{\"nonsense\":1}}\n" + ResourceLine("m7", "Prisms") + "\n";
  const CommandResult result = network_->Cledi("it-bicocca", {"practice", "import", "-"}, lines);
  EXPECT_EQ(result.exit_status, 1);
  for (int line = 2; line <= 8; ++line) {
    EXPECT_THAT(result.err, HasSubstr(absl::StrFormat("line %d: ", line)));
  }
  EXPECT_THAT(result.err, Not(AnyOf(HasSubstr("line 1: "), HasSubstr("line 9: "))));
  EXPECT_THAT(result.err, HasSubstr("7 of 9 lines were refused"));

  // The same file again does no more: what is done already is not done twice.
  network_->Cledi("it-bicocca", {"practice", "import", "-"}, lines);
  const nlohmann::json list = network_->Ask("it-bicocca", {"practice", "list"});
  EXPECT_EQ(list["resources"]["cards"].size(), 2U) << list;
}

TEST_F(HostileOperatorTest, ASecondNodeOnTheFolderIsToldOfTheFirst) {
  ExpectComplaint(RunNode(network_->DataFolder("it-bicocca")), "in use by another process");
}

TEST_F(HostileOperatorTest, APortThatIsTakenIsNamed) {
  PartnerNetwork other({"es-granada"});
  ASSERT_EQ(other.process("es-granada").Stop(), 0);
  const std::string folder = other.DataFolder("es-granada");
  const auto taken = [](const std::string& setting, int port) {
    return std::vector<std::string>{"--set", absl::StrFormat("%s=127.0.0.1:%d", setting, port)};
  };
  const PartnerNetwork::Ports& ports = network_->ports("it-bicocca");
  for (const auto& [setting, port] :
       {std::pair("web.listen", ports.web), std::pair("federation.listen", ports.federation),
        std::pair("enrolment.listen", ports.federation)}) {
    const CommandResult result = RunNode(folder, taken(setting, port));
    ExpectComplaint(result, std::to_string(port));
    EXPECT_THAT(result.err, HasSubstr("stop ")) << setting;
  }
}

TEST_F(HostileOperatorTest, AFolderWithoutAnIdentitySaysWhatIsMissing) {
  const std::string empty = network_->folder() + "/empty";
  ExpectComplaint(RunNode(empty), "cledi join");
  fs::create_directory(empty);
  ExpectComplaint(RunNode(empty), "cledi join");
  fs::copy(network_->DataFolder("it-bicocca") + "/node.toml", empty);
  ExpectComplaint(RunNode(empty), "not joined a federation yet");
  std::ofstream(network_->folder() + "/file") << "not a folder";
  EXPECT_EQ(RunNode(network_->folder() + "/file").exit_status, 1);
}

TEST_F(HostileOperatorTest, ABrokenConfigurationNamesTheSetting) {
  const std::string folder = network_->folder() + "/configured";
  fs::create_directory(folder);
  std::ofstream(folder + "/node.toml") << "[web]\nlisten = \"nowhere at all\"\n";
  ExpectComplaint(RunNode(folder), "web.listen");
  std::ofstream(folder + "/node.toml") << "[web\n";
  ExpectComplaint(RunNode(folder), "node.toml");
  std::ofstream(folder + "/node.toml") << "[web]\nlissten = \"127.0.0.1:0\"\n";
  ExpectComplaint(RunNode(folder), "lissten");
}

TEST_F(HostileOperatorTest, AFolderThatCannotBeWrittenSaysSo) {
  PartnerNetwork other({"es-granada"});
  ASSERT_EQ(other.process("es-granada").Stop(), 0);
  const fs::path folder = other.DataFolder("es-granada");
  // Root may write everywhere, so the node runs as a root that may not.
  std::vector<std::string> held_to_permissions;
  if (::geteuid() == 0) {
    held_to_permissions = {"/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search"};
  }
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    fs::permissions(entry, fs::perms::owner_write, fs::perm_options::remove);
  }
  fs::permissions(folder, fs::perms::owner_write, fs::perm_options::remove);

  ExpectComplaint(RunNode(folder, {}, held_to_permissions), folder.string());

  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    fs::permissions(entry, fs::perms::owner_write, fs::perm_options::add);
  }
  fs::permissions(folder, fs::perms::owner_write, fs::perm_options::add);
}

}  // namespace
}  // namespace cledi
