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

// What the pages are printed from. All of it outlives them.
struct PageBackend {
  // The node's community services.
  const MethodTable* methods = nullptr;
  PageSource* node = nullptr;
  // Empty: everybody is a visitor.
  CallerResolver callers;
};

// The cookie that keeps a person's session.
inline constexpr std::string_view kSessionCookie = "__Host-session";

// The site: all pages that people read. Safe from any thread once made.
class WebPages {
 public:
  // Adds all pages and the files that they need to `router`, which outlives the pages.
  // InvalidArgument: no such time zone. Internal: a template or a catalogue in the program is
  // broken.
  static StatusOr<std::unique_ptr<WebPages>> Create(WebPagesOptions options, PageBackend backend,
                                                    Router& router);

  // For HttpServerOptions; the pages outlive the server.
  ErrorPage error_page() const;

 private:
  using Page = StatusOr<HttpResponse> (*)(const PageContext&, const PathParams&);

  WebPages(WordBook words, Templates templates, PageBackend backend);

  void AddPages(Router& router);
  void AddPage(Router& router, std::string_view pattern, Page page);
  Reader ReaderOf(const HttpRequest& request) const;
  const Words& WordsFor(const HttpRequest& request, const Reader& reader) const;

  const WordBook words_;
  const Templates templates_;
  const PageBackend backend_;
  std::unique_ptr<const Layout> layout_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_WEB_PAGES_H_
