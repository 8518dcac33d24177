// The pages of the site, each a function from a request to what it shows.
//
// A page that cannot be printed returns why: NotFound and InvalidArgument become error pages
// that help the reader on; what the node itself cannot do becomes a 500 or 503.

#ifndef CLEDI_NODE_WEB_PAGES_PAGES_H_
#define CLEDI_NODE_WEB_PAGES_PAGES_H_

#include <string_view>

#include "federation/base/status.h"
#include "node/http/http_message.h"
#include "node/web/pages/page_context.h"

namespace cledi {

StatusOr<HttpResponse> HomePage(const PageContext& context);
StatusOr<HttpResponse> PlanListPage(const PageContext& context);
StatusOr<HttpResponse> ResourceListPage(const PageContext& context);
StatusOr<HttpResponse> PlanPage(const PageContext& context, std::string_view id);
StatusOr<HttpResponse> ResourcePage(const PageContext& context, std::string_view id);
StatusOr<HttpResponse> InstitutionListPage(const PageContext& context);
StatusOr<HttpResponse> InstitutionPage(const PageContext& context, std::string_view id);
StatusOr<HttpResponse> NetworkPage(const PageContext& context);
// A page of our own words: the messages "<name>_title" and "<name>_body".
StatusOr<HttpResponse> TextPage(const PageContext& context, std::string_view name);

// A helpful page for an error; 500 is fixed text in all languages, since what prints the
// others may be what broke. `detail` may be empty.
HttpResponse ErrorPageFor(const HttpRequest& request, const Words& words, const Layout& layout,
                          int status, std::string_view detail);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PAGES_H_
