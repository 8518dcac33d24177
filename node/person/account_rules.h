#ifndef CLEDI_NODE_PERSON_ACCOUNT_RULES_H_
#define CLEDI_NODE_PERSON_ACCOUNT_RULES_H_

#include "google/protobuf/repeated_field.h"

#include "cledi/community/v1/person_service.pb.h"
#include "federation/rpc/call.h"
#include "node/fields/field_problems.h"

namespace cledi {

using UserRoles = google::protobuf::RepeatedField<int>;

// At least one, each once, all known to this release.
void CheckRoles(std::string_view field, const UserRoles& roles, FieldProblems& problems);
// Whether `by` may give all of them, and take them away: nobody hands out what they do not have
// themselves, so that nobody becomes more than they are by a detour over another account.
bool MayHandOut(const Caller& by, const UserRoles& roles);
// The limits that the message's comments state.
void CheckSettings(const community::v1::Settings& settings, FieldProblems& problems);

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_ACCOUNT_RULES_H_
