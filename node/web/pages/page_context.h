#ifndef CLEDI_NODE_WEB_PAGES_PAGE_CONTEXT_H_
#define CLEDI_NODE_WEB_PAGES_PAGE_CONTEXT_H_

#include "federation/base/random.h"
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
  // For names of requests, so that one that is sent twice is carried out once.
  Random& random;
};

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PAGE_CONTEXT_H_
