// The pages on which practices are written: published, revised, adapted, translated and taken
// back. Each is a form that works without script; sending it again publishes once, and what was
// typed is kept as a draft whenever it cannot be published.

#ifndef CLEDI_NODE_WEB_PAGES_WRITING_PAGES_H_
#define CLEDI_NODE_WEB_PAGES_WRITING_PAGES_H_

#include <string_view>

#include "federation/base/status.h"
#include "node/http/http_message.h"
#include "node/http/router.h"
#include "node/web/pages/page_context.h"
#include "node/web/pages/practice_sheet.h"
#include "node/web/pages/web_pages.h"

namespace cledi {

// `id`: of the plan that is revised, adapted or translated; empty for a new one.
StatusOr<HttpResponse> PlanFormPage(const PageContext& context, SheetPurpose purpose,
                                    std::string_view id);
StatusOr<HttpResponse> TakePlanForm(const PageContext& context, SheetPurpose purpose,
                                    std::string_view id, const Query& form);

StatusOr<HttpResponse> ResourceFormPage(const PageContext& context, SheetPurpose purpose,
                                        std::string_view id);
StatusOr<HttpResponse> TakeResourceForm(const PageContext& context, SheetPurpose purpose,
                                        std::string_view id, const Query& form);

// `folder`: "plans" or "resources".
StatusOr<HttpResponse> WithdrawPage(const PageContext& context, std::string_view folder,
                                    std::string_view id);
StatusOr<HttpResponse> TakeWithdrawForm(const PageContext& context, std::string_view folder,
                                        std::string_view id, const Query& form);

// Adds all of them to the site.
void AddWritingPages(WebPages& pages, Router& router);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_WRITING_PAGES_H_
