// Bytes that strangers send before anybody knows who they are.

#include "google/protobuf/stubs/logging.h"
#include "gtest/gtest.h"

#include "federation/roster/signature.h"
#include "federation/trust/enrolment_desk.h"
#include "federation/trust/join_token.h"
#include "federation/trust/membership.h"
#include "federation/trust/peer_check.h"
#include "federation/trust/renewal.h"
#include "federation/trust/tls_pair.h"
#include "tests/fuzz/mutator.h"
#include "tests/support/trust/forged_certificate.h"
#include "tests/support/trust/memory_enrolment_storage.h"
#include "tests/support/trust/test_federation.h"

namespace cledi {
namespace {

using federation::v1::EnrolRequest;
using federation::v1::EnrolResponse;
using federation::v1::JoinToken;
using federation::v1::RenewRequest;
using federation::v1::RenewResponse;

constexpr int kInputs = 3000;

class HostileInputTest : public ::testing::Test {
 protected:
  const google::protobuf::LogSilencer silencer_;  // Of texts that are no UTF-8.
  TestFederation federation_{{"it-bicocca", "es-granada"}};
};

// Goal: of all that resembles a good certificate, only the good one passes.
TEST_F(HostileInputTest, ASpoiltCertificateNeverPasses) {
  const std::string good = federation_.TlsFor("es-granada").certificate_der();
  Mutator mutator(
      {good, Forge(GoodRecipe("tr-metu"), federation_.authority(), federation_.clock().Now())
                 .certificate_der()},
      1);
  for (int i = 0; i < kInputs; ++i) {
    const std::string der = mutator.Next();
    if (CheckPeer(federation_.roster(), der, TlsSide::kClient, federation_.clock().Now()).ok()) {
      EXPECT_EQ(der, good);
    }
    const StatusOr<NodeCertificate> read = ReadNodeCertificate(der);
    if (read.ok()) {
      EXPECT_TRUE(IsNodeId(read->node_id));
      EXPECT_TRUE(IsTrustDomain(read->trust_domain));
    }
  }
}

TEST_F(HostileInputTest, ASpoiltRequestForACertificateNeverGetsOneForAnotherKey) {
  const TlsKey key = TlsKey::Generate();
  Mutator mutator(
      {key.MakeCertificateRequest(), MakeForeignKey(ForeignKey::kP384).certificate_request}, 2);
  for (int i = 0; i < kInputs; ++i) {
    const StatusOr<NodeCertificate> issued = federation_.authority().Issue(
        "es-granada", 0, mutator.Next(), federation_.clock().Now(), federation_.random());
    if (issued.ok()) {
      EXPECT_EQ(issued->spki_sha256, key.spki_sha256());
    }
  }
}

TEST_F(HostileInputTest, SpoiltPemIsRefusedOrBelongsTogether) {
  const PemPair pair = federation_.TlsFor("es-granada");
  Mutator mutator({pair.key_pem + pair.certificate_pem}, 3);
  for (int i = 0; i < kInputs; ++i) {
    const StatusOr<TlsPair> read = ReadTlsPair(mutator.Next());
    if (read.ok()) {
      EXPECT_EQ(read->certificate.spki_sha256, read->key.spki_sha256());
    }
  }
}

// Method: the network changes requests behind the node's signature; and a dishonest node signs
// what it likes.
TEST_F(HostileInputTest, TheDeskAdmitsOnlyWhatWasAskedForAndCanBeHeld) {
  MemoryEnrolmentStorage storage(&federation_.on_paper());
  auto desk = EnrolmentDesk::Open({.authority = &federation_.authority(),
                                   .roster = &federation_.holder(),
                                   .storage = &storage,
                                   .clock = &federation_.clock(),
                                   .random = &federation_.random()});
  ASSERT_TRUE(desk.ok());
  federation::v1::Member who;
  who.set_node_id("tr-metu");
  who.set_institution("METU");
  who.set_country("TR");
  const JoinToken token =
      *DecodeJoinToken(*(*desk)->Invite(who, {"localhost:1"}), federation_.clock().Now());
  const SigningKey log_key = SigningKey::Generate(federation_.random());
  const TlsKey tls_key = TlsKey::Generate();
  const EnrolRequest honest =
      MakeEnrolRequest(token, {.log_key = log_key, .tls_key = tls_key, .addresses = {"a.b:1"}});
  Mutator requests({honest.SerializeAsString()}, 4);
  Mutator statements({honest.statement()}, 5);
  for (int i = 0; i < kInputs; ++i) {
    EnrolRequest request;
    if (i % 2 == 0) {
      request.ParseFromString(requests.Next());
    } else {
      request = honest;
      request.set_statement(statements.Next());
      request.set_signature(
          SignAs(SignatureKind::kEnrol, request.statement(), log_key).signature());
    }
    const auto answer = (*desk)->Enrol(absl::StrFormat("host %d", i), request);
    if (std::holds_alternative<EnrolResponse>(answer)) {
      EXPECT_EQ(federation_.roster().Find("tr-metu")->log_key, log_key.public_key());
    }
    EXPECT_LE(federation_.roster().number(), 3u);
  }
}

TEST_F(HostileInputTest, TheDeskRenewsOnlyForTheKeyThatSigned) {
  MemoryEnrolmentStorage storage(&federation_.on_paper());
  auto desk = EnrolmentDesk::Open({.authority = &federation_.authority(),
                                   .roster = &federation_.holder(),
                                   .storage = &storage,
                                   .clock = &federation_.clock(),
                                   .random = &federation_.random()});
  ASSERT_TRUE(desk.ok());
  const TlsKey key = TlsKey::Generate();
  const RenewRequest honest =
      MakeRenewRequest("cledi.example", "es-granada", federation_.on_paper().log_key("es-granada"),
                       key, federation_.clock().Now(), federation_.random());
  Mutator requests({honest.SerializeAsString()}, 6);
  for (int i = 0; i < kInputs; ++i) {
    RenewRequest request;
    request.ParseFromString(requests.Next());
    const auto answer = (*desk)->Renew(absl::StrFormat("host %d", i), request);
    if (const auto* const response = std::get_if<RenewResponse>(&answer); response != nullptr) {
      EXPECT_EQ(request.statement(), honest.statement());
      EXPECT_EQ(ReadNodeCertificate(response->certificate_chain(0))->spki_sha256,
                key.spki_sha256());
    }
  }
}

// Goal: a node that is told nonsense writes nothing of it down.
TEST_F(HostileInputTest, ASpoiltAnswerIsRefusedOrTheSameMembership) {
  const SigningKey& log_key = federation_.on_paper().log_key("tr-metu");
  const TlsKey tls_key = TlsKey::Generate();
  federation_.on_paper().Admit("tr-metu");
  EnrolResponse honest;
  honest.add_certificate_chain(federation_.authority()
                                   .Issue("tr-metu", 0, tls_key.MakeCertificateRequest(),
                                          federation_.clock().Now(), federation_.random())
                                   ->der);
  honest.add_certificate_chain(federation_.authority().certificate_der());
  *honest.mutable_trust_root() = federation_.roster().root().signed_form;
  honest.mutable_roster_updates()->Assign(federation_.on_paper().updates().begin(),
                                          federation_.on_paper().updates().end());
  JoinToken token;
  token.set_trust_domain("cledi.example");
  token.set_node_id("tr-metu");
  token.set_coordinator("it-bicocca");
  token.set_ca_spki_sha256(federation_.authority().spki_sha256().str());
  token.set_trust_root_sha256(federation_.roster().root().hash.str());
  const JoiningNode node{.log_key = log_key, .tls_key = tls_key};
  ASSERT_TRUE(CheckEnrolResponse(honest, token, node, federation_.clock().Now()).ok());

  Mutator answers({honest.SerializeAsString()}, 7);
  for (int i = 0; i < kInputs; ++i) {
    EnrolResponse response;
    response.ParseFromString(answers.Next());
    const StatusOr<CheckedMembership> checked =
        CheckEnrolResponse(response, token, node, federation_.clock().Now());
    if (checked.ok()) {
      EXPECT_EQ(checked->node_id, "tr-metu");
      EXPECT_EQ(checked->certificate.der, honest.certificate_chain(0));
      EXPECT_EQ(checked->roster.head_hash(), federation_.roster().head_hash());
    }
  }
}

}  // namespace
}  // namespace cledi
