#include "node/person/account_authors.h"

#include "node/person/account_book.h"

namespace cledi {

StatusOr<std::string> AccountAuthors::AuthorFor(const Caller& caller, const SpaceId& space) const {
  if (caller.Has(Role::kOperator)) {
    return std::string();
  }
  if (caller.id.empty()) {
    return absl::UnauthenticatedError("sign in first");
  }
  ASSIGN_OR_RETURN(const StoredAccount account, AccountOf(*rows_->Read(), caller));
  return AuthorIn(space, account);
}

}  // namespace cledi
