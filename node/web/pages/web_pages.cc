#include "node/web/pages/web_pages.h"

#include <utility>

#include "federation/base/log_line.h"
#include "node/web/pages/pages.h"

namespace cledi {
namespace {

std::string_view Param(const PathParams& params, std::string_view name) {
  return params.find(name)->second;  // Its pattern names it.
}

// What a service's failure means to a reader.
HttpResponse FailureResponse(const Status& status) {
  switch (status.code()) {
    case StatusCode::kNotFound:
      return ErrorResponse(404);
    case StatusCode::kInvalidArgument:
      return ErrorResponse(400, std::string(Message(status)));
    case StatusCode::kUnavailable:
    case StatusCode::kResourceExhausted:
    case StatusCode::kDeadlineExceeded:
      return ErrorResponse(503);
    default:
      LogLine(Severity::kError, "page_failed", {{"why", status.ToString()}});
      return ErrorResponse(500);
  }
}

}  // namespace

StatusOr<std::unique_ptr<WebPages>> WebPages::Create(WebPagesOptions options, PageBackend backend,
                                                     Router& router) {
  ASSIGN_OR_RETURN(WordBook words, WordBook::Load(options.time_zone));
  if (options.on_missing_name == nullptr) {
    options.on_missing_name = [](std::string_view page, std::string_view name) {
      LogLine(Severity::kError, "template_name_missing",
              {{"page", std::string(page)}, {"name", std::string(name)}});
    };
  }
  ASSIGN_OR_RETURN(Templates templates,
                   Templates::Load(words.In("en"), std::move(options.on_missing_name)));
  std::unique_ptr<WebPages> pages(
      new WebPages(std::move(words), std::move(templates), std::move(backend)));
  pages->layout_ =
      std::make_unique<const Layout>(std::move(options.site), &pages->templates_, router);
  pages->AddPages(router);
  return pages;
}

WebPages::WebPages(WordBook words, Templates templates, PageBackend backend)
    : words_(std::move(words)), templates_(std::move(templates)), backend_(std::move(backend)) {}

void WebPages::AddPages(Router& router) {
  using Context = const PageContext&;
  using Params = const PathParams&;
  AddPage(router, "/", [](Context context, Params) { return HomePage(context); });
  AddPage(router, "/plans", [](Context context, Params) { return PlanListPage(context); });
  AddPage(router, "/plans/{id}",
          [](Context context, Params params) { return PlanPage(context, Param(params, "id")); });
  AddPage(router, "/resources", [](Context context, Params) { return ResourceListPage(context); });
  AddPage(router, "/resources/{id}", [](Context context, Params params) {
    return ResourcePage(context, Param(params, "id"));
  });
  AddPage(router, "/institutions",
          [](Context context, Params) { return InstitutionListPage(context); });
  AddPage(router, "/institutions/{id}", [](Context context, Params params) {
    return InstitutionPage(context, Param(params, "id"));
  });
  AddPage(router, "/network", [](Context context, Params) { return NetworkPage(context); });
  AddPage(router, "/about", [](Context context, Params) { return TextPage(context, "about"); });
  AddPage(router, "/privacy", [](Context context, Params) { return TextPage(context, "privacy"); });
}

void WebPages::AddPage(Router& router, std::string_view pattern, Page page) {
  router.Add(HttpMethod::kGet, pattern,
             [this, page](const HttpRequest& request, const PathParams& params) {
               const Reader reader = ReaderOf(request);
               const Community community(backend_.methods, reader.caller);
               const PageContext context{.request = request,
                                         .words = WordsFor(request, reader),
                                         .layout = *layout_,
                                         .reader = reader,
                                         .community = community,
                                         .node = *backend_.node};
               StatusOr<HttpResponse> printed = page(context, params);
               return printed.ok() ? *std::move(printed) : FailureResponse(printed.status());
             });
}

Reader WebPages::ReaderOf(const HttpRequest& request) const {
  const std::optional<std::string_view> token = request.Cookie(kSessionCookie);
  if (!token.has_value() || backend_.callers == nullptr) {
    return {};
  }
  std::optional<Caller> caller = backend_.callers(*token);
  if (!caller.has_value()) {
    return {};
  }
  StatusOr<community::v1::GetMeResponse> me = Community(backend_.methods, *caller).GetMe({});
  if (!me.ok()) {
    LogLine(Severity::kWarning, "account_unreadable", {{"why", me.status().ToString()}});
    return {};
  }
  return {.caller = *std::move(caller), .account = std::move(*me->mutable_account())};
}

// What a reader chose on this device counts; then what they keep in their account, whatever
// browser they sit at.
const Words& WebPages::WordsFor(const HttpRequest& request, const Reader& reader) const {
  std::optional<std::string_view> kept = request.Cookie(kLanguageCookie);
  if (!kept.has_value() && reader.account.has_value()) {
    kept = reader.account->settings().interface_language();
  }
  return words_.Choose(request.query.Get("lang"), kept,
                       request.Header("accept-language").value_or(""));
}

ErrorPage WebPages::error_page() const {
  return [this](const HttpRequest& request, int status, std::string_view detail) {
    return ErrorPageFor(request, WordsFor(request, ReaderOf(request)), *layout_, status, detail);
  };
}

}  // namespace cledi
