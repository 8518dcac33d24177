#include "node/person/person_service.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

#include "federation/rpc/limits.h"
#include "federation/rpc/service_methods.h"
#include "node/fields/field_checks.h"
#include "node/person/account_rules.h"
#include "node/person/link_book.h"
#include "node/person/person_rules.h"

namespace cledi {

using community::v1::AcceptInvitationRequest;
using community::v1::AcceptInvitationResponse;
using community::v1::Account;
using community::v1::ChangePasswordRequest;
using community::v1::ChangePasswordResponse;
using community::v1::ChangeSettingsRequest;
using community::v1::ChangeSettingsResponse;
using community::v1::DescribeMeRequest;
using community::v1::DescribeMeResponse;
using community::v1::GetInvitationRequest;
using community::v1::GetInvitationResponse;
using community::v1::GetMeRequest;
using community::v1::GetMeResponse;
using community::v1::GetPersonRequest;
using community::v1::GetPersonResponse;
using community::v1::ListPeopleRequest;
using community::v1::ListPeopleResponse;
using community::v1::PersonView;
using community::v1::ResetPasswordRequest;
using community::v1::ResetPasswordResponse;
using community::v1::SignInRequest;
using community::v1::SignInResponse;
using community::v1::SignOutRequest;
using community::v1::SignOutResponse;

namespace {

// A page token must not go on in a list with other filters.
std::string NameOfPeopleList(ListPeopleRequest filters) {
  filters.clear_page();
  return NameOfList("ListPeople", filters.SerializeAsString());
}

std::string TokenKey(const PersonPlace& place) { return absl::StrCat(place.id, "/", place.name); }

std::optional<PersonPlace> PlaceIn(std::string_view key) {
  const size_t slash = key.find('/');
  return slash == std::string_view::npos
             ? std::nullopt
             : std::optional(PersonPlace{.name = std::string(key.substr(slash + 1)),
                                         .id = std::string(key.substr(0, slash))});
}

}  // namespace

void PersonService::RegisterWith(MethodTable& table) {
  ServiceMethods<PersonService> methods("cledi.community.v1.PersonService", this, &table);
  methods.Add("SignIn", Role::kVisitor, &PersonService::SignIn);
  methods.Add("SignOut", Role::kVisitor, &PersonService::SignOut);
  methods.Add("GetInvitation", Role::kVisitor, &PersonService::GetInvitation);
  methods.Add("AcceptInvitation", Role::kVisitor, &PersonService::AcceptInvitation);
  methods.Add("ResetPassword", Role::kVisitor, &PersonService::ResetPassword);
  methods.Add("GetPerson", Role::kVisitor, &PersonService::GetPerson);
  methods.Add("ListPeople", Role::kVisitor, &PersonService::ListPeople);
  methods.Add("ChangePassword", Role::kEducator, &PersonService::ChangePassword);
  methods.Add("GetMe", Role::kEducator, &PersonService::GetMe);
  methods.Add("DescribeMe", Role::kEducator, &PersonService::DescribeMe);
  methods.Add("ChangeSettings", Role::kEducator, &PersonService::ChangeSettings);
}

StatusOr<Account> PersonService::ViewOf(const StoredAccount& account) const {
  Account view;
  view.set_user_name(account.row.user_name());
  *view.mutable_roles() = account.row.roles();
  view.set_person_id(parts_.profiles->PersonIdOf(account));
  ASSIGN_OR_RETURN(*view.mutable_profile(), parts_.profiles->Of(account));
  *view.mutable_settings() = account.row.settings();
  return view;
}

PersonView PersonService::ViewOf(DescribedPerson person) const {
  PersonView view;
  view.set_country(parts_.country_of(person.institution()));
  view.set_id(std::move(person.id));
  *view.mutable_profile() = std::move(person.profile);
  view.set_home_node(std::move(person.home_node));
  view.set_first_described_unix_ms(person.first_described_unix_ms);
  return view;
}

template <class Response>
StatusOr<Response> PersonService::Opened(StatusOr<SignInDesk::SignedIn> signed_in) const {
  RETURN_IF_ERROR(signed_in.status());
  parts_.profiles->PublishWaiting(signed_in->account);
  Response response;
  response.set_session_token(std::move(signed_in->session.token));
  response.set_ends_unix_ms(ToUnixMs(signed_in->session.ends));
  ASSIGN_OR_RETURN(*response.mutable_account(), ViewOf(signed_in->account));
  return response;
}

StatusOr<SignInResponse> PersonService::SignIn(const Caller& caller,
                                               const SignInRequest& request) const {
  return Opened<SignInResponse>(
      parts_.desk->SignIn(request.user_name(), request.password(), caller));
}

StatusOr<SignOutResponse> PersonService::SignOut(const Caller& caller,
                                                 const SignOutRequest& /*request*/) const {
  RETURN_IF_ERROR(parts_.desk->SignOut(caller));
  return SignOutResponse();
}

StatusOr<GetInvitationResponse> PersonService::GetInvitation(
    const Caller& /*caller*/, const GetInvitationRequest& request) const {
  ASSIGN_OR_RETURN(const store::v1::PersonLinkRow link, parts_.desk->GetLink(request.token()));
  GetInvitationResponse response;
  response.set_kind(link.kind());
  response.set_user_name(link.user_name());
  *response.mutable_roles() = link.roles();
  response.set_ends_unix_ms(link.ends_unix_ms());
  return response;
}

StatusOr<AcceptInvitationResponse> PersonService::AcceptInvitation(
    const Caller& caller, const AcceptInvitationRequest& request) const {
  return Opened<AcceptInvitationResponse>(parts_.desk->AcceptInvitation(request, caller));
}

StatusOr<ResetPasswordResponse> PersonService::ResetPassword(
    const Caller& caller, const ResetPasswordRequest& request) const {
  return Opened<ResetPasswordResponse>(
      parts_.desk->ResetPassword(request.token(), request.password(), caller));
}

StatusOr<ChangePasswordResponse> PersonService::ChangePassword(
    const Caller& caller, const ChangePasswordRequest& request) const {
  RETURN_IF_ERROR(parts_.desk->ChangePassword(caller, request));
  return ChangePasswordResponse();
}

StatusOr<GetMeResponse> PersonService::GetMe(const Caller& caller,
                                             const GetMeRequest& /*request*/) const {
  ASSIGN_OR_RETURN(const StoredAccount account, AccountOf(*parts_.rows->Read(), caller));
  GetMeResponse response;
  ASSIGN_OR_RETURN(*response.mutable_account(), ViewOf(account));
  return response;
}

StatusOr<DescribeMeResponse> PersonService::DescribeMe(const Caller& caller,
                                                       const DescribeMeRequest& request) const {
  ASSIGN_OR_RETURN(const StoredAccount account, AccountOf(*parts_.rows->Read(), caller));
  FieldProblems problems("profile");
  CheckProfile(request.profile(), problems);
  RETURN_IF_ERROR(problems.ToStatus());
  RETURN_IF_ERROR(parts_.profiles->Publish(account, request.profile()));
  return DescribeMeResponse();
}

StatusOr<ChangeSettingsResponse> PersonService::ChangeSettings(
    const Caller& caller, const ChangeSettingsRequest& request) const {
  FieldProblems problems("settings");
  CheckSettings(request.settings(), problems);
  RETURN_IF_ERROR(problems.ToStatus());
  RETURN_IF_ERROR(parts_.rows->Change([&](const Snapshot& rows, WriteBatch& batch) -> Status {
    ASSIGN_OR_RETURN(StoredAccount account, AccountOf(rows, caller));
    *account.row.mutable_settings() = request.settings();
    PutAccount(account, batch);
    return absl::OkStatus();
  }));
  return ChangeSettingsResponse();
}

StatusOr<GetPersonResponse> PersonService::GetPerson(const Caller& /*caller*/,
                                                     const GetPersonRequest& request) const {
  ASSIGN_OR_RETURN(ViewSnapshot views, parts_.views->Read());
  ASSIGN_OR_RETURN(std::optional<DescribedPerson> person,
                   PersonReader(std::move(views)).Find(request.id()));
  if (!person) {
    return NotFound("nobody with this address is known here; a profile may still be on its way");
  }
  ASSIGN_OR_RETURN(auto practices, parts_.practices_of(person->id));
  GetPersonResponse response;
  *response.mutable_person() = ViewOf(*std::move(person));
  response.mutable_person()->mutable_practices()->Assign(std::make_move_iterator(practices.begin()),
                                                         std::make_move_iterator(practices.end()));
  return response;
}

StatusOr<ListPeopleResponse> PersonService::ListPeople(const Caller& /*caller*/,
                                                       const ListPeopleRequest& request) const {
  FieldProblems problems;
  CheckCount("institutions", request.institutions_size(), kFilterValuesMax, problems);
  CheckCount("languages", request.languages_size(), kFilterValuesMax, problems);
  RETURN_IF_ERROR(problems.ToStatus());
  const std::string list = NameOfPeopleList(request);
  ASSIGN_OR_RETURN(const std::string key, parts_.page_tokens->Read(list, request.page().token()));
  const PeoplePage page = parts_.people->List(
      {.institutions = {request.institutions().begin(), request.institutions().end()},
       .languages = {request.languages().begin(), request.languages().end()},
       .after = PlaceIn(key),
       .count = PageSize(request.page().size())});
  // Read after the index, so the views hold all that it names, or something newer.
  ASSIGN_OR_RETURN(ViewSnapshot views, parts_.views->Read());
  const PersonReader reader(std::move(views));
  ListPeopleResponse response;
  for (const std::string& id : page.ids) {
    ASSIGN_OR_RETURN(std::optional<DescribedPerson> person, reader.Find(id));
    if (person) {
      *response.add_people() = ViewOf(*std::move(person));
    }
  }
  if (page.last) {
    response.set_next_page_token(parts_.page_tokens->Make(list, TokenKey(*page.last)));
  }
  response.set_total(static_cast<uint32_t>(page.total));
  return response;
}

}  // namespace cledi
