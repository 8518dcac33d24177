#include "tests/conversation/hostile_member.h"

#include "federation/base/check.h"
#include "federation/log/log_set.h"
#include "node/store/memory_store.h"
#include "node/store/store_log_storage.h"

namespace cledi {

using federation::v1::AnnounceRequest;
using federation::v1::AnnounceResponse;

namespace {

const std::string kService = "cledi.federation.v1.Exchange/";

template <class T>
T Must(StatusOr<T> result) {
  CHECK(result.ok());
  return *std::move(result);
}

}  // namespace

HostileMember::HostileMember(const std::string& data_folder, const std::string& victim,
                             const std::string& address)
    : identity_(Must(IdentityFiles(data_folder).Load())),
      holder_(std::make_shared<const Roster>(identity_.first_roster)),
      directory_([this] { return holder_.Get(); }),
      refusals_(&clock_) {
  RestrictGrpcToTls13();
  tls_ = Must(TlsIdentity::Open(IdentityFiles(data_folder).tls_pair_file(),
                                {.roster = &holder_, .clock = &clock_, .refusals = &refusals_}));
  rpc_ = std::make_unique<RawRpc>(address, tls_->ChannelCredentials(victim));
}

StatusOr<std::string> HostileMember::Call(std::string_view method,
                                          const std::string& request) const {
  return rpc_->Call(kService + std::string(method), request);
}

StatusOr<AnnounceResponse> HostileMember::Announce(const AnnounceRequest& request) const {
  return rpc_->Ask<AnnounceResponse>(kService + "Announce", request);
}

LogRange HostileMember::NewRange(const std::string& owner, const SpaceId& space,
                                 const std::string& payload) const {
  MemoryStore store;
  const auto storage = Must(StoreLogStorage::Open(&store));
  const TrustRoot& root = roster().root();
  const auto logs =
      Must(LogSet::Open({.trust_domain = root.trust_domain,
                         .federation = root.federation,
                         .node_id = owner,
                         .incarnation = 0,
                         .roster_number = [this] { return roster().number(); }},
                        storage.get(), &identity_.log_key, &directory_, &clock_, &random_));
  const NewEvent event{.space = space, .type = 0x7ffe, .payload = payload};
  CHECK(logs->Append({&event, 1}).ok());
  const std::vector<SignedCheckpoint> heads = logs->HeadsOfLog(logs->OwnLogId(space));
  CHECK(heads.size() == 1);
  return Must(logs->ReadRange(heads.front().checkpoint(), 0, kRangeBytesMax));
}

}  // namespace cledi
