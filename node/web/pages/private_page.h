#ifndef CLEDI_NODE_WEB_PAGES_PRIVATE_PAGE_H_
#define CLEDI_NODE_WEB_PAGES_PRIVATE_PAGE_H_

#include <string_view>
#include <vector>

#include "node/http/http_message.h"
#include "node/web/pages/islands.h"
#include "node/web/pages/page_context.h"
#include "node/web/pages/view.h"

namespace cledi {

struct PrivateFrame {
  std::string_view title;  // A message.
  int status = 200;
  // See Frame.
  std::string_view place = "";
  std::vector<Island> islands = {};
};
// Prints a page that is for the one who asks: search engines do not list it.
HttpResponse PrintPrivate(const PageContext& context, std::string_view page,
                          const PrivateFrame& frame, View view);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PRIVATE_PAGE_H_
