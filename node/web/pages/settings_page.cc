#include <array>
#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/pages/account_controls.h"
#include "node/web/pages/pages.h"
#include "node/web/pages/private_page.h"
#include "node/web/pages/session_cookie.h"

namespace cledi {
namespace {

using community::v1::FieldProblem;

// What the page shows: the account, with what was typed in one of its forms.
struct SettingsState {
  community::v1::Account account;
  int status = 200;
  std::vector<FieldProblem> problems;
  Phrase note;  // What is wrong with no field.
};

StatusOr<SettingsState> StateOf(const PageContext& context) {
  if (!context.reader.signed_in()) {
    return absl::UnauthenticatedError("sign in first");
  }
  return SettingsState{.account = *context.reader.account};
}

// "?saved=profile" after a form was taken; any other value says nothing.
Phrase SavedNote(const PageContext& context) {
  constexpr std::array<std::string_view, 3> kForms = {"languages", "profile", "password"};
  const std::string_view saved = context.request.query.Get("saved").value_or("");
  if (std::ranges::find(kForms, saved) == kForms.end()) {
    return {};
  }
  return context.words.Get(absl::StrCat("settings_saved_", ToAbsl(saved)));
}

HttpResponse Print(const PageContext& context, SettingsState state) {
  const Words& words = context.words;
  FormView form(words, std::move(state.problems));
  if (!state.note.text.empty()) {
    form.AddNote(state.note);
  }
  event::v1::Profile& profile = *state.account.mutable_profile();
  if (profile.language().empty()) {
    profile.set_language(words.language());
  }
  View view;
  SetSettingsControls(view, form, state.account.settings(), words);
  SetProfileControls(view, form, profile);
  view.Say("saved", SavedNote(context))
      .Text("user_name", state.account.user_name())
      .Put("old_password", form.Input({.id = "old_password",
                                       .label = "control_old_password",
                                       .hint = "",
                                       .paths = {"old_password"}},
                                      "", "password", "current-password"))
      .Put("new_password", NewPassword(form, {.id = "new_password",
                                              .label = "control_new_password",
                                              .hint = "control_password_hint",
                                              .paths = {"new_password"}}));
  std::move(form).SetProblems(view);
  return PrintPrivate(context, "settings",
                      {.title = "settings_title", .status = state.status, .place = "my"},
                      std::move(view));
}

// Back to the page, or the page once more with what is wrong.
StatusOr<HttpResponse> Finish(const PageContext& context, SettingsState state, const Status& status,
                              std::string_view form) {
  if (absl::IsInvalidArgument(status)) {
    state.status = 422;
    state.problems = ProblemsOf(status);
    return Print(context, std::move(state));
  }
  RETURN_IF_ERROR(status);
  return RedirectTo(absl::StrCat("/settings?saved=", ToAbsl(form)), 303);
}

}  // namespace

StatusOr<HttpResponse> SettingsPage(const PageContext& context) {
  ASSIGN_OR_RETURN(SettingsState state, StateOf(context));
  return Print(context, std::move(state));
}

StatusOr<HttpResponse> ChangeSettings(const PageContext& context, const Query& form) {
  ASSIGN_OR_RETURN(SettingsState state, StateOf(context));
  community::v1::Settings& settings = *state.account.mutable_settings();
  settings = ReadSettings(form);
  const std::string language = settings.interface_language();
  community::v1::ChangeSettingsRequest request;
  *request.mutable_settings() = settings;
  ASSIGN_OR_RETURN(HttpResponse response,
                   Finish(context, std::move(state),
                          context.community.ChangeSettings(request).status(), "languages"));
  if (response.status == 303 && !language.empty()) {
    response.headers.emplace_back("Set-Cookie", LanguageCookie(language));
  }
  return response;
}

StatusOr<HttpResponse> DescribeMe(const PageContext& context, const Query& form) {
  ASSIGN_OR_RETURN(SettingsState state, StateOf(context));
  ReadProfile(form, *state.account.mutable_profile());
  community::v1::DescribeMeRequest request;
  *request.mutable_profile() = state.account.profile();
  return Finish(context, std::move(state), context.community.DescribeMe(request).status(),
                "profile");
}

StatusOr<HttpResponse> SettingsAgain(const PageContext& context) {
  ASSIGN_OR_RETURN(SettingsState state, StateOf(context));
  state.status = 403;
  state.note = StaleNotice(context);
  return Print(context, std::move(state));
}

StatusOr<HttpResponse> ChangePassword(const PageContext& context, const Query& form) {
  ASSIGN_OR_RETURN(SettingsState state, StateOf(context));
  community::v1::ChangePasswordRequest request;
  request.set_old_password(std::string(form.Get("old_password").value_or("")));
  request.set_new_password(std::string(form.Get("new_password").value_or("")));
  const Status status = context.community.ChangePassword(request).status();
  if (absl::IsResourceExhausted(status)) {
    state.note = context.words.Get("sign_in_throttled");
    state.status = 429;
    return Print(context, std::move(state));
  }
  return Finish(context, std::move(state), status, "password");
}

}  // namespace cledi
