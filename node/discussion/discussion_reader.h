#ifndef CLEDI_NODE_DISCUSSION_DISCUSSION_READER_H_
#define CLEDI_NODE_DISCUSSION_DISCUSSION_READER_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "cledi/community/v1/discussion_service.pb.h"
#include "cledi/view/v1/discussion.pb.h"
#include "federation/base/status.h"
#include "node/discussion/thread_index.h"
#include "node/person/person_reader.h"
#include "node/practice/card_index.h"
#include "node/practice/institution_directory.h"
#include "node/practice/practice_lists.h"
#include "node/practice/practice_reader.h"

namespace cledi {

struct FoundThread {
  StatementId entity;
  view::v1::ThreadRow row;

  EventId object() const { return *EventId::From(row.written().ids(0)); }
};

struct FoundPost {
  StatementId entity;
  view::v1::PostRow row;

  EventId object() const { return *EventId::From(row.written().ids(0)); }
};

// Reads discussions of the commons at one moment, and completes what depends on people, on
// practices and on other posts. Not thread-safe; made for one request.
class DiscussionReader {
 public:
  // `countries` and `threads` are as new as the views, or older: ask the index first.
  DiscussionReader(ViewSnapshot views,
                   std::shared_ptr<const InstitutionDirectory::Countries> countries,
                   const ThreadIndex* threads);

  const ViewSnapshot& views() const { return practices_.views(); }
  const PracticeReader& practices() const { return practices_; }

  // By any name that people use: 26 characters or 64 hex digits. InvalidArgument: no such name.
  // NotFound: there is none here.
  StatusOr<FoundThread> FindThread(std::string_view id) const;
  StatusOr<FoundPost> FindPost(std::string_view id) const;
  // The practice that a thread may be about, of either kind.
  StatusOr<view::v1::PracticeRow> FindPractice(std::string_view id) const;
  // By the key of its view. NotFound: there is none.
  StatusOr<FoundThread> ThreadOf(const StatementId& entity) const;
  StatusOr<FoundPost> PostOf(const StatementId& entity) const;

  // As lists show it. NotFound: the thread is gone from the index.
  StatusOr<community::v1::ThreadCard> CardOf(const FoundThread& thread);
  // Adds the name of the step that the thread is about, where it is known.
  Status AddStepName(const FoundThread& thread, community::v1::ThreadCard& card) const;
  // The first words of a thread, and a post in one; what the caller may do is left open.
  StatusOr<community::v1::PostView> OpeningOf(const FoundThread& thread);
  StatusOr<community::v1::PostView> ViewOf(const StatementId& thread, const FoundPost& post);
  // Each revision of a thread's first words, or of a post, that is kept and can be read.
  google::protobuf::RepeatedPtrField<community::v1::PostRevision> RevisionsOf(
      const FoundThread& thread) const;
  google::protobuf::RepeatedPtrField<community::v1::PostRevision> RevisionsOf(
      const FoundPost& post) const;

 private:
  StatusOr<community::v1::AuthorView> AuthorOf(const view::v1::WrittenRow& written);
  StatusOr<community::v1::PostView> WordsOf(const view::v1::WrittenRow& written);
  Status AddAnchor(const FoundThread& thread, community::v1::ThreadCard& card) const;
  std::string CountryOf(const std::string& institution) const;

  const PracticeReader practices_;
  const PersonReader people_;
  const std::shared_ptr<const InstitutionDirectory::Countries> countries_;
  const ThreadIndex* const threads_;
  std::map<std::string, community::v1::AuthorView> authors_;  // By node and pseudonym.
};

// What discussions are read from. All outlive whoever holds it.
struct DiscussionSources {
  PracticeSources practices;
  const ThreadIndex* threads = nullptr;
  const CardIndex* plans = nullptr;      // Of kPlanViews.
  const CardIndex* resources = nullptr;  // Of kResourceViews.

  StatusOr<DiscussionReader> Read() const;
};

// Where a list of threads goes on: what its page tokens hold.
std::string TokenKey(const ThreadPlace& place);
// Nothing: at its beginning. InvalidArgument: no such key.
StatusOr<std::optional<ThreadPlace>> PlaceIn(std::string_view key);

// A thread's or post's id in addresses.
std::string IdOf(const view::v1::WrittenRow& written);
// All event ids that a practice may be named by.
std::set<EventId> NamesOf(const view::v1::PracticeRow& practice);

}  // namespace cledi

#endif  // CLEDI_NODE_DISCUSSION_DISCUSSION_READER_H_
