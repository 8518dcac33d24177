#ifndef CLEDI_NODE_DISCUSSION_DISCUSSION_RULES_H_
#define CLEDI_NODE_DISCUSSION_DISCUSSION_RULES_H_

#include <string_view>

#include "cledi/event/v1/discussion.pb.h"
#include "node/fields/field_problems.h"

namespace cledi {

// All that makes a thread or a post count, at write time (a helpful error) and in every fold
// (the same verdict): all limits that the messages' comments state. Changing a rule needs a new
// version of the projections.
void CheckThread(const event::v1::Thread& thread, FieldProblems& problems);
void CheckPost(const event::v1::Post& post, FieldProblems& problems);
// Why something was taken back.
void CheckReason(std::string_view reason, FieldProblems& problems);

// What a person writes of either.
void CheckWords(std::string_view body, std::string_view language, FieldProblems& problems);
void CheckTitle(std::string_view title, FieldProblems& problems);

}  // namespace cledi

#endif  // CLEDI_NODE_DISCUSSION_DISCUSSION_RULES_H_
