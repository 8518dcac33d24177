#ifndef CLEDI_NODE_WEB_PAGES_PRACTICE_ACTIONS_H_
#define CLEDI_NODE_WEB_PAGES_PRACTICE_ACTIONS_H_

#include "cledi/community/v1/plan_service.pb.h"
#include "cledi/community/v1/resource_service.pb.h"
#include "node/web/pages/page_context.h"
#include "node/web/pages/view.h"

namespace cledi {

// Sets what the piece _practice_actions shows: what the reader may do with a practice, and for
// who may revise it what it still lacks, each a link to the field. Adapting and translating are
// offered to everybody: who is not signed in signs in on the way.
void SetPracticeActions(View& view, const PageContext& context,
                        const community::v1::PlanView& plan);
void SetPracticeActions(View& view, const PageContext& context,
                        const community::v1::ResourceView& resource);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PRACTICE_ACTIONS_H_
