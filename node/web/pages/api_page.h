#ifndef CLEDI_NODE_WEB_PAGES_API_PAGE_H_
#define CLEDI_NODE_WEB_PAGES_API_PAGE_H_

#include "node/web/pages/api_catalogue.h"
#include "node/web/pages/page_context.h"

namespace cledi {

// What programs may ask of this node: the methods that it has, out of those that the protos
// declare.
HttpResponse ApiPage(const PageContext& context, const ApiCatalogue& catalogue);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_API_PAGE_H_
