// Where administrators look after the accounts of their institution. What is asked of
// UserService is asked as them, so that whoever they are, its rules decide.

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "federation/base/bytes.h"
#include "node/web/pages/form_guard.h"
#include "node/web/pages/form_view.h"
#include "node/web/pages/pages.h"
#include "node/web/pages/person_names.h"
#include "node/web/pages/practice_words.h"
#include "node/web/pages/private_page.h"
#include "node/web/pages/problem_words.h"

namespace cledi {
namespace {

using admin::v1::UserEntry;
using community::v1::FieldProblem;
using community::v1::UserRole;
using google::protobuf::RepeatedField;

constexpr std::string_view kPath = "/admin/people";
// Carries a link that was made to the page that shows it, which then forgets it: a secret has no
// place in an address, and the node keeps none that it could print.
constexpr std::string_view kHandoverCookie = "__Host-handover";

// Each role beside what one must have to give it.
struct RoleOffer {
  UserRole role;
  Role needs;
};
constexpr std::array<RoleOffer, 4> kRoles = {{
    {UserRole::USER_ROLE_EDUCATOR, Role::kEducator},
    {UserRole::USER_ROLE_MODERATOR, Role::kModerator},
    {UserRole::USER_ROLE_ADMINISTRATOR, Role::kAdministrator},
    {UserRole::USER_ROLE_COORDINATOR, Role::kCoordinator},
}};

// What the page shows beside the accounts as they are.
struct AccountsState {
  int status = 200;
  std::vector<FieldProblem> problems;
  Phrase note;        // What is wrong with no field.
  std::string boxes;  // Of which form the problems and what was typed are: the id of its roles.
  Query typed;
  std::optional<Query> handover;
};

std::string Typed(const Query& form, std::string_view name) {
  return std::string(form.Get(name).value_or(""));
}

// The roles of one account, as a control; "roles" are those of an invitation.
std::string RolesId(std::string_view user_name) {
  return absl::StrCat("roles-", ToAbsl(user_name));
}

RepeatedField<int> ReadRoles(const Query& form, std::string_view id) {
  RepeatedField<int> roles;
  for (const std::string& name : form.GetAll(id)) {
    UserRole role = UserRole::USER_ROLE_UNSPECIFIED;  // What is no role is refused as such.
    UserRole_Parse(name, &role);
    roles.Add(role);
  }
  return roles;
}

std::vector<std::string> RoleNames(const RepeatedField<int>& roles) {
  std::vector<std::string> names;
  for (const int role : roles) {
    names.push_back(community::v1::UserRole_Name(role));
  }
  return names;
}

std::string SayRoles(const Words& words, const RepeatedField<int>& roles) {
  std::vector<std::string> said;
  for (const int role : roles) {
    said.push_back(SayEnum(words, static_cast<UserRole>(role)).text);
  }
  return words.Join(said);
}

// Those that the reader may give.
std::vector<RoleOffer> OffersOf(const Caller& caller) {
  std::vector<RoleOffer> offers;
  std::ranges::copy_if(kRoles, std::back_inserter(offers),
                       [&](const RoleOffer& offer) { return caller.Has(offer.needs); });
  return offers;
}

View RoleBoxes(const PageContext& context, FormView& form, const AccountsState& state,
               const std::string& id, const std::vector<std::string>& chosen) {
  std::vector<ControlOption> options;
  for (const RoleOffer& offer : OffersOf(context.reader.caller)) {
    options.push_back({.value = community::v1::UserRole_Name(offer.role),
                       .label = SayEnum(context.words, offer.role),
                       .language = ""});
  }
  const bool sent = state.boxes == id;
  return form.Boxes(
      {.id = id,
       .label = "accounts_roles",
       .hint = "accounts_roles_hint",
       .paths = sent ? std::vector<std::string_view>{"roles"} : std::vector<std::string_view>{}},
      options, sent ? state.typed.GetAll(id) : chosen);
}

// What the account has and the reader cannot give: it stays, whatever the boxes say.
std::vector<std::string> RolesBeyond(const Caller& caller, const UserEntry& user) {
  const std::vector<RoleOffer> offers = OffersOf(caller);
  std::vector<std::string> beyond;
  for (const int role : user.roles()) {
    if (std::ranges::find(offers, role, &RoleOffer::role) == offers.end()) {
      beyond.push_back(community::v1::UserRole_Name(role));
    }
  }
  return beyond;
}

View AccountView(const PageContext& context, FormView& form, const AccountsState& state,
                 const UserEntry& user) {
  const Words& words = context.words;
  const std::string id = RolesId(user.user_name());
  const std::vector<std::string> beyond = RolesBeyond(context.reader.caller, user);
  const std::string& name = user.name().empty() ? user.user_name() : user.name();
  const auto of_name = [&](std::string_view message) {
    return words.Format(message, {{"name", name}}).text;
  };
  View view;
  view.Text("name", name)
      .Text("person_href", PersonHref(user.person_id()))
      .Text("user_name", user.user_name())
      .Text("roles", SayRoles(words, user.roles()))
      .Say("seen", user.last_seen_unix_ms() == 0
                       ? words.Get("accounts_never_seen")
                       : words.Format("accounts_seen",
                                      {{"date", words.Date(FromUnixMs(user.last_seen_unix_ms()))}}))
      .Flag("shut_out", user.suspended())
      .Flag("self", user.user_name() == context.reader.account->user_name())
      .Flag("open", state.boxes == id)
      .Put("role_boxes", RoleBoxes(context, form, state, id, RoleNames(user.roles())))
      .Text("role_field", id)
      .Texts("beyond", beyond)
      .Flag("has_beyond", !beyond.empty())
      .Flag("may_reset", beyond.empty() && !user.suspended())
      .Text("roles_label", of_name("accounts_save_roles_of"))
      .Text("reset_label", of_name("accounts_reset_of"))
      .Text("suspend_label", of_name("accounts_suspend_of"))
      .Text("readmit_label", of_name("accounts_readmit_of"));
  return view;
}

View InvitationView(const Words& words, const admin::v1::OpenInvitation& invitation) {
  View view;
  view.Text("user_name", invitation.user_name())
      .Text("roles", SayRoles(words, invitation.roles()))
      .Say("ends",
           words.Format("accounts_invitation_ends",
                        {{"time", words.DateAndTime(FromUnixMs(invitation.ends_unix_ms()))}}));
  return view;
}

void SetHandover(View& view, const Words& words, const std::optional<Query>& handover) {
  if (!handover.has_value()) {
    view.Flag("handover", false);
    return;
  }
  const std::string ends = Typed(*handover, "ends");
  const std::string name = Typed(*handover, "name");
  View block;
  block
      .Say("text", name.empty()
                       ? words.Format("accounts_link_invitation", {{"time", ends}})
                       : words.Format("accounts_link_reset", {{"name", name}, {"time", ends}}))
      .Text("link", Typed(*handover, "link"));
  view.Put("handover", std::move(block));
}

// "?done=roles" after a form was taken; any other value says nothing.
Phrase DoneNote(const PageContext& context) {
  constexpr std::array<std::string_view, 3> kForms = {"roles", "suspended", "readmitted"};
  const std::string_view done = context.request.query.Get("done").value_or("");
  return std::ranges::find(kForms, done) == kForms.end()
             ? Phrase{}
             : context.words.Get(absl::StrCat("accounts_done_", ToAbsl(done)));
}

StatusOr<HttpResponse> Print(const PageContext& context, AccountsState state) {
  ASSIGN_OR_RETURN(const admin::v1::ListUsersResponse listed, context.community.ListUsers({}));
  const Words& words = context.words;
  FormView form(words, std::move(state.problems));
  if (!state.note.text.empty()) {
    form.AddNote(state.note);
  }
  View view;
  view.Say("lead",
           words.Format("accounts_lead", {{"institution", context.layout.site().institution}}))
      .Say("done", state.status == 200 ? DoneNote(context) : Phrase{})
      .Put("invite_roles",
           RoleBoxes(context, form, state, "roles", {UserRole_Name(UserRole::USER_ROLE_EDUCATOR)}))
      .Put("invite_name", form.Input({.id = "user_name",
                                      .label = "sign_in_user_name",
                                      .hint = "accounts_user_name_hint",
                                      .paths = {"user_name"}},
                                     Typed(state.typed, "user_name")));
  SetHandover(view, words, state.handover);
  std::vector<View> invitations;
  for (const auto& invitation : listed.invitations()) {
    invitations.push_back(InvitationView(words, invitation));
  }
  std::vector<View> accounts;
  for (const UserEntry& user : listed.users()) {
    accounts.push_back(AccountView(context, form, state, user));
  }
  view.Flag("has_invitations", !invitations.empty())
      .List("invitations", std::move(invitations))
      .Say("count", words.Format("accounts_count", {{"count", int64_t{listed.users_size()}}}))
      .List("accounts", std::move(accounts));
  std::move(form).SetProblems(view);
  return PrintPrivate(context, "accounts",
                      {.title = "accounts_title", .status = state.status, .place = "admin"},
                      std::move(view));
}

// The link goes with the answer that leads back to the page.
HttpResponse HandOver(const PageContext& context, const std::string& link, int64_t ends_unix_ms,
                      const std::string& name) {
  Query handover;
  handover.Add("link", link);
  handover.Add("ends", context.words.DateAndTime(FromUnixMs(ends_unix_ms)));
  handover.Add("name", name);
  HttpResponse response = RedirectTo(std::string(kPath), 303);
  response.headers.emplace_back("Set-Cookie",
                                SecretCookie(kHandoverCookie, Base64UrlEncode(handover.Encode())));
  return response;
}

std::optional<Query> HandoverOf(const HttpRequest& request) {
  const std::optional<std::string> encoded =
      Base64UrlDecode(request.Cookie(kHandoverCookie).value_or(""));
  if (!encoded.has_value()) {
    return std::nullopt;
  }
  StatusOr<Query> handover = Query::Parse(*encoded);
  const bool whole = handover.ok() && handover->Get("link").has_value();
  return whole ? std::optional(*std::move(handover)) : std::nullopt;
}

// The page once more, with what is wrong and what was typed; other failures are returned.
StatusOr<HttpResponse> Again(const PageContext& context, const Status& status, const Query& form,
                             const std::string& boxes) {
  AccountsState state{
      .status = 409, .problems = {}, .note = {}, .boxes = boxes, .typed = form, .handover = {}};
  switch (status.code()) {
    case StatusCode::kInvalidArgument:
      state.status = 422;
      state.problems = ProblemsOf(status);
      break;
    case StatusCode::kAlreadyExists: {
      state.status = 422;
      FieldProblem& taken = state.problems.emplace_back();
      taken.set_field("user_name");
      taken.set_kind(FieldProblem::KIND_TAKEN);
      break;
    }
    case StatusCode::kFailedPrecondition:
      state.note = context.words.Get("accounts_problem_shut_out");
      break;
    case StatusCode::kResourceExhausted:
      state.note = context.words.Get("accounts_problem_links");
      break;
    default:
      return status;
  }
  return Print(context, std::move(state));
}

HttpResponse Done(std::string_view what) {
  return RedirectTo(absl::StrCat(ToAbsl(kPath), "?done=", ToAbsl(what)), 303);
}

}  // namespace

StatusOr<HttpResponse> AccountsPage(const PageContext& context) {
  AccountsState state;
  state.handover = HandoverOf(context.request);
  const bool hands_over = state.handover.has_value();
  ASSIGN_OR_RETURN(HttpResponse response, Print(context, std::move(state)));
  if (hands_over) {
    std::erase_if(response.headers,
                  [](const auto& header) { return header.first == "Cache-Control"; });
    response.headers.emplace_back("Cache-Control", "no-store");
    response.headers.emplace_back("Set-Cookie", SecretCookie(kHandoverCookie, "", UnixMillis()));
  }
  return response;
}

StatusOr<HttpResponse> InviteUser(const PageContext& context, const Query& form) {
  admin::v1::InviteUserRequest request;
  request.set_user_name(Typed(form, "user_name"));
  *request.mutable_roles() = ReadRoles(form, "roles");
  const auto made = context.community.InviteUser(request);
  return made.ok() ? HandOver(context, made->link(), made->ends_unix_ms(), "")
                   : Again(context, made.status(), form, "roles");
}

StatusOr<HttpResponse> OfferPasswordReset(const PageContext& context, const Query& form) {
  admin::v1::ResetUserPasswordRequest request;
  request.set_user_name(Typed(form, "user_name"));
  const auto made = context.community.ResetUserPassword(request);
  return made.ok() ? HandOver(context, made->link(), made->ends_unix_ms(), request.user_name())
                   : Again(context, made.status(), {}, "");
}

StatusOr<HttpResponse> SetUserRoles(const PageContext& context, const Query& form) {
  admin::v1::SetUserRolesRequest request;
  request.set_user_name(Typed(form, "user_name"));
  const std::string boxes = RolesId(request.user_name());
  *request.mutable_roles() = ReadRoles(form, boxes);
  const Status status = context.community.SetUserRoles(request).status();
  if (status.ok()) {
    return Done("roles");
  }
  Query typed = form;
  typed.Remove("user_name");  // Not the one that somebody is invited with.
  return Again(context, status, typed, boxes);
}

StatusOr<HttpResponse> SuspendUser(const PageContext& context, const Query& form) {
  admin::v1::SuspendUserRequest request;
  request.set_user_name(Typed(form, "user_name"));
  request.set_suspended(form.Get("suspended") == "1");
  RETURN_IF_ERROR(context.community.SuspendUser(request).status());
  return Done(request.suspended() ? "suspended" : "readmitted");
}

}  // namespace cledi
