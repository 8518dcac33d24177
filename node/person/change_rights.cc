#include "node/person/change_rights.h"

#include "absl/strings/str_format.h"

#include "node/person/person_id.h"

namespace cledi {

StatusOr<std::string> AuthorOfChange(const Authors& authors, const Caller& caller,
                                     const ChangedObject& object, Change change) {
  ASSIGN_OR_RETURN(std::string own, authors.AuthorFor(caller, object.space));
  if (!own.empty() && PersonIdOf(object.node_id, own) == object.person_id) {
    return own;
  }
  const bool by_institution = object.person_id.empty();
  if (caller.Has(Role::kAdministrator) ||
      (caller.Has(Role::kModerator) && change == Change::kWithdraw && !by_institution)) {
    return std::string();
  }
  if (by_institution) {
    return Denied(absl::StrFormat(
        "this %s was published by the institution itself; an administrator changes it, or you "
        "publish a copy of your own that names it as its source",
        object.what));
  }
  return Denied(
      change == Change::kRevise
          ? absl::StrFormat("this %s is somebody else's; ask its author or an administrator to "
                            "change it, or publish a copy of your own that names it as its source",
                            object.what)
          : absl::StrFormat("this %s is somebody else's; its author, a moderator or an "
                            "administrator withdraws it",
                            object.what));
}

}  // namespace cledi
