#ifndef CLEDI_NODE_PERSON_CHANGE_RIGHTS_H_
#define CLEDI_NODE_PERSON_CHANGE_RIGHTS_H_

#include <string>
#include <string_view>

#include "federation/base/status.h"
#include "federation/event/ids.h"
#include "federation/rpc/call.h"
#include "node/person/authors.h"

namespace cledi {

// Who may change what somebody published: that person, and the institution at whose node it
// is. One rule, judged twice: when a change is written, and by every fold that meets it.

// The fold's half: whether a fact by `author` about an object that `creator` created counts,
// where both facts are in one log. Both are pseudonyms, empty for the institution.
inline bool ChangeCounts(std::string_view creator, std::string_view author) {
  return author.empty() || author == creator;
}

enum class Change { kRevise, kWithdraw };

// An object of this node that a caller wants to change.
struct ChangedObject {
  std::string_view what;       // "lesson plan": for messages.
  std::string_view node_id;    // This node's.
  std::string_view person_id;  // Who created it; empty: the institution.
  SpaceId space;
};

// The writer's half: the author to write the change with. Whoever created the object writes as
// themselves. Otherwise it is the institution that acts (an empty author): an administrator may
// have it change anything, a moderator may have it withdraw what people published.
// PermissionDenied: says who may and what the caller can do instead. Otherwise as AuthorFor.
StatusOr<std::string> AuthorOfChange(const Authors& authors, const Caller& caller,
                                     const ChangedObject& object, Change change);

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_CHANGE_RIGHTS_H_
