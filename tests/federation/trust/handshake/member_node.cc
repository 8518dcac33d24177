#include "tests/federation/trust/handshake/member_node.h"

#include "google/protobuf/wrappers.pb.h"

#include "federation/base/check.h"
#include "federation/base/files.h"

namespace cledi {
namespace {

using google::protobuf::StringValue;
using std::chrono_literals::operator""s;

constexpr std::string_view kWhoAmI = "test.Peers/WhoAmI";

}  // namespace

void RefusalRecorder::OnTlsRefused(const TlsRefusalReport& report) {
  const absl::MutexLock lock(&mutex_);
  reports_.push_back(report);
}

std::vector<TlsRefusalReport> RefusalRecorder::Reports() {
  const absl::MutexLock lock(&mutex_);
  return reports_;
}

std::optional<TlsRefusal> RefusalRecorder::Last() {
  const absl::MutexLock lock(&mutex_);
  return reports_.empty() ? std::nullopt : std::optional(reports_.back().reason);
}

MemberNode::MemberNode(TestFederation& federation, std::string_view node_id) {
  table_.Add<StringValue, StringValue>(
      std::string(kWhoAmI), Role::kPeer,
      [](const Call& call, const StringValue&) -> StatusOr<StringValue> {
        StringValue answer;
        answer.set_value(call.caller().id);
        return answer;
      });
  Install(federation.TlsFor(node_id));
  auto identity = TlsIdentity::Open(
      pair_file(),
      {.roster = &federation.holder(), .clock = &federation.clock(), .refusals = &refusals_}, 1s);
  CHECK(identity.ok());
  identity_ = *std::move(identity);
  auto server = GrpcServer::ListenOnNetwork(
      "127.0.0.1:0", identity_->ServerCredentials(),
      [this](const grpc::AuthContext& context) -> StatusOr<Caller> {
        ASSIGN_OR_RETURN(std::string peer, identity_->PeerOf(context));
        return Caller::Peer(std::move(peer));
      },
      {.table = &table_, .executor = &executor_, .clock = &federation.clock()}, {});
  CHECK(server.ok());
  server_ = *std::move(server);
}

void MemberNode::Install(const PemPair& pair) {
  CHECK(WriteFileDurably(pair_file(), pair.key_pem + pair.certificate_pem, FileAccess::kOwnerOnly)
            .ok());
}

std::unique_ptr<RpcChannel> MemberNode::Dial(std::string_view node_id, int port) {
  return std::make_unique<RpcChannel>(
      RpcChannel::Target{.name = std::string(node_id),
                         .address = absl::StrFormat("127.0.0.1:%d", port)},
      identity_->ChannelCredentials(node_id), &completion_thread_);
}

StatusOr<std::string> MemberNode::Ask(RpcChannel& channel) {
  StringValue answer;
  RETURN_IF_ERROR(channel.Call(kWhoAmI, StringValue(), answer, 20s));
  return answer.value();
}

}  // namespace cledi
