// What the secret links lead to: making an account, and choosing another password.

#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/pages/account_controls.h"
#include "node/web/pages/pages.h"
#include "node/web/pages/private_page.h"
#include "node/web/pages/session_cookie.h"

namespace cledi {
namespace {

using community::v1::AcceptInvitationRequest;
using community::v1::FieldProblem;
using community::v1::GetInvitationResponse;

StatusOr<GetInvitationResponse> LinkOf(const PageContext& context, std::string_view token) {
  community::v1::GetInvitationRequest request;
  request.set_token(std::string(token));
  return context.community.GetInvitation(request);
}

HttpResponse LinkGonePage(const PageContext& context) {
  return PrintPrivate(context, "link_gone", {.title = "link_gone_title", .status = 404}, View());
}

std::string PathOf(GetInvitationResponse::Kind kind, std::string_view token) {
  return absl::StrCat(kind == GetInvitationResponse::KIND_PASSWORD_RESET ? "/reset/" : "/welcome/",
                      PercentEncode(token));
}

// The page of a link, if it is one of this kind; else where it leads.
template <class Print>
StatusOr<HttpResponse> PageOfLink(const PageContext& context, std::string_view token,
                                  GetInvitationResponse::Kind kind, const Print& print) {
  const StatusOr<GetInvitationResponse> link = LinkOf(context, token);
  if (absl::IsNotFound(link.status())) {
    return LinkGonePage(context);
  }
  RETURN_IF_ERROR(link.status());
  if (link->kind() != kind) {
    return RedirectTo(PathOf(link->kind(), token), 303);
  }
  return print(*link);
}

// What is wrong with a form that was sent.
struct Refusal {
  int status = 200;
  std::vector<FieldProblem> problems;
};

// A form whose page is too old; its password is not repeated.
constexpr int kTooOld = 403;

FormView FormFor(const PageContext& context, Refusal refusal) {
  FormView form(context.words, std::move(refusal.problems));
  if (refusal.status == kTooOld) {
    form.AddNote(StaleNotice(context));
  }
  return form;
}

// Both pages end with an open session, or with the same page once more.
template <class Opened, class Again>
StatusOr<HttpResponse> Finish(const PageContext& context, const StatusOr<Opened>& opened,
                              const Again& again) {
  if (opened.ok()) {
    return SignedIn(RedirectTo("/my", 303), *opened);
  }
  if (absl::IsNotFound(opened.status())) {
    return LinkGonePage(context);
  }
  if (absl::IsInvalidArgument(opened.status())) {
    return again({.status = 422, .problems = ProblemsOf(opened.status())});
  }
  return opened.status();
}

HttpResponse PrintWelcome(const PageContext& context, const AcceptInvitationRequest& typed,
                          Refusal refusal) {
  const Words& words = context.words;
  const int status = refusal.status;
  FormView form = FormFor(context, std::move(refusal));
  View view;
  view.Say("lead",
           words.Format("welcome_lead", {{"institution", context.layout.site().institution}}))
      .Text("path", PathOf(GetInvitationResponse::KIND_INVITATION, typed.token()))
      .Say("insecure", InsecureNotice(context))
      .Put("user_name", form.Input({.id = "user_name",
                                    .label = "sign_in_user_name",
                                    .hint = "control_user_name_hint",
                                    .paths = {"user_name"}},
                                   typed.user_name(), "text", "username"))
      .Put("password", NewPassword(form, {.id = "password",
                                          .label = "sign_in_password",
                                          .hint = "control_password_hint",
                                          .paths = {"password"}}));
  SetProfileHead(view, form, typed.profile());
  SetSettingsControls(view, form, typed.settings(), words);
  std::move(form).SetProblems(view);
  return PrintPrivate(context, "welcome", {.title = "welcome_title", .status = status},
                      std::move(view));
}

AcceptInvitationRequest ReadWelcome(const PageContext& context, std::string_view token,
                                    const Query& form) {
  AcceptInvitationRequest request;
  request.set_token(std::string(token));
  request.set_user_name(std::string(form.Get("user_name").value_or("")));
  request.set_password(std::string(form.Get("password").value_or("")));
  *request.mutable_settings() = ReadSettings(form);
  event::v1::Profile& profile = *request.mutable_profile();
  ReadProfileHead(form, profile);
  *profile.mutable_languages() = request.settings().reading_languages();
  profile.set_language(context.words.language());
  return request;
}

HttpResponse PrintReset(const PageContext& context, std::string_view token,
                        std::string_view user_name, Refusal refusal) {
  const Words& words = context.words;
  const int status = refusal.status;
  FormView form = FormFor(context, std::move(refusal));
  View view;
  view.Say("lead", words.Format("reset_lead", {{"name", std::string(user_name)}}))
      .Text("path", PathOf(GetInvitationResponse::KIND_PASSWORD_RESET, token))
      .Text("user_name", user_name)
      .Say("insecure", InsecureNotice(context))
      .Put("password", NewPassword(form, {.id = "password",
                                          .label = "control_new_password",
                                          .hint = "control_password_hint",
                                          .paths = {"password"}}));
  std::move(form).SetProblems(view);
  return PrintPrivate(context, "reset", {.title = "reset_title", .status = status},
                      std::move(view));
}

}  // namespace

StatusOr<HttpResponse> WelcomePage(const PageContext& context, std::string_view token) {
  return PageOfLink(context, token, GetInvitationResponse::KIND_INVITATION,
                    [&](const GetInvitationResponse& link) {
                      AcceptInvitationRequest typed;
                      typed.set_token(std::string(token));
                      typed.set_user_name(link.user_name());
                      typed.mutable_settings()->add_reading_languages(context.words.language());
                      typed.mutable_settings()->set_interface_language(context.words.language());
                      return PrintWelcome(context, typed, {});
                    });
}

StatusOr<HttpResponse> WelcomeAgain(const PageContext& context, std::string_view token,
                                    const Query& form) {
  return PrintWelcome(context, ReadWelcome(context, token, form), {.status = kTooOld});
}

StatusOr<HttpResponse> AcceptInvitation(const PageContext& context, std::string_view token,
                                        const Query& form) {
  const AcceptInvitationRequest request = ReadWelcome(context, token, form);
  return Finish(context, context.community.AcceptInvitation(request), [&](Refusal refusal) {
    return PrintWelcome(context, request, std::move(refusal));
  });
}

StatusOr<HttpResponse> ResetPage(const PageContext& context, std::string_view token) {
  return PageOfLink(context, token, GetInvitationResponse::KIND_PASSWORD_RESET,
                    [&](const GetInvitationResponse& link) {
                      return PrintReset(context, token, link.user_name(), {});
                    });
}

StatusOr<HttpResponse> ResetAgain(const PageContext& context, std::string_view token,
                                  const Query& form) {
  return PrintReset(context, token, form.Get("user_name").value_or(""), {.status = kTooOld});
}

StatusOr<HttpResponse> ResetPassword(const PageContext& context, std::string_view token,
                                     const Query& form) {
  community::v1::ResetPasswordRequest request;
  request.set_token(std::string(token));
  request.set_password(std::string(form.Get("password").value_or("")));
  return Finish(context, context.community.ResetPassword(request), [&](Refusal refusal) {
    return PrintReset(context, token, form.Get("user_name").value_or(""), std::move(refusal));
  });
}

}  // namespace cledi
