// Real nodes and their certificates: strangers get nothing, and members get theirs back by
// themselves.

#include <filesystem>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/base/check.h"
#include "federation/base/files.h"
#include "federation/trust/identity_files.h"
#include "tests/conversation/stolen_keys.h"
#include "tests/support/process/partner_network.h"
#include "tests/support/trust/forged_certificate.h"
#include "tests/support/trust/raw_tls.h"

namespace cledi {
namespace {

using std::chrono_literals::operator""h;
using ::testing::IsEmpty;
using ::testing::Not;

const std::vector<std::string> kTwo = {"it-bicocca", "es-granada"};

CertificateRecipe Good(std::string_view node_id) { return GoodRecipe(node_id, "test.example"); }

CertificateRecipe Expired(std::string_view node_id) {
  CertificateRecipe recipe = Good(node_id);
  recipe.valid_from = -48h;
  recipe.valid_until = -24h;
  return recipe;
}

void Install(const PartnerNetwork& network, const std::string& id, const PemPair& pair) {
  CHECK(WriteFileDurably(IdentityFiles(network.DataFolder(id)).tls_pair_file(),
                         pair.key_pem + pair.certificate_pem, FileAccess::kOwnerOnly)
            .ok());
}

// Every case differs from the last one, which is served, in one thing.
TEST(CertificatesTest, AStrangerGetsNotOneByte) {
  const PartnerNetwork network(kTwo);
  const CoordinatorKeys keys = StealKeys(network);
  const UnixMillis now = SystemClock().Now();
  SystemRandom random;
  const CertificateAuthority other = CertificateAuthority::Create("test.example", now, random);
  const auto received = [&](std::optional<PemPair> pair, TlsVersion newest = TlsVersion::k13) {
    return RawTlsClient{.pair = std::move(pair), .newest = newest}
        .Talk(network.ports("es-granada").federation)
        .received;
  };
  const PemPair good = Forge(Good("it-bicocca"), keys.authority, now);

  EXPECT_THAT(received(std::nullopt), IsEmpty()) << "no certificate";
  EXPECT_THAT(received(Forge(Good("it-bicocca"), other, now)), IsEmpty()) << "another CA";
  EXPECT_THAT(received(Forge(Expired("it-bicocca"), keys.authority, now)), IsEmpty()) << "expired";
  EXPECT_THAT(received(Forge(Good("at-wien"), keys.authority, now)), IsEmpty())
      << "not on the roster";
  EXPECT_THAT(received(good, TlsVersion::k12), IsEmpty()) << "TLS 1.2";
  EXPECT_THAT(received(good), Not(IsEmpty()));
}

// Goal: backups hold no TLS keys, and a restored node needs nobody's help.
TEST(CertificatesTest, ANodeWithoutACertificateGetsOneByItsLogKey) {
  PartnerNetwork network(kTwo);
  ASSERT_EQ(network.process("es-granada").Stop(), 0);
  std::filesystem::remove(IdentityFiles(network.DataFolder("es-granada")).tls_pair_file());

  network.StartNode("es-granada");

  ASSERT_NE(network.PublishPlan("es-granada", "Back again", "k1"), "");
  EXPECT_TRUE(network.WaitUntilEqual(kTwo));
}

TEST(CertificatesTest, ANodeWhoseCertificateHasExpiredGetsANewOne) {
  PartnerNetwork network(kTwo);
  ASSERT_EQ(network.process("es-granada").Stop(), 0);
  Install(network, "es-granada",
          Forge(Expired("es-granada"), StealKeys(network).authority, SystemClock().Now()));

  network.StartNode("es-granada");

  ASSERT_NE(network.PublishPlan("es-granada", "Back again", "k1"), "");
  EXPECT_TRUE(network.WaitUntilEqual(kTwo));
}

// Goal: a coordinator that slept through the summer wakes up by itself.
TEST(CertificatesTest, ACoordinatorWhoseCertificateHasExpiredGivesItselfANewOne) {
  PartnerNetwork network(kTwo);
  ASSERT_EQ(network.process("it-bicocca").Stop(), 0);
  Install(network, "it-bicocca",
          Forge(Expired("it-bicocca"), StealKeys(network).authority, SystemClock().Now()));

  network.StartNode("it-bicocca");

  ASSERT_NE(network.PublishPlan("it-bicocca", "Back again", "k1"), "");
  EXPECT_TRUE(network.WaitUntilEqual(kTwo));
}

TEST(CertificatesTest, ACoordinatorWithoutACertificateGivesItselfOne) {
  PartnerNetwork network(kTwo);
  ASSERT_EQ(network.process("it-bicocca").Stop(), 0);
  std::filesystem::remove(IdentityFiles(network.DataFolder("it-bicocca")).tls_pair_file());

  network.StartNode("it-bicocca");

  ASSERT_NE(network.PublishPlan("it-bicocca", "Back again", "k1"), "");
  EXPECT_TRUE(network.WaitUntilEqual(kTwo));
}

}  // namespace
}  // namespace cledi
