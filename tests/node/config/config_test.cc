#include "node/config/config.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/config/config_file.h"
#include "node/config/setting.h"
#include "tests/support/temp_folder.h"

namespace cledi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ConfigTest : public ::testing::Test {
 protected:
  ConfigTest() { sources_.data_folder = folder_.path(); }

  void WriteFile(std::string_view text) {
    std::ofstream(sources_.data_folder / "node.toml") << text;
  }

  // The message of the refusal that `text` gets as a file.
  std::string RefusalOf(std::string_view text) {
    WriteFile(text);
    const StatusOr<Config> config = LoadConfig(sources_);
    EXPECT_EQ(config.status().code(), StatusCode::kInvalidArgument) << text;
    return std::string(Message(config.status()));
  }

  TempFolder folder_;
  ConfigSources sources_;
};

TEST_F(ConfigTest, EveryKeyOfTheFileReachesItsField) {
  WriteFile(R"(
[node]
id = "es-granada"
log_level = "warning"
[federation]
listen = "0.0.0.0:8442"
addresses = ["granada.example:8442", "10.0.0.2:8442"]
[web]
listen = "127.0.0.1:8441"
public_urls = ["http://granada.localhost:8441"]
trusted_proxies = ["127.0.0.1", "10.1.0.0/16"]
connections_max = 64
[enrolment]
listen = "0.0.0.0:8443"
addresses = ["granada.example:8443"]
[limits]
workers = 2
waiting_requests_max = 16
)");

  const StatusOr<Config> config = LoadConfig(sources_);

  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->data_folder, sources_.data_folder);
  EXPECT_EQ(config->node.id, "es-granada");
  EXPECT_EQ(config->node.log_level, Severity::kWarning);
  EXPECT_EQ(config->federation.listen->ToString(), "0.0.0.0:8442");
  EXPECT_THAT(config->federation.addresses, ElementsAre("granada.example:8442", "10.0.0.2:8442"));
  EXPECT_EQ(config->web.listen.ToString(), "127.0.0.1:8441");
  EXPECT_THAT(config->web.public_urls, ElementsAre("http://granada.localhost:8441"));
  EXPECT_THAT(config->web.trusted_proxies, ElementsAre("127.0.0.1", "10.1.0.0/16"));
  EXPECT_EQ(config->web.connections_max, 64u);
  EXPECT_EQ(config->enrolment.listen->ToString(), "0.0.0.0:8443");
  EXPECT_THAT(config->enrolment.addresses, ElementsAre("granada.example:8443"));
  EXPECT_EQ(config->limits.workers, 2u);
  EXPECT_EQ(config->limits.waiting_requests_max, 16u);
}

TEST_F(ConfigTest, ANodeThatNamesOnlyItselfDialsOutAndServesLoopback) {
  WriteFile("[node]\nid = \"tr-metu\"\n");

  const StatusOr<Config> config = LoadConfig(sources_);

  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_FALSE(config->federation.listen.has_value());
  EXPECT_FALSE(config->enrolment.listen.has_value());
  EXPECT_THAT(config->web.public_urls, ElementsAre("http://localhost:8431"));
  EXPECT_THAT(config->web.trusted_proxies, IsEmpty());
}

TEST_F(ConfigTest, AFlagWinsOverTheEnvironmentAndTheEnvironmentOverTheFile) {
  WriteFile("[node]\nid = \"tr-metu\"\n[web]\nlisten = \"127.0.0.1:1\"\nconnections_max = 1\n");
  sources_.environment = {{"CLEDI_WEB__LISTEN", "127.0.0.1:2"},
                          {"CLEDI_WEB__CONNECTIONS_MAX", "2"},
                          {"CLEDI_WEB__PUBLIC_URLS", "http://a,http://b"}};
  sources_.flags = {{"web.listen", "127.0.0.1:3"}};

  const StatusOr<Config> config = LoadConfig(sources_);

  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->web.listen.port, 3);
  EXPECT_EQ(config->web.connections_max, 2u);
  EXPECT_THAT(config->web.public_urls, ElementsAre("http://a", "http://b"));
}

TEST_F(ConfigTest, AVariableWithoutASectionIsNoSetting) {
  WriteFile("[node]\nid = \"tr-metu\"\n");
  sources_.environment = {{"CLEDI_DATA", "/somewhere"}};

  EXPECT_TRUE(LoadConfig(sources_).ok());
}

TEST_F(ConfigTest, AnEmptyAddressSwitchesAListenerOff) {
  WriteFile("[node]\nid = \"tr-metu\"\n[federation]\nlisten = \"0.0.0.0:8442\"\n");
  sources_.flags = {{"federation.listen", ""}};

  const StatusOr<Config> config = LoadConfig(sources_);

  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_FALSE(config->federation.listen.has_value());
}

TEST_F(ConfigTest, AMistypedKeyIsRefusedWithItsLineAndTheNearestOne) {
  const std::string refusal = RefusalOf("[node]\nid = \"tr-metu\"\n[web]\nlisen = \"a:1\"\n");

  EXPECT_THAT(refusal, HasSubstr("node.toml:4: there is no key \"web.lisen\""));
  EXPECT_THAT(refusal, HasSubstr("did you mean \"web.listen\"?"));
}

TEST_F(ConfigTest, AKeyLikeNoOtherGetsNoSuggestion) {
  const std::string refusal = RefusalOf("[node]\nid = \"tr-metu\"\ncolour_of_the_bike_shed = 1\n");

  EXPECT_THAT(refusal, HasSubstr("there is no key \"node.colour_of_the_bike_shed\""));
  EXPECT_THAT(refusal, ::testing::Not(HasSubstr("did you mean")));
}

TEST_F(ConfigTest, AValueOfAnotherKindIsRefusedWithItsLineAndWhatIsExpected) {
  EXPECT_THAT(RefusalOf("[node]\nid = 7\n"), HasSubstr("node.toml:2: node.id expects a text"));
  EXPECT_THAT(RefusalOf("[web]\nlisten = \"8431\"\n"),
              HasSubstr(":2: web.listen expects \"host:port\""));
  EXPECT_THAT(RefusalOf("[web]\npublic_urls = [1]\n"), HasSubstr("expects a list of texts"));
  EXPECT_THAT(RefusalOf("[web]\npublic_urls = \"http://a\"\n"), HasSubstr("expects a list"));
  EXPECT_THAT(RefusalOf("[limits]\nworkers = 0\n"), HasSubstr("expects a number from 1 to 256"));
  EXPECT_THAT(RefusalOf("[limits]\nworkers = -1\n"), HasSubstr("expects a number from 1 to 256"));
  EXPECT_THAT(RefusalOf("[limits]\nworkers = 2.5\n"), HasSubstr("expects a number from 1 to 256"));
  EXPECT_THAT(RefusalOf("[limits]\nworkers = { a = 1 }\n"), HasSubstr("expects a number"));
  EXPECT_THAT(RefusalOf("[node]\nlog_level = \"loud\"\n"), HasSubstr("expects \"debug\""));
}

TEST_F(ConfigTest, ATextThatIsNoTomlIsRefusedWithItsLine) {
  EXPECT_THAT(RefusalOf("[node]\nid = \"tr-metu\n"), HasSubstr("node.toml:2: "));
  EXPECT_THAT(RefusalOf("[node\n"), HasSubstr("node.toml:1: "));
  EXPECT_THAT(RefusalOf(std::string("[node]\nid = \"\xff\"\n")), HasSubstr("node.toml:2: "));
}

TEST_F(ConfigTest, AKeyOutsideASectionIsRefused) {
  EXPECT_THAT(RefusalOf("id = \"tr-metu\"\n"), HasSubstr("stands outside a section"));
}

TEST_F(ConfigTest, ANodeWithoutAnIdIsRefused) {
  EXPECT_THAT(RefusalOf("[web]\nlisten = \"127.0.0.1:1\"\n"), HasSubstr("node.id expects"));
  EXPECT_THAT(RefusalOf("[node]\nid = \"Es Granada\"\n"), HasSubstr("node.id expects"));
}

TEST_F(ConfigTest, AWrongVariableOrFlagIsRefusedByItsOwnName) {
  WriteFile("[node]\nid = \"tr-metu\"\n");

  sources_.environment = {{"CLEDI_WEB__LISTEN", "nowhere"}};
  EXPECT_THAT(Message(LoadConfig(sources_).status()),
              HasSubstr("CLEDI_WEB__LISTEN expects \"host:port\""));
  sources_.environment = {{"CLEDI_WEB__LISTENS", "127.0.0.1:1"}};
  EXPECT_THAT(Message(LoadConfig(sources_).status()), HasSubstr("did you mean \"web.listen\"?"));
  sources_.environment = {};
  sources_.flags = {{"limits.workers", "many"}};
  EXPECT_THAT(Message(LoadConfig(sources_).status()),
              HasSubstr("--set limits.workers expects a number from 1 to 256"));
}

TEST_F(ConfigTest, AMissingFileIsNotFoundAndTheMessageSaysWhatMakesOne) {
  const Status status = LoadConfig(sources_).status();

  EXPECT_EQ(status.code(), StatusCode::kNotFound);
  EXPECT_THAT(Message(status), HasSubstr("cledi federation create"));
}

TEST_F(ConfigTest, AHugeFileIsRefused) {
  EXPECT_THAT(RefusalOf(std::string(2 << 20, '#')), HasSubstr("larger than 1 MiB"));
}

TEST_F(ConfigTest, AFolderInPlaceOfTheFileIsRefused) {
  std::filesystem::create_directory(sources_.data_folder / "node.toml");

  EXPECT_FALSE(LoadConfig(sources_).ok());
}

TEST(SettingTest, NoKeyIsNamedTwice) {
  std::set<std::string_view> keys;
  for (const Setting& setting : AllSettings()) {
    EXPECT_TRUE(keys.insert(setting.key).second) << setting.key;
  }
}

}  // namespace
}  // namespace cledi
