// Who is no member gets no answer from a real node, and its operator can read why.

#include <fstream>
#include <sstream>

#include "gtest/gtest.h"

#include "tests/conversation/stolen_keys.h"
#include "tests/support/process/eventually.h"
#include "tests/support/process/partner_network.h"
#include "tests/support/trust/forged_certificate.h"
#include "tests/support/trust/raw_tls.h"

namespace cledi {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""s;

class StrangerTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { network_ = new PartnerNetwork({"it-bicocca", "es-granada"}); }
  static void TearDownTestSuite() { delete network_; }

  // Signed by the federation's own authority, or by `other`.
  static PemPair Certificate(const std::string& node_id, std::chrono::hours until = 24h,
                             const CertificateAuthority* other = nullptr) {
    CertificateRecipe recipe = GoodRecipe(node_id, "test.example");
    recipe.valid_from = -48h;
    recipe.valid_until = until;
    const CoordinatorKeys keys = StealKeys(*network_);
    return Forge(recipe, other == nullptr ? keys.authority : *other, SystemClock().Now());
  }
  static void ExpectTurnedAway(std::optional<PemPair> pair) {
    const int port = network_->ports("it-bicocca").federation;
    EXPECT_EQ(RawTlsClient{.pair = std::move(pair)}.Talk(port).received, "");
  }
  static bool LogSays(const std::string& words) {
    return Eventually(
        [&] {
          std::stringstream log;
          log << std::ifstream(network_->LogFile("it-bicocca")).rdbuf();
          return log.str().find(words) != std::string::npos;
        },
        20s);
  }

  static PartnerNetwork* network_;
};

PartnerNetwork* StrangerTest::network_ = nullptr;

// Without this, the silence in the tests below would prove nothing.
TEST_F(StrangerTest, AMemberIsAnswered) {
  const RawTlsClient member{.pair = Certificate("es-granada")};
  EXPECT_NE(member.Talk(network_->ports("it-bicocca").federation).received, "");
}

TEST_F(StrangerTest, TheLogSaysThatThereWasNoCertificate) {
  ExpectTurnedAway(std::nullopt);
  EXPECT_TRUE(LogSays("peer did not return a certificate"));
}

TEST_F(StrangerTest, TheLogSaysThatTheAuthorityIsAnother) {
  SystemRandom random;
  const CertificateAuthority other =
      CertificateAuthority::Create("test.example", SystemClock().Now(), random);
  ExpectTurnedAway(Certificate("es-granada", 24h, &other));
  EXPECT_TRUE(LogSays("reason=unknown_authority"));
}

TEST_F(StrangerTest, TheLogSaysThatTheCertificateEnded) {
  ExpectTurnedAway(Certificate("es-granada", -24h));
  EXPECT_TRUE(LogSays("reason=expired"));
}

TEST_F(StrangerTest, TheLogNamesWhoWasInvitedAndNeverJoined) {
  network_->Ask("it-bicocca",
                {"node", "invite", "--id", "fr-lyon", "--institution", "Lyon", "--country", "FR"});
  ExpectTurnedAway(Certificate("fr-lyon"));
  EXPECT_TRUE(LogSays("reason=not_on_roster"));
  EXPECT_TRUE(LogSays("peer=fr-lyon"));
}

// A stranger that tries for ever is not only in the log.
TEST_F(StrangerTest, StatusNamesWhoTriesAgainAndAgain) {
  const PemPair pair = Certificate("never-invited");
  for (int i = 0; i < 20; ++i) {
    ExpectTurnedAway(pair);
  }
  EXPECT_TRUE(Eventually(
      [&] {
        return network_->Cledi("it-bicocca", {"status"}).out.find("never-invited was refused") !=
               std::string::npos;
      },
      20s));
}

TEST_F(StrangerTest, WhoDoesNotSpeakTlsDisturbsNobody) {
  const int port = network_->ports("it-bicocca").federation;
  EXPECT_EQ(RunCommand({"/usr/bin/curl", "--silent", "--max-time", "5",
                        "http://127.0.0.1:" + std::to_string(port)})
                .out,
            "");
  ASSERT_NE(network_->PublishPlan("es-granada", "Still here", "k1"), "");
  EXPECT_TRUE(network_->WaitUntilEqual({"it-bicocca", "es-granada"}));
}

}  // namespace
}  // namespace cledi
