#ifndef CLEDI_NODE_PRACTICE_PRACTICE_WRITER_H_
#define CLEDI_NODE_PRACTICE_PRACTICE_WRITER_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cledi/event/v1/practice.pb.h"
#include "cledi/view/v1/practice.pb.h"
#include "federation/base/random.h"
#include "federation/base/status.h"
#include "node/fields/field_problems.h"
#include "node/fold/event_writer.h"
#include "node/person/authors.h"
#include "node/person/change_rights.h"
#include "node/practice/description_rules.h"
#include "node/practice/practice_kind.h"
#include "node/practice/practice_lists.h"

namespace cledi {

// This node, as those see it who write practices here. What is pointed at outlives whoever
// holds it; `random` is safe from any thread.
struct HomeNode {
  std::string node_id;
  LogId commons_log;
  EventWriter* writer = nullptr;
  Random* random = nullptr;
  const Authors* authors = nullptr;
};

// Writes facts about practices of this node, for the services of both kinds. Safe from any
// thread.
class PracticeWriter {
 public:
  // Beyond these a practice takes no further revision; withdrawing it always works
  // (kEntityStatementsMax, kEntityPayloadBytesMax).
  static constexpr uint32_t kRevisionsMax = 4000;
  static constexpr uint64_t kHistoryBytesMax = uint64_t{31} * 1024 * 1024;

  // `kind` outlives the writer.
  PracticeWriter(const PracticeKind* kind, std::string what, HomeNode home,
                 PracticeSources sources);

  // "lesson plan".
  const std::string& what() const { return what_; }
  const HomeNode& home() const { return home_; }

  // What every publishing request says beside its practice.
  struct Request {
    std::string_view key;
    std::string_view revises;
    std::string_view change_note;
  };
  static void CheckRequest(const Request& request, FieldProblems& problems);

  // What a request writes about, and in whose name.
  struct Target {
    std::optional<view::v1::PracticeRow> revises;  // Nothing: a new practice.
    std::string author;                            // For the payload; empty: the institution.
  };
  // NotFound: what it revises. PermissionDenied: that is another node's, which is named, or the
  // caller may not change it (AuthorOfChange). Unauthenticated: nobody calls.
  StatusOr<Target> FindTarget(const Caller& caller, const Request& request) const;

  // Says what a practice of this node says where its writer said nothing: that it belongs to
  // this node's institution, and that it is by the person who publishes it.
  Status FillIn(const Target& target, event::v1::Description& description) const;

  // Whether FindTarget would let the caller revise `row`.
  bool MayRevise(const Caller& caller, const view::v1::PracticeRow& row) const;

  // The key to write under: the caller's, or a new one.
  std::string KeyFor(const Request& request) const;

  struct Published {
    std::string id;        // The practice's, for addresses.
    std::string event_id;  // 64 hex digits.
  };
  // Writes what `payload` says of `target`, whose author and object it names.
  // FailedPrecondition: it has too many revisions. AlreadyExists: the key was used before, for
  // something else. Otherwise as EventWriter::Append.
  StatusOr<Published> Publish(const Target& target, std::string payload) const;

  // Takes a practice of this node out of the lists; nothing is written where it is out already.
  // `Withdrawn`: the kind's payload. InvalidArgument: the reason. Otherwise as FindTarget.
  template <class Withdrawn>
  Status Withdraw(const Caller& caller, std::string_view id, const std::string& reason) const {
    FieldProblems problems;
    CheckWithdrawalReason(reason, problems);
    RETURN_IF_ERROR(problems.ToStatus());
    ASSIGN_OR_RETURN(const PracticeReader reader, sources_.Read());
    ASSIGN_OR_RETURN(const view::v1::PracticeRow row, FindOwn(reader, id));
    ASSIGN_OR_RETURN(std::string author, AuthorFor(caller, row, Change::kWithdraw));
    if (row.withdrawn()) {
      return absl::OkStatus();
    }
    Withdrawn fact;
    fact.set_author(std::move(author));
    fact.set_object(row.ids(0));
    fact.set_reason(reason);
    return Append(kind_->withdrawn_type(), fact.SerializeAsString()).status();
  }

 private:
  // The practice of this node that `id` names. NotFound; PermissionDenied: another node's.
  StatusOr<view::v1::PracticeRow> FindOwn(const PracticeReader& reader, std::string_view id) const;
  StatusOr<std::string> AuthorFor(const Caller& caller, const view::v1::PracticeRow& row,
                                  Change change) const;
  StatusOr<WrittenFact> Append(uint16_t type, std::string payload) const;
  StatusOr<Published> FindPublished(const Target& target, const EventId& event) const;

  const PracticeKind* const kind_;
  const std::string what_;
  const HomeNode home_;
  const PracticeSources sources_;
};

// Both services' answer to publishing. `missing`: recommended fields that are empty.
template <class Response>
void FillPublished(const PracticeWriter::Published& published,
                   const std::vector<std::string>& missing, Response& response) {
  response.set_id(published.id);
  response.set_event_id(published.event_id);
  response.mutable_missing()->Assign(missing.begin(), missing.end());
}

}  // namespace cledi

#endif  // CLEDI_NODE_PRACTICE_PRACTICE_WRITER_H_
