#include "federation/trust/enrolment_desk.h"

#include "federation/base/hmac.h"
#include "federation/base/sha256.h"
#include "federation/roster/member_rules.h"
#include "federation/roster/signature.h"
#include "federation/trust/enrolment_error.h"
#include "federation/trust/join_token.h"
#include "federation/trust/renewal.h"

namespace cledi {

using federation::v1::EnrolError;
using federation::v1::EnrolRequest;
using federation::v1::EnrolResponse;
using federation::v1::EnrolStatement;
using federation::v1::Invitation;
using federation::v1::JoinToken;
using federation::v1::Member;
using federation::v1::RenewRequest;
using federation::v1::RenewResponse;
using federation::v1::SignedRosterUpdate;

namespace {

constexpr size_t kStatementBytesMax = 16 * 1024;

using TokenBytes = FixedBytes<struct TokenKind, 16>;

int64_t UnixSeconds(UnixMillis time) {
  return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

bool IsOpen(const Invitation& invitation, UnixMillis now) {
  return UnixSeconds(now) <= invitation.expires_unix_s();
}

bool MayAnswerAgain(const Invitation& invitation, UnixMillis now) {
  return now < FromUnixMs(invitation.use().time_unix_ms()) + kAnswerAgain;
}

StatusOr<PublicKey> SoundLogKey(const std::string& bytes) {
  const auto key = PublicKey::From(bytes);
  if (!key.has_value() || !IsSoundPublicKey(*key)) {
    return Invalid("the log key is no sound Ed25519 public key");
  }
  return *key;
}

}  // namespace

struct EnrolmentDesk::Asked {
  EnrolStatement statement;
  PublicKey log_key;
  Hash tls_key_sha256;

  // InvalidArgument: what is wrong with it.
  static StatusOr<Asked> From(const EnrolRequest& request, std::string_view trust_domain) {
    Asked asked;
    if (request.statement().size() > kStatementBytesMax ||
        !asked.statement.ParseFromString(request.statement())) {
      return Invalid("the request cannot be read");
    }
    if (asked.statement.trust_domain() != trust_domain) {
      return Invalid("the request is for another federation");
    }
    ASSIGN_OR_RETURN(asked.log_key, SoundLogKey(asked.statement.log_key()));
    if (!VerifyAs(SignatureKind::kEnrol, request.statement(), asked.log_key, request.signature())) {
      return Invalid("the request is not signed by the log key that it names");
    }
    ASSIGN_OR_RETURN(asked.tls_key_sha256,
                     CheckCertificateRequest(asked.statement.certificate_request()));
    return asked;
  }
};

StatusOr<std::unique_ptr<EnrolmentDesk>> EnrolmentDesk::Open(Parts parts) {
  std::unique_ptr<EnrolmentDesk> desk(new EnrolmentDesk(std::move(parts)));
  ASSIGN_OR_RETURN(std::vector<Invitation> stored, desk->parts_.storage->ReadInvitations());
  const absl::MutexLock lock(&desk->mutex_);
  for (Invitation& invitation : stored) {
    std::string token_id = invitation.token_id();
    desk->invitations_.insert_or_assign(std::move(token_id), std::move(invitation));
  }
  return desk;
}

StatusOr<uint32_t> EnrolmentDesk::NextIncarnation(std::string_view node_id) const {
  const std::shared_ptr<const Roster> roster = parts_.roster->Get();
  const MemberEntry* const entry = roster->Find(node_id);
  if (entry == nullptr) {
    return 0;
  }
  if (entry->state == MemberState::kActive) {
    return absl::AlreadyExistsError(absl::StrFormat("%s is a member already", node_id));
  }
  return entry->member.incarnation() + 1;
}

StatusOr<std::string> EnrolmentDesk::Invite(Member who, const std::vector<std::string>& addresses,
                                            std::chrono::hours lifetime) {
  RETURN_IF_ERROR(CheckMemberWithoutKey(who));
  RETURN_IF_ERROR(NextIncarnation(who.node_id()).status());
  if (lifetime <= std::chrono::hours(0) || lifetime > kInvitationLifetimeMax) {
    return Invalid(
        absl::StrFormat("a join token is valid for 1 to %d hours", kInvitationLifetimeMax.count()));
  }
  const UnixMillis now = parts_.clock->Now();
  const std::shared_ptr<const Roster> roster = parts_.roster->Get();
  const TrustRoot& root = roster->root();
  JoinToken token;
  token.set_trust_domain(root.trust_domain);
  token.mutable_coordinator_addresses()->Assign(addresses.begin(), addresses.end());
  token.set_node_id(who.node_id());
  token.set_token_id(parts_.random->Draw<TokenBytes>().str());
  token.set_secret(parts_.random->Draw<TokenBytes>().str());
  token.set_ca_spki_sha256(parts_.authority->spki_sha256().str());
  token.set_trust_root_sha256(root.hash.str());
  token.set_expires_unix_s(UnixSeconds(now + lifetime));
  token.set_coordinator(root.coordinator);
  ASSIGN_OR_RETURN(std::string text, EncodeJoinToken(token));

  Invitation invitation;
  invitation.set_token_id(token.token_id());
  invitation.set_secret_sha256(Sha256(token.secret()).str());
  invitation.set_created_unix_ms(ToUnixMs(now));
  invitation.set_expires_unix_s(token.expires_unix_s());
  *invitation.mutable_member() = std::move(who);

  const absl::MutexLock lock(&mutex_);
  RETURN_IF_ERROR(Withdraw(token.node_id(), now));
  RETURN_IF_ERROR(parts_.storage->WriteInvitation(invitation));
  invitations_.insert_or_assign(token.token_id(), std::move(invitation));
  Observe(EnrolmentEvent::Kind::kInvited, token.node_id(), "", "");
  return text;
}

Status EnrolmentDesk::Withdraw(std::string_view node_id, UnixMillis now) {
  for (auto& [token_id, invitation] : invitations_) {
    if (invitation.member().node_id() == node_id && !invitation.has_use() &&
        invitation.expires_unix_s() >= UnixSeconds(now)) {
      Invitation withdrawn = invitation;
      withdrawn.set_expires_unix_s(UnixSeconds(now) - 1);
      RETURN_IF_ERROR(parts_.storage->WriteInvitation(withdrawn));
      invitation = std::move(withdrawn);
    }
  }
  return absl::OkStatus();
}

bool EnrolmentDesk::ExpectsSomebody() const {
  const UnixMillis now = parts_.clock->Now();
  const absl::MutexLock lock(&mutex_);
  return std::ranges::any_of(invitations_, [now](const auto& entry) {
    const Invitation& invitation = entry.second;
    return invitation.has_use() ? MayAnswerAgain(invitation, now) : IsOpen(invitation, now);
  });
}

EnrolmentDesk::Answer<EnrolResponse> EnrolmentDesk::Enrol(std::string_view remote,
                                                          const EnrolRequest& request) {
  const absl::MutexLock lock(&mutex_);
  return AnswerTo<EnrolResponse>(remote, [&] { return TryEnrol(remote, request); });
}

EnrolmentDesk::Answer<RenewResponse> EnrolmentDesk::Renew(std::string_view remote,
                                                          const RenewRequest& request) {
  const absl::MutexLock lock(&mutex_);
  return AnswerTo<RenewResponse>(remote, [&] { return TryRenew(remote, request); });
}

template <class Response, class Try>
EnrolmentDesk::Answer<Response> EnrolmentDesk::AnswerTo(std::string_view remote, Try&& attempt) {
  const std::chrono::milliseconds now = parts_.clock->Monotonic();
  if (!limiter_.MayTry(remote, now)) {
    return ToEnrolError(absl::ResourceExhaustedError(
        "too many requests that failed came from your address: wait a minute"));
  }
  StatusOr<Response> response = attempt();
  if (response.ok()) {
    return *std::move(response);
  }
  if (IsFaultOfCaller(response.status())) {
    limiter_.Failed(remote, now);
  }
  Observe(EnrolmentEvent::Kind::kRefused, "", remote, Message(response.status()));
  return ToEnrolError(response.status());
}

StatusOr<EnrolResponse> EnrolmentDesk::TryEnrol(std::string_view remote,
                                                const EnrolRequest& request) {
  ASSIGN_OR_RETURN(const Asked asked, Asked::From(request, parts_.authority->trust_domain()));
  ASSIGN_OR_RETURN(Invitation* const invitation,
                   FindInvitation(asked.statement.token_id(), request.secret()));
  if (invitation->has_use()) {
    return AnswerAgain(remote, *invitation, asked);
  }
  if (!IsOpen(*invitation, parts_.clock->Now())) {
    return absl::FailedPreconditionError(
        "the join token has expired or was replaced by a newer one: ask the coordinator for a new "
        "one");
  }
  return Admit(remote, *invitation, asked);
}

StatusOr<Invitation*> EnrolmentDesk::FindInvitation(std::string_view token_id,
                                                    std::string_view secret) {
  const auto found = invitations_.find(token_id);
  // One answer for both, so that nobody learns which token ids there are.
  if (found == invitations_.end() ||
      !SameSecret(Sha256(secret).view(), found->second.secret_sha256())) {
    return NotFound("the coordinator does not know this join token: ask it for a new one");
  }
  return &found->second;
}

StatusOr<EnrolResponse> EnrolmentDesk::AnswerAgain(std::string_view remote,
                                                   const Invitation& invitation,
                                                   const Asked& asked) {
  const std::string& node_id = invitation.member().node_id();
  if (invitation.use().tls_key_sha256() != asked.tls_key_sha256.view() ||
      invitation.use().log_key() != asked.log_key.view()) {
    Observe(EnrolmentEvent::Kind::kReplayed, node_id, remote,
            "a join token that was used came again with other keys: whoever used it first may not "
            "be whom it was for");
    return absl::AlreadyExistsError(
        "the join token was used already, by another node than this one: tell the coordinator");
  }
  if (!MayAnswerAgain(invitation, parts_.clock->Now())) {
    return absl::AlreadyExistsError(
        "the join token was used already, more than an hour ago: ask the coordinator for a new "
        "one");
  }
  ASSIGN_OR_RETURN(EnrolResponse response, ResponseFor(invitation));
  Observe(EnrolmentEvent::Kind::kAnsweredAgain, node_id, remote, "");
  return response;
}

StatusOr<EnrolResponse> EnrolmentDesk::Admit(std::string_view remote, Invitation& invitation,
                                             const Asked& asked) {
  Member member = invitation.member();
  ASSIGN_OR_RETURN(const uint32_t incarnation, NextIncarnation(member.node_id()));
  member.set_incarnation(incarnation);
  member.set_log_key(asked.log_key.str());
  *member.mutable_addresses() = asked.statement.addresses();
  member.set_web_address(asked.statement.web_address());
  RETURN_IF_ERROR(CheckMember(member));

  const UnixMillis now = parts_.clock->Now();
  ASSIGN_OR_RETURN(
      const NodeCertificate certificate,
      parts_.authority->Issue(member.node_id(), incarnation, asked.statement.certificate_request(),
                              now, *parts_.random));
  Invitation used = invitation;
  Invitation::Use& use = *used.mutable_use();
  use.set_tls_key_sha256(asked.tls_key_sha256.str());
  use.set_log_key(asked.log_key.str());
  use.set_certificate(certificate.der);
  use.set_time_unix_ms(ToUnixMs(now));
  if (const Status admitted = parts_.storage->Admit(used, member); !admitted.ok()) {
    // The roster's rules speak to whoever asked; a full disk does not.
    return admitted.code() == StatusCode::kInvalidArgument
               ? admitted
               : absl::InternalError(
                     absl::StrFormat("admitting %s: %s", member.node_id(), Message(admitted)));
  }
  invitation = std::move(used);
  Observe(EnrolmentEvent::Kind::kAdmitted, member.node_id(), remote, "");
  return ResponseFor(invitation);
}

StatusOr<EnrolResponse> EnrolmentDesk::ResponseFor(const Invitation& invitation) {
  const std::shared_ptr<const Roster> roster = parts_.roster->Get();
  const MemberEntry* const entry = roster->Find(invitation.member().node_id());
  if (entry == nullptr || entry->state != MemberState::kActive ||
      entry->log_key.view() != invitation.use().log_key()) {
    return absl::PermissionDeniedError("this node was removed from the federation meanwhile");
  }
  ASSIGN_OR_RETURN(const std::vector<SignedRosterUpdate> updates,
                   parts_.storage->UpdatesUpTo(entry->admitted_at));
  EnrolResponse response;
  response.add_certificate_chain(invitation.use().certificate());
  response.add_certificate_chain(parts_.authority->certificate_der());
  *response.mutable_trust_root() = roster->root().signed_form;
  response.mutable_roster_updates()->Assign(updates.begin(), updates.end());
  return response;
}

StatusOr<RenewResponse> EnrolmentDesk::TryRenew(std::string_view remote,
                                                const RenewRequest& request) {
  const std::shared_ptr<const Roster> roster = parts_.roster->Get();
  ASSIGN_OR_RETURN(
      const NodeCertificate certificate,
      AnswerRenewRequest(request, *roster, *parts_.authority, parts_.clock->Now(), *parts_.random));
  Observe(EnrolmentEvent::Kind::kRenewed, certificate.node_id, remote, "");
  RenewResponse response;
  response.add_certificate_chain(certificate.der);
  response.add_certificate_chain(parts_.authority->certificate_der());
  return response;
}

void EnrolmentDesk::Observe(EnrolmentEvent::Kind kind, std::string_view node_id,
                            std::string_view remote, std::string_view detail) const {
  if (parts_.observer) {
    parts_.observer({.kind = kind,
                     .node_id = std::string(node_id),
                     .remote = std::string(remote),
                     .detail = std::string(detail)});
  }
}

}  // namespace cledi
