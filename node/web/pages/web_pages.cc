#include "node/web/pages/web_pages.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "federation/base/log_line.h"
#include "federation/base/peer_address.h"
#include "node/http/content_coding.h"
#include "node/http/request_origin.h"
#include "node/web/pages/api_page.h"
#include "node/web/pages/asset.h"
#include "node/web/pages/form_guard.h"
#include "node/web/pages/kept_form.h"
#include "node/web/pages/pages.h"
#include "node/web/pages/talk_pages.h"
#include "node/web/pages/writing_pages.h"

namespace cledi {
namespace {

std::string_view Param(const PathParams& params, std::string_view name) {
  return params.find(name)->second;  // Its pattern names it.
}

// What a service's failure means to a reader.
HttpResponse FailureResponse(const Status& status, const PageContext& context) {
  switch (status.code()) {
    case StatusCode::kNotFound:
      return ErrorResponse(404);
    case StatusCode::kInvalidArgument:
      return ErrorResponse(400, std::string(Message(status)));
    case StatusCode::kUnauthenticated: {
      const std::string here = context.request.Target();
      return RedirectTo(absl::StrCat("/sign-in?next=", PercentEncode(here)), 303);
    }
    case StatusCode::kPermissionDenied:
      return ErrorResponse(403, std::string(Message(status)));
    case StatusCode::kUnavailable:
    case StatusCode::kResourceExhausted:
    case StatusCode::kDeadlineExceeded:
      return ErrorResponse(503);
    default:
      LogLine(Severity::kError, "page_failed", {{"why", status.ToString()}});
      return ErrorResponse(500);
  }
}

HttpResponse ResponseOf(StatusOr<HttpResponse> printed, const PageContext& context) {
  return printed.ok() ? *std::move(printed) : FailureResponse(printed.status(), context);
}

// All that what a visitor is answered depends on, beside what the services say.
std::string NameOf(const HttpRequest& request, const Words& words, ContentCoding coding) {
  return absl::StrCat(request.host, "\n", request.Target(), "\n", ToAbsl(words.language()), "\n",
                      ToAbsl(ContentCodingName(coding)), "\n",
                      ToAbsl(request.Header("cookie").value_or("")));
}

bool IsForm(const HttpRequest& request) {
  std::string_view type = request.Header("content-type").value_or("");
  type = type.substr(0, type.find(';'));
  return absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(ToAbsl(type)),
                                "application/x-www-form-urlencoded");
}

// Browsers end lines with CR LF.
StatusOr<Query> ParseForm(std::string_view body) {
  ASSIGN_OR_RETURN(const Query sent, Query::Parse(body, Query::kFormPairsMax));
  Query form;
  for (const auto& [name, value] : sent.pairs()) {
    form.Add(name, absl::StrReplaceAll(value, {{"\r\n", "\n"}, {"\r", "\n"}}));
  }
  return form;
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
  ASSIGN_OR_RETURN(ApiCatalogue api, ApiCatalogue::Read(Asset("descriptors.binpb")));
  pages->AddPage(router, "/api",
                 [api = std::make_shared<const ApiCatalogue>(std::move(api))](
                     const PageContext& context, const PathParams&) -> StatusOr<HttpResponse> {
                   return ApiPage(context, *api);
                 });
  return pages;
}

WebPages::WebPages(WordBook words, Templates templates, PageBackend backend)
    : words_(std::move(words)),
      templates_(std::move(templates)),
      backend_(std::move(backend)),
      memo_(backend_.clock) {}

void WebPages::AddPages(Router& router) {
  using Context = const PageContext&;
  using Params = const PathParams&;
  AddPage(router, "/", [](Context context, Params) { return HomePage(context); });
  AddListPage(router, "/plans", PlanListPage);
  AddPage(router, "/plans/{id}",
          [](Context context, Params params) { return PlanPage(context, Param(params, "id")); });
  AddListPage(router, "/resources", ResourceListPage);
  AddPage(router, "/resources/{id}", [](Context context, Params params) {
    return ResourcePage(context, Param(params, "id"));
  });
  AddPage(router, "/plans/{id}/history", [](Context context, Params params) {
    return PlanHistoryPage(context, Param(params, "id"));
  });
  AddPage(router, "/resources/{id}/history", [](Context context, Params params) {
    return ResourceHistoryPage(context, Param(params, "id"));
  });
  AddPage(router, "/plans/{id}/compare/{other}", [](Context context, Params params) {
    return PlanComparePage(context, Param(params, "id"), Param(params, "other"));
  });
  AddPage(router, "/resources/{id}/compare/{other}", [](Context context, Params params) {
    return ResourceComparePage(context, Param(params, "id"), Param(params, "other"));
  });
  AddPage(router, "/people", [](Context context, Params) { return PeopleListPage(context); });
  AddPage(router, "/people/{id}",
          [](Context context, Params params) { return PersonPage(context, Param(params, "id")); });
  AddPage(router, "/institutions",
          [](Context context, Params) { return InstitutionListPage(context); });
  AddPage(router, "/institutions/{id}", [](Context context, Params params) {
    return InstitutionPage(context, Param(params, "id"));
  });
  AddPage(router, "/network", [](Context context, Params) { return NetworkPage(context); });
  AddPage(router, "/about", [](Context context, Params) { return TextPage(context, "about"); });
  AddPage(router, "/privacy", [](Context context, Params) { return TextPage(context, "privacy"); });
  AddAccountPages(router);
  AddWritingPages(*this, router);
  AddTalkPages(*this, router);
}

void WebPages::AddAccountPages(Router& router) {
  using Context = const PageContext&;
  using Params = const PathParams&;
  using Sent = const Query&;
  AddPage(router, "/sign-in", [](Context context, Params) { return SignInPage(context); });
  AddForm(
      router, "/sign-in", [](Context context, Params, Sent form) { return SignIn(context, form); },
      [](Context context, Params, Sent form) { return SignInAgain(context, form); });
  const auto sign_out = [](Context context, Params, Sent) { return SignOut(context); };
  // Who wants to leave may, from however old a page.
  AddForm(router, "/sign-out", sign_out, sign_out);

  AddLinkPage(router, "/welcome/{token}", WelcomePage, AcceptInvitation, WelcomeAgain);
  AddLinkPage(router, "/reset/{token}", ResetPage, ResetPassword, ResetAgain);

  AddPage(router, "/my", [](Context context, Params) { return MyPage(context); });
  AddForm(router, "/my/delete-draft",
          [](Context context, Params, Sent form) { return DeleteDraft(context, form); });
  AddPage(router, "/settings", [](Context context, Params) { return SettingsPage(context); });
  AddForm(router, "/settings",
          [](Context context, Params, Sent form) { return ChangeSettings(context, form); });
  AddForm(router, "/settings/profile",
          [](Context context, Params, Sent form) { return DescribeMe(context, form); });
  AddForm(
      router, "/settings/password",
      [](Context context, Params, Sent form) { return ChangePassword(context, form); },
      [](Context context, Params, Sent) { return SettingsAgain(context); });

  AddPage(router, "/admin/people", [](Context context, Params) { return AccountsPage(context); });
  AddForm(router, "/admin/people/invite",
          [](Context context, Params, Sent form) { return InviteUser(context, form); });
  AddForm(router, "/admin/people/reset",
          [](Context context, Params, Sent form) { return OfferPasswordReset(context, form); });
  AddForm(router, "/admin/people/roles",
          [](Context context, Params, Sent form) { return SetUserRoles(context, form); });
  AddForm(router, "/admin/people/suspend",
          [](Context context, Params, Sent form) { return SuspendUser(context, form); });
}

void WebPages::AddLinkPage(Router& router, std::string_view pattern, LinkPage page, LinkForm take,
                           LinkForm again) {
  AddPage(router, pattern, [page](const PageContext& context, const PathParams& params) {
    return page(context, Param(params, "token"));
  });
  const auto with_token = [](LinkForm handle) {
    return [handle](const PageContext& context, const PathParams& params, const Query& form) {
      return handle(context, Param(params, "token"), form);
    };
  };
  AddForm(router, pattern, with_token(take), with_token(again));
}

void WebPages::AddPage(Router& router, std::string_view pattern, Page page) {
  router.Add(HttpMethod::kGet, pattern,
             [this, page = std::move(page)](const HttpRequest& request, const PathParams& params) {
               return Answer(request, [&](const PageContext& context) {
                 return ResponseOf(page(context, params), context);
               });
             });
}

void WebPages::AddListPage(Router& router, std::string_view pattern,
                           StatusOr<HttpResponse> (*page)(const PageContext&)) {
  router.Add(HttpMethod::kGet, pattern,
             [this, page](const HttpRequest& request, const PathParams&) {
               return AnswerAlike(request, [page](const PageContext& context) {
                 return ResponseOf(page(context), context);
               });
             });
}

void WebPages::AddForm(Router& router, std::string_view pattern, FormHandler take,
                       FormHandler again) {
  router.Add(HttpMethod::kPost, pattern,
             [this, take = std::move(take), again = std::move(again)](const HttpRequest& request,
                                                                      const PathParams& params) {
               return TakeForm(request, params, take, again);
             });
}

HttpResponse WebPages::TakeForm(const HttpRequest& request, const PathParams& params,
                                const FormHandler& take, const FormHandler& again) const {
  const RequestOrigin origin = OriginOf(request);
  if (origin == RequestOrigin::kForeign || origin == RequestOrigin::kPerson) {
    return ErrorResponse(403, "the form was sent from a page of another site");
  }
  if (!IsForm(request)) {
    return ErrorResponse(415, "forms are sent as application/x-www-form-urlencoded");
  }
  StatusOr<Query> form = ParseForm(request.body);
  if (!form.ok()) {
    return ErrorResponse(400, std::string(Message(form.status())));
  }
  const bool genuine = IsFormToken(form->Get(kFormTokenField).value_or(""),
                                   BrowserSecret::Of(request, *backend_.random).value);
  if (!genuine && origin == RequestOrigin::kUnsaid) {
    // Not even repeated: it could be anybody's text.
    return ErrorResponse(403, "the form does not come from one of our pages");
  }
  return Answer(request, [&](const PageContext& context) {
    const auto kept = [&] { return KeptForm::Of(request, *form); };
    const FormHandler& handler = genuine ? take : again;
    if (handler == nullptr) {
      return KeptFormPage(context, kept(),
                          context.reader.signed_in() ? KeptWhy::kStale : KeptWhy::kSignIn);
    }
    StatusOr<HttpResponse> answer = handler(context, params, *form);
    if (answer.ok()) {
      return *std::move(answer);
    }
    return absl::IsUnauthenticated(answer.status())
               ? KeptFormPage(context, kept(), KeptWhy::kSignIn)
               : KeptFormPage(context, kept(), KeptWhy::kFailed, answer.status());
  });
}

HttpResponse WebPages::AnswerAlike(const HttpRequest& request,
                                   const std::function<HttpResponse(const PageContext&)>& print) {
  if (backend_.state == nullptr || request.Cookie(kSessionCookie).has_value()) {
    return Answer(request, print);
  }
  const uint64_t state = backend_.state();
  const ContentCoding coding = ChooseCoding(request.Header("accept-encoding").value_or(""));
  const std::string name = NameOf(request, WordsFor(request, Reader()), coding);
  if (std::optional<HttpResponse> kept = memo_.Find(name, state)) {
    return *std::move(kept);
  }
  HttpResponse response = Answer(request, print);
  // What has a form is for one browser: Answer said so.
  if (response.status == 200 && !response.Header("Cache-Control").has_value()) {
    response.prepared =
        std::make_shared<const PreparedBody>(PrepareBodyFor(coding, std::move(response.body)));
    response.body.clear();
    memo_.Keep(name, state, response);
  }
  return response;
}

HttpResponse WebPages::Answer(const HttpRequest& request,
                              const std::function<HttpResponse(const PageContext&)>& print) const {
  const BrowserSecret secret = BrowserSecret::Of(request, *backend_.random);
  Reader reader = ReaderOf(request);
  reader.form_token = MakeFormToken(secret.value, *backend_.random);
  const Community community(backend_.methods, reader.caller);
  HttpResponse response = print({.request = request,
                                 .words = WordsFor(request, reader),
                                 .layout = *layout_,
                                 .reader = reader,
                                 .community = community,
                                 .node = *backend_.node,
                                 .random = *backend_.random});
  if (response.body.find(reader.form_token) != std::string::npos) {
    if (secret.fresh) {
      response.headers.emplace_back("Set-Cookie", SecretCookie(kVisitCookie, secret.value));
    }
    if (!response.Header("Cache-Control").has_value()) {
      response.headers.emplace_back("Cache-Control", "private, no-cache");
    }
  }
  return response;
}

Reader WebPages::ReaderOf(const HttpRequest& request) const {
  Reader visitor;
  visitor.caller.address = HostOfAddress(request.remote_address);
  const std::optional<std::string_view> token = request.Cookie(kSessionCookie);
  if (!token.has_value() || backend_.callers == nullptr) {
    return visitor;
  }
  std::optional<Caller> caller = backend_.callers(*token);
  if (!caller.has_value()) {
    return visitor;
  }
  caller->address = visitor.caller.address;
  StatusOr<community::v1::GetMeResponse> me = Community(backend_.methods, *caller).GetMe({});
  if (!me.ok()) {
    LogLine(Severity::kWarning, "account_unreadable", {{"why", me.status().ToString()}});
    return visitor;
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
    if (status == 500) {
      return BrokenPage();
    }
    return Answer(
        request, [&](const PageContext& context) { return ErrorPageFor(context, status, detail); });
  };
}

}  // namespace cledi
