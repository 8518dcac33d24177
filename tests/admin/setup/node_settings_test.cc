#include "admin/setup/node_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/config/config_file.h"

namespace cledi {
namespace {

using ::testing::ElementsAre;

// What the node makes of the text.
Config ReadBack(std::string_view node_id, const NodeSettings& settings) {
  Config config;
  const Status status = ApplyConfigText(NodeToml(node_id, settings), "node.toml", config);
  EXPECT_TRUE(status.ok()) << status;
  return config;
}

TEST(NodeSettingsTest, TheNodeReadsWhatWasWritten) {
  NodeSettings settings;
  settings.federation_listen = "0.0.0.0:8442";
  settings.federation_addresses = {"granada.example:8442", "10.0.0.2:8442"};
  settings.web_listen = "127.0.0.1:8441";
  settings.web_url = "http://granada.localhost:8441";
  settings.enrolment_listen = "0.0.0.0:8443";
  settings.enrolment_addresses = {"granada.example:8443"};

  const Config config = ReadBack("es-granada", settings);

  EXPECT_EQ(config.node.id, "es-granada");
  EXPECT_EQ(config.federation.listen->ToString(), "0.0.0.0:8442");
  EXPECT_THAT(config.federation.addresses, ElementsAre("granada.example:8442", "10.0.0.2:8442"));
  EXPECT_EQ(config.web.listen.ToString(), "127.0.0.1:8441");
  EXPECT_THAT(config.web.public_urls, ElementsAre("http://granada.localhost:8441"));
  EXPECT_EQ(config.enrolment.listen->ToString(), "0.0.0.0:8443");
  EXPECT_THAT(config.enrolment.addresses, ElementsAre("granada.example:8443"));
}

TEST(NodeSettingsTest, ANodeThatOnlyDialsOutListensNowhere) {
  const StatusOr<NodeSettings> settings = Completed({});
  ASSERT_TRUE(settings.ok()) << settings.status();

  const Config config = ReadBack("tr-metu", *settings);

  EXPECT_FALSE(config.federation.listen.has_value());
  EXPECT_TRUE(config.federation.addresses.empty());
  EXPECT_FALSE(config.enrolment.listen.has_value());
  EXPECT_THAT(config.web.public_urls, ElementsAre("http://localhost:8431"));
}

TEST(NodeSettingsTest, WherePartnersDialIsWhereItListensUnlessSaid) {
  const StatusOr<NodeSettings> settings = Completed({.federation_listen = "10.0.0.2:8442"});

  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_THAT(settings->federation_addresses, ElementsAre("10.0.0.2:8442"));
}

TEST(NodeSettingsTest, AnAddressThatIsNoneIsRefusedWithWhatItIsFor) {
  EXPECT_THAT(Message(Completed({.federation_listen = "8442"}).status()),
              ::testing::HasSubstr("where partners call is host:port"));
  EXPECT_FALSE(Completed({.federation_addresses = {"a b:1"}}).ok());
  EXPECT_FALSE(Completed({.web_listen = ""}).ok());
  EXPECT_FALSE(Completed({.enrolment_listen = "x:0"}).ok());
}

// Goal: no address can add a line to the file.
TEST(NodeSettingsTest, QuotesAndLineBreaksStayInsideTheirText) {
  NodeSettings settings;
  settings.web_url = "http://a\"]\n[node]\nid = \"evil\\";

  const Config config = ReadBack("es-granada", settings);

  EXPECT_EQ(config.node.id, "es-granada");
  EXPECT_THAT(config.web.public_urls, ElementsAre(settings.web_url));
}

}  // namespace
}  // namespace cledi
