#include "tests/support/roster/test_roster.h"

#include "federation/base/check.h"

namespace cledi {
namespace {

using federation::v1::Member;
using federation::v1::RosterChange;
using federation::v1::RosterUpdate;
using federation::v1::SignedRosterUpdate;

std::vector<SigningKey> MakeKeys(size_t count, Random& random) {
  std::vector<SigningKey> keys;
  for (size_t i = 0; i < count; ++i) {
    keys.push_back(SigningKey::Generate(random));
  }
  return keys;
}

}  // namespace

TestRoster::TestRoster(std::vector<std::string> node_ids, uint64_t seed)
    : TestRoster(std::move(node_ids), {"stands for a certificate"}, seed) {}

TestRoster::TestRoster(std::vector<std::string> node_ids, std::vector<std::string> tls_authorities,
                       uint64_t seed)
    : random_(seed),
      roster_key_(SigningKey::Generate(random_)),
      recovery_keys_(MakeKeys(kRecoveryKeys, random_)) {
  const StatusOr<TrustRoot> root =
      MakeTrustRoot(TrustRootContents(random_.Draw<FederationId>(), node_ids.front(), roster_key_,
                                      recovery_keys_, tls_authorities),
                    {{recovery_keys_[0], recovery_keys_[1]}});
  CHECK(root.ok());
  holder_ = std::make_unique<RosterHolder>(std::make_shared<const Roster>(*root));
  for (const std::string& node_id : node_ids) {
    Admit(node_id);
  }
}

const SigningKey& TestRoster::log_key(std::string_view node_id) {
  const auto found = log_keys_.find(node_id);
  if (found != log_keys_.end()) {
    return found->second;
  }
  return log_keys_.emplace(node_id, SigningKey::Generate(random_)).first->second;
}

Member TestRoster::MemberFor(std::string_view node_id) {
  Member member;
  member.set_node_id(std::string(node_id));
  member.set_institution(absl::StrFormat("Institution %s", node_id));
  member.set_country("ES");
  member.set_eea(true);
  member.set_log_key(log_key(node_id).public_key().str());
  member.add_addresses("localhost:8443");
  member.set_web_address("https://node.example");
  return member;
}

Status TestRoster::TryStep(const std::vector<RosterChange>& changes) {
  ASSIGN_OR_RETURN(RosterStep step,
                   SignRosterUpdate(*roster(), changes, roster_key_, clock_.Now()));
  updates_.push_back(std::move(step.update));
  holder_->Publish(std::make_shared<const Roster>(std::move(step.after)));
  return absl::OkStatus();
}

const SignedRosterUpdate& TestRoster::Step(const std::vector<RosterChange>& changes) {
  CHECK(TryStep(changes).ok());
  return updates_.back();
}

federation::v1::TrustRoot TrustRootContents(const FederationId& federation,
                                            std::string_view coordinator,
                                            const SigningKey& roster_key,
                                            std::span<const SigningKey> recovery_keys,
                                            const std::vector<std::string>& tls_authorities) {
  federation::v1::TrustRoot contents;
  contents.set_version(1);
  contents.set_trust_domain("cledi.example");
  contents.set_name("A federation for tests");
  contents.set_federation_id(federation.str());
  contents.set_coordinator(std::string(coordinator));
  contents.set_roster_key(roster_key.public_key().str());
  for (const SigningKey& key : recovery_keys) {
    contents.add_recovery_keys(key.public_key().str());
  }
  contents.mutable_tls_authorities()->Assign(tls_authorities.begin(), tls_authorities.end());
  contents.set_created_unix_ms(ToUnixMs(ManualClock().Now()));
  return contents;
}

SignedRosterUpdate SignAnyUpdate(const RosterUpdate& update, const SigningKey& key) {
  SignedRosterUpdate signed_update;
  signed_update.set_update(update.SerializeAsString());
  *signed_update.add_signatures() =
      SignAs(SignatureKind::kRosterUpdate, signed_update.update(), key);
  return signed_update;
}

}  // namespace cledi
