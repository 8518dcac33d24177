#ifndef CLEDI_NODE_PERSON_PERSON_SERVICE_H_
#define CLEDI_NODE_PERSON_PERSON_SERVICE_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cledi/community/v1/person_service.pb.h"
#include "federation/rpc/method_table.h"
#include "federation/rpc/page_token.h"
#include "node/fold/view_reader.h"
#include "node/person/local_rows.h"
#include "node/person/people_index.h"
#include "node/person/person_reader.h"
#include "node/person/profiles.h"
#include "node/person/sign_in_desk.h"

namespace cledi {

// Signing in, one's own account, and everybody's profile. Safe from any thread.
class PersonService {
 public:
  // What a page of a person shows of other subjects; these are asked, not included.
  using CountryOf = std::function<std::string(std::string_view institution)>;
  using PracticesOf =
      std::function<StatusOr<std::vector<community::v1::PracticeCard>>(std::string_view person_id)>;
  // All pointers outlive the service.
  struct Parts {
    LocalRows* rows;
    SignInDesk* desk;
    const Profiles* profiles;
    const ViewReader* views;
    const PeopleIndex* people;
    const PageTokens* page_tokens;
    CountryOf country_of;
    PracticesOf practices_of;
  };

  explicit PersonService(Parts parts) : parts_(std::move(parts)) {}

  // Visitors sign in, use links, and read about people; the rest is for whoever has an account.
  void RegisterWith(MethodTable& table);

  // The first six answer with the errors of SignInDesk.
  StatusOr<community::v1::SignInResponse> SignIn(const Caller& caller,
                                                 const community::v1::SignInRequest& request) const;
  StatusOr<community::v1::SignOutResponse> SignOut(
      const Caller& caller, const community::v1::SignOutRequest& request) const;
  StatusOr<community::v1::GetInvitationResponse> GetInvitation(
      const Caller& caller, const community::v1::GetInvitationRequest& request) const;
  StatusOr<community::v1::AcceptInvitationResponse> AcceptInvitation(
      const Caller& caller, const community::v1::AcceptInvitationRequest& request) const;
  StatusOr<community::v1::ResetPasswordResponse> ResetPassword(
      const Caller& caller, const community::v1::ResetPasswordRequest& request) const;
  StatusOr<community::v1::ChangePasswordResponse> ChangePassword(
      const Caller& caller, const community::v1::ChangePasswordRequest& request) const;
  // FailedPrecondition: an operator, who has no account.
  StatusOr<community::v1::GetMeResponse> GetMe(const Caller& caller,
                                               const community::v1::GetMeRequest& request) const;
  // InvalidArgument: names each field that breaks a rule. FailedPrecondition: as GetMe.
  StatusOr<community::v1::DescribeMeResponse> DescribeMe(
      const Caller& caller, const community::v1::DescribeMeRequest& request) const;
  StatusOr<community::v1::ChangeSettingsResponse> ChangeSettings(
      const Caller& caller, const community::v1::ChangeSettingsRequest& request) const;
  // NotFound: nobody of this id has described themselves.
  StatusOr<community::v1::GetPersonResponse> GetPerson(
      const Caller& caller, const community::v1::GetPersonRequest& request) const;
  // InvalidArgument: the page token, or too many filters.
  StatusOr<community::v1::ListPeopleResponse> ListPeople(
      const Caller& caller, const community::v1::ListPeopleRequest& request) const;

 private:
  StatusOr<community::v1::Account> ViewOf(const StoredAccount& account) const;
  community::v1::PersonView ViewOf(DescribedPerson person) const;
  // Fills in what every opening answers.
  template <class Response>
  StatusOr<Response> Opened(StatusOr<SignInDesk::SignedIn> signed_in) const;

  const Parts parts_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_PERSON_SERVICE_H_
