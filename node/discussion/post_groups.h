#ifndef CLEDI_NODE_DISCUSSION_POST_GROUPS_H_
#define CLEDI_NODE_DISCUSSION_POST_GROUPS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "node/discussion/seen_mark.h"

namespace cledi {

// What is known of a post beside its row. Strings are numbered by whoever enters it.
struct IndexedPost {
  StatementId entity;
  uint32_t node = 0;
  uint32_t person = 0;
  bool withdrawn = false;
  uint64_t print = 0;  // Of its row.
};

// The posts that name their thread by one event id.
struct PostGroup {
  std::map<PostPlace, IndexedPost> posts;  // In canonical order.
  uint64_t print = 0;                      // Of all rows.
  std::map<uint32_t, uint32_t> by_node;    // Posts that are not withdrawn.
  std::map<uint32_t, uint32_t> by_person;  // Likewise.
  uint32_t shown = 0;                      // Likewise.
};

// All posts, by the name that they give their thread, whether that is here or not.
//
// Not thread-safe.
class PostGroups {
 public:
  // `names`: the event ids of its creation; `thread`: as it is named. Takes the place of what
  // was entered of this entity before.
  void Enter(const EventId& thread, std::span<const EventId> names, const PostPlace& place,
             const IndexedPost& post);
  void Remove(const StatementId& entity);
  void Clear();

  // How a post names its thread; nothing: no such post.
  std::optional<EventId> ThreadNameOf(const StatementId& entity) const;
  // Null: none.
  const PostGroup* GroupOf(const EventId& thread) const;
  // The post that an event id names; null: none.
  const IndexedPost* Named(const EventId& name) const;

 private:
  struct Home {
    EventId thread;
    PostPlace place;
    std::vector<EventId> names;
  };

  std::map<EventId, PostGroup> groups_;
  std::map<StatementId, Home> homes_;
  std::map<EventId, StatementId> named_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_DISCUSSION_POST_GROUPS_H_
