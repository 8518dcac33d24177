#ifndef CLEDI_NODE_INSTITUTION_INSTITUTION_RULES_H_
#define CLEDI_NODE_INSTITUTION_INSTITUTION_RULES_H_

#include "cledi/event/v1/institution.pb.h"
#include "node/fields/field_problems.h"

namespace cledi {

// All that makes a description count, at write time (a helpful error) and in every fold (the
// same verdict): all limits that the message's comments state. Changing a rule needs a new
// version of the projection.
void CheckInstitution(const event::v1::InstitutionDescribed& description, FieldProblems& problems);

}  // namespace cledi

#endif  // CLEDI_NODE_INSTITUTION_INSTITUTION_RULES_H_
