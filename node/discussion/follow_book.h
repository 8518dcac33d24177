#ifndef CLEDI_NODE_DISCUSSION_FOLLOW_BOOK_H_
#define CLEDI_NODE_DISCUSSION_FOLLOW_BOOK_H_

#include <cstddef>
#include <map>
#include <set>
#include <string_view>

#include "federation/base/status.h"
#include "node/discussion/seen_mark.h"
#include "node/store/store.h"

namespace cledi {

// Which threads people of this node follow, and what they have seen of them: rows of this node
// alone (Family::kLocal), under "discussion/follow/" and "discussion/seen/" | account id | "/" |
// the thread's statement id.
//
// Safe from any thread. Errors: the store's.
class FollowBook {
 public:
  // Of one account. Whoever wants to follow more lets go of some.
  static constexpr size_t kFollowsMax = 1000;

  // `store` outlives the book.
  explicit FollowBook(Store* store) : store_(store) {}

  StatusOr<bool> Follows(std::string_view account, const StatementId& thread) const;
  StatusOr<std::set<StatementId>> FollowedBy(std::string_view account) const;
  // Durable when it returns. FailedPrecondition: the account follows kFollowsMax.
  Status Follow(std::string_view account, const StatementId& thread) const;
  // Forgets what was seen as well.
  Status Unfollow(std::string_view account, const StatementId& thread) const;

  using Marks = std::map<StatementId, SeenMark>;
  StatusOr<Marks> SeenBy(std::string_view account) const;
  // A power cut may take the newest marks away: something is then shown as new twice.
  Status MarkSeen(std::string_view account, const Marks& marks) const;

 private:
  Store* const store_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_DISCUSSION_FOLLOW_BOOK_H_
