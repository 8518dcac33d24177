// The server behind the credentials that nodes use among each other: three members of one
// federation, with real certificates.

#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"

#include "federation/trust/tls_identity.h"
#include "tests/federation/rpc_grpc/http2_flood.h"
#include "tests/federation/rpc_grpc/test_server.h"
#include "tests/support/temp_folder.h"
#include "tests/support/trust/raw_tls.h"
#include "tests/support/trust/test_federation.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;
using std::chrono_literals::operator""s;

class NobodyListens final : public TlsRefusals {
 public:
  void OnTlsRefused(const TlsRefusalReport&) override {}
};

class MtlsTest : public ::testing::Test {
 protected:
  MtlsTest() : federation_({"it-unimib", "es-ugr", "tr-metu"}), executor_(2, 1024) {
    FillTable(table_, held_);
    table_.Add<BytesValue, BytesValue>(
        "test.Service/Who", Role::kPeer,
        [](const Call& call, const BytesValue&) { return Bytes(call.caller().id); });
    auto server = GrpcServer::ListenOnNetwork(
        "127.0.0.1:0", server_identity_->ServerCredentials(),
        [this](const grpc::AuthContext& context) -> StatusOr<Caller> {
          ASSIGN_OR_RETURN(std::string node_id, server_identity_->PeerOf(context));
          return Caller::Peer(std::move(node_id));
        },
        {.table = &table_, .executor = &executor_, .clock = &clock_}, {});
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  std::unique_ptr<TlsIdentity> IdentityOf(const std::string& node_id) {
    const std::string file = folder_.path() + "/" + node_id;
    const PemPair pair = federation_.TlsFor(node_id);
    std::ofstream(file) << pair.key_pem << pair.certificate_pem;
    std::filesystem::permissions(file, static_cast<std::filesystem::perms>(0600));
    auto identity = TlsIdentity::Open(
        file,
        {.roster = &federation_.holder(), .clock = &federation_.clock(), .refusals = &nobody_});
    EXPECT_TRUE(identity.ok()) << identity.status();
    return *std::move(identity);
  }

  std::unique_ptr<RpcChannel> ChannelOf(const TlsIdentity& caller, std::string_view callee) {
    return std::make_unique<RpcChannel>(
        RpcChannel::Target{.name = std::string(callee),
                           .address = absl::StrFormat("127.0.0.1:%d", server_->port())},
        caller.ChannelCredentials(callee), &thread_);
  }

  static StatusOr<std::string> Ask(RpcChannel& channel, std::string_view method) {
    BytesValue response;
    RETURN_IF_ERROR(
        channel.Call(absl::StrFormat("test.Service/%s", method), Bytes(""), response, 20s));
    return response.value();
  }

  NobodyListens nobody_;
  const TempFolder folder_;
  TestFederation federation_;
  SystemClock clock_;
  MethodTable table_;
  Waiting held_;
  Executor executor_;
  const std::unique_ptr<TlsIdentity> server_identity_ = IdentityOf("it-unimib");
  std::unique_ptr<GrpcServer> server_;
  CompletionThread thread_;
};

TEST_F(MtlsTest, ACallerIsTheNodeThatItsCertificateNames) {
  const auto granada = IdentityOf("es-ugr");
  const auto ankara = IdentityOf("tr-metu");
  EXPECT_EQ(*Ask(*ChannelOf(*granada, "it-unimib"), "Who"), "es-ugr");
  EXPECT_EQ(*Ask(*ChannelOf(*ankara, "it-unimib"), "Who"), "tr-metu");
}

TEST_F(MtlsTest, WhoeverElseAnswersIsNotCalled) {
  const auto granada = IdentityOf("es-ugr");
  const auto failed = Ask(*ChannelOf(*granada, "tr-metu"), "Who");
  EXPECT_EQ(failed.status().code(), StatusCode::kUnavailable);
  EXPECT_THAT(std::string(Message(failed.status())), HasSubstr("cannot reach tr-metu"));
}

TEST_F(MtlsTest, WhoShowsNoCertificateGetsNothingAndIsForgotten) {
  const RawTlsClient::Outcome outcome =
      RawTlsClient{.pair = {}}.Talk(server_->port(), Http2Preface());
  EXPECT_EQ(outcome.received, "");
  while (server_->figures().connections.open > 0) {
    std::this_thread::yield();
  }
}

// Goal: a removal reaches calls and connections that are open, and the node's next attempt.
TEST_F(MtlsTest, ARemovedNodeIsCutAndStaysOut) {
  const auto ankara = IdentityOf("tr-metu");
  const auto channel = ChannelOf(*ankara, "it-unimib");
  Outcome outcome;
  channel->CallAsync<BytesValue>("test.Service/Hold", Bytes(""), 20s, outcome.Take());
  const Waiting::One held = held_.Take();

  federation_.on_paper().Remove("tr-metu");
  server_->CutPeer("tr-metu");

  EXPECT_FALSE(outcome.Get().ok());
  EXPECT_TRUE(held.call->cancelled());
  EXPECT_FALSE(Ask(*channel, "Who").ok());
}

// Goal: one member that abuses its certificate does not stop the service to the others
// (HTTP/2 rapid reset: streams that are opened and reset without end).
TEST_F(MtlsTest, AMemberThatFloodsIsCutWhileOthersAreServed) {
  std::string flood = Http2Preface();
  for (uint32_t stream = 1; stream < 200'000; stream += 2) {
    flood += Http2OpenAndReset(stream);
  }
  const PemPair pair = federation_.TlsFor("tr-metu");
  std::jthread attacker(
      [&, port = server_->port()] { RawTlsClient{.pair = pair}.Talk(port, flood); });

  const auto granada = IdentityOf("es-ugr");
  const auto channel = ChannelOf(*granada, "it-unimib");
  while (!server_->Banned("tr-metu")) {
    EXPECT_EQ(*Ask(*channel, "Who"), "es-ugr");
  }
  attacker.join();
  EXPECT_EQ(*Ask(*channel, "Who"), "es-ugr");

  const auto ankara = IdentityOf("tr-metu");
  EXPECT_FALSE(Ask(*ChannelOf(*ankara, "it-unimib"), "Who").ok());
}

}  // namespace
}  // namespace cledi
