#include "node/fold/fact_index.h"

#include <algorithm>
#include <utility>

#include "federation/base/check.h"

namespace cledi {
namespace {

Status Unreadable() {
  return Corrupt("an index entry of the facts cannot be read; rebuild the views");
}

// Keeps the first `max` in canonical order, whichever came first.
void InsertInOrder(std::vector<FactRef>& facts, const FactRef& ref, size_t max) {
  const auto place = std::lower_bound(facts.begin(), facts.end(), ref, Precedes);
  if (place != facts.end() && place->id == ref.id) {
    return;
  }
  facts.insert(place, ref);
  if (facts.size() > max) {
    facts.pop_back();
  }
}

// As it is entered under what it is about, where that need not be repeated.
FactRef WithoutTargets(const FactRef& ref) {
  return {.id = ref.id, .header = ref.header, .position = ref.position, .keyed = ref.keyed};
}

// `statements` in order, cut to the bounds; what `creation` points at always stays.
EntityStatements Bounded(std::vector<StatementRef> statements, std::optional<EventId> creation) {
  std::ranges::sort(statements, Precedes, &StatementRef::fact);
  EntityStatements result;
  size_t room = kEntityStatementsMax - (creation ? 1 : 0);
  uint64_t bytes = 0;
  for (StatementRef& statement : statements) {
    const bool creates = creation && statement.ids.front() == *creation;
    if (!creates) {
      bytes += statement.fact.header.payload_bytes;
      if (room == 0 || bytes > kEntityPayloadBytesMax) {
        room = 0;
        continue;
      }
      --room;
    } else {
      result.creation = result.statements.size();
    }
    result.statements.push_back(std::move(statement));
  }
  return result;
}

}  // namespace

FactIndex::FactIndex(Generation generation, const ProjectionSet* projections,
                     const Extents* extents, const Snapshot* snapshot)
    : generation_(generation), projections_(projections), extents_(extents), snapshot_(snapshot) {}

StatusOr<FactIndex::EventRow*> FactIndex::LoadEvent(const EventId& event) {
  const auto [place, missing] = events_.try_emplace(event);
  if (missing) {
    const StatusOr<std::string> value =
        snapshot_->Get(Family::kFacts, EventKey(generation_, event));
    if (value.ok()) {
      const std::optional<std::vector<FactRef>> refs = ParseFactRefs(*value);
      if (!refs || refs->size() != 1) {
        return Unreadable();
      }
      place->second.ref = refs->front();
    } else if (value.status().code() != StatusCode::kNotFound) {
      return value.status();
    }
  }
  return &place->second;
}

StatusOr<FactIndex::ListRow*> FactIndex::LoadList(std::string key) {
  const auto [place, missing] = lists_.try_emplace(std::move(key));
  if (missing) {
    const StatusOr<std::string> value = snapshot_->Get(Family::kFacts, place->first);
    if (value.ok()) {
      std::optional<std::vector<FactRef>> refs = ParseFactRefs(*value);
      if (!refs) {
        return Unreadable();
      }
      place->second.facts = *std::move(refs);
    } else if (value.status().code() != StatusCode::kNotFound) {
      return value.status();
    }
  }
  return &place->second;
}

FactRef FactIndex::MakeRef(const Fact& fact, const CommonFields& common) const {
  FactRef ref{.id = fact.id, .header = fact.header, .position = fact.position};
  if (!common.key.empty()) {
    ref.keyed = StatementIdOf(fact.id, fact.log, common);
  }
  for (const Projection* projection : projections_->all()) {
    if (!Takes(*projection, fact.header.type, fact.space)) {
      continue;
    }
    switch (projection->entity_kind()) {
      case Projection::EntityKind::kObject:
        ref.creates = !common.object.has_value();
        ref.object = common.object;
        break;
      case Projection::EntityKind::kNamed:
        if (std::optional<std::string> name = projection->NameOf(fact)) {
          ref.names.push_back(
              {.projection = std::string(projection->name()), .name = *std::move(name)});
        }
        break;
    }
  }
  return ref;
}

StatusOr<FactIndex::Added> FactIndex::Add(const Fact& fact, std::set<EntityRef>& affected) {
  CHECK(fact.payload.has_value());
  ASSIGN_OR_RETURN(EventRow* const row, LoadEvent(fact.id));
  if (row->ref) {
    ASSIGN_OR_RETURN(const std::vector<FactRef> events, EventsOf(row->ref->statement()));
    CHECK(!events.empty());
    RETURN_IF_ERROR(AddAffected(fact.space, events.front(), affected));
    return Added::kKnown;
  }
  const std::optional<CommonFields> common = ReadCommon(*fact.payload);
  if (!common) {
    return Added::kMalformed;
  }
  FactRef ref = MakeRef(fact, *common);
  FactRef counts = ref;
  if (ref.keyed) {
    ASSIGN_OR_RETURN(ListRow* const events, LoadList(StatementKey(generation_, *ref.keyed)));
    if (!events->facts.empty()) {
      // What counted so far may lose its place.
      RETURN_IF_ERROR(AddAffected(fact.space, events->facts.front(), affected));
    }
    InsertInOrder(events->facts, ref, kStatementEventsMax);
    events->changed = true;
    counts = events->facts.front();
  }
  RETURN_IF_ERROR(EnterTargets(fact.space, ref));
  row->ref = std::move(ref);
  row->changed = true;
  RETURN_IF_ERROR(AddAffected(fact.space, counts, affected));
  return Added::kNew;
}

Status FactIndex::EnterTargets(const SpaceId& space, const FactRef& ref) {
  std::vector<std::string> keys;
  if (ref.object) {
    keys.push_back(ObjectFactsKey(generation_, space, *ref.object));
  }
  for (const EntityName& name : ref.names) {
    keys.push_back(NamedFactsKey(
        generation_, {.space = space, .projection = name.projection, .key = name.name}));
  }
  for (std::string& key : keys) {
    ASSIGN_OR_RETURN(ListRow* const list, LoadList(std::move(key)));
    InsertInOrder(list->facts, WithoutTargets(ref), kEntityStatementsMax);
    list->changed = true;
  }
  return absl::OkStatus();
}

StatusOr<std::vector<FactRef>> FactIndex::EventsOf(const StatementId& statement) {
  std::string key = StatementKey(generation_, statement);
  const auto loaded = lists_.find(key);
  if (loaded != lists_.end() && !loaded->second.facts.empty()) {
    return loaded->second.facts;
  }
  ASSIGN_OR_RETURN(const EventRow* const event, LoadEvent(EventId{statement.bytes}));
  if (event->ref && !event->ref->keyed) {
    return std::vector<FactRef>{*event->ref};
  }
  ASSIGN_OR_RETURN(const ListRow* const events, LoadList(std::move(key)));
  return events->facts;
}

Status FactIndex::AddAffected(const SpaceId& space, const FactRef& ref,
                              std::set<EntityRef>& affected) {
  if (ref.creates) {
    affected.insert({.space = space, .projection = "", .key = ref.statement().str()});
  }
  if (ref.object) {
    ASSIGN_OR_RETURN(const EventRow* const creation, LoadEvent(*ref.object));
    if (creation->ref) {
      affected.insert({.space = space, .projection = "", .key = creation->ref->statement().str()});
    }
  }
  for (const EntityName& name : ref.names) {
    affected.insert({.space = space, .projection = name.projection, .key = name.name});
  }
  return absl::OkStatus();
}

StatusOr<EntityStatements> FactIndex::Gather(const EntityRef& entity) {
  if (entity.projection.empty()) {
    return GatherObject(entity);
  }
  std::vector<StatementRef> statements;
  RETURN_IF_ERROR(GatherList(NamedFactsKey(generation_, entity), statements));
  return Bounded(std::move(statements), std::nullopt);
}

StatusOr<EntityStatements> FactIndex::GatherObject(const EntityRef& entity) {
  const std::optional<StatementId> statement = StatementId::From(entity.key);
  CHECK(statement.has_value());
  ASSIGN_OR_RETURN(const std::vector<FactRef> events, EventsOf(*statement));
  if (events.empty() || !events.front().creates ||
      extents_->at(events.front().position.variant).space != entity.space) {
    return EntityStatements{};
  }
  StatementRef creation{.fact = events.front(), .ids = {}};
  std::vector<StatementRef> statements;
  bool is_new = true;
  for (const FactRef& event : events) {
    creation.ids.push_back(event.id);
    RETURN_IF_ERROR(GatherList(ObjectFactsKey(generation_, entity.space, event.id), statements));
    const auto row = events_.find(event.id);
    is_new = is_new && row != events_.end() && row->second.changed;
  }
  const EventId created_by = creation.ids.front();
  statements.push_back(std::move(creation));
  EntityStatements result = Bounded(std::move(statements), created_by);
  result.is_new = is_new;
  return result;
}

Status FactIndex::GatherList(std::string list_key, std::vector<StatementRef>& statements) {
  ASSIGN_OR_RETURN(const ListRow* const list, LoadList(std::move(list_key)));
  for (const FactRef& fact : list->facts) {
    StatementRef statement{.fact = fact, .ids = {fact.id}};
    if (fact.keyed) {
      ASSIGN_OR_RETURN(const ListRow* const events,
                       LoadList(StatementKey(generation_, *fact.keyed)));
      if (events->facts.empty() || events->facts.front().id != fact.id) {
        continue;  // An earlier event of the same statement counts.
      }
      statement.ids.clear();
      for (const FactRef& event : events->facts) {
        statement.ids.push_back(event.id);
      }
    }
    statements.push_back(std::move(statement));
  }
  return absl::OkStatus();
}

void FactIndex::AppendTo(WriteBatch& batch) const {
  std::string value;
  for (const auto& [event, row] : events_) {
    if (row.changed) {
      value.clear();
      AppendFactRef(*row.ref, value);
      batch.Put(Family::kFacts, EventKey(generation_, event), value);
    }
  }
  for (const auto& [key, row] : lists_) {
    if (row.changed) {
      value.clear();
      for (const FactRef& fact : row.facts) {
        AppendFactRef(fact, value);
      }
      batch.Put(Family::kFacts, key, value);
    }
  }
}

}  // namespace cledi
