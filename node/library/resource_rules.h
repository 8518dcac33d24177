#ifndef CLEDI_NODE_LIBRARY_RESOURCE_RULES_H_
#define CLEDI_NODE_LIBRARY_RESOURCE_RULES_H_

#include <string>
#include <vector>

#include "cledi/event/v1/resource.pb.h"
#include "node/fields/field_problems.h"

namespace cledi {

// All that makes a training resource count, at write time (a helpful error) and in every fold
// (the same verdict): all limits that the message's comments state. Changing a rule needs a
// new version of the projection.
void CheckResource(const event::v1::TrainingResource& resource, FieldProblems& problems);

// Recommended fields that are empty, by their path.
std::vector<std::string> MissingFields(const event::v1::TrainingResource& resource);

}  // namespace cledi

#endif  // CLEDI_NODE_LIBRARY_RESOURCE_RULES_H_
