#include "federation/roster/roster.h"

#include <array>

#include "federation/base/sha256.h"
#include "federation/roster/member_rules.h"

namespace cledi {
namespace {

using federation::v1::Cut;
using federation::v1::Member;
using federation::v1::RosterChange;
using federation::v1::RosterUpdate;
using federation::v1::SignedRosterUpdate;

constexpr int kChangesMax = 256;
constexpr size_t kMembersMax = 20'000;

const std::array<SpaceId, 2>& ReplicatedSpaces() {
  static const std::array<SpaceId, 2> spaces = {RosterSpace(), CommonsSpace()};
  return spaces;
}

StatusOr<RosterUpdate> Open(const SignedRosterUpdate& signed_update, const PublicKey& roster_key) {
  const std::string& bytes = signed_update.update();
  if (bytes.size() > kRosterUpdateBytesMax) {
    return Invalid(absl::StrFormat("the roster update has %d bytes; at most %d are allowed",
                                   bytes.size(), kRosterUpdateBytesMax));
  }
  ASSIGN_OR_RETURN(
      const std::set<PublicKey> signers,
      SignersAmong(SignatureKind::kRosterUpdate, bytes, signed_update.signatures(), {roster_key}));
  if (signers.empty()) {
    return absl::UnauthenticatedError("the roster update is not signed by the roster key");
  }
  RosterUpdate update;
  if (!update.ParseFromString(bytes)) {
    return Invalid("the roster update cannot be parsed");
  }
  if (update.changes().empty() || update.changes_size() > kChangesMax) {
    return Invalid(absl::StrFormat("roster update %d holds %d changes; 1 to %d are allowed",
                                   update.number(), update.changes_size(), kChangesMax));
  }
  return update;
}

}  // namespace

Roster::Roster(TrustRoot root) : root_(std::move(root)), hashes_{root_.hash} {}

StatusOr<Roster> Roster::Replay(TrustRoot root, std::span<const SignedRosterUpdate> updates) {
  Roster roster(std::move(root));
  for (const SignedRosterUpdate& update : updates) {
    RETURN_IF_ERROR(Annotate(roster.Advance(update),
                             absl::StrFormat("replaying the roster after %d", roster.number())));
  }
  return roster;
}

StatusOr<Roster> Roster::Apply(const SignedRosterUpdate& update) const {
  Roster next = *this;
  RETURN_IF_ERROR(next.Advance(update));
  return next;
}

Status Roster::Advance(const SignedRosterUpdate& signed_update) {
  ASSIGN_OR_RETURN(const RosterUpdate update, Open(signed_update, root_.roster_key));
  const Hash hash = Sha256(signed_update.update());
  RETURN_IF_ERROR(CheckPlace(update, hash));
  for (const RosterChange& change : update.changes()) {
    RETURN_IF_ERROR(Annotate(ApplyChange(change, update.number()),
                             absl::StrFormat("roster update %d", update.number())));
  }
  hashes_.push_back(hash);
  return absl::OkStatus();
}

Status Roster::CheckPlace(const RosterUpdate& update, const Hash& hash) const {
  if (update.number() > 0 && update.number() < hashes_.size()) {
    if (hashes_[update.number()] != hash) {
      return Corrupt(absl::StrFormat(
          "the roster key signed two different updates %d: ask the coordinator which one holds",
          update.number()));
    }
    return absl::AlreadyExistsError(
        absl::StrFormat("roster update %d is applied already", update.number()));
  }
  if (update.number() != number() + 1) {
    return absl::FailedPreconditionError(
        absl::StrFormat("expected roster update %d, got %d", number() + 1, update.number()));
  }
  if (update.previous_hash() != head_hash().view()) {
    return Corrupt(absl::StrFormat(
        "roster update %d follows another update %d than the one that is held here: ask the "
        "coordinator which one holds",
        update.number(), number()));
  }
  return absl::OkStatus();
}

Status Roster::ApplyChange(const RosterChange& change, uint32_t number) {
  switch (change.change_case()) {  // No default: a new change must be given a meaning here.
    case RosterChange::kAdmit:
      return Admit(change.admit(), number);
    case RosterChange::kUpdate:
      return Update(change.update());
    case RosterChange::kRemove:
      return Remove(change.remove(), number);
    case RosterChange::CHANGE_NOT_SET:
      break;
  }
  // Passing over it would let this node judge rights by another roster than the others.
  return absl::UnimplementedError(
      "it holds a change that this version does not know: install a newer version");
}

Status Roster::Admit(const Member& member, uint32_t number) {
  RETURN_IF_ERROR(CheckMember(member));
  const MemberEntry* before = Find(member.node_id());
  const uint32_t incarnation = before == nullptr ? 0 : before->member.incarnation() + 1;
  if (before != nullptr && before->state == MemberState::kActive) {
    return Invalid(absl::StrFormat("%s is a member already", member.node_id()));
  }
  if (member.incarnation() != incarnation) {
    return Invalid(absl::StrFormat("the next incarnation of %s is %d, not %d", member.node_id(),
                                   incarnation, member.incarnation()));
  }
  const PublicKey log_key = *PublicKey::From(member.log_key());
  if (!keys_.insert(log_key).second) {
    return Invalid(absl::StrFormat("the log key of %s is in the roster already: make a new one",
                                   member.node_id()));
  }
  members_.insert_or_assign(
      member.node_id(), MemberEntry{.member = member, .log_key = log_key, .admitted_at = number});
  if (members_.size() > kMembersMax) {
    return Invalid(absl::StrFormat("a federation has at most %d members", kMembersMax));
  }
  for (const SpaceId& space : ReplicatedSpaces()) {
    owners_[LogIdOf(root_.federation, member.node_id(), incarnation, space)] =
        LogOwner{.node_id = member.node_id(),
                 .incarnation = incarnation,
                 .space = space,
                 .log_key = log_key};
  }
  return absl::OkStatus();
}

Status Roster::Update(const Member& member) {
  RETURN_IF_ERROR(CheckMember(member));
  ASSIGN_OR_RETURN(MemberEntry* const entry, FindActive(member.node_id()));
  if (member.log_key() != entry->log_key.view() ||
      member.incarnation() != entry->member.incarnation()) {
    return Invalid(absl::StrFormat(
        "an update of %s cannot change its log key or incarnation; remove it and admit it anew",
        member.node_id()));
  }
  entry->member = member;
  return absl::OkStatus();
}

Status Roster::Remove(const RosterChange::Removal& removal, uint32_t number) {
  ASSIGN_OR_RETURN(MemberEntry* const entry, FindActive(removal.node_id()));
  if (removal.node_id() == root_.coordinator) {
    return Invalid("the coordinator can be replaced by a new trust root only");
  }
  if (!IsPlainText(removal.reason(), kReasonBytesMax)) {
    return Invalid(absl::StrFormat("the reason has at most %d bytes on one line", kReasonBytesMax));
  }
  for (const Cut& cut : removal.cuts()) {
    RETURN_IF_ERROR(AddCut(removal.node_id(), cut));
  }
  entry->state = MemberState::kRemoved;
  entry->removed_at = number;
  for (const SpaceId& space : ReplicatedSpaces()) {
    owners_.at(LogIdOf(root_.federation, removal.node_id(), entry->member.incarnation(), space))
        .active = false;
  }
  return absl::OkStatus();
}

Status Roster::AddCut(std::string_view node_id, const Cut& cut) {
  RETURN_IF_ERROR(CheckCut(cut));
  const LogId log = *LogId::From(cut.log_id());
  const LogOwner* const owner = OwnerOf(log);
  if (owner == nullptr || owner->node_id != node_id || !owner->active) {
    return Invalid(
        absl::StrFormat("log %s, which is cut, is none of %s", HexEncode(log.view()), node_id));
  }
  if (!cuts_.emplace(log, cut).second) {
    return Invalid(absl::StrFormat("log %s is cut twice", HexEncode(log.view())));
  }
  return absl::OkStatus();
}

StatusOr<MemberEntry*> Roster::FindActive(std::string_view node_id) {
  const auto found = members_.find(node_id);
  if (found == members_.end() || found->second.state != MemberState::kActive) {
    return Invalid(
        absl::StrFormat("%s is not a member", IsNodeId(node_id) ? node_id : "what it names"));
  }
  return &found->second;
}

const MemberEntry* Roster::Find(std::string_view node_id) const {
  const auto found = members_.find(node_id);
  return found == members_.end() ? nullptr : &found->second;
}

bool Roster::IsActive(std::string_view node_id) const {
  const MemberEntry* const entry = Find(node_id);
  return entry != nullptr && entry->state == MemberState::kActive;
}

std::vector<const MemberEntry*> Roster::Active() const {
  std::vector<const MemberEntry*> active = All();
  std::erase_if(active,
                [](const MemberEntry* entry) { return entry->state != MemberState::kActive; });
  return active;
}

std::vector<const MemberEntry*> Roster::All() const {
  std::vector<const MemberEntry*> all;
  all.reserve(members_.size());
  for (const auto& [node_id, entry] : members_) {
    all.push_back(&entry);
  }
  return all;
}

const LogOwner* Roster::OwnerOf(const LogId& log) const {
  const auto found = owners_.find(log);
  return found == owners_.end() ? nullptr : &found->second;
}

const Cut* Roster::CutOf(const LogId& log) const {
  const auto found = cuts_.find(log);
  return found == cuts_.end() ? nullptr : &found->second;
}

bool Roster::IsEntitled(std::string_view node_id, const SpaceId& space) const {
  return IsActive(node_id) &&
         (std::ranges::find(ReplicatedSpaces(), space) != ReplicatedSpaces().end() ||
          space == InstitutionSpace(node_id));
}

std::vector<SpaceId> Roster::SharedSpaces(std::string_view a, std::string_view b) const {
  if (a == b || !IsActive(a) || !IsActive(b)) {
    return {};
  }
  return {ReplicatedSpaces().begin(), ReplicatedSpaces().end()};
}

}  // namespace cledi
