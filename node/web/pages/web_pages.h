#ifndef CLEDI_NODE_WEB_PAGES_WEB_PAGES_H_
#define CLEDI_NODE_WEB_PAGES_WEB_PAGES_H_

#include <memory>
#include <string>

#include "federation/base/status.h"
#include "node/http/http_server.h"
#include "node/http/router.h"
#include "node/web/pages/layout.h"
#include "node/web/pages/page_context.h"
#include "node/web/pages/page_source.h"
#include "node/web/pages/templates.h"
#include "node/web/words/word_book.h"

namespace cledi {

struct WebPagesOptions {
  Site site;
  // In which dates are told; a name of the tz database, such as "Europe/Rome".
  std::string time_zone = "UTC";
  // Told of mistakes in templates; by default they are logged.
  Templates::OnMissing on_missing_name;
};

// The site: all pages that people read. Safe from any thread once made.
class WebPages {
 public:
  // Adds all pages and the files that they need to `router`. `source` and `router` outlive
  // the pages. InvalidArgument: no such time zone. Internal: a template or a catalogue in the
  // program is broken.
  static StatusOr<std::unique_ptr<WebPages>> Create(WebPagesOptions options, PageSource* source,
                                                    Router& router);

  // For HttpServerOptions; the pages outlive the server.
  ErrorPage error_page() const;

 private:
  using Page = StatusOr<HttpResponse> (*)(const PageContext&, const PathParams&);

  WebPages(WordBook words, Templates templates, PageSource* source);

  void AddPages(Router& router);
  void AddPage(Router& router, std::string_view pattern, Page page);
  const Words& WordsFor(const HttpRequest& request) const;

  const WordBook words_;
  const Templates templates_;
  PageSource* const source_;
  std::unique_ptr<const Layout> layout_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_WEB_PAGES_H_
