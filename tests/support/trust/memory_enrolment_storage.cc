#include "tests/support/trust/memory_enrolment_storage.h"

#include "federation/base/check.h"

namespace cledi {

using federation::v1::Invitation;
using federation::v1::Member;
using federation::v1::SignedRosterUpdate;

StatusOr<std::vector<Invitation>> MemoryEnrolmentStorage::ReadInvitations() {
  std::vector<Invitation> all;
  for (const auto& [token_id, invitation] : invitations_) {
    all.push_back(invitation);
  }
  return all;
}

Status MemoryEnrolmentStorage::WriteInvitation(const Invitation& invitation) {
  RETURN_IF_ERROR(disk_);
  invitations_[invitation.token_id()] = invitation;
  return absl::OkStatus();
}

Status MemoryEnrolmentStorage::Admit(const Invitation& used, const Member& member) {
  RETURN_IF_ERROR(disk_);
  RETURN_IF_ERROR(federation_->TryStep({AdmitChange(member)}));
  return WriteInvitation(used);
}

StatusOr<std::vector<SignedRosterUpdate>> MemoryEnrolmentStorage::UpdatesUpTo(uint32_t number) {
  const std::vector<SignedRosterUpdate>& all = federation_->updates();
  CHECK(number <= all.size());
  return std::vector<SignedRosterUpdate>(all.begin(), all.begin() + number);
}

}  // namespace cledi
