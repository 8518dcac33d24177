#ifndef CLEDI_ADMIN_PRACTICE_COLLECTED_WORK_H_
#define CLEDI_ADMIN_PRACTICE_COLLECTED_WORK_H_

#include <optional>
#include <string_view>

#include "cledi/community/v1/practice_document.pb.h"
#include "federation/base/status.h"

namespace cledi {

// What a collected work becomes: its line does not say whether it is a lesson.
enum class CollectedAs { kResource, kPlan };

// Reads a line of a collection of works in the plain shape that many catalogues are reduced to,
// one JSON object with `id`, `source`, `licence`, `url`, `lang`, `title`, `summary`,
// `body_markdown`, `keywords`, `age_range` ("8-10") and `group_id` (equal for translations).
// Unknown members are ignored.
//
// As a resource it is a text to read in place; as a plan it is an activity, with a step for
// each second-level heading, or one step where there is none. What is longer than the network's
// form allows is cut at a word, and the address leads to the whole.
//
// Nothing: it is not of this shape (it has no "body_markdown"). InvalidArgument: it is, and
// something is wrong with it; names the member.
StatusOr<std::optional<community::v1::PracticeDocument>> ReadCollectedWork(std::string_view line,
                                                                           CollectedAs as);

}  // namespace cledi

#endif  // CLEDI_ADMIN_PRACTICE_COLLECTED_WORK_H_
