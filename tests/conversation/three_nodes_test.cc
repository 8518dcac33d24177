// Three real nodes over real mTLS: what a partner's technician relies on.

#include <csignal>
#include <filesystem>
#include <thread>

#include "absl/strings/str_format.h"
#include "gtest/gtest.h"

#include "tests/support/process/partner_network.h"

namespace cledi {
namespace {

const std::vector<std::string> kThree = {"it-bicocca", "es-granada", "tr-metu"};

TEST(ThreeNodesTest, APracticePublishedAtOneIsReadAtTheOthers) {
  PartnerNetwork network(kThree);
  const std::string id = network.PublishPlan("es-granada", "Shadows & sticks", "k1");
  ASSERT_NE(id, "");

  ASSERT_TRUE(network.WaitUntilEqual(kThree));

  for (const std::string& node : kThree) {
    EXPECT_EQ(network.PlanTitles(node), std::vector<std::string>{"Shadows & sticks"}) << node;
    const PartnerNetwork::Page page = network.Get(node, "/plans/" + id);
    EXPECT_EQ(page.status, 200) << node;
    EXPECT_NE(page.body.find("Shadows &amp; sticks"), std::string::npos) << node;
  }
  // Its author's node holds each partner's signature for it.
  const auto epochs = network.Ask("es-granada", {"log", "show"});
  EXPECT_NE(epochs.dump().find("tr-metu"), std::string::npos);
}

TEST(ThreeNodesTest, ARetryWithTheSameKeyPublishesOnce) {
  PartnerNetwork network({"it-bicocca", "es-granada"});
  const std::string first = network.PublishPlan("es-granada", "Once", "same");
  EXPECT_EQ(network.PublishPlan("es-granada", "Once", "same"), first);
  ASSERT_TRUE(network.WaitUntilEqual({"it-bicocca", "es-granada"}));
  EXPECT_EQ(network.PlanTitles("it-bicocca").size(), 1U);
}

// Goal: what was acknowledged survives SIGKILL, once, and the node goes on in a new epoch.
TEST(ThreeNodesTest, AKilledNodeLosesAndDoublesNothingThatItAcknowledged) {
  PartnerNetwork network(kThree);
  std::set<std::string> acknowledged;
  for (int round = 0; round < 3; ++round) {
    std::thread killer([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(150 + 130 * round));
      network.KillNode("es-granada");
    });
    for (int i = 0; i < 100; ++i) {
      const std::string title = absl::StrFormat("Plan %d-%d", round, i);
      if (network.PublishPlan("es-granada", title, title) == "") {
        break;
      }
      acknowledged.insert(title);
    }
    killer.join();
    network.StartNode("es-granada");
  }
  EXPECT_FALSE(acknowledged.empty());
  ASSERT_NE(network.PublishPlan("es-granada", "After all", "after"), "");

  ASSERT_TRUE(network.WaitUntilEqual(kThree));

  const std::vector<std::string> titles = network.PlanTitles("tr-metu");
  EXPECT_EQ(std::set<std::string>(titles.begin(), titles.end()).size(), titles.size());
  for (const std::string& title : acknowledged) {
    EXPECT_TRUE(std::ranges::binary_search(titles, title)) << title;
  }
  const auto epochs = network.Ask("tr-metu", {"log", "show", "--owner", "es-granada"});
  EXPECT_GE(epochs.value("epochs", nlohmann::json::array()).size(), 2U);
}

// Goal: an old copy of the data folder put back loses nothing that reached a partner.
TEST(ThreeNodesTest, ANodeRestoredFromAnOldCopyGetsItsOwnPostsBack) {
  namespace fs = std::filesystem;
  PartnerNetwork network(kThree);
  ASSERT_NE(network.PublishPlan("es-granada", "Before the copy", "k1"), "");
  ASSERT_EQ(network.process("es-granada").Stop(), 0);
  const fs::path folder = network.DataFolder("es-granada");
  const fs::path copy = network.folder() + "/copy";
  fs::copy(folder, copy, fs::copy_options::recursive);
  network.StartNode("es-granada");
  ASSERT_NE(network.PublishPlan("es-granada", "After the copy", "k2"), "");
  ASSERT_TRUE(network.WaitUntilEqual(kThree));

  network.KillNode("es-granada");
  fs::remove_all(folder);
  fs::rename(copy, folder);
  network.StartNode("es-granada");
  ASSERT_NE(network.PublishPlan("es-granada", "After the restore", "k3"), "");

  ASSERT_TRUE(network.WaitUntilEqual(kThree));
  const std::vector<std::string> all = {"After the copy", "After the restore", "Before the copy"};
  for (const std::string& node : kThree) {
    EXPECT_EQ(network.PlanTitles(node), all) << node;
  }
  const std::string notices =
      network.Ask("es-granada", {"status"}).value("notices", nlohmann::json()).dump();
  EXPECT_NE(notices.find("1 entry of its own came back from partners"), std::string::npos)
      << notices;
}

// Goal: with one partner down, the third still gets the events of the one from the other.
TEST(ThreeNodesTest, EventsOfANodeThatIsDownComeFromTheOthers) {
  PartnerNetwork network(kThree);
  network.KillNode("tr-metu");
  ASSERT_NE(network.PublishPlan("es-granada", "Relayed", "k1"), "");
  ASSERT_TRUE(network.WaitUntilEqual({"it-bicocca", "es-granada"}));
  network.KillNode("es-granada");

  network.StartNode("tr-metu");

  ASSERT_TRUE(network.WaitUntilEqual({"it-bicocca", "tr-metu"}));
  EXPECT_EQ(network.PlanTitles("tr-metu"), std::vector<std::string>{"Relayed"});
}

// Goal: a school behind a router that lets nothing in takes part all the same.
TEST(ThreeNodesTest, ANodeThatOnlyDialsOutGivesAndGetsEverything) {
  PartnerNetwork network(kThree, "tr-metu");
  ASSERT_NE(network.PublishPlan("tr-metu", "From behind the router", "k1"), "");
  ASSERT_NE(network.PublishPlan("es-granada", "From outside", "k2"), "");

  ASSERT_TRUE(network.WaitUntilEqual(kThree));

  EXPECT_EQ(network.PlanTitles("es-granada").size(), 2U);
}

TEST(ThreeNodesTest, ViewsRebuiltAreByteForByteThoseKeptUp) {
  PartnerNetwork network({"it-bicocca", "es-granada"});
  for (int i = 0; i < 20; ++i) {
    ASSERT_NE(
        network.PublishPlan("es-granada", absl::StrFormat("Plan %d", i), absl::StrFormat("k%d", i)),
        "");
  }
  ASSERT_TRUE(network.WaitUntilEqual({"it-bicocca", "es-granada"}));
  EXPECT_TRUE(network.Ask("it-bicocca", {"views", "rebuild"}).value("unchanged", false));
  const CommandResult verified = network.Cledi("it-bicocca", {"log", "verify"});
  EXPECT_EQ(verified.exit_status, 0) << verified.out << verified.err;
}

TEST(ThreeNodesTest, ARemovedNodeGetsNothingMore) {
  PartnerNetwork network(kThree);
  ASSERT_TRUE(network.WaitUntilEqual(kThree));
  const CommandResult removed =
      network.Cledi("it-bicocca", {"node", "remove", "tr-metu", "--reason", "laptop stolen"});
  ASSERT_EQ(removed.exit_status, 0) << removed.err;
  ASSERT_TRUE(network.WaitUntilEqual({"it-bicocca", "es-granada"}));

  ASSERT_NE(network.PublishPlan("es-granada", "Not for them", "k1"), "");
  ASSERT_TRUE(network.WaitUntilEqual({"it-bicocca", "es-granada"}));

  EXPECT_EQ(network.PlanTitles("tr-metu"), std::vector<std::string>{});
}

TEST(ThreeNodesTest, ANodeStopsCleanlyAndSaysWhenItIsNotRunning) {
  PartnerNetwork network({"it-bicocca", "es-granada"});
  EXPECT_EQ(network.process("es-granada").Stop(), 0);
  const CommandResult status = network.Cledi("es-granada", {"status"});
  EXPECT_EQ(status.exit_status, 1);
  EXPECT_NE(status.err.find("not running"), std::string::npos) << status.err;
}

}  // namespace
}  // namespace cledi
