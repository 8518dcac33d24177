#ifndef CLEDI_NODE_WEB_PAGES_PRACTICE_OUTLINE_H_
#define CLEDI_NODE_WEB_PAGES_PRACTICE_OUTLINE_H_

#include "cledi/event/v1/plan.pb.h"
#include "cledi/event/v1/resource.pb.h"
#include "node/web/compare/outline.h"
#include "node/web/words/words.h"

namespace cledi {

// What people read of a practice, in the order of its page, as texts to be compared: what they
// wrote as it is, values and lists in the reader's words, a list with one entry a line.
Outline OutlineOf(const event::v1::LessonPlan& plan, const Words& words);
Outline OutlineOf(const event::v1::TrainingResource& resource, const Words& words);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PRACTICE_OUTLINE_H_
