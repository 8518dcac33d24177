#ifndef CLEDI_NODE_WEB_PAGES_PAGE_CONTEXT_H_
#define CLEDI_NODE_WEB_PAGES_PAGE_CONTEXT_H_

#include "node/http/http_message.h"
#include "node/web/pages/community.h"
#include "node/web/pages/layout.h"
#include "node/web/pages/page_source.h"
#include "node/web/pages/reader.h"
#include "node/web/words/words.h"

namespace cledi {

// What a page is printed from: who asks for what in which language, and where to look it up.
struct PageContext {
  const HttpRequest& request;
  const Words& words;
  const Layout& layout;
  const Reader& reader;
  // The services, asked as the reader.
  const Community& community;
  // The node itself.
  PageSource& node;
};

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PAGE_CONTEXT_H_
