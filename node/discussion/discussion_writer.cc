#include "node/discussion/discussion_writer.h"

#include <utility>

#include "absl/strings/str_format.h"

#include "node/fields/field_problems.h"
#include "node/person/person_id.h"

namespace cledi {

using view::v1::WrittenRow;

namespace {

using DrawnKey = FixedBytes<struct DrawnKeyKind, 16>;

}  // namespace

StatusOr<std::string> DiscussionWriter::AuthorOf(const Caller& caller, const WrittenRow& written,
                                                 std::string_view what, Change change) const {
  if (written.home_log() != home_.commons_log.view()) {
    return Denied(absl::StrFormat("this %s was written at %s; it is changed there", what,
                                  written.home_node()));
  }
  const std::string person =
      written.author().empty() ? "" : PersonIdOf(written.home_node(), written.author());
  RETURN_IF_ERROR(AuthorOfNew(caller).status());
  StatusOr<std::string> author = AuthorOfChange(
      *home_.authors, caller,
      {.what = what, .node_id = home_.node_id, .person_id = person, .space = CommonsSpace()},
      change);
  if (absl::IsPermissionDenied(author.status()) && change == Change::kRevise) {
    return Denied(absl::StrFormat(
        "this %s is somebody else's: who wrote it, or an administrator, changes it; you can answer",
        what));
  }
  return author;
}

bool DiscussionWriter::May(const Caller& caller, const WrittenRow& written, Change change) const {
  return caller.Has(Role::kEducator) && !written.withdrawn() &&
         AuthorOf(caller, written, "", change).ok();
}

Status DiscussionWriter::CheckTakesMore(const WrittenRow& written, std::string_view what) {
  if (written.withdrawn()) {
    return absl::FailedPreconditionError(
        ToAbsl(absl::StrFormat("this %s was taken back; write a new one", what)));
  }
  if (written.fact_count() >= kFactsMax || written.history_bytes() >= kHistoryBytesMax) {
    return absl::FailedPreconditionError(
        ToAbsl(absl::StrFormat("this %s was changed %s times and cannot keep more; write a new one",
                               what, WithCommas(written.fact_count()))));
  }
  return absl::OkStatus();
}

std::string DiscussionWriter::KeyFor(std::string_view key) const {
  return key.empty() ? HexEncode(home_.random->Draw<DrawnKey>().view()) : std::string(key);
}

StatusOr<WrittenFact> DiscussionWriter::Append(const Caller& caller, uint16_t type,
                                               std::string_view author, std::string_view key,
                                               std::string payload) const {
  // The institution itself may write as it likes: its operators import what others wrote.
  const bool paced = !author.empty();
  if (paced) {
    ASSIGN_OR_RETURN(const bool is_retry, IsRetry(author, key));
    if (!is_retry) {
      RETURN_IF_ERROR(pace_.Check(caller.id));
    }
  }
  ASSIGN_OR_RETURN(
      const WrittenFact written,
      home_.writer->Append({.space = CommonsSpace(), .type = type, .payload = std::move(payload)}));
  if (paced && !written.existed) {
    pace_.Count(caller.id);
  }
  return written;
}

StatusOr<bool> DiscussionWriter::IsRetry(std::string_view author, std::string_view key) const {
  if (key.empty()) {
    return false;
  }
  ASSIGN_OR_RETURN(const ViewSnapshot views, views_->Read());
  ASSIGN_OR_RETURN(const std::optional<EventId> known,
                   views.FindKeyed(KeyedStatementId(home_.commons_log, author, key)));
  return known.has_value();
}

}  // namespace cledi
