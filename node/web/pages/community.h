#ifndef CLEDI_NODE_WEB_PAGES_COMMUNITY_H_
#define CLEDI_NODE_WEB_PAGES_COMMUNITY_H_

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "cledi/admin/v1/user_service.pb.h"
#include "cledi/community/v1/discussion_service.pb.h"
#include "cledi/community/v1/draft_service.pb.h"
#include "cledi/community/v1/institution_service.pb.h"
#include "cledi/community/v1/person_service.pb.h"
#include "cledi/community/v1/plan_service.pb.h"
#include "cledi/community/v1/resource_service.pb.h"
#include "federation/base/check.h"
#include "federation/base/status.h"
#include "federation/rpc/method_table.h"

namespace cledi {

// The node's community services and its accounts, asked by name as one caller: pages are one
// more transport, and no page can skip a role check. Made anew for each request.
//
// Each method is as its proto describes it, and answers at once. Errors: those of
// MethodTable::Invoke and of the method. Internal: a method that is asked here and answers
// later is a mistake of ours. Safe from any thread.
class Community {
 public:
  // `methods` outlives it.
  Community(const MethodTable* methods, Caller caller)
      : methods_(methods), caller_(std::move(caller)) {}

  const Caller& caller() const { return caller_; }
  // Which role a method needs; nothing: this node does not have it.
  std::optional<Role> RoleFor(std::string_view full_name) const {
    return methods_->RoleFor(full_name);
  }

#define CLEDI_ASK_OF(package, service, method)                                                \
  StatusOr<package::v1::method##Response> method(const package::v1::method##Request& request) \
      const {                                                                                 \
    return Ask<package::v1::method##Response>("cledi." #package ".v1." #service "/" #method,  \
                                              request);                                       \
  }
#define CLEDI_ASK(service, method) CLEDI_ASK_OF(community, service, method)

  CLEDI_ASK(PlanService, ListPlans)
  CLEDI_ASK(PlanService, GetPlan)
  CLEDI_ASK(PlanService, PublishPlan)
  CLEDI_ASK(PlanService, WithdrawPlan)

  CLEDI_ASK(ResourceService, ListResources)
  CLEDI_ASK(ResourceService, GetResource)
  CLEDI_ASK(ResourceService, PublishResource)
  CLEDI_ASK(ResourceService, WithdrawResource)

  CLEDI_ASK(InstitutionService, ListInstitutions)
  CLEDI_ASK(InstitutionService, GetInstitution)
  CLEDI_ASK(InstitutionService, DescribeInstitution)

  CLEDI_ASK(PersonService, SignIn)
  CLEDI_ASK(PersonService, SignOut)
  CLEDI_ASK(PersonService, GetInvitation)
  CLEDI_ASK(PersonService, AcceptInvitation)
  CLEDI_ASK(PersonService, ResetPassword)
  CLEDI_ASK(PersonService, ChangePassword)
  CLEDI_ASK(PersonService, GetMe)
  CLEDI_ASK(PersonService, DescribeMe)
  CLEDI_ASK(PersonService, ChangeSettings)
  CLEDI_ASK(PersonService, GetPerson)
  CLEDI_ASK(PersonService, ListPeople)

  CLEDI_ASK(DraftService, SaveDraft)
  CLEDI_ASK(DraftService, GetDraft)
  CLEDI_ASK(DraftService, ListDrafts)
  CLEDI_ASK(DraftService, DeleteDraft)

  CLEDI_ASK(DiscussionService, ListThreads)
  CLEDI_ASK(DiscussionService, GetThread)
  CLEDI_ASK(DiscussionService, GetPost)
  CLEDI_ASK(DiscussionService, PublishThread)
  CLEDI_ASK(DiscussionService, PublishPost)
  CLEDI_ASK(DiscussionService, WithdrawThread)
  CLEDI_ASK(DiscussionService, WithdrawPost)
  CLEDI_ASK(DiscussionService, AcceptAnswer)
  CLEDI_ASK(DiscussionService, FollowThread)
  CLEDI_ASK(DiscussionService, ListNews)
  CLEDI_ASK(DiscussionService, MarkSeen)

  CLEDI_ASK_OF(admin, UserService, InviteUser)
  CLEDI_ASK_OF(admin, UserService, ResetUserPassword)
  CLEDI_ASK_OF(admin, UserService, ListUsers)
  CLEDI_ASK_OF(admin, UserService, SetUserRoles)
  CLEDI_ASK_OF(admin, UserService, SuspendUser)

#undef CLEDI_ASK
#undef CLEDI_ASK_OF

 private:
  using Message = MethodTable::Message;

  template <class Response>
  StatusOr<Response> Ask(std::string_view method, const Message& request) const {
    ASSIGN_OR_RETURN(const std::unique_ptr<Message> response, Invoke(method, request));
    CHECK(response->GetDescriptor() == Response::descriptor());
    return std::move(static_cast<Response&>(*response));
  }
  StatusOr<std::unique_ptr<Message>> Invoke(std::string_view method, const Message& request) const;

  const MethodTable* methods_;
  Caller caller_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_COMMUNITY_H_
