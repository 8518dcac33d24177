#ifndef CLEDI_NODE_APP_PEOPLE_SERVICES_H_
#define CLEDI_NODE_APP_PEOPLE_SERVICES_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "federation/rpc/call.h"
#include "federation/rpc/method_table.h"
#include "federation/rpc/page_token.h"
#include "node/app/node_core.h"
#include "node/app/platform.h"
#include "node/person/account_authors.h"
#include "node/person/account_desk.h"
#include "node/person/argon2_hasher.h"
#include "node/person/draft_service.h"
#include "node/person/local_rows.h"
#include "node/person/person_service.h"
#include "node/person/profiles.h"
#include "node/person/sign_in_desk.h"
#include "node/person/user_service.h"
#include "node/practice/person_practices.h"

namespace cledi {

// The people of a node: their accounts, and what is done with them. Safe from any thread.
class PeopleServices {
 public:
  // All pointers outlive the services.
  struct Parts {
    NodeCore* core;
    const PageTokens* page_tokens;
    Platform platform;
    uint32_t workers = 1;  // Threads that run methods.
    // Of this node's pages; for links.
    std::function<std::string()> web_address;
  };
  // Errors: the first password could not be hashed.
  static StatusOr<std::unique_ptr<PeopleServices>> Open(Parts parts);

  void RegisterWith(MethodTable& table);

  const Authors& authors() const { return authors_; }
  // Whose a session is.
  std::optional<Caller> Resolve(std::string_view session_token) const {
    return sign_in_desk_->Resolve(session_token);
  }
  // Somebody as the caller that they would be, for operators who act in their name. NotFound:
  // no such account. PermissionDenied: its owner is shut out.
  StatusOr<Caller> ActAs(std::string_view user_name) const;

 private:
  explicit PeopleServices(const Parts& parts);

  Status OpenServices();

  const Parts parts_;
  LocalRows rows_;
  LocalRows draft_rows_;  // Of their own: whoever types need not wait for whoever signs in.
  Argon2Hasher hasher_;
  const AccountAuthors authors_;
  const AccountDesk account_desk_;
  const Profiles profiles_;
  const PersonPractices practices_;
  std::unique_ptr<SignInDesk> sign_in_desk_;
  std::unique_ptr<PersonService> person_service_;
  DraftService draft_service_;
  UserService user_service_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_APP_PEOPLE_SERVICES_H_
