#include "node/practice/practice_writer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

#include "node/fields/field_checks.h"

namespace cledi {
namespace {

using view::v1::PracticeRow;

using DrawnKey = FixedBytes<struct DrawnKeyKind, 16>;

}  // namespace

PracticeWriter::PracticeWriter(const PracticeKind* kind, std::string what, HomeNode home,
                               EventWriter* writer, Random* random, PracticeSources sources)
    : kind_(kind),
      what_(std::move(what)),
      home_(std::move(home)),
      writer_(writer),
      random_(random),
      sources_(sources) {}

void PracticeWriter::CheckRequest(const Request& request, FieldProblems& problems) {
  CheckText("key", request.key, {.bytes_max = CommonFields::kKeyBytesMax}, problems);
  CheckChangeNote(request.change_note, problems);
  if (request.revises.empty() && !request.change_note.empty()) {
    problems.Add("change_note", "only with `revises`: this is the first revision");
  }
}

void PracticeWriter::FillIn(event::v1::Description& description) const {
  if (description.institution_id().empty()) {
    description.set_institution_id(home_.node_id);
  }
}

StatusOr<PracticeRow> PracticeWriter::FindOwn(const PracticeReader& reader,
                                              std::string_view id) const {
  ASSIGN_OR_RETURN(PracticeRow row, reader.Find(kind_->view_name(), id, what_));
  if (row.home_log() != home_.commons_log.view()) {
    return Denied(absl::StrFormat(
        "this %s belongs to %s; it is changed there, or adapted here under a new id", what_,
        row.card().home_node()));
  }
  return row;
}

StatusOr<std::optional<PracticeRow>> PracticeWriter::FindRevised(const Request& request) const {
  if (request.revises.empty()) {
    return std::nullopt;
  }
  ASSIGN_OR_RETURN(const PracticeReader reader, sources_.Read());
  ASSIGN_OR_RETURN(PracticeRow row, FindOwn(reader, request.revises));
  return row;
}

std::string PracticeWriter::KeyFor(const Request& request) const {
  return request.key.empty() ? HexEncode(random_->Draw<DrawnKey>().view())
                             : std::string(request.key);
}

StatusOr<PracticeWriter::Published> PracticeWriter::Publish(const PracticeRow* revises,
                                                            std::string payload) const {
  if (revises != nullptr && (revises->revision_count() >= kRevisionsMax ||
                             revises->history_bytes() + payload.size() > kHistoryBytesMax)) {
    return absl::FailedPreconditionError(ToAbsl(absl::StrFormat(
        "this %s has %s revisions and cannot keep more; publish it as a new one that is derived "
        "from it",
        what_, WithCommas(revises->revision_count()))));
  }
  ASSIGN_OR_RETURN(const WrittenFact written, Append(kind_->revised_type(), std::move(payload)));
  if (written.existed) {
    return FindPublished(revises, written.event);
  }
  return Published{.id = revises != nullptr ? revises->card().id() : ShortId(written.event),
                   .event_id = HexEncode(written.event.view())};
}

// What an earlier try of the same request published.
StatusOr<PracticeWriter::Published> PracticeWriter::FindPublished(const PracticeRow* revises,
                                                                  const EventId& event) const {
  ASSIGN_OR_RETURN(const PracticeReader reader, sources_.Read());
  const std::string event_id = HexEncode(event.view());
  StatusOr<PracticeRow> row = NotFound("");
  if (revises != nullptr) {
    row = reader.Find(kind_->view_name(), revises->card().id(), what_);
  } else if (const StatusOr<StatementId> entity = reader.views().StatementOf(event); entity.ok()) {
    row = reader.Row(kind_->view_name(), entity->view());
  }
  const bool creates = row.ok() && row->ids(0) == event.view();
  const bool found =
      row.ok() && creates == (revises == nullptr) &&
      std::ranges::count(row->revisions(), event_id, &community::v1::RevisionInfo::event_id) > 0;
  if (!found) {
    return absl::AlreadyExistsError(
        "this key was used before, for something else; choose another key");
  }
  return Published{.id = row->card().id(), .event_id = event_id};
}

StatusOr<WrittenFact> PracticeWriter::Append(uint16_t type, std::string payload) const {
  return writer_->Append({.space = CommonsSpace(), .type = type, .payload = std::move(payload)});
}

}  // namespace cledi
