#ifndef CLEDI_NODE_DISCUSSION_SEEN_MARK_H_
#define CLEDI_NODE_DISCUSSION_SEEN_MARK_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "federation/event/hybrid_clock.h"
#include "node/fold/fact.h"

namespace cledi {

// Where a post is in its thread: the same at every node.
struct PostPlace {
  Hlc hlc = 0;
  EventId post;  // That created it.

  friend auto operator<=>(const PostPlace&, const PostPlace&) = default;
};

// What somebody has seen of a thread. A post from elsewhere may arrive late and stand before
// posts that were seen long ago, so the mark remembers which posts were there, not a time.
class SeenMark {
 public:
  // Of a thread's posts the newest so many are remembered one by one; whatever arrives before
  // them later passes for seen.
  static constexpr size_t kRememberedMax = 1000;

  // Nothing was seen yet.
  SeenMark() = default;
  // The thread and all its posts; `posts` in order.
  static SeenMark OfAll(std::span<const PostPlace> posts);

  bool thread_seen() const { return thread_seen_; }
  bool Has(const PostPlace& post) const;

  // As it is kept: 01 | u8 whether the thread was seen | floor, hlc u64 and id | the first 8
  // bytes of each post's id.
  std::string Serialize() const;
  // Nothing: these bytes are no mark.
  static std::optional<SeenMark> Parse(std::string_view bytes);

 private:
  bool thread_seen_ = false;
  PostPlace floor_;  // Up to it all counts as seen.
  std::set<uint64_t> posts_;
};

// What somebody has not seen of a thread.
struct UnseenPosts {
  uint32_t count = 0;
  std::optional<StatementId> first;
};

}  // namespace cledi

#endif  // CLEDI_NODE_DISCUSSION_SEEN_MARK_H_
