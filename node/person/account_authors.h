#ifndef CLEDI_NODE_PERSON_ACCOUNT_AUTHORS_H_
#define CLEDI_NODE_PERSON_ACCOUNT_AUTHORS_H_

#include "node/person/authors.h"
#include "node/person/local_rows.h"

namespace cledi {

// Authors, by the accounts of this node.
class AccountAuthors final : public Authors {
 public:
  // `rows` outlive it.
  explicit AccountAuthors(const LocalRows* rows) : rows_(rows) {}

  StatusOr<std::string> AuthorFor(const Caller& caller, const SpaceId& space) const override;

 private:
  const LocalRows* const rows_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_ACCOUNT_AUTHORS_H_
