#ifndef CLEDI_NODE_WEB_PAGES_WEB_PAGES_H_
#define CLEDI_NODE_WEB_PAGES_WEB_PAGES_H_

#include <functional>
#include <memory>
#include <string>

#include "federation/base/status.h"
#include "node/http/http_server.h"
#include "node/http/router.h"
#include "node/web/pages/layout.h"
#include "node/web/pages/page_context.h"
#include "node/web/pages/page_memo.h"
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
  // Safe from any thread, if the pages are asked from several.
  Random* random = nullptr;
  const Clock* clock = nullptr;
  // Differs, and grows, whenever what the services answer visitors may differ; safe from any
  // thread. Empty: nobody knows, so each page is printed anew.
  std::function<uint64_t()> state = nullptr;
};

// The site: all pages that people read. Safe from any thread once made.
class WebPages {
 public:
  // Adds all pages and the files that they need to `router`, which outlives the pages.
  // InvalidArgument: no such time zone. Internal: a template or a catalogue in the program is
  // broken.
  static StatusOr<std::unique_ptr<WebPages>> Create(WebPagesOptions options, PageBackend backend,
                                                    Router& router);

  using Page = std::function<StatusOr<HttpResponse>(const PageContext&, const PathParams&)>;
  // What a form does. `form`: its fields as they were typed, with "\n" at the ends of lines.
  using FormHandler = std::function<StatusOr<HttpResponse>(const PageContext&, const PathParams&,
                                                           const Query& form)>;

  // A page that is read. See pages.h for what becomes of errors.
  void AddPage(Router& router, std::string_view pattern, Page page);

  // What a form is sent to (POST). `take` is called only for forms of our own pages, sent by the
  // browser that the page was printed for, as whoever is signed in there now. On success it
  // redirects (303); where a field is wrong it prints its page again (422).
  //
  // Nothing that was typed is lost: where `take` fails, or its page was printed for another
  // session, the fields are printed again to be sent again, after signing in where that is
  // what lacks (KeptFormPage). `again` prints something better for a page that is too old, such
  // as the same page; it does nothing else.
  //
  // A form from another site is refused (403), one that is no form too (400, 415).
  void AddForm(Router& router, std::string_view pattern, FormHandler take,
               FormHandler again = nullptr);

  // For HttpServerOptions; the pages outlive the server.
  ErrorPage error_page() const;

 private:
  WebPages(WordBook words, Templates templates, PageBackend backend);

  void AddPages(Router& router);
  // A page that shows every visitor the same: printed once as long as nothing changes.
  void AddListPage(Router& router, std::string_view pattern,
                   StatusOr<HttpResponse> (*page)(const PageContext&));
  void AddAccountPages(Router& router);
  // The page behind a secret link, with its form.
  using LinkPage = StatusOr<HttpResponse> (*)(const PageContext&, std::string_view token);
  using LinkForm = StatusOr<HttpResponse> (*)(const PageContext&, std::string_view token,
                                              const Query& form);
  void AddLinkPage(Router& router, std::string_view pattern, LinkPage page, LinkForm take,
                   LinkForm again);
  // As Answer, from what was printed for another visitor where that is as good.
  HttpResponse AnswerAlike(const HttpRequest& request,
                           const std::function<HttpResponse(const PageContext&)>& print);
  // Prints for whoever asks, and sets the cookie that a form on the page needs.
  HttpResponse Answer(const HttpRequest& request,
                      const std::function<HttpResponse(const PageContext&)>& print) const;
  HttpResponse TakeForm(const HttpRequest& request, const PathParams& params,
                        const FormHandler& take, const FormHandler& again) const;
  Reader ReaderOf(const HttpRequest& request) const;
  const Words& WordsFor(const HttpRequest& request, const Reader& reader) const;

  const WordBook words_;
  const Templates templates_;
  const PageBackend backend_;
  std::unique_ptr<const Layout> layout_;
  PageMemo memo_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_WEB_PAGES_H_
