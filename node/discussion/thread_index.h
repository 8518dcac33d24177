#ifndef CLEDI_NODE_DISCUSSION_THREAD_INDEX_H_
#define CLEDI_NODE_DISCUSSION_THREAD_INDEX_H_

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/event/hybrid_clock.h"
#include "node/discussion/post_groups.h"
#include "node/discussion/seen_mark.h"
#include "node/discussion/thread_watch.h"
#include "node/fold/view_observer.h"
#include "node/practice/string_table.h"

namespace cledi {

// Where a thread is in a list: the last active first.
struct ThreadPlace {
  Hlc active = 0;
  StatementId thread;

  friend std::strong_ordering operator<=>(const ThreadPlace& a, const ThreadPlace& b) {
    return std::tie(b.active, b.thread) <=> std::tie(a.active, a.thread);
  }
  friend bool operator==(const ThreadPlace&, const ThreadPlace&) = default;
};

// What a list of threads asks for. An empty field does not restrict.
struct ThreadQuery {
  std::vector<std::string> languages;   // As in ListThreadsRequest.
  std::vector<std::string> home_nodes;  // Of who opened it.
  std::set<EventId> practices;          // All names of one practice.
  uint32_t step = 0;
  std::string person;       // Who opened it.
  std::string participant;  // Who opened it, or answered in it.
  bool unanswered = false;
  std::optional<std::set<StatementId>> among;  // Only these.
  std::optional<ThreadPlace> after;            // The last of the page before.
  size_t count = 0;
};

struct ThreadPage {
  std::vector<StatementId> threads;  // In order.
  std::optional<ThreadPlace> last;   // Of the last one, if more follow.
  uint32_t total = 0;
};

// What is known of a thread beside its row.
struct ThreadActivity {
  uint32_t posts = 0;         // That are not withdrawn.
  uint32_t posts_in_all = 0;  // Withdrawn ones too: their places stay.
  Hlc active = 0;
  std::string opened_by;  // A person id; empty: the institution.
  bool withdrawn = false;
  std::optional<StatementId> last_post;  // The newest that is not withdrawn.
  std::optional<StatementId> accepted;   // A post of it that is not withdrawn.
  std::vector<std::string> home_nodes;   // Of all who wrote in it, each once.
  std::string state;                     // As GetThreadResponse.state.
};

// A numbered page of the posts of a thread.
struct PostPage {
  std::vector<StatementId> posts;  // In order.
  uint32_t number = 1;
  uint32_t count = 1;  // Pages.
};

// The threads, and who wrote in which when: what lists are filtered by and in what order posts
// stand; a few hundred bytes a thread or post, in memory, kept in step by the folder. Posts
// whose thread is not here yet wait under the name that they give it.
//
// Also tells `watch` of every change of a thread. Safe from any thread.
class ThreadIndex final : public ViewObserver {
 public:
  // `watch` outlives the index; null: nobody watches.
  explicit ThreadIndex(ThreadWatch* watch = nullptr) : watch_(watch) {}

  // Withdrawn threads are in no list.
  ThreadPage List(const ThreadQuery& query) const ABSL_LOCKS_EXCLUDED(mutex_);
  // The newest threads about a practice, which `names` are all names of; at most `count`.
  std::vector<StatementId> About(const std::set<EventId>& names, size_t count) const
      ABSL_LOCKS_EXCLUDED(mutex_);
  // Nothing: there is no such thread.
  std::optional<ThreadActivity> ActivityOf(const StatementId& thread) const
      ABSL_LOCKS_EXCLUDED(mutex_);
  // `number` from 1, cut to what there is; `size` at least 1.
  PostPage PostsOf(const StatementId& thread, uint32_t number, uint32_t size) const
      ABSL_LOCKS_EXCLUDED(mutex_);
  // The thread that a post is in; nothing: no such post, or its thread is not here yet.
  std::optional<StatementId> ThreadOf(const StatementId& post) const ABSL_LOCKS_EXCLUDED(mutex_);
  // The post that an event id names; nothing: none in this thread.
  std::optional<StatementId> PostNamed(const StatementId& thread, const EventId& name) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // A post's place among those of its thread, from 1; 0: it is not in this thread.
  uint32_t PositionOf(const StatementId& thread, const StatementId& post) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // What `mark` has not seen that is not by `reader`, a person id, and was not withdrawn.
  UnseenPosts UnseenIn(const StatementId& thread, const SeenMark& mark,
                       std::string_view reader) const ABSL_LOCKS_EXCLUDED(mutex_);
  // All that is in the thread now.
  SeenMark MarkOf(const StatementId& thread) const ABSL_LOCKS_EXCLUDED(mutex_);

  uint32_t size() const ABSL_LOCKS_EXCLUDED(mutex_);

  Status OnViewsReplaced(const ViewSnapshot& views) override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnViewsChanged(std::span<const ViewChange> changes) override ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Thread {
    std::vector<EventId> names;
    uint32_t node = 0;      // These three in strings_.
    uint32_t person = 0;    // Who opened it.
    uint32_t language = 0;  // Of what is shown.
    std::optional<EventId> practice;
    uint32_t step = 0;
    std::optional<EventId> accepted;  // As it is named.
    bool withdrawn = false;
    Hlc opened = 0;
    uint64_t print = 0;  // Of its row.
    Hlc active = 0;      // Its place in order_.
  };
  struct PlacedPost {
    PostPlace place;
    const IndexedPost* post = nullptr;
  };
  class Filter;

  void Enter(const ViewChange& change, std::set<StatementId>& affected)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void EnterThread(const StatementId& entity, std::string_view bytes)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void RemoveThread(const StatementId& entity) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void EnterPost(const StatementId& entity, std::string_view bytes)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Puts a thread, if it is here, where its newest post says.
  void Place(const StatementId& entity) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Adds the thread that posts call `name`, if it is here.
  void AddNamed(const EventId& name, std::set<StatementId>& threads) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  // Whether a person, by the number in strings_, opened it or has an answer in it.
  bool TookPart(const Thread& thread, uint32_t person) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  const Thread* Find(const StatementId& entity) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  std::vector<const PostGroup*> GroupsOf(const Thread& thread) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // All posts of a thread, in order.
  std::vector<PlacedPost> PostsIn(const Thread& thread) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // The newest post that is not withdrawn; its `post` is null where there is none.
  PlacedPost NewestIn(const Thread& thread) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // The post of this thread that `name` names; null: none.
  const IndexedPost* PostIn(const Thread& thread, const EventId& name) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // The accepted answer, if it is in the thread and not withdrawn; null: none.
  const IndexedPost* AnswerOf(const Thread& thread) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  ThreadWatch* const watch_;
  mutable absl::Mutex mutex_;
  std::map<StatementId, Thread> threads_ ABSL_GUARDED_BY(mutex_);
  std::set<ThreadPlace> order_ ABSL_GUARDED_BY(mutex_);           // Those that are not withdrawn.
  std::map<EventId, StatementId> named_ ABSL_GUARDED_BY(mutex_);  // Threads.
  std::map<EventId, std::set<StatementId>> about_ ABSL_GUARDED_BY(mutex_);  // By practice.
  PostGroups posts_ ABSL_GUARDED_BY(mutex_);
  StringTable strings_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cledi

#endif  // CLEDI_NODE_DISCUSSION_THREAD_INDEX_H_
