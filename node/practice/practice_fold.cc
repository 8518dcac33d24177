#include "node/practice/practice_fold.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "federation/base/bytes.h"
#include "federation/base/check.h"
#include "node/person/change_rights.h"
#include "node/person/person_id.h"

namespace cledi {
namespace {

using view::v1::PracticeRow;

// A statement that counts as a revision.
struct Revision {
  const Statement* statement = nullptr;
  bool by_institution = false;
  std::vector<EventId> parents;
  std::string change_note;
};

struct Withdrawal {
  const Statement* statement = nullptr;
  std::string reason;
};

// What counts of an entity, in canonical order.
struct History {
  std::vector<Revision> revisions;
  std::optional<Withdrawal> withdrawal;  // The newest, if it is newer than every revision.
  // The newest revision as it was read: mostly it is the one that is shown.
  std::unique_ptr<PracticeRevision> newest;
};

int64_t TimeOf(const Fact& fact) { return ToUnixMs(HlcTime(fact.header.hlc)); }

// Nothing: the payload is not here just now.
std::optional<std::string> AuthorOf(const Fact& fact) {
  const std::optional<CommonFields> common =
      fact.payload ? ReadCommon(*fact.payload) : std::nullopt;
  return common ? std::optional(common->author) : std::nullopt;
}

History ReadHistory(const PracticeKind& kind, const Entity& entity, const LogId& home,
                    std::string_view creator) {
  History history;
  for (const Statement& statement : entity.statements) {
    const Fact& fact = statement.fact;
    const std::optional<std::string> author = AuthorOf(fact);
    if (fact.log != home || !author || !ChangeCounts(creator, *author)) {
      continue;
    }
    if (fact.header.type == kind.revised_type()) {
      if (std::unique_ptr<PracticeRevision> revision = kind.ReadRevision(*fact.payload)) {
        history.revisions.push_back({.statement = &statement,
                                     .by_institution = author->empty(),
                                     .parents = revision->Parents(),
                                     .change_note = revision->change_note()});
        history.newest = std::move(revision);
        history.withdrawal.reset();
      }
    } else if (std::optional<std::string> reason = kind.ReadWithdrawal(*fact.payload)) {
      history.withdrawal = {.statement = &statement, .reason = *std::move(reason)};
    }
  }
  return history;
}

// Indexes of the revisions that no other names as parent, the newest first. A parent may be
// named by any id of its statement. Retries can make a ring of parents, in which nobody is a
// head: then the newest revision stands for all.
std::vector<size_t> HeadsOf(const PracticeKind& kind, const std::vector<Revision>& revisions) {
  if (!kind.has_parents()) {
    return {revisions.size() - 1};
  }
  std::map<EventId, size_t> by_id;
  for (size_t i = 0; i < revisions.size(); ++i) {
    for (const EventId& id : revisions[i].statement->ids) {
      by_id.emplace(id, i);
    }
  }
  std::set<size_t> parents;
  for (size_t i = 0; i < revisions.size(); ++i) {
    for (const EventId& parent : revisions[i].parents) {
      const auto found = by_id.find(parent);
      if (found != by_id.end() && found->second != i) {
        parents.insert(found->second);
      }
    }
  }
  std::vector<size_t> heads;
  for (size_t i = revisions.size(); i-- > 0;) {
    if (!parents.contains(i)) {
      heads.push_back(i);
    }
  }
  if (heads.empty()) {
    heads.push_back(revisions.size() - 1);
  }
  return heads;
}

// The row's card is filled in: whoever revises is its person or the institution.
void AddRevisionInfo(const Revision& revision, PracticeRow& row) {
  const Fact& fact = revision.statement->fact;
  community::v1::RevisionInfo& info = *row.add_revisions();
  info.set_event_id(HexEncode(fact.id.view()));
  for (const EventId& parent : revision.parents) {
    info.add_parents(HexEncode(parent.view()));
  }
  info.set_written_unix_ms(TimeOf(fact));
  info.set_change_note(revision.change_note);
  info.set_node(fact.node_id);
  if (!revision.by_institution) {
    info.set_person_id(row.card().person_id());
  }
}

}  // namespace

std::optional<PracticeRow> FoldPractice(const PracticeKind& kind, const Entity& entity) {
  if (!entity.creation) {
    return std::nullopt;
  }
  const Statement& creation = entity.statements[*entity.creation];
  if (creation.fact.header.type != kind.revised_type()) {
    return std::nullopt;
  }
  const std::optional<std::string> creator = AuthorOf(creation.fact);
  if (!creator) {
    return std::nullopt;  // Who may revise it cannot be told.
  }
  const History history = ReadHistory(kind, entity, creation.fact.log, *creator);
  if (history.revisions.empty()) {
    return std::nullopt;
  }
  const std::vector<size_t> heads = HeadsOf(kind, history.revisions);
  const Fact& shown = history.revisions[heads.front()].statement->fact;

  PracticeRow row;
  const bool is_newest = heads.front() == history.revisions.size() - 1;
  if (is_newest) {
    history.newest->FillRow(row);
  } else {
    kind.ReadRevision(*shown.payload)->FillRow(row);
  }
  row.mutable_card()->set_id(ShortId(creation.fact.id));
  row.mutable_card()->set_home_node(creation.fact.node_id);
  row.mutable_card()->set_revised_unix_ms(TimeOf(shown));
  if (!creator->empty()) {
    row.mutable_card()->set_person_id(PersonIdOf(creation.fact.node_id, *creator));
  }
  row.set_home_log(creation.fact.log.str());
  row.set_revised_hlc(shown.header.hlc);
  row.set_revision(shown.id.str());
  row.set_payload(*shown.payload);
  for (const EventId& id : creation.ids) {
    row.add_ids(id.str());
  }
  row.set_first_published_unix_ms(TimeOf(history.revisions.front().statement->fact));
  for (const Statement& statement : entity.statements) {
    row.set_history_bytes(row.history_bytes() + statement.fact.header.payload_bytes);
  }
  row.set_revision_count(static_cast<uint32_t>(history.revisions.size()));
  const size_t left_out =
      history.revisions.size() - std::min(history.revisions.size(), kRevisionsShownMax);
  for (const Revision& revision : std::span(history.revisions).subspan(left_out)) {
    AddRevisionInfo(revision, row);
  }
  for (const size_t head : std::span(heads).first(std::min(heads.size(), kRevisionsShownMax))) {
    row.add_heads(history.revisions[head].statement->fact.id.str());
  }
  if (history.withdrawal) {
    row.set_withdrawn(true);
    row.set_withdrawn_reason(history.withdrawal->reason);
  }
  return row;
}

std::vector<IndexEntry> DerivedEntries(const PracticeRow& row) {
  if (row.withdrawn()) {
    return {};
  }
  std::set<std::string> sources;
  for (const event::v1::Derivation& source : row.derived_from()) {
    if (source.object().size() == EventId::kSize &&
        std::ranges::count(row.ids(), source.object()) == 0) {
      sources.insert(source.object());
    }
  }
  std::vector<IndexEntry> entries;
  entries.reserve(sources.size());
  for (const std::string& source : sources) {
    entries.push_back({.index = kDerivedIndex, .key = source, .value = ""});
  }
  return entries;
}

PracticeProjection::PracticeProjection(const PracticeKind* kind, uint32_t version)
    : kind_(kind), version_(version), types_{kind->revised_type(), kind->withdrawn_type()} {}

std::optional<FoldedView> PracticeProjection::Fold(const Entity& entity) const {
  const std::optional<PracticeRow> row = FoldPractice(*kind_, entity);
  if (!row) {
    return std::nullopt;
  }
  return FoldedView{.row = row->SerializeAsString(), .entries = DerivedEntries(*row)};
}

std::vector<IndexEntry> PracticeProjection::EntriesOf(std::string_view bytes) const {
  PracticeRow row;
  if (!row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return {};
  }
  return DerivedEntries(row);
}

}  // namespace cledi
