#ifndef CLEDI_TESTS_NODE_WEB_SAMPLE_PEOPLE_H_
#define CLEDI_TESTS_NODE_WEB_SAMPLE_PEOPLE_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cledi/community/v1/discussion_service.pb.h"
#include "cledi/community/v1/draft_service.pb.h"
#include "cledi/community/v1/person_service.pb.h"
#include "federation/base/status.h"
#include "federation/rpc/method_table.h"

namespace cledi {

// The people of one node in memory: accounts, sessions, invitations and drafts, as the services'
// protos describe them. Passwords lie open and nothing is hashed: for tests of pages only.
//
// Not thread-safe.
class SamplePeople {
 public:
  // An educator whose name is "Marta Ruiz", with this name to sign in and this password.
  community::v1::Account& Add(std::string_view user_name, std::string_view password);
  community::v1::Account* Find(std::string_view user_name);
  // A session's secret token.
  std::string OpenSession(std::string_view user_name);
  void EndSessions() { sessions_.clear(); }
  // The secret at the end of a link. `user_name`: whose password it sets; empty: it makes an
  // account.
  std::string MakeLink(std::string_view user_name);

  // What somebody published, and which discussions they follow.
  std::vector<community::v1::PracticeCard>& PracticesOf(std::string_view user_name);
  std::vector<community::v1::ThreadCard>& FollowedBy(std::string_view user_name);
  std::vector<community::v1::NewsItem>& NewsFor(std::string_view user_name);
  std::map<std::string, community::v1::Draft>& DraftsOf(std::string_view user_name);

  // What signing in answers from now on; OK: as it should.
  void FailSignInWith(Status status) { sign_in_failure_ = std::move(status); }

  void RegisterWith(MethodTable& table);
  CallerResolver resolver();
  // As others see whoever has an account here.
  std::optional<community::v1::PersonView> FindPerson(std::string_view id) const;

 private:
  struct Person {
    community::v1::Account account;
    std::string password;
    std::map<std::string, community::v1::Draft> drafts;
    std::vector<community::v1::PracticeCard> practices;
    std::vector<community::v1::ThreadCard> followed;
    std::vector<community::v1::NewsItem> news;
  };

  StatusOr<Person*> PersonOf(const Call& call);
  template <class Response>
  Response Open(std::string_view user_name);
  StatusOr<community::v1::SignInResponse> SignIn(const community::v1::SignInRequest& request);
  StatusOr<community::v1::GetInvitationResponse> GetInvitation(
      const community::v1::GetInvitationRequest& request);
  StatusOr<community::v1::AcceptInvitationResponse> AcceptInvitation(
      const community::v1::AcceptInvitationRequest& request);
  StatusOr<community::v1::ResetPasswordResponse> ResetPassword(
      const community::v1::ResetPasswordRequest& request);
  StatusOr<community::v1::ChangePasswordResponse> ChangePassword(
      const Call& call, const community::v1::ChangePasswordRequest& request);
  void RegisterDraftsWith(MethodTable& table);

  std::map<std::string, Person, std::less<>> people_;         // By user name.
  std::map<std::string, std::string, std::less<>> sessions_;  // Token to user name.
  std::map<std::string, std::string, std::less<>> links_;     // Token to user name, or to none.
  Status sign_in_failure_;
  int drawn_ = 0;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_NODE_WEB_SAMPLE_PEOPLE_H_
