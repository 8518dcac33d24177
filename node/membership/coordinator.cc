#include "node/membership/coordinator.h"

#include <set>
#include <utility>

#include "absl/strings/str_format.h"

#include "cledi/event/v1/roster.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "federation/base/log_line.h"
#include "federation/roster/member_rules.h"
#include "federation/roster/roster_update.h"
#include "node/membership/stored_roster.h"

namespace cledi {

using admin::v1::InviteNodeRequest;
using admin::v1::InviteNodeResponse;
using admin::v1::RemoveNodeRequest;
using admin::v1::RemoveNodeResponse;
using federation::v1::Cut;
using federation::v1::Invitation;
using federation::v1::Member;
using federation::v1::RosterChange;
using federation::v1::SignedRosterUpdate;

namespace {

constexpr std::string_view kInvitationPrefix = "invitation/";
constexpr uint64_t kEventsPerRead = 256;
constexpr size_t kBytesPerRead = 1024 * 1024;

void AddInvitation(WriteBatch& batch, const Invitation& invitation) {
  batch.Put(Family::kLocal, std::string(kInvitationPrefix) + invitation.token_id(),
            invitation.SerializeAsString());
}

std::string PostKey(uint32_t number) {
  std::string key;
  PutLittleEndian(key, number);
  return key;
}

}  // namespace

StatusOr<std::unique_ptr<Coordinator>> Coordinator::Open(Parts parts) {
  std::unique_ptr<Coordinator> self(new Coordinator(std::move(parts)));
  const Parts& p = self->parts_;
  ASSIGN_OR_RETURN(self->desk_, EnrolmentDesk::Open({.authority = p.authority,
                                                     .roster = &p.roster->holder(),
                                                     .storage = self.get(),
                                                     .clock = p.clock,
                                                     .random = p.random,
                                                     .observer = p.observer}));
  RETURN_IF_ERROR(self->PostMissing());
  return self;
}

Status Coordinator::PostMissing() {
  // What is in the log under which number; contents do not matter: the keeper judges them.
  std::set<std::string> posted;
  const LogId own = parts_.logs->OwnLogId(RosterSpace());
  for (const VariantExtent& extent : parts_.logs->Variants()) {
    for (uint64_t at = extent.shared; extent.log == own && at < extent.size;) {
      ASSIGN_OR_RETURN(
          const std::vector<Record> records,
          parts_.logs->ReadRecords(extent.variant, at, std::min(kEventsPerRead, extent.size - at),
                                   kBytesPerRead));
      at += records.size();
      for (const Record& record : records) {
        event::v1::RosterUpdatePosted update;
        if (record.body.has_value() && update.ParseFromString(record.body->payload)) {
          posted.insert(update.idempotency_key());
        }
      }
    }
  }
  uint32_t number = 0;
  for (const SignedRosterUpdate& update : parts_.roster->Updates()) {
    ++number;
    if (!posted.contains(PostKey(number))) {
      RETURN_IF_ERROR(Post(number, update));
    }
  }
  return absl::OkStatus();
}

Status Coordinator::Post(uint32_t number, const SignedRosterUpdate& update) {
  event::v1::RosterUpdatePosted posted;
  posted.set_idempotency_key(PostKey(number));
  posted.set_signed_update(update.SerializeAsString());
  return parts_.writer
      ->Append({.space = RosterSpace(),
                .type = event::v1::EVENT_TYPE_ROSTER_UPDATE_POSTED,
                .payload = posted.SerializeAsString()})
      .status();
}

Status Coordinator::Update(std::span<const RosterChange> changes, WriteBatch batch) {
  uint32_t number = 0;
  SignedRosterUpdate update;
  {
    absl::MutexLock lock(&mutex_);
    ASSIGN_OR_RETURN(
        const RosterStep step,
        SignRosterUpdate(*parts_.roster->Get(), changes, *parts_.roster_key, parts_.clock->Now()));
    update = step.update;
    RETURN_IF_ERROR(parts_.roster->AdoptStoredBy(update, [&](uint32_t next) {
      number = next;
      StoredRoster::AddTo(batch, next, update);
      return parts_.store->Write(batch, Durability::kSynced);
    }));
  }
  if (const Status status = Post(number, update); !status.ok()) {
    // It is stored and applies here; it reaches the others after the next start.
    LogLine(Severity::kError, "roster_update_not_posted",
            {{"number", std::to_string(number)}, {"why", std::string(Message(status))}});
  }
  parts_.on_roster_changed();
  return absl::OkStatus();
}

StatusOr<InviteNodeResponse> Coordinator::Invite(const InviteNodeRequest& request) {
  if (parts_.enrolment_addresses.empty()) {
    return absl::FailedPreconditionError(
        "this node takes no enrolments: set enrolment.listen and enrolment.addresses in node.toml, "
        "then start it again");
  }
  Member who;
  who.set_node_id(request.node_id());
  who.set_institution(request.institution());
  who.set_country(request.country());
  who.set_eea(IsInEea(request.country()));
  const std::chrono::hours lifetime =
      request.valid_hours() == 0 ? kInvitationLifetime : std::chrono::hours(request.valid_hours());
  InviteNodeResponse response;
  ASSIGN_OR_RETURN(*response.mutable_token(),
                   desk_->Invite(who, parts_.enrolment_addresses, lifetime));
  response.set_expires_unix_ms(ToUnixMs(parts_.clock->Now() + lifetime));
  return response;
}

std::vector<Cut> Coordinator::CutsOf(const MemberEntry& member) const {
  std::vector<Cut> cuts;
  for (const SpaceId& space : {RosterSpace(), CommonsSpace()}) {
    const LogId log = LogIdOf(parts_.logs->options().federation, member.member.node_id(),
                              member.member.incarnation(), space);
    Cut& cut = cuts.emplace_back();
    cut.set_log_id(log.str());
    for (const SignedCheckpoint& head : parts_.logs->HeadsOfLog(log)) {
      auto& kept = *cut.add_heads();
      kept.set_tag(head.tag().str());
      kept.set_size(head.size());
      kept.set_root(head.root().str());
    }
  }
  return cuts;
}

StatusOr<RemoveNodeResponse> Coordinator::Remove(const RemoveNodeRequest& request) {
  const std::shared_ptr<const Roster> roster = parts_.roster->Get();
  const MemberEntry* member = roster->Find(request.node_id());
  if (member == nullptr || member->state != MemberState::kActive) {
    return NotFound(
        absl::StrFormat("node_id: %s is no member: `cledi peers` lists them", request.node_id()));
  }
  if (request.node_id() == roster->root().coordinator) {
    return Invalid("node_id: the coordinator's own node cannot be removed");
  }
  if (request.reason().empty()) {
    return Invalid("reason: every operator reads it; say why");
  }
  const RosterChange change = RemoveChange(request.node_id(), request.reason(), CutsOf(*member));
  RETURN_IF_ERROR(Update({&change, 1}, WriteBatch()));
  RemoveNodeResponse response;
  response.set_roster_number(parts_.roster->Get()->number());
  return response;
}

StatusOr<std::vector<Invitation>> Coordinator::ReadInvitations() {
  std::vector<Invitation> invitations;
  Status malformed;
  RETURN_IF_ERROR(parts_.store->Scan(
      Family::kLocal, kInvitationPrefix, PrefixEnd(kInvitationPrefix),
      [&](std::string_view, std::string_view value) {
        Invitation invitation;
        if (!invitation.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
          malformed = Corrupt("a stored invitation cannot be read");
          return false;
        }
        invitations.push_back(std::move(invitation));
        return true;
      }));
  RETURN_IF_ERROR(malformed);
  return invitations;
}

Status Coordinator::WriteInvitation(const Invitation& invitation) {
  WriteBatch batch;
  AddInvitation(batch, invitation);
  return parts_.store->Write(batch, Durability::kSynced);
}

Status Coordinator::Admit(const Invitation& used, const Member& member) {
  WriteBatch batch;
  AddInvitation(batch, used);
  const RosterChange change = AdmitChange(member);
  return Update({&change, 1}, std::move(batch));
}

StatusOr<std::vector<SignedRosterUpdate>> Coordinator::UpdatesUpTo(uint32_t number) {
  std::vector<SignedRosterUpdate> updates = parts_.roster->Updates();
  if (updates.size() < number) {
    return absl::InternalError("the roster is shorter than the invitation says");
  }
  updates.resize(number);
  return updates;
}

}  // namespace cledi
