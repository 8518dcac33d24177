#include "tests/node/web/sample_people.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "cledi/community/v1/field_problem.pb.h"
#include "federation/base/bytes.h"
#include "federation/base/check.h"
#include "federation/base/sha256.h"
#include "federation/rpc/status_detail.h"

namespace cledi {
namespace {

using community::v1::Account;
using community::v1::Draft;
using community::v1::FieldProblem;

constexpr int64_t kEndsUnixMs = 1800000000000;
constexpr size_t kPasswordCharactersMin = 10;

std::string Method(std::string_view name) {
  return absl::StrCat("cledi.community.v1.", ToAbsl(name));
}

Status Wrong(std::string_view field, FieldProblem::Kind kind, std::string_view text,
             uint64_t limit = 0) {
  community::v1::InvalidFields fields;
  FieldProblem& problem = *fields.add_problems();
  problem.set_field(std::string(field));
  problem.set_kind(kind);
  problem.set_text(std::string(text));
  problem.set_limit(limit);
  Status status = Invalid(absl::StrCat(ToAbsl(field), ": ", ToAbsl(text)));
  SetDetail(status, fields);
  return status;
}

Status CheckPassword(std::string_view field, std::string_view password) {
  return password.size() < kPasswordCharactersMin
             ? Wrong(field, FieldProblem::KIND_TOO_SHORT, "too short", kPasswordCharactersMin)
             : absl::OkStatus();
}

Status CheckProfile(const event::v1::Profile& profile) {
  return profile.name().empty() ? Wrong("profile.name", FieldProblem::KIND_NEEDED, "needed")
                                : absl::OkStatus();
}

}  // namespace

Account& SamplePeople::Add(std::string_view user_name, std::string_view password) {
  Person& person = people_[std::string(user_name)];
  person.password = password;
  person.account.set_user_name(std::string(user_name));
  person.account.add_roles(community::v1::USER_ROLE_EDUCATOR);
  person.account.set_person_id(Base32Encode(Sha256(user_name).view()).substr(0, 26));
  person.account.mutable_profile()->set_name("Marta Ruiz");
  return person.account;
}

Account* SamplePeople::Find(std::string_view user_name) {
  const auto found = people_.find(user_name);
  return found == people_.end() ? nullptr : &found->second.account;
}

std::vector<community::v1::PracticeCard>& SamplePeople::PracticesOf(std::string_view user_name) {
  return people_.find(user_name)->second.practices;
}

std::vector<community::v1::ThreadCard>& SamplePeople::FollowedBy(std::string_view user_name) {
  return people_.find(user_name)->second.followed;
}

std::vector<community::v1::NewsItem>& SamplePeople::NewsFor(std::string_view user_name) {
  return people_.find(user_name)->second.news;
}

std::map<std::string, Draft>& SamplePeople::DraftsOf(std::string_view user_name) {
  return people_.find(user_name)->second.drafts;
}

std::string SamplePeople::OpenSession(std::string_view user_name) {
  CHECK(people_.contains(user_name));
  std::string token = HexEncode(Sha256(absl::StrCat("session ", ++drawn_)).view());
  sessions_.emplace(token, user_name);
  return token;
}

std::string SamplePeople::MakeLink(std::string_view user_name) {
  std::string token = HexEncode(Sha256(absl::StrCat("link ", ++drawn_)).view()).substr(0, 32);
  links_.emplace(token, user_name);
  return token;
}

CallerResolver SamplePeople::resolver() {
  return [this](std::string_view token) -> std::optional<Caller> {
    const auto session = sessions_.find(token);
    if (session == sessions_.end()) {
      return std::nullopt;
    }
    Caller caller;
    caller.id = session->second;
    caller.session = session->first;
    caller.Add(Role::kEducator);
    return caller;
  };
}

StatusOr<SamplePeople::Person*> SamplePeople::PersonOf(const Call& call) {
  const auto found = people_.find(call.caller().id);
  if (found == people_.end()) {
    return absl::UnauthenticatedError("sign in first");
  }
  return &found->second;
}

template <class Response>
Response SamplePeople::Open(std::string_view user_name) {
  Response response;
  response.set_session_token(OpenSession(user_name));
  response.set_ends_unix_ms(kEndsUnixMs);
  *response.mutable_account() = *Find(user_name);
  return response;
}

StatusOr<community::v1::SignInResponse> SamplePeople::SignIn(
    const community::v1::SignInRequest& request) {
  RETURN_IF_ERROR(sign_in_failure_);
  const std::string user_name = absl::AsciiStrToLower(request.user_name());
  const auto found = people_.find(user_name);
  if (found == people_.end()) {
    return absl::UnauthenticatedError("there is no such account");
  }
  if (found->second.password != request.password()) {
    return absl::UnauthenticatedError("the password is wrong");
  }
  return Open<community::v1::SignInResponse>(user_name);
}

StatusOr<community::v1::GetInvitationResponse> SamplePeople::GetInvitation(
    const community::v1::GetInvitationRequest& request) {
  using Response = community::v1::GetInvitationResponse;
  const auto link = links_.find(request.token());
  if (link == links_.end()) {
    return NotFound("no such link");
  }
  Response response;
  response.set_kind(link->second.empty() ? Response::KIND_INVITATION
                                         : Response::KIND_PASSWORD_RESET);
  response.set_user_name(link->second);
  response.set_ends_unix_ms(kEndsUnixMs);
  return response;
}

StatusOr<community::v1::AcceptInvitationResponse> SamplePeople::AcceptInvitation(
    const community::v1::AcceptInvitationRequest& request) {
  const auto link = links_.find(request.token());
  if (link == links_.end() || !link->second.empty()) {
    return NotFound("no such link");
  }
  if (people_.contains(request.user_name())) {
    return Wrong("user_name", FieldProblem::KIND_UNSPECIFIED, "somebody here has this name");
  }
  RETURN_IF_ERROR(CheckPassword("password", request.password()));
  RETURN_IF_ERROR(CheckProfile(request.profile()));
  Account& account = Add(request.user_name(), request.password());
  *account.mutable_profile() = request.profile();
  *account.mutable_settings() = request.settings();
  links_.erase(link);
  return Open<community::v1::AcceptInvitationResponse>(request.user_name());
}

StatusOr<community::v1::ResetPasswordResponse> SamplePeople::ResetPassword(
    const community::v1::ResetPasswordRequest& request) {
  const auto link = links_.find(request.token());
  if (link == links_.end() || link->second.empty()) {
    return NotFound("no such link");
  }
  RETURN_IF_ERROR(CheckPassword("password", request.password()));
  const std::string user_name = link->second;
  people_.find(user_name)->second.password = request.password();
  std::erase_if(sessions_, [&](const auto& session) { return session.second == user_name; });
  links_.erase(link);
  return Open<community::v1::ResetPasswordResponse>(user_name);
}

StatusOr<community::v1::ChangePasswordResponse> SamplePeople::ChangePassword(
    const Call& call, const community::v1::ChangePasswordRequest& request) {
  ASSIGN_OR_RETURN(Person* const person, PersonOf(call));
  if (person->password != request.old_password()) {
    return Wrong("old_password", FieldProblem::KIND_UNSPECIFIED, "this is not your password");
  }
  RETURN_IF_ERROR(CheckPassword("new_password", request.new_password()));
  person->password = request.new_password();
  return community::v1::ChangePasswordResponse();
}

void SamplePeople::RegisterWith(MethodTable& table) {
  using namespace community::v1;  // NOLINT: a dozen names.
  table.Add<SignInRequest, SignInResponse>(
      Method("PersonService/SignIn"), Role::kVisitor,
      [this](const Call&, const SignInRequest& request) { return SignIn(request); });
  table.Add<SignOutRequest, SignOutResponse>(Method("PersonService/SignOut"), Role::kEducator,
                                             [this](const Call& call, const SignOutRequest&) {
                                               sessions_.erase(call.caller().session);
                                               return SignOutResponse();
                                             });
  table.Add<GetInvitationRequest, GetInvitationResponse>(
      Method("PersonService/GetInvitation"), Role::kVisitor,
      [this](const Call&, const GetInvitationRequest& request) { return GetInvitation(request); });
  table.Add<AcceptInvitationRequest, AcceptInvitationResponse>(
      Method("PersonService/AcceptInvitation"), Role::kVisitor,
      [this](const Call&, const AcceptInvitationRequest& request) {
        return AcceptInvitation(request);
      });
  table.Add<ResetPasswordRequest, ResetPasswordResponse>(
      Method("PersonService/ResetPassword"), Role::kVisitor,
      [this](const Call&, const ResetPasswordRequest& request) { return ResetPassword(request); });
  table.Add<ChangePasswordRequest, ChangePasswordResponse>(
      Method("PersonService/ChangePassword"), Role::kEducator,
      [this](const Call& call, const ChangePasswordRequest& request) {
        return ChangePassword(call, request);
      });
  table.Add<GetMeRequest, GetMeResponse>(
      Method("PersonService/GetMe"), Role::kEducator,
      [this](const Call& call, const GetMeRequest&) -> StatusOr<GetMeResponse> {
        ASSIGN_OR_RETURN(const Person* const person, PersonOf(call));
        GetMeResponse response;
        *response.mutable_account() = person->account;
        return response;
      });
  table.Add<DescribeMeRequest, DescribeMeResponse>(
      Method("PersonService/DescribeMe"), Role::kEducator,
      [this](const Call& call, const DescribeMeRequest& request) -> StatusOr<DescribeMeResponse> {
        ASSIGN_OR_RETURN(Person* const person, PersonOf(call));
        RETURN_IF_ERROR(CheckProfile(request.profile()));
        *person->account.mutable_profile() = request.profile();
        return DescribeMeResponse();
      });
  table.Add<ChangeSettingsRequest, ChangeSettingsResponse>(
      Method("PersonService/ChangeSettings"), Role::kEducator,
      [this](const Call& call,
             const ChangeSettingsRequest& request) -> StatusOr<ChangeSettingsResponse> {
        ASSIGN_OR_RETURN(Person* const person, PersonOf(call));
        *person->account.mutable_settings() = request.settings();
        return ChangeSettingsResponse();
      });
  RegisterDraftsWith(table);
}

void SamplePeople::RegisterDraftsWith(MethodTable& table) {
  using namespace community::v1;  // NOLINT: a dozen names.
  table.Add<SaveDraftRequest, SaveDraftResponse>(
      Method("DraftService/SaveDraft"), Role::kEducator,
      [this](const Call& call, const SaveDraftRequest& request) -> StatusOr<SaveDraftResponse> {
        ASSIGN_OR_RETURN(Person* const person, PersonOf(call));
        Draft& draft = person->drafts[request.draft().key()];
        const uint32_t version = draft.version() + 1;
        draft = request.draft();
        draft.set_version(version);
        draft.set_saved_unix_ms(kEndsUnixMs - 1000 + drawn_++);
        SaveDraftResponse response;
        response.set_version(version);
        response.set_saved_unix_ms(draft.saved_unix_ms());
        return response;
      });
  table.Add<GetDraftRequest, GetDraftResponse>(
      Method("DraftService/GetDraft"), Role::kEducator,
      [this](const Call& call, const GetDraftRequest& request) -> StatusOr<GetDraftResponse> {
        ASSIGN_OR_RETURN(const Person* const person, PersonOf(call));
        const auto found = person->drafts.find(request.key());
        if (found == person->drafts.end()) {
          return NotFound("no such draft");
        }
        GetDraftResponse response;
        *response.mutable_draft() = found->second;
        return response;
      });
  table.Add<ListDraftsRequest, ListDraftsResponse>(
      Method("DraftService/ListDrafts"), Role::kEducator,
      [this](const Call& call, const ListDraftsRequest&) -> StatusOr<ListDraftsResponse> {
        ASSIGN_OR_RETURN(const Person* const person, PersonOf(call));
        ListDraftsResponse response;
        for (const auto& [key, draft] : person->drafts) {
          *response.add_drafts() = draft;
          response.mutable_drafts()->rbegin()->clear_form();
        }
        return response;
      });
  table.Add<DeleteDraftRequest, DeleteDraftResponse>(
      Method("DraftService/DeleteDraft"), Role::kEducator,
      [this](const Call& call, const DeleteDraftRequest& request) -> StatusOr<DeleteDraftResponse> {
        ASSIGN_OR_RETURN(Person* const person, PersonOf(call));
        person->drafts.erase(request.key());
        return DeleteDraftResponse();
      });
}

std::optional<community::v1::PersonView> SamplePeople::FindPerson(std::string_view id) const {
  for (const auto& [user_name, person] : people_) {
    if (person.account.person_id() == id) {
      community::v1::PersonView view;
      view.set_id(std::string(id));
      *view.mutable_profile() = person.account.profile();
      view.mutable_practices()->Assign(person.practices.begin(), person.practices.end());
      return view;
    }
  }
  return std::nullopt;
}

}  // namespace cledi
