#ifndef CLEDI_NODE_PRACTICE_DESCRIPTION_RULES_H_
#define CLEDI_NODE_PRACTICE_DESCRIPTION_RULES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cledi/event/v1/practice.pb.h"
#include "node/fields/field_problems.h"

namespace cledi {

// The rules of both kinds of practice: all limits that the messages' comments state.
// Changing one changes which facts count: it needs a new version of the projections.
void CheckDescription(const event::v1::Description& description, FieldProblems& problems);
void CheckGlossary(std::string_view field,
                   const google::protobuf::RepeatedPtrField<event::v1::GlossaryEntry>& glossary,
                   FieldProblems& problems);
// What a revision and a withdrawal may say beside the practice.
void CheckChangeNote(std::string_view note, FieldProblems& problems);
void CheckWithdrawalReason(std::string_view reason, FieldProblems& problems);

// The reason in the payload of a withdrawal of either kind; nothing: it does not count.
template <class Withdrawn>
std::optional<std::string> ReadReason(std::string_view payload) {
  Withdrawn fact;
  if (!fact.ParseFromArray(payload.data(), static_cast<int>(payload.size()))) {
    return std::nullopt;
  }
  FieldProblems problems;
  CheckWithdrawalReason(fact.reason(), problems);
  return problems.empty() ? std::optional(fact.reason()) : std::nullopt;
}

// Recommended fields that are empty, as paths below `description`: a practice without them is
// published all the same, and whoever may fill them in is told.
void AddMissing(const event::v1::Description& description, std::vector<std::string>& missing);

}  // namespace cledi

#endif  // CLEDI_NODE_PRACTICE_DESCRIPTION_RULES_H_
