#include "node/discussion/written_fold.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "node/discussion/discussion_rules.h"
#include "node/person/change_rights.h"

namespace cledi {
namespace {

// The reason of a withdrawal; nothing: it does not count. Both kinds' withdrawals have the same
// fields.
std::optional<std::string> ReadReason(std::string_view payload) {
  const auto fact = ReadPayload<event::v1::PostWithdrawn>(payload);
  if (!fact) {
    return std::nullopt;
  }
  FieldProblems problems;
  CheckReason(fact->reason(), problems);
  return problems.empty() ? std::optional(fact->reason()) : std::nullopt;
}

}  // namespace

bool MayStateAbout(const WrittenHistory& history, const Fact& fact, std::string_view author) {
  return fact.log == history.creation->fact.log && (author.empty() || author == history.author);
}

WrittenHistory ReadHistory(const WrittenKind& kind, const Entity& entity) {
  WrittenHistory history;
  if (!entity.creation) {
    return history;
  }
  const Statement& creation = entity.statements[*entity.creation];
  if (creation.fact.header.type != kind.revised_type || !creation.fact.payload ||
      !kind.keeps_rules(*creation.fact.payload)) {
    return history;
  }
  history.creation = &creation;
  history.author = ReadCommon(*creation.fact.payload).value_or(CommonFields()).author;
  history.revisions.push_back(&creation);
  for (const Statement& statement : entity.statements) {
    const Fact& fact = statement.fact;
    if (&statement == &creation || !fact.payload) {
      continue;
    }
    const std::optional<CommonFields> common = ReadCommon(*fact.payload);
    if (!common || !MayStateAbout(history, fact, common->author)) {
      continue;
    }
    if (fact.header.type == kind.revised_type) {
      if (kind.keeps_rules(*fact.payload)) {
        history.revisions.push_back(&statement);
      }
    } else if (fact.header.type == kind.withdrawn_type) {
      if (std::optional<std::string> reason = ReadReason(*fact.payload)) {
        history.withdrawal = &statement;
        history.reason = *std::move(reason);
        break;
      }
    }
  }
  return history;
}

void FillWritten(const WrittenHistory& history, const Entity& entity, view::v1::WrittenRow& row) {
  const Fact& creation = history.creation->fact;
  const Fact& newest = history.revisions.back()->fact;
  for (const EventId& id : history.creation->ids) {
    row.add_ids(id.str());
  }
  row.set_home_node(creation.node_id);
  row.set_home_log(creation.log.str());
  row.set_author(history.author);
  row.set_written_hlc(creation.header.hlc);
  row.set_revised_hlc(newest.header.hlc);
  row.set_revision_count(static_cast<uint32_t>(history.revisions.size()));
  row.set_fact_count(static_cast<uint32_t>(entity.statements.size()));
  uint64_t history_bytes = 0;
  for (const Statement& statement : entity.statements) {
    history_bytes += statement.fact.header.payload_bytes;
  }
  row.set_history_bytes(history_bytes);
  if (history.withdrawal != nullptr) {
    row.set_withdrawn(true);
    row.set_withdrawn_reason(history.reason);
    return;
  }
  row.set_payload(*newest.payload);
  const size_t kept = std::min(history.revisions.size(), kRevisionsKeptMax);
  for (const Statement* revision : std::span(history.revisions).last(kept)) {
    view::v1::KeptRevision& kept_revision = *row.add_revisions();
    kept_revision.set_event(revision->fact.id.str());
    kept_revision.set_hlc(revision->fact.header.hlc);
  }
}

}  // namespace cledi
