#include "node/web/pages/network_summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/web/words/word_book.h"

namespace cledi {
namespace {

using admin::v1::PeerStatus;
using testing::ElementsAre;

// Granada and what it knows of others.
class NetworkSummaryTest : public testing::Test {
 protected:
  NetworkSummaryTest() : book_(*WordBook::Load("UTC")) {
    network_.set_node_id("es-granada");
    network_.set_institution("Granada");
    Hold("es-granada", "es-granada", 9, 9);
  }

  void AddPeer(std::string_view node, std::string_view institution, PeerStatus::State state) {
    PeerStatus* peer = network_.add_peers();
    peer->set_node_id(std::string(node));
    peer->set_institution(std::string(institution));
    peer->set_state(state);
  }

  void Hold(std::string_view holder, std::string_view owner, uint64_t events, uint64_t known) {
    auto* holding = network_.add_holdings();
    holding->set_space("commons");
    holding->set_holder(std::string(holder));
    holding->set_owner(std::string(owner));
    holding->set_events(events);
    holding->set_events_known(known);
    holding->set_as_of_unix_ms(1);
  }

  std::vector<std::string> Sentences() const {
    std::vector<std::string> texts;
    for (const Phrase& sentence : NetworkSummary(network_).Sentences(book_.In("en"))) {
      texts.push_back(sentence.text);
    }
    return texts;
  }

  WordBook book_;
  admin::v1::GetNetworkResponse network_;
};

TEST_F(NetworkSummaryTest, ANodeAloneSaysSo) {
  EXPECT_THAT(Sentences(),
              ElementsAre("Granada is on its own for now: nobody else has joined yet."));
}

TEST_F(NetworkSummaryTest, AllInStepIsOneSentence) {
  AddPeer("it-bicocca", "Bicocca", PeerStatus::STATE_LIVE);
  Hold("it-bicocca", "es-granada", 9, 9);
  EXPECT_TRUE(NetworkSummary(network_).InStep());
  EXPECT_THAT(Sentences(), ElementsAre("Both institutions are in step: each holds everything "
                                       "that is known."));
  AddPeer("tr-metu", "METU", PeerStatus::STATE_LIVE);
  EXPECT_THAT(Sentences(), ElementsAre("All 3 institutions are in step: each holds everything "
                                       "that is known."));
}

TEST_F(NetworkSummaryTest, WhoLacksSomethingIsNamed) {
  AddPeer("it-bicocca", "Bicocca", PeerStatus::STATE_LAGGING);
  Hold("it-bicocca", "es-granada", 5, 9);
  EXPECT_FALSE(NetworkSummary(network_).InStep());
  EXPECT_THAT(Sentences(), ElementsAre("Bicocca lacks something that others hold."));
}

TEST_F(NetworkSummaryTest, WhoCannotBeReachedIsNotAlsoCalledBehind) {
  AddPeer("it-bicocca", "Bicocca", PeerStatus::STATE_SILENT);
  AddPeer("tr-metu", "METU", PeerStatus::STATE_FAILING);
  Hold("it-bicocca", "es-granada", 5, 9);
  EXPECT_THAT(Sentences(), ElementsAre("Bicocca and METU cannot be reached at the moment; what is "
                                       "missing will follow by itself."));
}

TEST_F(NetworkSummaryTest, WhoLeftCountsNoMore) {
  AddPeer("it-bicocca", "Bicocca", PeerStatus::STATE_REMOVED);
  Hold("it-bicocca", "es-granada", 5, 9);
  const NetworkSummary summary(network_);
  EXPECT_EQ(summary.members().size(), 2u);
  EXPECT_EQ(summary.ActiveMembers().size(), 1u);
  EXPECT_TRUE(summary.InStep());
}

TEST_F(NetworkSummaryTest, TwoHistoriesAreSaid) {
  AddPeer("it-bicocca", "Bicocca", PeerStatus::STATE_LIVE);
  network_.set_forked_epochs(1);
  EXPECT_FALSE(NetworkSummary(network_).InStep());
  EXPECT_THAT(Sentences(),
              ElementsAre("One log tells two histories: their institutions should be asked."));
}

TEST_F(NetworkSummaryTest, OnlyTheCommonsCountAndOnlyWhatIsKnown) {
  AddPeer("it-bicocca", "Bicocca", PeerStatus::STATE_LIVE);
  Hold("it-bicocca", "es-granada", 0, 9);
  network_.mutable_holdings()->rbegin()->set_space("roster");
  Hold("it-bicocca", "it-bicocca", 0, 4);
  network_.mutable_holdings()->rbegin()->set_as_of_unix_ms(0);
  const NetworkSummary summary(network_);
  EXPECT_EQ(summary.HoldingOf("it-bicocca", "es-granada"), std::nullopt);
  EXPECT_EQ(summary.HoldingOf("it-bicocca", "it-bicocca"), std::nullopt);
  EXPECT_EQ(summary.HoldingOf("es-granada", "es-granada")->missing, 0u);
}

TEST_F(NetworkSummaryTest, MoreThanIsKnownIsNotLess) {
  Hold("es-granada", "it-bicocca", 12, 9);
  EXPECT_EQ(NetworkSummary(network_).HoldingOf("es-granada", "it-bicocca")->missing, 0u);
}

}  // namespace
}  // namespace cledi
