#ifndef CLEDI_NODE_PERSON_PERSON_RULES_H_
#define CLEDI_NODE_PERSON_PERSON_RULES_H_

#include "cledi/event/v1/person.pb.h"
#include "node/fields/field_problems.h"

namespace cledi {

// All that makes a profile count, at write time (a helpful error) and in every fold (the same
// verdict): all limits that the message's comments state; and nothing in its one-line texts
// that is not seen, so that a name looks like what it is. Changing a rule needs a new version
// of the projection.
void CheckProfile(const event::v1::Profile& profile, FieldProblems& problems);

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_PERSON_RULES_H_
