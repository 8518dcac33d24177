#include "federation/trust/founding.h"

#include "federation/roster/roster_update.h"
#include "federation/trust/coordinator_files.h"
#include "federation/trust/join_token.h"

namespace cledi {

using federation::v1::EnrolRequest;
using federation::v1::EnrolResponse;
using federation::v1::JoinToken;
using federation::v1::Member;
using federation::v1::Membership;

namespace {

std::vector<SigningKey> GenerateKeys(size_t count, Random& random) {
  std::vector<SigningKey> keys;
  for (size_t i = 0; i < count; ++i) {
    keys.push_back(SigningKey::Generate(random));
  }
  return keys;
}

StatusOr<TrustRoot> FirstTrustRoot(const FoundingPlan& plan, const CoordinatorKeys& keys,
                                   const std::vector<SigningKey>& recovery_keys, UnixMillis now,
                                   Random& random) {
  federation::v1::TrustRoot contents;
  contents.set_version(1);
  contents.set_trust_domain(plan.trust_domain);
  contents.set_name(plan.name);
  contents.set_federation_id(random.Draw<FederationId>().str());
  contents.set_coordinator(plan.coordinator.node_id());
  contents.set_roster_key(keys.roster_key.public_key().str());
  contents.add_tls_authorities(keys.authority.certificate_der());
  contents.set_created_unix_ms(ToUnixMs(now));
  std::vector<std::reference_wrapper<const SigningKey>> signers;
  for (const SigningKey& key : recovery_keys) {
    contents.add_recovery_keys(key.public_key().str());
    signers.emplace_back(key);
  }
  return MakeTrustRoot(contents, signers);
}

// What a coordinator's desk would have answered, had there been one.
StatusOr<Membership> FirstMembership(const FoundingPlan& plan, const CoordinatorKeys& keys,
                                     const TrustRoot& root, const SigningKey& log_key,
                                     const NodeCertificate& certificate, UnixMillis now) {
  Member member = plan.coordinator;
  member.set_log_key(log_key.public_key().str());
  ASSIGN_OR_RETURN(const RosterStep step,
                   SignRosterUpdate(Roster(root), {{AdmitChange(member)}}, keys.roster_key, now));
  Membership membership;
  EnrolResponse& response = *membership.mutable_response();
  response.add_certificate_chain(certificate.der);
  response.add_certificate_chain(keys.authority.certificate_der());
  *response.mutable_trust_root() = root.signed_form;
  *response.add_roster_updates() = step.update;
  membership.mutable_coordinator_addresses()->Assign(plan.enrolment_addresses.begin(),
                                                     plan.enrolment_addresses.end());
  return membership;
}

Status RefuseSecondIdentity(const IdentityFiles& files, const std::string& data_folder) {
  if (!files.Exist()) {
    return absl::OkStatus();
  }
  return absl::AlreadyExistsError(absl::StrFormat(
      "the node in %s belongs to a federation already: use another data folder", data_folder));
}

}  // namespace

Status FoundFederation(const std::string& data_folder, const FoundingPlan& plan, const Clock& clock,
                       Random& random) {
  const IdentityFiles identity(data_folder);
  RETURN_IF_ERROR(RefuseSecondIdentity(identity, data_folder));
  if (!IsTrustDomain(plan.trust_domain)) {
    return Invalid("the trust domain is a DNS-like name, such as cledi.example");
  }
  const UnixMillis now = clock.Now();
  const CoordinatorKeys keys{CertificateAuthority::Create(plan.trust_domain, now, random),
                             SigningKey::Generate(random)};
  const std::vector<SigningKey> recovery_keys = GenerateKeys(kRecoveryKeys, random);
  ASSIGN_OR_RETURN(const TrustRoot root, FirstTrustRoot(plan, keys, recovery_keys, now, random));

  const SigningKey log_key = SigningKey::Generate(random);
  TlsKey tls_key = TlsKey::Generate();
  ASSIGN_OR_RETURN(NodeCertificate certificate,
                   keys.authority.Issue(plan.coordinator.node_id(), 0,
                                        tls_key.MakeCertificateRequest(), now, random));
  ASSIGN_OR_RETURN(const Membership membership,
                   FirstMembership(plan, keys, root, log_key, certificate, now));

  const CoordinatorFiles coordinator(data_folder);
  RETURN_IF_ERROR(coordinator.Create(keys, recovery_keys, plan.ca_passphrase));
  const Status created =
      identity.Create(log_key, {std::move(tls_key), std::move(certificate)}, membership);
  if (!created.ok()) {
    coordinator.Discard();
  }
  return created;
}

StatusOr<std::string> JoinFederation(const std::string& data_folder, const JoiningPlan& plan,
                                     const SendEnrolment& send, const Clock& clock,
                                     Random& random) {
  const IdentityFiles identity(data_folder);
  RETURN_IF_ERROR(RefuseSecondIdentity(identity, data_folder));
  ASSIGN_OR_RETURN(const JoinToken token, DecodeJoinToken(plan.token, clock.Now()));
  ASSIGN_OR_RETURN(JoiningKeys keys, identity.KeysForJoining(token.token_id(), random));
  const JoiningNode node{.log_key = keys.log_key,
                         .tls_key = keys.tls_key,
                         .addresses = plan.addresses,
                         .web_address = plan.web_address};
  ASSIGN_OR_RETURN(const EnrolResponse response, send(token, MakeEnrolRequest(token, node)));
  StatusOr<CheckedMembership> checked = CheckEnrolResponse(response, token, node, clock.Now());
  if (!checked.ok()) {
    return Annotate(checked.status(), "the coordinator's answer is refused");
  }
  Membership membership;
  *membership.mutable_response() = response;
  *membership.mutable_coordinator_addresses() = token.coordinator_addresses();
  RETURN_IF_ERROR(identity.Create(
      keys.log_key, {std::move(keys.tls_key), std::move(checked->certificate)}, membership));
  return std::move(checked->node_id);
}

}  // namespace cledi
