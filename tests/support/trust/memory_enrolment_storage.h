#ifndef CLEDI_TESTS_SUPPORT_TRUST_MEMORY_ENROLMENT_STORAGE_H_
#define CLEDI_TESTS_SUPPORT_TRUST_MEMORY_ENROLMENT_STORAGE_H_

#include <map>
#include <string>
#include <vector>

#include "federation/trust/enrolment_desk.h"
#include "tests/support/roster/test_roster.h"

namespace cledi {

// Keeps invitations in memory, and admits members to a TestRoster.
class MemoryEnrolmentStorage final : public EnrolmentStorage {
 public:
  // `federation` outlives it.
  explicit MemoryEnrolmentStorage(TestRoster* federation) : federation_(federation) {}

  // What every write answers from now on.
  void SetDisk(Status status) { disk_ = std::move(status); }

  StatusOr<std::vector<federation::v1::Invitation>> ReadInvitations() override;
  Status WriteInvitation(const federation::v1::Invitation& invitation) override;
  Status Admit(const federation::v1::Invitation& used,
               const federation::v1::Member& member) override;
  StatusOr<std::vector<federation::v1::SignedRosterUpdate>> UpdatesUpTo(uint32_t number) override;

 private:
  TestRoster* const federation_;
  Status disk_;
  std::map<std::string, federation::v1::Invitation> invitations_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_TRUST_MEMORY_ENROLMENT_STORAGE_H_
