#ifndef CLEDI_NODE_DISCUSSION_THREAD_NEWS_H_
#define CLEDI_NODE_DISCUSSION_THREAD_NEWS_H_

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cledi/community/v1/discussion_service.pb.h"
#include "node/discussion/discussion_reader.h"
#include "node/discussion/follow_book.h"
#include "node/practice/practice_writer.h"

namespace cledi {

// What is new for a person: in the threads that they follow, and about the practices that they
// published. Safe from any thread.
//
// Unauthenticated: nobody calls. FailedPrecondition: an operator calls, in the institution's
// name, which follows nothing. Otherwise each method as its proto says.
class ThreadNews {
 public:
  // Looks at so many of the newest practices of a person, and so many threads about each.
  static constexpr size_t kOwnPracticesMax = 200;
  static constexpr size_t kThreadsOfPracticeMax = 50;

  // What `home` and `sources` point at, and `store`, outlive it.
  ThreadNews(HomeNode home, DiscussionSources sources, Store* store)
      : home_(std::move(home)), sources_(sources), follows_(store) {}

  StatusOr<community::v1::FollowThreadResponse> Follow(
      const Caller& caller, const community::v1::FollowThreadRequest& request) const;
  StatusOr<community::v1::ListNewsResponse> List(
      const Caller& caller, const community::v1::ListNewsRequest& request) const;
  StatusOr<community::v1::MarkSeenResponse> MarkSeen(
      const Caller& caller, const community::v1::MarkSeenRequest& request) const;

  StatusOr<std::set<StatementId>> FollowedBy(const Caller& caller) const;
  // False for visitors and operators.
  StatusOr<bool> Follows(const Caller& caller, const StatementId& thread) const;
  // The caller wrote in a thread: from now on they follow it, unless they follow too many.
  Status OnWritten(const Caller& caller, const StatementId& thread) const;

 private:
  // Whose news: an account, and the person that it is.
  struct Person {
    std::string account;
    std::string id;
  };
  struct Entry {
    ThreadPlace place;
    UnseenPosts unseen;
    bool about_own_practice = false;
  };

  StatusOr<Person> PersonOf(const Caller& caller) const;
  // Threads about practices that the person published.
  StatusOr<std::set<StatementId>> ThreadsAboutWorkOf(const Person& person) const;
  // In the order of the list.
  StatusOr<std::vector<Entry>> NewsOf(const Person& person) const;

  const HomeNode home_;
  const DiscussionSources sources_;
  const FollowBook follows_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_DISCUSSION_THREAD_NEWS_H_
