#include "node/practice/practice_writer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

#include "node/fields/field_checks.h"
#include "node/person/person_id.h"
#include "node/person/person_reader.h"

namespace cledi {
namespace {

using view::v1::PracticeRow;

using DrawnKey = FixedBytes<struct DrawnKeyKind, 16>;

}  // namespace

PracticeWriter::PracticeWriter(const PracticeKind* kind, std::string what, HomeNode home,
                               PracticeSources sources)
    : kind_(kind), what_(std::move(what)), home_(std::move(home)), sources_(sources) {}

void PracticeWriter::CheckRequest(const Request& request, FieldProblems& problems) {
  CheckText("key", request.key, {.bytes_max = CommonFields::kKeyBytesMax}, problems);
  CheckChangeNote(request.change_note, problems);
  if (request.revises.empty() && !request.change_note.empty()) {
    problems.Add("change_note", FieldProblem::KIND_NOT_ALLOWED,
                 "only with `revises`: this is the first revision");
  }
}

Status PracticeWriter::FillIn(const Target& target, event::v1::Description& description) const {
  if (description.institution_id().empty()) {
    description.set_institution_id(home_.node_id);
  }
  if (!description.authors().empty() || target.author.empty()) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(ViewSnapshot views, sources_.views->Read());
  ASSIGN_OR_RETURN(const std::optional<DescribedPerson> person,
                   PersonReader(std::move(views)).Find(PersonIdOf(home_.node_id, target.author)));
  if (person) {
    event::v1::Credit& credit = *description.add_authors();
    credit.set_name(person->profile.name());
    credit.set_institution_id(person->institution());
  }
  return absl::OkStatus();
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

StatusOr<PracticeWriter::Target> PracticeWriter::FindTarget(const Caller& caller,
                                                            const Request& request) const {
  Target target;
  if (request.revises.empty()) {
    ASSIGN_OR_RETURN(target.author, home_.authors->AuthorFor(caller, CommonsSpace()));
    return target;
  }
  ASSIGN_OR_RETURN(const PracticeReader reader, sources_.Read());
  ASSIGN_OR_RETURN(target.revises, FindOwn(reader, request.revises));
  ASSIGN_OR_RETURN(target.author, AuthorFor(caller, *target.revises, Change::kRevise));
  return target;
}

bool PracticeWriter::MayRevise(const Caller& caller, const PracticeRow& row) const {
  return caller.Has(Role::kEducator) && row.home_log() == home_.commons_log.view() &&
         AuthorFor(caller, row, Change::kRevise).ok();
}

StatusOr<std::string> PracticeWriter::AuthorFor(const Caller& caller, const PracticeRow& row,
                                                Change change) const {
  return AuthorOfChange(*home_.authors, caller,
                        {.what = what_,
                         .node_id = home_.node_id,
                         .person_id = row.card().person_id(),
                         .space = CommonsSpace()},
                        change);
}

std::string PracticeWriter::KeyFor(const Request& request) const {
  return request.key.empty() ? HexEncode(home_.random->Draw<DrawnKey>().view())
                             : std::string(request.key);
}

StatusOr<PracticeWriter::Published> PracticeWriter::Publish(const Target& target,
                                                            std::string payload) const {
  const std::optional<PracticeRow>& revises = target.revises;
  if (revises && (revises->revision_count() >= kRevisionsMax ||
                  revises->history_bytes() + payload.size() > kHistoryBytesMax)) {
    return absl::FailedPreconditionError(ToAbsl(absl::StrFormat(
        "this %s has %s revisions and cannot keep more; publish it as a new one that is derived "
        "from it",
        what_, WithCommas(revises->revision_count()))));
  }
  ASSIGN_OR_RETURN(const WrittenFact written, Append(kind_->revised_type(), std::move(payload)));
  if (written.existed) {
    return FindPublished(target, written.event);
  }
  return Published{.id = revises ? revises->card().id() : ShortId(written.event),
                   .event_id = HexEncode(written.event.view())};
}

// What an earlier try of the same request published.
StatusOr<PracticeWriter::Published> PracticeWriter::FindPublished(const Target& target,
                                                                  const EventId& event) const {
  ASSIGN_OR_RETURN(const PracticeReader reader, sources_.Read());
  const std::string event_id = HexEncode(event.view());
  StatusOr<PracticeRow> row = NotFound("");
  if (target.revises) {
    row = reader.Find(kind_->view_name(), target.revises->card().id(), what_);
  } else if (const StatusOr<StatementId> entity = reader.views().StatementOf(event); entity.ok()) {
    row = reader.Row(kind_->view_name(), entity->view());
  }
  const bool creates = row.ok() && row->ids(0) == event.view();
  const bool found =
      row.ok() && creates != target.revises.has_value() &&
      std::ranges::count(row->revisions(), event_id, &community::v1::RevisionInfo::event_id) > 0;
  if (!found) {
    return absl::AlreadyExistsError(
        "this key was used before, for something else; choose another key");
  }
  return Published{.id = row->card().id(), .event_id = event_id};
}

StatusOr<WrittenFact> PracticeWriter::Append(uint16_t type, std::string payload) const {
  return home_.writer->Append(
      {.space = CommonsSpace(), .type = type, .payload = std::move(payload)});
}

}  // namespace cledi
