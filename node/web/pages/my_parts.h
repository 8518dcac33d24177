// What two pages show of what is one person's own.

#ifndef CLEDI_NODE_WEB_PAGES_MY_PARTS_H_
#define CLEDI_NODE_WEB_PAGES_MY_PARTS_H_

#include <cstddef>
#include <vector>

#include "cledi/community/v1/discussion_service.pb.h"
#include "node/web/pages/page_context.h"
#include "node/web/pages/view.h"

namespace cledi {

// The reader's drafts, the last touched first, at most `max`.
StatusOr<std::vector<View>> DraftViews(const PageContext& context, size_t max);

// A discussion in one line, for the piece _thread_line.
View ThreadLineView(const community::v1::ThreadCard& thread, const Words& words);

// What is new for the reader, at most `max`, for the piece _thread_line too.
StatusOr<std::vector<View>> NewsViews(const PageContext& context, uint32_t max);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_MY_PARTS_H_
