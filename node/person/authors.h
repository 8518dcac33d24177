#ifndef CLEDI_NODE_PERSON_AUTHORS_H_
#define CLEDI_NODE_PERSON_AUTHORS_H_

#include <string>

#include "federation/base/status.h"
#include "federation/event/ids.h"
#include "federation/rpc/call.h"

namespace cledi {

// In whose name a caller's facts are stated: what subjects ask before they write. Safe from
// any thread.
class Authors {
 public:
  virtual ~Authors() = default;

  // The caller's pseudonym in a space (Common.author): 16 bytes for a person of this node, empty
  // for an operator, who writes in the institution's name.
  // Unauthenticated: a visitor. PermissionDenied: the account is gone or shut out.
  virtual StatusOr<std::string> AuthorFor(const Caller& caller, const SpaceId& space) const = 0;
};

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_AUTHORS_H_
