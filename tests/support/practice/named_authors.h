#ifndef CLEDI_TESTS_SUPPORT_PRACTICE_NAMED_AUTHORS_H_
#define CLEDI_TESTS_SUPPORT_PRACTICE_NAMED_AUTHORS_H_

#include <set>
#include <string>

#include "federation/base/sha256.h"
#include "node/fold/fact.h"
#include "node/person/authors.h"

namespace cledi {

// Everybody with a name writes as themselves, until they are shut out.
class NamedAuthors final : public Authors {
 public:
  // The pseudonym of the account `id`, in every space.
  static std::string AuthorOf(const std::string& id) {
    return std::string(Sha256(id).view().substr(0, CommonFields::kAuthorBytes));
  }

  void ShutOut(const std::string& id) { shut_out_.insert(id); }

  StatusOr<std::string> AuthorFor(const Caller& caller, const SpaceId& /*space*/) const override {
    if (caller.Has(Role::kOperator)) {
      return std::string();
    }
    if (caller.id.empty()) {
      return absl::UnauthenticatedError("sign in first");
    }
    if (shut_out_.contains(caller.id)) {
      return Denied("this account is shut out");
    }
    return AuthorOf(caller.id);
  }

 private:
  std::set<std::string> shut_out_;
};

// A person who has signed in, with all that their role includes.
inline Caller Person(std::string id, Role role) {
  Caller caller;
  caller.id = std::move(id);
  for (const Role held : {Role::kEducator, Role::kModerator, Role::kAdministrator}) {
    if (held <= role) {
      caller.Add(held);
    }
  }
  return caller;
}
inline Caller Educator(std::string id) { return Person(std::move(id), Role::kEducator); }

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_PRACTICE_NAMED_AUTHORS_H_
