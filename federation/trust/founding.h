// The first day of a federation, and the first day of a node in it.

#ifndef CLEDI_FEDERATION_TRUST_FOUNDING_H_
#define CLEDI_FEDERATION_TRUST_FOUNDING_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cledi/federation/v1/roster.pb.h"
#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "federation/base/status.h"
#include "federation/trust/identity_files.h"

namespace cledi {

struct FoundingPlan {
  std::string trust_domain;  // For ever.
  std::string name;          // As people call the federation.
  // The founding institution's entry, all but its log key: it becomes the coordinator.
  federation::v1::Member coordinator;
  // Where it will take enrolments and renewals: host:port.
  std::vector<std::string> enrolment_addresses;
  // For the authority's key; nothing: it lies open in its file, which only the owner can read.
  std::optional<std::string> ca_passphrase;
};

// Makes every key of a new federation, its trust root, and a roster whose first update admits
// the coordinator; writes all of it to `data_folder`, the identity last.
// AlreadyExists: there is an identity, or a coordinator's keys. InvalidArgument: the plan breaks
// a rule; nothing was written.
Status FoundFederation(const std::string& data_folder, const FoundingPlan& plan, const Clock& clock,
                       Random& random);

struct JoiningPlan {
  std::string token;  // As the technician pasted it.
  // As in Member.
  std::vector<std::string> addresses;
  std::string web_address;
};

// How a request reaches the coordinator that a join token names (EnrolmentClient::Enrol).
using SendEnrolment = std::function<StatusOr<federation::v1::EnrolResponse>(
    const federation::v1::JoinToken&, const federation::v1::EnrolRequest&)>;

// Makes keys, asks the coordinator to admit them, checks its whole answer, and writes the
// identity to `data_folder`. Returns the node id. May be called again after any failure, with
// the same token: what was lost on the way is answered again.
// AlreadyExists: there is an identity. Otherwise the errors of DecodeJoinToken, `send` and
// CheckEnrolResponse.
StatusOr<std::string> JoinFederation(const std::string& data_folder, const JoiningPlan& plan,
                                     const SendEnrolment& send, const Clock& clock, Random& random);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_FOUNDING_H_
