#include <utility>

#include "absl/strings/str_cat.h"

#include "federation/base/log_line.h"
#include "node/web/pages/form_guard.h"
#include "node/web/pages/kept_form.h"
#include "node/web/pages/own_path.h"
#include "node/web/pages/pages.h"
#include "node/web/pages/private_page.h"
#include "node/web/pages/problem_words.h"
#include "node/web/pages/session_cookie.h"

namespace cledi {
namespace {

struct SignInState {
  int status = 200;
  Phrase problem;
  std::string user_name;
  std::string next;
  std::optional<KeptForm> kept;
};

HttpResponse Print(const PageContext& context, const SignInState& state) {
  const Words& words = context.words;
  View view;
  ProblemSummary problems(words);
  if (!state.problem.text.empty()) {
    problems.Add("user_name", {}, state.problem);
  }
  std::move(problems).Set(view);
  view.Say("insecure",
           CookiesAreKept(context.layout.site(), context.request.host)
               ? Phrase{}
               : words.Format("sign_in_insecure", {{"address", context.layout.site().address}}))
      .Text("user_name", state.user_name)
      .Text("next", state.next);
  SetCarried(view, state.kept);
  return PrintPrivate(context, "sign_in",
                      {.title = "sign_in_title", .status = state.status, .place = "my"},
                      std::move(view));
}

SignInState StateOf(const Query& form) {
  return {.status = 422,
          .user_name = std::string(form.Get("user_name").value_or("")),
          .next = std::string(form.Get("next").value_or("")),
          .kept = KeptForm::CarriedBy(form)};
}

}  // namespace

StatusOr<HttpResponse> SignInPage(const PageContext& context) {
  const std::string next = PathAfterSignIn(context.request.query.Get("next").value_or("/"));
  if (context.reader.signed_in()) {
    return RedirectTo(next, 303);
  }
  return Print(context, {.next = next});
}

StatusOr<HttpResponse> SignInAgain(const PageContext& context, const Query& form) {
  SignInState state = StateOf(form);
  state.status = 403;
  state.problem = StaleNotice(context);
  return Print(context, state);
}

StatusOr<HttpResponse> SignIn(const PageContext& context, const Query& form) {
  community::v1::SignInRequest request;
  request.set_user_name(std::string(form.Get("user_name").value_or("")));
  request.set_password(std::string(form.Get("password").value_or("")));
  StatusOr<community::v1::SignInResponse> response = context.community.SignIn(request);
  SignInState state = StateOf(form);
  if (!response.ok()) {
    switch (response.status().code()) {
      case StatusCode::kUnauthenticated:
      case StatusCode::kPermissionDenied:
      case StatusCode::kNotFound:
      case StatusCode::kInvalidArgument:
        // One answer for all: nobody learns here who has an account.
        state.problem = context.words.Get("sign_in_wrong");
        return Print(context, state);
      case StatusCode::kResourceExhausted:
        state.status = 429;
        state.problem = context.words.Get("sign_in_throttled");
        return Print(context, state);
      default:
        LogLine(Severity::kError, "sign_in_failed", {{"why", response.status().ToString()}});
        state.status = 503;
        state.problem = context.words.Get("sign_in_busy");
        return Print(context, state);
    }
  }
  if (!state.kept.has_value()) {
    return SignedIn(RedirectTo(PathAfterSignIn(state.next), 303), *response);
  }
  // What was typed when the session ended goes on from here, in the new one's name.
  const Reader reader{.caller = {},
                      .account = response->account(),
                      .form_token = MakeFormToken(response->session_token(), context.random)};
  const PageContext ready{.request = context.request,
                          .words = context.words,
                          .layout = context.layout,
                          .reader = reader,
                          .community = context.community,
                          .node = context.node,
                          .random = context.random};
  return SignedIn(KeptFormPage(ready, *state.kept, KeptWhy::kReady), *response);
}

StatusOr<HttpResponse> SignOut(const PageContext& context) {
  if (context.reader.signed_in()) {
    const auto response = context.community.SignOut({});
    // A session that ended meanwhile is what was wanted.
    if (!response.ok() && !absl::IsUnauthenticated(response.status())) {
      return response.status();
    }
  }
  HttpResponse response = RedirectTo("/", 303);
  response.headers.emplace_back("Set-Cookie", SecretCookie(kSessionCookie, "", UnixMillis()));
  // The next one at this computer does not see our pages by going back.
  response.headers.emplace_back("Clear-Site-Data", "\"cache\"");
  return response;
}

}  // namespace cledi
