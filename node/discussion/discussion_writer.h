#ifndef CLEDI_NODE_DISCUSSION_DISCUSSION_WRITER_H_
#define CLEDI_NODE_DISCUSSION_DISCUSSION_WRITER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cledi/view/v1/discussion.pb.h"
#include "federation/base/status.h"
#include "federation/rpc/call.h"
#include "node/discussion/posting_pace.h"
#include "node/fold/event_writer.h"
#include "node/fold/view_reader.h"
#include "node/person/change_rights.h"
#include "node/practice/practice_writer.h"

namespace cledi {

// States facts of discussions in a caller's name: who may, how fast, how much, and once.
// Safe from any thread.
class DiscussionWriter {
 public:
  // Beyond these a thread or post takes no further fact but its withdrawal
  // (kEntityStatementsMax, kEntityPayloadBytesMax).
  static constexpr uint32_t kFactsMax = 4000;
  static constexpr uint64_t kHistoryBytesMax = uint64_t{31} * 1024 * 1024;

  // What is pointed at outlives the writer, `views` and `clock` too.
  DiscussionWriter(HomeNode home, const ViewReader* views, const Clock* clock)
      : home_(std::move(home)), views_(views), pace_(clock) {}

  // The author of something new. Errors: as Authors::AuthorFor.
  StatusOr<std::string> AuthorOfNew(const Caller& caller) const {
    return home_.authors->AuthorFor(caller, CommonsSpace());
  }
  // The author of a change of `written`, a `what` such as "answer". PermissionDenied: it is
  // another node's, or somebody else's. Otherwise as Authors::AuthorFor.
  StatusOr<std::string> AuthorOf(const Caller& caller, const view::v1::WrittenRow& written,
                                 std::string_view what, Change change) const;
  bool May(const Caller& caller, const view::v1::WrittenRow& written, Change change) const;

  // FailedPrecondition: it was taken back, or has too many revisions.
  static Status CheckTakesMore(const view::v1::WrittenRow& written, std::string_view what);

  // The key to write under: the caller's, or a new one.
  std::string KeyFor(std::string_view key) const;

  // Writes a fact. ResourceExhausted: the caller writes too fast. Otherwise as
  // EventWriter::Append.
  template <class Fact>
  StatusOr<WrittenFact> Append(const Caller& caller, uint16_t type, const Fact& fact) const {
    return Append(caller, type, fact.author(), fact.idempotency_key(), fact.SerializeAsString());
  }

 private:
  StatusOr<WrittenFact> Append(const Caller& caller, uint16_t type, std::string_view author,
                               std::string_view key, std::string payload) const;
  // Whether the caller's request was answered before: then it is no further one.
  StatusOr<bool> IsRetry(std::string_view author, std::string_view key) const;

  const HomeNode home_;
  const ViewReader* const views_;
  mutable PostingPace pace_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_DISCUSSION_DISCUSSION_WRITER_H_
